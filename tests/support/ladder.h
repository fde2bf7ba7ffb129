// The search's rival: makes a policy fit by widening it step by step, the cheapest step first. It was
// the program's own method once. The problem and the method are told in ladder.cc.

#ifndef SCOPEDOWN_TESTS_SUPPORT_LADDER_H_
#define SCOPEDOWN_TESTS_SUPPORT_LADDER_H_

#include "generator/minimise/draft.h"
#include "generator/minimise/measure.h"

namespace scopedown::testing {

struct Ladder {
  Draft draft;
  Measure measure;
  PackedSize packed_least_found;
};

// The draft itself if it fits. Otherwise one that does; or, if none was found, the closest.
[[nodiscard]] Ladder climb(Draft draft, Tokens& tokens, const Budget& budget,
                           PackedSizeEstimator& estimator);

[[nodiscard]] Measure measure(const Draft& draft, const Tokens& tokens,
                              PackedSizeEstimator& estimator);

}  // namespace scopedown::testing

#endif  // SCOPEDOWN_TESTS_SUPPORT_LADDER_H_
