#include "generator/minimise/fit.h"

#include <utility>

#include "generator/minimise/lossless.h"

namespace scopedown {

Fit fit(const AccessUsage& wanted, Isolation& isolation, const Rules& rules) {
  const UsageGraph graph(wanted);
  Tokens tokens(graph, isolation, rules.catalogue);
  Lossless exact = lossless(tokens);
  PackedSizeEstimator estimator;
  const Ladder climbed = climb(std::move(exact.draft), tokens, rules.budget, estimator);
  return {tokens.policy_of(climbed.draft), climbed.measure, climbed.packed_least_found,
          exact.statements_lower_bound, exact.characters_lower_bound};
}

}  // namespace scopedown
