// Widenings written once instead of pair by pair: `ec2:*` on fifty patterns is thousands of pairs, and
// a few hundred actions with fifty patterns. Nothing is lost: a group is each of its actions on each of
// its resources, a pair is in one group, and no group holds a pair that was not given.

#ifndef SCOPEDOWN_GENERATOR_EMIT_WIDENING_GROUPS_H_
#define SCOPEDOWN_GENERATOR_EMIT_WIDENING_GROUPS_H_

#include <string>
#include <vector>

#include "generator/minimise/proposal.h"

namespace scopedown {

struct WideningGroup {
  AccessLevel level = AccessLevel::Write;
  std::string why;                    // as in Widening
  std::vector<Action> actions;        // sorted
  std::vector<ArnPattern> resources;  // likewise
};

// The worst level first, then by `why`, then by resources.
[[nodiscard]] std::vector<WideningGroup> groups_of(const std::vector<Widening>& widenings);

}  // namespace scopedown

#endif  // SCOPEDOWN_GENERATOR_EMIT_WIDENING_GROUPS_H_
