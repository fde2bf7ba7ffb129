#include "generator/simulate/association.h"

#include "generator/error.h"
#include "generator/simulate/json_file.h"
#include "model/arn.h"
#include "model/located_json.h"

namespace scopedown {
namespace {

class AssociationReader {
 public:
  AssociationReader(const JsonNode& object, std::string_view text, const std::string& path)
      : object_(object), text_(text), path_(path) {}

  [[nodiscard]] Association read() const {
    Association association;
    association.pod.cluster_name = string("clusterName", true);
    association.pod.name_space = string("namespace", true);
    association.pod.service_account = string("serviceAccount", true);
    association.pod.disable_session_tags = disables_tags();
    association.role_arn = string("targetRoleArn", false);
    const std::string role = string("roleArn", association.role_arn.empty());
    if (association.role_arn.empty()) association.role_arn = role;
    association.policy_text = string("policy", false);
    if (!association.policy_text.empty() && !association.pod.disable_session_tags)
      fail(*object_.find("policy"),
           "a session policy needs \"disableSessionTags\": true; EKS refuses both together");
    // arn:aws:eks:REGION:ACCOUNT:podidentityassociation/CLUSTER/ID
    if (const auto arn = Arn::parse(string("associationArn", false)))
      association.pod.cluster_arn = "arn:" + arn->partition + ":eks:" + arn->region + ":" +
                                    arn->account + ":cluster/" + association.pod.cluster_name;
    return association;
  }

 private:
  [[noreturn]] void fail(const JsonNode& node, const std::string& why) const {
    const TextPlace place = place_of(text_, node.span.begin);
    throw Error(path_ + ":" + std::to_string(place.line) + ":" + std::to_string(place.column), why);
  }

  [[nodiscard]] std::string string(const char* name, bool required) const {
    const JsonNode* node = object_.find(name);
    if (node == nullptr || node->kind == JsonNode::Kind::Null) {
      if (required)
        fail(object_, std::string("the association has no ") + name +
                          "; write it as describe-pod-identity-association prints it");
      return "";
    }
    if (!node->is_string()) fail(*node, std::string(name) + " must be a string");
    return node->text;
  }

  [[nodiscard]] bool disables_tags() const {
    const JsonNode* node = object_.find("disableSessionTags");
    if (node == nullptr || node->kind == JsonNode::Kind::Null) return false;
    if (node->kind != JsonNode::Kind::Boolean)
      fail(*node, "disableSessionTags must be true or false");
    return node->text == "true";
  }

  const JsonNode& object_;
  std::string_view text_;
  const std::string& path_;
};

}  // namespace

Association read_association(std::string_view text, const std::string& path) {
  const JsonNode root = read_json_text(path, text);
  const JsonNode* inside = root.find("association");
  const JsonNode& object = inside == nullptr ? root : *inside;
  if (!object.is_object())
    throw Error(path,
                "no association: it is a JSON object, as describe-pod-identity-association "
                "prints it");
  return AssociationReader(object, text, path).read();
}

}  // namespace scopedown
