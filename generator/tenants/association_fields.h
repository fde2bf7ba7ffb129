// What EKS says of a Pod Identity association, whoever asks: the inventory, `simulate`, `diagnose`.
//
//   {"clusterName": "prod", "namespace": "payments", "serviceAccount": "api", "roleArn": "arn:...",
//    "targetRoleArn": "arn:...", "disableSessionTags": true, "policy": "{...}", "associationArn": "arn:..."}
//
// Which of these there must be hangs on the question: `list-pod-identity-associations` tells no role,
// `create-pod-identity-association --cli-input-json` takes no ARN.
//
// Source: EKS API Reference, PodIdentityAssociation.

#ifndef SCOPEDOWN_GENERATOR_TENANTS_ASSOCIATION_FIELDS_H_
#define SCOPEDOWN_GENERATOR_TENANTS_ASSOCIATION_FIELDS_H_

#include <cstddef>
#include <functional>
#include <string>

#include "model/located_json.h"

namespace scopedown {

// What was not said is "".
struct AssociationFields {
  std::string cluster_name;
  std::string cluster_arn;  // told by the association's own ARN
  std::string name_space;
  std::string service_account;
  std::string role_arn;
  std::string target_role_arn;
  std::string policy_text;
  bool disable_session_tags = false;
};

// Where a byte of the JSON's text is, as messages name it: "file:3:16".
using PlaceOfByte = std::function<std::string(std::size_t)>;

// Throws Error that names the place if a field is of the wrong type. null is as good as nothing.
[[nodiscard]] AssociationFields association_fields(const JsonNode& object,
                                                   const PlaceOfByte& place);

}  // namespace scopedown

#endif  // SCOPEDOWN_GENERATOR_TENANTS_ASSOCIATION_FIELDS_H_
