// Units dealt out to a given number of roles by what they call: a role for each kind of workload.
//
// role_groups.h asks for the fewest roles that can hold all; here the number is given, and wanted are
// roles that allow little that their own units do not need.

#ifndef SCOPEDOWN_GENERATOR_ROLE_ROLE_DIVISION_H_
#define SCOPEDOWN_GENERATOR_ROLE_ROLE_DIVISION_H_

#include <cstddef>
#include <vector>

#include "generator/role/shared_role.h"
#include "model/catalogue.h"

namespace scopedown {

// Numbers of units that need anything, each in one group: at most `roles` groups (1 at least), none
// empty, sorted, by their first number. The same for the same units.
[[nodiscard]] std::vector<std::vector<std::size_t>> divided_by_usage(
    const std::vector<UnitNeeds>& units, std::size_t roles, const Catalogue& catalogue);

}  // namespace scopedown

#endif  // SCOPEDOWN_GENERATOR_ROLE_ROLE_DIVISION_H_
