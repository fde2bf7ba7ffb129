// The policy with the least excess that fits, where what was seen does not fit name by name.
// The problem and the method are told in search.cc.

#ifndef SCOPEDOWN_GENERATOR_MINIMISE_SEARCH_H_
#define SCOPEDOWN_GENERATOR_MINIMISE_SEARCH_H_

#include <cstdint>

#include "generator/minimise/candidates.h"
#include "generator/minimise/draft.h"
#include "generator/minimise/measure.h"
#include "generator/minimise/rules.h"

namespace scopedown {

struct Found {
  Policy policy;  // over budget if nothing that fits was found: then the nearest
  Measure measure;
  PackedSize packed_least;  // of all policies that were measured: with a packed budget, many
  std::uint64_t excess = 0;
  std::uint64_t excess_unpolished = 0;  // of the best that fitted before polish; all bits: none did
  Elision elision = Elision::None;      // how it was looked for: nothing fits with more written out
};

// `exact`: a policy of written-out names, to start from.
[[nodiscard]] Found search(const UsageGraph& wanted, const Draft& exact, Isolation& isolation,
                           const Rules& rules, PackedSizeEstimator& estimator);

}  // namespace scopedown

#endif  // SCOPEDOWN_GENERATOR_MINIMISE_SEARCH_H_
