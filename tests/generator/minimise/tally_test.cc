// Goal: the excess that is kept up is the excess that there is, and labels that pass grant all that was
// seen and break no isolation.
// Method: random labels on the tokens of small worlds, changed at random, against the sum over all
// pairs, against the policy itself and the definitions.

#include "generator/minimise/tally.h"

#include <algorithm>

#include <catch2/catch.hpp>

#include "generator/minimise/assessment.h"
#include "tests/support/labelled_case.h"
#include "tests/support/pick.h"
#include "tests/support/print.h"

namespace scopedown::testing {
namespace {

bool meet_what_must_not(const Candidates& candidates, const Labels& labels) {
  for (std::size_t resource = 0; resource < labels.resources.size(); ++resource) {
    const ResourceToken& token = candidates.resources[resource];
    for (std::size_t action = 0; action < labels.actions.size(); ++action) {
      if ((labels.actions[action] & labels.resources[resource]) == 0) continue;
      if (token.has_bans && token.banned[action]) return true;
      const bool everything = candidates.blocks[token.block].on_everything;
      if (everything && candidates.actions[action].block != token.block) return true;
    }
  }
  return false;
}

// Pair by pair.
std::optional<std::uint64_t> excess_by_definition(const Candidates& candidates,
                                                  const Labels& labels) {
  if (meet_what_must_not(candidates, labels)) return std::nullopt;
  std::uint64_t sum = candidates.elided_excess;
  for (const ReachedAction& reached : candidates.reached) {
    const LabelSet actions = labels_of(reached.tokens, labels.actions);
    const auto is_granted = [&](std::size_t token) {
      const ResourceToken& resource = candidates.resources[token];
      return (actions & (labels.resources[token] | labels_of(resource.above, labels.resources))) !=
             0;
    };
    if (!std::ranges::all_of(reached.needs, is_granted)) return std::nullopt;
    for (const std::size_t token : candidates.kinds[reached.kind].tokens) {
      const bool is_seen = std::ranges::binary_search(reached.seen, token);
      if (!is_seen && is_granted(token)) sum += reached.weight * candidates.resources[token].names;
    }
  }
  return sum;
}

}  // namespace

TEST_CASE("the excess that is kept up is the sum over all pairs") {
  std::size_t passed = 0;
  for_all(any_labelled_case, [&](const LabelledCase& labelled) {
    LabelledWorld world(labelled);
    const Candidates candidates = world.candidates(Elision::Region);
    Tally tally(candidates);
    Random random(labelled.seed);
    for (int round = 0; round < 10; ++round) {
      const Labels labels = any_labels(random, candidates);
      if (once_in(random, 3)) {
        tally.set(labels);
        REQUIRE(tally.labels() == labels);
      }
      for (std::size_t token = 0; token < labels.actions.size(); ++token) {
        if (once_in(random, 3)) tally.make({Side::Actions, token, labels.actions[token]});
      }
      for (std::size_t token = 0; token < labels.resources.size(); ++token) {
        if (once_in(random, 3)) tally.make({Side::Resources, token, labels.resources[token]});
      }
      REQUIRE(tally.excess() == excess_by_definition(candidates, tally.labels()));
      passed += tally.excess().value_or(0) > 0 ? 1 : 0;
    }
  });
  CHECK(passed > 300);
}

TEST_CASE("labels that pass grant all that was seen, and break no isolation") {
  std::size_t passed = 0;
  std::size_t objected = 0;
  for_all(any_labelled_case, [&](const LabelledCase& labelled) {
    LabelledWorld world(labelled);
    const Candidates candidates = world.candidates();
    PackedSizeEstimator estimator;
    const Assessor assessor(candidates, estimator, false);
    Tally tally(candidates);
    Random random(labelled.seed);
    for (int round = 0; round < 20; ++round) {
      const Labels labels = any_labels(random, candidates);
      const Policy policy = assessor.policy(labels);
      CAPTURE(policy);
      const bool grants_all = std::ranges::all_of(world.accesses, [&](const auto& item) {
        return allowed_by_definition(policy, item.first.action, item.first.resource.glob(),
                                     Reading::Surely);
      });
      tally.set(labels);
      if (tally.excess()) {
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
