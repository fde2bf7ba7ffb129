// Goal: the ladder fits where it can, never loses an access on the way, and leaves alone what fits.
// Method: random small worlds under budgets from tight to ample; tables for single steps.

#include "tests/support/ladder.h"

#include <algorithm>

#include <catch2/catch.hpp>

#include "generator/minimise/lossless.h"
#include "tests/support/pick.h"
#include "tests/support/print.h"
#include "tests/support/small_case.h"

namespace scopedown::testing {
namespace {

// From the lossless policy of tenant 0's accesses.
struct Climb {
  Measure before;
  Ladder ladder;
  Policy start;
  Policy policy;
};

Climb climb_from(const SmallCase& small, const Budget& budget) {
  const World world = small.world();
  const Rules rules{.catalogue = small_catalogue(), .budget = budget};
  Isolation isolation(world, rules, small_tenant(0));
  const UsageGraph graph(small.accesses());
  Tokens tokens(graph, isolation, rules);
  PackedSizeEstimator estimator;
  const Draft draft = lossless(tokens).draft;
  Climb climbed;
  climbed.before = measure(draft, tokens, estimator);
  climbed.start = tokens.policy_of(draft);
  climbed.ladder = climb(draft, tokens, budget, estimator);
  climbed.policy = tokens.policy_of(climbed.ladder.draft);
  return climbed;
}

SmallCase seen_on(const Action& action, const std::vector<std::string>& arns) {
  SmallCase small;
  for (const std::string& arn : arns)
    small.facts.push_back({small_tenant(0), action, arn, false});
  return small;
}

bool lists(const Policy& policy, const std::string& token) {
  return std::ranges::any_of(policy.statements, [&](const Statement& statement) {
    return std::ranges::count(statement.resources, token, &ArnPattern::text) > 0 ||
           std::ranges::count(statement.actions, token, &ActionPattern::text) > 0;
  });
}

}  // namespace

TEST_CASE("a step of the ladder never loses an access, and what fits is left alone") {
  std::size_t fitted = 0;
  std::size_t short_of = 0;
  for_all(
      [](Random& random, Size size) {
        return std::pair(any_small_case(random, 2 * size), 120 + any_number(random, 700));
      },
      [&](const auto& value) {
        const auto& [small, characters] = value;
        CAPTURE(small);
        if (small.accesses().empty()) return;
        const Budget budget{characters, std::nullopt};
        const Climb climbed = climb_from(small, budget);
        CAPTURE(climbed.start, climbed.policy);
        for (const auto& [access, usage] : small.accesses())
          REQUIRE(allowed_by_definition(climbed.policy, access.action, access.resource.glob(),
                                        Reading::Surely));
        REQUIRE(climbed.ladder.measure.characters == climbed.policy.characters());
        REQUIRE(climbed.ladder.measure.over(budget) <= climbed.before.over(budget));
        if (climbed.before.over(budget) == 0) {
          REQUIRE(climbed.policy == climbed.start);
        } else {
          (climbed.ladder.measure.over(budget) == 0 ? fitted : short_of) += 1;
        }
      });
  CHECK(fitted > 100);
  CHECK(short_of > 20);
}

TEST_CASE("the ladder opens a folder, not a bucket, nor an account") {
  const SmallCase small =
      seen_on({"s3", "PutObject"}, {"arn:aws:s3:::orders/2026/first", "arn:aws:s3:::orders/2026/second",
                                    "arn:aws:s3:::orders/2026/third"});
  const Climb climbed = climb_from(small, {140, std::nullopt});
  CAPTURE(climbed.policy);
  CHECK(lists(climbed.policy, "arn:aws:s3:::orders/2026/*"));

  const Climb hopeless = climb_from(small, {60, std::nullopt});
  CAPTURE(hopeless.policy);
  CHECK(hopeless.ladder.measure.over({60, std::nullopt}) > 0);
  for (const Statement& statement : hopeless.policy.statements) {
    for (const ArnPattern& token : statement.resources)
      CHECK(token.text().starts_with("arn:aws:s3:::orders/"));
  }
}

TEST_CASE("how far a policy is over its budgets is the sum of both overshoots, in millionths") {
  const Measure measured{2'200, PackedSize{1'000'000}};
  CHECK(measured.over({2'200, 100}) == 0);
  CHECK(measured.over({2'000, std::nullopt}) == 100'001);
  CHECK(measured.over({2'200, 80}) == 250'001);
  CHECK(measured.over({2'000, 80}) == 350'002);
}

}  // namespace scopedown::testing
