// Whose call it was: the columns that attribution adds to an event.

#ifndef SCOPEDOWN_GENERATOR_TENANTS_ATTRIBUTION_H_
#define SCOPEDOWN_GENERATOR_TENANTS_ATTRIBUTION_H_

#include <compare>
#include <cstdint>
#include <string>

namespace scopedown {

// How the caller came by its credentials. The text is in the ledger: do not change it.
//   "pod-identity"  EKS assumed the role for a pod, and tagged the session
//   "pod-target"    EKS went on to a target role; these are the credentials the pod holds
//   "irsa"          the pod's SDK assumed the role with its service account token
//   "role"          some other session of a role
//   "user"          an IAM user's own key, or a session that only IAM users have
struct Attribution {
  std::string session;     // one of the five above
  int hop = 0;             // how many roles the application itself assumed since then
  bool replaced = false;   // EKS used these credentials to assume the target role
  std::string cluster;     // ARN of the cluster, or of the OIDC provider of an IRSA session
  std::string name_space;  // "" if no Kubernetes tenant is known
  std::string service_account;
  std::string principal;  // ARN of the role or user
  std::string tags;       // the session's other tags, "key=value" sorted, joined by U+001F
  std::string doubt;      // why name_space is "": "untagged_session", "ambiguous_session" or
                          // "ambiguous_pod"

  friend auto operator<=>(const Attribution&, const Attribution&) = default;
};

}  // namespace scopedown

#endif  // SCOPEDOWN_GENERATOR_TENANTS_ATTRIBUTION_H_
