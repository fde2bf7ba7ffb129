// Goal: the search keeps its laws: more room never costs excess, a role that is known never costs any,
// and it is never worse than the ladder that it replaced.
// Method: small random worlds, asked twice.

#include "generator/minimise/search.h"

#include <array>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include <catch2/catch.hpp>

#include "generator/minimise/lossless.h"
#include "tests/support/labelled_case.h"
#include "tests/support/ladder.h"
#include "tests/support/pick.h"
#include "tests/support/print.h"

namespace scopedown::testing {
namespace {

struct Task {
  SmallCase small;
  Budget tight;
  Budget ample;
};

std::ostream& operator<<(std::ostream& out, const Task& task) {
  return out << task.small << "budgets " << task.tight.characters_max << " and "
             << task.ample.characters_max;
}

Task any_task(Random& random, Size size) {
  Task task{any_small_case(random, 2 * size), {}, {}};
  task.tight.packed_percent_max.reset();
  task.tight.characters_max = 150 + any_number(random, 500);
  task.ample = task.tight;
  task.ample.characters_max += 1 + any_number(random, 100);
  return task;
}

struct Answer {
  Found found;
  Ladder ladder;
  Policy ladder_policy;
  std::uint64_t ladder_excess = 0;
};

std::optional<Answer> answer(const SmallCase& small, const Rules& rules) {
  const World world = small.world();
  Isolation isolation(world, rules, small_tenant(0));
  const UsageGraph graph(allowed_accesses(small, isolation));
  if (graph.edges().empty()) return std::nullopt;
  Tokens tokens(graph, isolation, rules);
  const Draft exact = lossless(tokens).draft;
  PackedSizeEstimator estimator;
  Answer answer{search(graph, exact, isolation, rules, estimator),
                climb(exact, tokens, rules.budget, estimator),
                {},
                0};
  answer.ladder_policy = tokens.policy_of(answer.ladder.draft);
  answer.ladder_excess = tokens.excess_of(answer.ladder.draft);
  return answer;
}

// Tenant a shares objects with tenant b; what it was seen doing on one it must not do on the others.
SmallCase shared_objects(std::span<const char* const> actions) {
  static const std::vector<std::string> objects{"arn:aws:s3:::a/x-1", "arn:aws:s3:::a/x-2",
                                                "arn:aws:s3:::a/x-22"};
  SmallCase small;
  for (std::size_t index = 0; index < actions.size(); ++index) {
    small.facts.push_back({small_tenant(0), *Action::parse(actions[index]), objects[index], false});
    small.facts.push_back(
        {small_tenant(1), *Action::parse("s3:GetObjectAcl"), objects[index], false});
  }
  return small;
}

}  // namespace

TEST_CASE("the search fits wherever the ladder did") {
  std::size_t both = 0;
  std::size_t more = 0;
  for_all(
      any_task,
      [&](const Task& task) {
        const auto one = answer(task.small, {.catalogue = small_catalogue(), .budget = task.tight});
        if (!one) return;
        const bool ladder_fits = one->ladder.measure.over(task.tight) == 0;
        const bool fits = one->found.measure.over(task.tight) == 0;
        CAPTURE(one->found.policy, one->ladder_policy);
        if (ladder_fits) REQUIRE(fits);
        both += ladder_fits ? 1 : 0;
        more += fits && !ladder_fits ? 1 : 0;
      },
      250);
  CHECK(both > 80);
  CHECK(more > 3);
}

TEST_CASE("more room never gives more excess before polish, and polish never adds any") {
  std::size_t less = 0;
  for_all(
      any_task,
      [&](const Task& task) {
        const auto tight =
            answer(task.small, {.catalogue = small_catalogue(), .budget = task.tight});
        const auto ample =
            answer(task.small, {.catalogue = small_catalogue(), .budget = task.ample});
        if (!tight || tight->found.measure.over(task.tight) > 0) return;
        CAPTURE(tight->found.policy, ample->found.policy);
        REQUIRE(ample->found.measure.over(task.ample) == 0);
        less += ample->found.excess < tight->found.excess ? 1 : 0;
        if (ample->found.excess == 0) return;  // it has looked no further
        // To keep regions and accounts written out is worth any excess.
        REQUIRE(std::pair(ample->found.elision, ample->found.excess_unpolished) <=
                std::pair(tight->found.elision, tight->found.excess_unpolished));
        REQUIRE(ample->found.excess <= ample->found.excess_unpolished);
      },
      250);
  CHECK(less > 15);
}

TEST_CASE("a role that is known never gives more excess") {
  const Role role({Policy::parse(
      R"({"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":["s3:GetObject","s3:PutObject","sqs:*"],"Resource":"*"}})")});
  std::size_t less = 0;
  for_all(
      any_task,
      [&](const Task& task) {
        const auto unknown =
            answer(task.small, {.catalogue = small_catalogue(), .budget = task.tight});
        const auto known = answer(
            task.small, {.catalogue = small_catalogue(), .budget = task.tight, .role = role});
        if (!unknown || unknown->found.measure.over(task.tight) > 0) return;
        CAPTURE(unknown->found.policy, known->found.policy);
        REQUIRE(known->found.measure.over(task.tight) == 0);
        REQUIRE(std::pair(known->found.elision, known->found.excess) <=
                std::pair(unknown->found.elision, unknown->found.excess));
        less += known->found.excess < unknown->found.excess ? 1 : 0;
      },
      250);
  CHECK(less > 15);
}

TEST_CASE("there are as many statements as it takes to keep apart what must not meet") {
  constexpr std::array actions{"s3:PutObject", "s3:DeleteObject", "s3:PutObjectTagging"};
  const auto one = answer(shared_objects(actions), {.catalogue = small_catalogue()});
  REQUIRE(one);
  CAPTURE(one->found.policy);
  // Found by labels, not by starting from the written-out names.
  CHECK(one->found.excess_unpolished == 0);
  CHECK(one->found.policy.statements.size() == 3);
  CHECK(one->found.excess == 0);
}

}  // namespace scopedown::testing
