// What one unit's policy has to allow: its accesses without those that must not be granted, names
// that will not repeat as patterns, and nothing twice.
//
// The session policy is made from it, and so is the shared role, which has to allow what any of the
// session policies does.

#ifndef SCOPEDOWN_GENERATOR_MINIMISE_NEEDS_H_
#define SCOPEDOWN_GENERATOR_MINIMISE_NEEDS_H_

#include <set>
#include <string>
#include <vector>

#include "generator/minimise/isolation.h"
#include "generator/minimise/minimise.h"
#include "generator/minimise/proposal.h"
#include "generator/minimise/rules.h"
#include "model/usage_graph.h"

namespace scopedown {

struct Needs {
  AccessUsage accesses;  // each in its widest form; none is covered by another
  std::vector<OpenedName> opened;
  std::vector<Withheld> withheld;
};

// sts:AssumeRole, in whatever letter case.
[[nodiscard]] bool is_assume_role(const Action& action);

// A session of one of these roles that assumes one of them again is rid of its session policy.
[[nodiscard]] bool assumes_one_of(const std::set<std::string>& roles, const Access& access);

// `isolation` is that of the unit's tenant.
[[nodiscard]] Needs needs_of(const UnitUsage& usage, Isolation& isolation, const Rules& rules);

}  // namespace scopedown

#endif  // SCOPEDOWN_GENERATOR_MINIMISE_NEEDS_H_
