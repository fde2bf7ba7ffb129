// What an association is called in the alphabets of other tools.
//
// Two associations never share a name, or one tenant would be given the policy of another. The names
// of a cluster, a namespace and a service account are joined with what none of them holds, and stand
// as they are where they can:
//
//   Kubernetes  prod.payments.api     a DNS-1123 subdomain, at most 253 bytes; a namespace has no dot
//   Terraform   prod_payments_api     an identifier; neither of the latter two has an underscore
//   logical ID  PaymentsApi3F2C…      of CloudFormation: letters and digits, at most 255
//
// Where they cannot, letters that do not fit become `-`, and sixteen hexadecimal digits at the end,
// a digest of all three names, tell them apart. A logical ID always has these.

#ifndef SCOPEDOWN_GENERATOR_EMIT_ASSOCIATION_NAME_H_
#define SCOPEDOWN_GENERATOR_EMIT_ASSOCIATION_NAME_H_

#include <string>

#include "generator/emit/pod_identity_association.h"

namespace scopedown {

[[nodiscard]] std::string kubernetes_name(const PodIdentityAssociation& association);
[[nodiscard]] std::string terraform_name(const PodIdentityAssociation& association);
[[nodiscard]] std::string logical_id(const PodIdentityAssociation& association);

}  // namespace scopedown

#endif  // SCOPEDOWN_GENERATOR_EMIT_ASSOCIATION_NAME_H_
