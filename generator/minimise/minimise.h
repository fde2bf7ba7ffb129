// The smallest safe policy for one unit.
//
// Withhold what must not be granted; open the names that will not repeat; find the smallest policy
// that allows the rest and nothing else; where it is over budget, widen it. The result is a
// proposal: what leaves the program is what verify.h has judged.

#ifndef SCOPEDOWN_GENERATOR_MINIMISE_MINIMISE_H_
#define SCOPEDOWN_GENERATOR_MINIMISE_MINIMISE_H_

#include <set>
#include <string>

#include "generator/minimise/proposal.h"
#include "generator/minimise/rules.h"
#include "model/usage_graph.h"
#include "model/world.h"

namespace scopedown {

// What a unit is to be allowed.
struct UnitUsage {
  Unit unit;
  AccessUsage accesses;         // observed and given
  std::set<Access> unresolved;  // those whose pattern stands for a name the log does not tell
  std::set<std::string>
      own_roles;  // ARNs of the roles that tenants' sessions have: the shared role
};

[[nodiscard]] Proposal minimise(const UnitUsage& usage, const World& world, const Rules& rules);

}  // namespace scopedown

#endif  // SCOPEDOWN_GENERATOR_MINIMISE_MINIMISE_H_
