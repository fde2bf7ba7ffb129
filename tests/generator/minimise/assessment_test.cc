// Goal: labels measure what their policy measures.
// Method: random labels on the tokens of small worlds, against the policy itself.

#include "generator/minimise/assessment.h"

#include <catch2/catch.hpp>

#include "tests/support/labelled_case.h"
#include "tests/support/print.h"

namespace scopedown::testing {

TEST_CASE("labels measure what their policy measures") {
  std::size_t several = 0;
  for_all(any_labelled_case, [&](const LabelledCase& labelled) {
    LabelledWorld world(labelled);
    const Candidates candidates = world.candidates();
    PackedSizeEstimator estimator;
    const Assessor assessor(candidates, estimator, true);
    Random random(labelled.seed);
    const Labels labels = any_labels(random, candidates);
    const Policy policy = assessor.policy(labels);
    const Measure measure = assessor.measure(labels);
    CAPTURE(policy);
    REQUIRE(measure.characters == policy.characters());
    REQUIRE(measure.packed == estimator.of(policy));
    several += policy.statements.size() > 1 ? 1 : 0;
  });
  CHECK(several > 300);
}

}  // namespace scopedown::testing
