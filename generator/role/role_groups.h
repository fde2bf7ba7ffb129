// The fewest roles that can hold what tenants need, when one cannot: which unit goes to which.
//
// A role's documents hold so many characters, whatever is in them. Each action that is needed must
// stand in some role; where every resource must be named, so must each of those. That is a lower
// bound. The groups that are found are an upper bound: units of like usage stand together, since
// what they share is written once.

#ifndef SCOPEDOWN_GENERATOR_ROLE_ROLE_GROUPS_H_
#define SCOPEDOWN_GENERATOR_ROLE_ROLE_GROUPS_H_

#include <cstddef>
#include <vector>

#include "generator/role/shared_role.h"

namespace scopedown {

struct RoleGroup {
  std::vector<Unit> units;  // sorted
  std::size_t documents = 0;
  std::size_t characters = 0;
  bool names_all = false;
};

struct RoleGroups {
  std::vector<RoleGroup> groups;  // by their first unit
  std::vector<Unit> too_large;    // no role of the quota holds what the unit alone needs
  std::size_t lower_bound = 0;    // no fewer roles will do, without those
};

// `exact`: every resource by the name that was seen.
[[nodiscard]] RoleGroups role_groups(const std::vector<UnitNeeds>& units,
                                     const Catalogue& catalogue, const RoleQuota& quota,
                                     bool exact);

}  // namespace scopedown

#endif  // SCOPEDOWN_GENERATOR_ROLE_ROLE_GROUPS_H_
