// Goal: an assessment is right about the policy that the labels stand for.
// Method: random labels on the tokens of small worlds, against the policy itself and the definitions.

#include "generator/minimise/assessment.h"

#include <algorithm>

#include <catch2/catch.hpp>

#include "tests/support/pick.h"
#include "tests/support/print.h"
#include "tests/support/small_case.h"

namespace scopedown::testing {
namespace {

struct Labelled {
  SmallCase small;
  std::uint64_t seed = 0;
};

std::ostream& operator<<(std::ostream& out, const Labelled& labelled) {
  return out << labelled.small << "labels from seed " << labelled.seed;
}

Labelled any_labelled(Random& random, Size size) {
  return {any_small_case(random, 2 * size), random()};
}

// Few labels on exact tokens, fewer on wildcards: such as a search might try. `*` has the third
// statement to itself.
Labels any_labels(Random& random, const Candidates& candidates) {
  const auto any_set = [&](std::size_t block, bool is_exact) {
    const bool any = once_in(random, is_exact ? 2 : 4);
    const Size set = candidates.blocks[block].on_everything ? 4 : any_number(random, 3);
    return static_cast<LabelSet>(any ? set : 0);
  };
  Labels labels;
  for (const ActionToken& token : candidates.actions)
    labels.actions.push_back(any_set(token.block, token.pattern.is_exact()));
  for (const ResourceToken& token : candidates.resources)
    labels.resources.push_back(any_set(token.block, token.is_seen));
  return labels;
}

AccessUsage wanted(const SmallCase& small, Isolation& isolation) {
  AccessUsage wanted;
  for (const auto& [access, usage] : small.accesses()) {
    if (!isolation.first_break(access.action, access.resource)) wanted.emplace(access, usage);
  }
  return wanted;
}

}  // namespace

TEST_CASE("labels measure what their policy measures") {
  std::size_t several = 0;
  for_all(any_labelled, [&](const Labelled& labelled) {
    const World world = labelled.small.world();
    const Rules rules{.catalogue = small_catalogue()};
    Isolation isolation(world, rules, small_tenant(0));
    const UsageGraph graph(wanted(labelled.small, isolation));
    const Candidates candidates(graph, isolation, rules, Elision::None);
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

TEST_CASE("labels that pass grant all that was seen, and break no isolation") {
  std::size_t passed = 0;
  std::size_t objected = 0;
  for_all(any_labelled, [&](const Labelled& labelled) {
    const World world = labelled.small.world();
    const Rules rules{.catalogue = small_catalogue()};
    Isolation isolation(world, rules, small_tenant(0));
    const AccessUsage accesses = wanted(labelled.small, isolation);
    const UsageGraph graph(accesses);
    const Candidates candidates(graph, isolation, rules, Elision::None);
    PackedSizeEstimator estimator;
    const Assessor assessor(candidates, estimator, false);
    Random random(labelled.seed);
    for (int round = 0; round < 20; ++round) {
      const Labels labels = any_labels(random, candidates);
      const Policy policy = assessor.policy(labels);
      CAPTURE(policy);
      const bool grants_all = std::ranges::all_of(accesses, [&](const auto& item) {
        return allowed_by_definition(policy, item.first.action, item.first.resource.glob(),
                                     Reading::Surely);
      });
      if (assessor.excess(labels)) {
        REQUIRE(grants_all);
        REQUIRE(isolation_broken_by_definition(policy, small_tenant(0), labelled.small.facts,
                                               small_catalogue())
                    .empty());
        passed += policy.statements.empty() ? 0 : 1;
      } else {
        ++objected;
      }
    }
  });
  CHECK(passed > 300);
  CHECK(objected > 300);
}

}  // namespace scopedown::testing
