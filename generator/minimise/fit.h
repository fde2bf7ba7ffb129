// From the accesses that must be allowed to the best policy found: lossless, then the search.

#ifndef SCOPEDOWN_GENERATOR_MINIMISE_FIT_H_
#define SCOPEDOWN_GENERATOR_MINIMISE_FIT_H_

#include <cstddef>

#include "generator/minimise/isolation.h"
#include "generator/minimise/measure.h"
#include "model/usage_graph.h"

namespace scopedown {

struct Fit {
  Policy policy;
  Measure measure;
  PackedSize packed_least_found;
  std::size_t statements_lower_bound = 0;  // lossless.h
  std::size_t characters_lower_bound = 0;
};

// The policy is over budget where nothing that fits was found: Measure::over says so.
[[nodiscard]] Fit fit(const AccessUsage& wanted, Isolation& isolation, const Rules& rules);

}  // namespace scopedown

#endif  // SCOPEDOWN_GENERATOR_MINIMISE_FIT_H_
