#include "generator/simulate/association.h"

#include "generator/error.h"
#include "generator/simulate/json_file.h"
#include "generator/tenants/association_fields.h"
#include "model/located_json.h"

namespace scopedown {

Association read_association(std::string_view text, const std::string& path) {
  const JsonNode root = read_json_text(path, text);
  const JsonNode* inside = root.find("association");
  const JsonNode& object = inside == nullptr ? root : *inside;
  const auto place = [&](std::size_t byte) { return place_in_file(path, text, byte); };
  const AssociationFields fields = association_fields(object, place);
  const auto needed = [&](const char* name, const std::string& value) {
    if (value.empty())
      throw Error(place(object.span.begin),
                  std::string("the association has no ") + name +
                      "; write it as describe-pod-identity-association prints it");
    return value;
  };
  Association association;
  association.pod.cluster_name = needed("clusterName", fields.cluster_name);
  association.pod.name_space = needed("namespace", fields.name_space);
  association.pod.service_account = needed("serviceAccount", fields.service_account);
  association.pod.cluster_arn = fields.cluster_arn;
  association.pod.disable_session_tags = fields.disable_session_tags;
  association.role_arn =
      fields.target_role_arn.empty() ? needed("roleArn", fields.role_arn) : fields.target_role_arn;
  association.policy_text = fields.policy_text;
  if (!association.policy_text.empty() && !association.pod.disable_session_tags)
    throw Error(place(object.find("policy")->span.begin),
                "a session policy needs \"disableSessionTags\": true; EKS refuses both together");
  return association;
}

}  // namespace scopedown
