// What a fleet needs of AWS's quotas: associations, roles and their documents, session policies.
//
//   QUOTA                        NEEDED   MOST
//   associations of prod             41  1,000
//   roles of 111122223333             1  1,000
//   documents of the largest role     3     11
//
// and what it would be to share fewer or more roles, so that somebody can choose:
//
//   ROLES  DOCUMENTS  CHARACTERS  UNNEEDED PAIRS  POLICIES FIT  CHARACTERS  PACKED  EXCESS
//       1         11       67849          130040        61.0 %        1821  94.3 %      40
//       4         ...

#ifndef SCOPEDOWN_GENERATOR_REPORT_FLEET_PLAN_H_
#define SCOPEDOWN_GENERATOR_REPORT_FLEET_PLAN_H_

#include <cstddef>
#include <cstdint>
#include <iosfwd>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "generator/emit/summary.h"
#include "generator/role/role_groups.h"
#include "model/packed_size.h"

namespace scopedown {

// Sources: EKS User Guide, "EKS Pod Identity considerations"; IAM User Guide, "IAM and AWS STS quotas":
// 1,000 roles an account by default, more on request.
inline constexpr std::size_t associations_of_a_cluster_max = 1'000;
inline constexpr std::size_t roles_of_an_account_max = 1'000;

// The session policies of units, made inside their roles.
struct SessionFigures {
  std::size_t made = 0;
  std::size_t fit = 0;
  std::size_t characters_median = 0;  // of all, and of a refused one the closest that was found
  PackedSize packed_median;
  std::uint64_t excess_median = 0;  // score, inside the role
};

[[nodiscard]] SessionFigures session_figures(const std::vector<Result>& results);

// All units dealt out to so many roles, by usage.
struct RoleChoice {
  std::vector<std::vector<Unit>> groups;  // of each role: sorted
  std::size_t too_large = 0;              // roles that their quota does not hold
  std::size_t documents = 0;              // of all roles
  std::size_t characters = 0;             // likewise
  std::size_t unneeded =
      0;  // pairs of known resources that a role allows and none of its units needs
  std::optional<SessionFigures> sessions;  // none: not asked for
};

struct FleetPlan {
  std::map<std::string, std::size_t> associations;  // by the cluster's label
  std::size_t units = 0;
  std::string account;
  RoleQuota quota;
  bool exact = false;
  RoleGroups roles;
  std::optional<std::vector<Result>> sessions;  // of some or all units; none: not asked for
  std::vector<RoleChoice> choices;              // as they were asked for

  // Every unit has its role and its policy, and every cluster room for its associations.
  [[nodiscard]] bool holds() const;
};

// What the role of that number is called, counted from 0: "tenants-1" of 0.
[[nodiscard]] std::string role_name(const std::string& prefix, std::size_t number);

void print_plan(std::ostream& out, const FleetPlan& plan);

// The same with the assignment: every unit by its role. Roles are called PREFIX-1, PREFIX-2 ...
[[nodiscard]] std::string plan_json(const FleetPlan& plan, const std::string& prefix);

}  // namespace scopedown

#endif  // SCOPEDOWN_GENERATOR_REPORT_FLEET_PLAN_H_
