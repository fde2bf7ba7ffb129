// All documents of a shared role: what it may do, who may assume it, and what keeps it, and roles
// that others make, within bounds.

#ifndef SCOPEDOWN_GENERATOR_ROLE_ROLE_KIT_H_
#define SCOPEDOWN_GENERATOR_ROLE_ROLE_KIT_H_

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "generator/role/boundary.h"
#include "generator/role/guardrails.h"
#include "generator/role/shared_role.h"
#include "generator/role/trust.h"

namespace scopedown {

struct RoleQuestion {
  RoleQuota quota;
  bool exact = false;         // every resource by name, or not at all
  std::string account;        // whose clusters count; "" if there is but one
  bool session_tags = false;  // off wherever associations carry session policies
  std::size_t trust_characters_max = trust_characters_max_by_default;
  std::string path = "/tenants/";                  // of the roles that others may make
  std::string boundary_name = "tenants-boundary";  // of the managed policy that bounds them
  std::set<std::string> regions;                   // to keep open though nobody was seen there
  std::string role_arn;                            // of the shared role; needed with target_role
  std::string target_role;                         // ARN of a role that associations go on to
};

// What is known of the units beside their needs.
struct RoleFacts {
  std::string partition;
  std::string account;
  std::set<std::string> clusters;          // ARNs
  std::set<AssociationName> associations;  // of Pod Identity
  IrsaSubjects irsa;
  std::set<ObservedCall> observed;
  // Of each unit, how many seconds a session of it was seen at work at most; none if the ledger does
  // not tell. Only with a target role.
  std::map<Unit, std::optional<std::int64_t>> longest_sessions;
};

struct RoleKit {
  RoleQuestion asked;
  RoleFacts facts;
  SharedRole role;
  std::optional<TrustPolicy> pods;  // none: no unit is a namespace of a cluster
  std::optional<TrustPolicy> irsa;  // none: nobody came by IRSA
  std::optional<TrustPolicy> target;
  std::optional<Policy> source;  // of the shared role too, where there is a target role
  Boundary boundary;
  Policy delegation;
  Guardrails guardrails;

  // Every document that was asked for is within its quota.
  [[nodiscard]] bool fits() const;
};

[[nodiscard]] RoleKit role_kit_of(const std::vector<UnitNeeds>& units, RoleFacts facts,
                                  const World& world, const Catalogue& catalogue,
                                  const RoleQuestion& asked);

}  // namespace scopedown

#endif  // SCOPEDOWN_GENERATOR_ROLE_ROLE_KIT_H_
