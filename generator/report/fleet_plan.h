// What a fleet needs of AWS's quotas: associations, roles and their documents, session policies.
//
//   QUOTA                        NEEDED   MOST
//   associations of prod             41  1,000
//   roles of 111122223333             1  1,000
//   documents of the largest role     3     11

#ifndef SCOPEDOWN_GENERATOR_REPORT_FLEET_PLAN_H_
#define SCOPEDOWN_GENERATOR_REPORT_FLEET_PLAN_H_

#include <cstddef>
#include <iosfwd>
#include <map>
#include <optional>
#include <string>

#include "generator/emit/summary.h"
#include "generator/role/role_groups.h"

namespace scopedown {

// Sources: EKS User Guide, "EKS Pod Identity considerations"; IAM User Guide, "IAM and AWS STS quotas":
// 1,000 roles an account by default, more on request.
inline constexpr std::size_t associations_of_a_cluster_max = 1'000;
inline constexpr std::size_t roles_of_an_account_max = 1'000;

struct FleetPlan {
  std::map<std::string, std::size_t> associations;  // by the cluster's label
  std::size_t units = 0;
  std::string account;
  RoleQuota quota;
  bool exact = false;
  RoleGroups roles;
  std::optional<Summary> sessions;  // none: not asked for

  // Every unit has its role and its policy, and every cluster room for its associations.
  [[nodiscard]] bool holds() const;
};

void print_plan(std::ostream& out, const FleetPlan& plan);

// The same with the assignment: every unit by its role. Roles are called PREFIX-1, PREFIX-2 ...
[[nodiscard]] std::string plan_json(const FleetPlan& plan, const std::string& prefix);

}  // namespace scopedown

#endif  // SCOPEDOWN_GENERATOR_REPORT_FLEET_PLAN_H_
