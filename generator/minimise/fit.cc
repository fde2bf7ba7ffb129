#include "generator/minimise/fit.h"

#include <utility>

#include "generator/minimise/lossless.h"
#include "generator/minimise/search.h"

namespace scopedown {

Fit fit(const AccessUsage& wanted, Isolation& isolation, const Rules& rules) {
  const UsageGraph graph(wanted);
  const Tokens tokens(graph, isolation, rules);
  const Lossless exact = lossless(tokens);
  PackedSizeEstimator estimator;
  Policy policy = tokens.policy_of(exact.draft);
  Fit fitted{std::move(policy), {}, {}, exact.statements_lower_bound, exact.characters_lower_bound};
  fitted.measure = {fitted.policy.characters(), estimator.of(fitted.policy)};
  fitted.packed_least_found = fitted.measure.packed;
  if (fitted.measure.over(rules.budget) == 0) return fitted;

  Found found = search(graph, exact.draft, isolation, rules, estimator);
  if (found.policy.statements.empty()) return fitted;
  fitted.packed_least_found = std::min(fitted.packed_least_found, found.packed_least);
  fitted.policy = std::move(found.policy);
  fitted.measure = found.measure;
  return fitted;
}

}  // namespace scopedown
