#include "generator/tenants/association_fields.h"

#include "generator/error.h"
#include "model/arn.h"

namespace scopedown {
namespace {

// Null if there is no such field.
const JsonNode* field(const JsonNode& object, const char* name) {
  const JsonNode* node = object.find(name);
  return node == nullptr || node->kind == JsonNode::Kind::Null ? nullptr : node;
}

}  // namespace

AssociationFields association_fields(const JsonNode& object, const PlaceOfByte& place) {
  if (!object.is_object())
    throw Error(place(object.span.begin),
                "no association: it is a JSON object, as describe-pod-identity-association "
                "prints it");
  const auto string = [&](const char* name) -> std::string {
    const JsonNode* node = field(object, name);
    if (node == nullptr) return "";
    if (!node->is_string())
      throw Error(place(node->span.begin), std::string(name) + " must be a string");
    return node->text;
  };
  AssociationFields fields;
  fields.cluster_name = string("clusterName");
  fields.name_space = string("namespace");
  fields.service_account = string("serviceAccount");
  fields.role_arn = string("roleArn");
  fields.target_role_arn = string("targetRoleArn");
  fields.policy_text = string("policy");
  // arn:aws:eks:REGION:ACCOUNT:podidentityassociation/CLUSTER/ID
  if (const auto arn = Arn::parse(string("associationArn")))
    fields.cluster_arn = "arn:" + arn->partition + ":eks:" + arn->region + ":" + arn->account +
                         ":cluster/" + fields.cluster_name;
  if (const JsonNode* node = field(object, "disableSessionTags")) {
    if (node->kind != JsonNode::Kind::Boolean)
      throw Error(place(node->span.begin), "disableSessionTags must be true or false");
    fields.disable_session_tags = node->text == "true";
  }
  return fields;
}

}  // namespace scopedown
