// What a policy allows beyond what was seen, and how much that weighs.
//
// A widening is a pair (action, resource pattern) of one statement that the catalogue supports and
// that nobody observed. Its weight is the action's, times how much of it is new: 1 for a resource
// known by name, more for a pattern, the fewer words it pins down the more.
//
//   list 1   read 2   tagging 4   write, and reads of the sensitive table, 8   permissions 40
//
// Whole numbers, so that comparing is exact and the order of adding does not matter.

#ifndef SCOPEDOWN_GENERATOR_MINIMISE_EXCESS_H_
#define SCOPEDOWN_GENERATOR_MINIMISE_EXCESS_H_

#include <cstdint>
#include <set>
#include <vector>

#include "generator/minimise/proposal.h"
#include "generator/minimise/rules.h"
#include "model/catalogue.h"

namespace scopedown {

[[nodiscard]] std::uint64_t weight_of(const CatalogueAction& action);

// How many unseen names the pattern is taken to stand for: 1 if it is exact; from 2 to 64 by the
// words after its fifth colon that hold no wildcard, the beginning of a made-up id (chains.h) being one
// of them, and 1 if all but the rest of such an id is written out; four times that if its region is
// open, and four times that if its account is; eight times if its bucket is.
[[nodiscard]] std::uint64_t unseen_names(const ArnPattern& pattern);

struct Widenings {
  std::vector<Widening> excess;  // that the role might allow; all, if it is not known
  std::vector<Widening> latent;  // that it does not, but might one day
};

// Everything that the policy's Allow statements grant and `granted` does not hold, by action and
// pattern. A pattern of `granted` counts as seen for the actions that it was granted with.
[[nodiscard]] Widenings widenings(const Policy& policy, const std::set<Access>& granted,
                                  const Rules& rules);

[[nodiscard]] std::uint64_t score(const std::vector<Widening>& excess, const Catalogue& catalogue);

}  // namespace scopedown

#endif  // SCOPEDOWN_GENERATOR_MINIMISE_EXCESS_H_
