// Who may assume a role: the trust policies of a shared role.
//
//   pods      EKS Pod Identity, for pods of these clusters
//   irsa      service accounts that show a token of the cluster's OIDC provider
//   target    sessions of a source role, on their way to another role (targetRoleArn)
//
// With session tags off, as they must be where associations carry session policies, EKS needs no
// sts:TagSession, and tells a target role by sts:ExternalId which association it acts for:
// region/account/cluster/namespace/service-account. With tags on, their values do.
//
// A trust policy has at most 2,048 characters, and where AWS raised the quota up to 8,192. White
// space is counted here.
//
// Sources: EKS User Guide, "Create IAM role with trust policy required by EKS Pod Identity", "Access
// AWS resources using EKS Pod Identity target IAM roles", "Assign IAM roles to Kubernetes service
// accounts"; IAM User Guide, "IAM and AWS STS quotas". That aws:SourceArn is the cluster's ARN is
// said there, and was not tried.

#ifndef SCOPEDOWN_GENERATOR_ROLE_TRUST_H_
#define SCOPEDOWN_GENERATOR_ROLE_TRUST_H_

#include <cstddef>
#include <map>
#include <set>
#include <string>

namespace scopedown {

inline constexpr std::size_t trust_characters_max_by_default = 2'048;
inline constexpr std::size_t trust_characters_max_raised = 8'192;

struct TrustPolicy {
  std::string text;            // compact
  std::size_t characters = 0;  // of the text
  std::size_t names = 0;       // clusters, subjects or associations that it names
  std::size_t names_max = 0;   // of their average length, that the quota has room for
  bool names_regions = false;  // of pods: clusters by region, since their names have no room

  [[nodiscard]] bool fits(std::size_t characters_max) const { return characters <= characters_max; }
};

// `clusters`: ARNs, at least one, of one account as a rule. Where their names do not fit, every
// cluster of their regions in their accounts is trusted instead.
[[nodiscard]] TrustPolicy pod_trust(const std::set<std::string>& clusters, bool session_tags,
                                    std::size_t characters_max);

// "system:serviceaccount:NAMESPACE:NAME" by the provider's ARN.
using IrsaSubjects = std::map<std::string, std::set<std::string>>;

[[nodiscard]] std::string irsa_subject(const std::string& name_space,
                                       const std::string& service_account);

[[nodiscard]] TrustPolicy irsa_trust(const IrsaSubjects& subjects, std::size_t characters_max);

// Whom a pod identity association stands for.
struct AssociationName {
  std::string cluster;  // ARN
  std::string name_space;
  std::string service_account;

  // "eu-west-1/111122223333/prod/payments/api"
  [[nodiscard]] std::string external_id() const;

  friend auto operator<=>(const AssociationName&, const AssociationName&) = default;
};

[[nodiscard]] TrustPolicy target_trust(const std::string& source_role,
                                       const std::set<AssociationName>& associations,
                                       bool session_tags, std::size_t characters_max);

}  // namespace scopedown

#endif  // SCOPEDOWN_GENERATOR_ROLE_TRUST_H_
