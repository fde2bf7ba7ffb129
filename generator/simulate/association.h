// An EKS Pod Identity association, as `aws eks describe-pod-identity-association` prints it or
// `create-pod-identity-association --cli-input-json` takes it.
//
//   {"association": {"clusterName": "prod", "namespace": "payments", "serviceAccount": "api",
//                    "roleArn": "arn:...", "disableSessionTags": true, "policy": "{...}",
//                    "targetRoleArn": "arn:...", "associationArn": "arn:..."}}
//
// The working session is one of the target role where there is one, else of the role; the policy is
// its session policy. The tags go along into the target role, since all six are transitive.
//
// Source: EKS API Reference, PodIdentityAssociation.

#ifndef SCOPEDOWN_GENERATOR_SIMULATE_ASSOCIATION_H_
#define SCOPEDOWN_GENERATOR_SIMULATE_ASSOCIATION_H_

#include <optional>
#include <string>
#include <string_view>

#include "model/session_tags.h"

namespace scopedown {

struct Association {
  PodIdentity pod;          // without the pod's own name and uid
  std::string role_arn;     // of the working session
  std::string policy_text;  // "" if it has none
};

// Throws Error that names `path`, what is missing or wrong, and what to write. EKS refuses a policy
// beside session tags, and so does this.
[[nodiscard]] Association read_association(std::string_view text, const std::string& path);

}  // namespace scopedown

#endif  // SCOPEDOWN_GENERATOR_SIMULATE_ASSOCIATION_H_
