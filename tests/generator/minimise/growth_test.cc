// Goal: growth in characters is exact for listed tokens, and what grows shrinks by as much on the way
// back.
// Method: labels of small worlds before and after random changes.

#include "generator/minimise/growth.h"

#include <bit>

#include <catch2/catch.hpp>

#include "generator/minimise/assessment.h"
#include "generator/minimise/prices.h"
#include "tests/support/labelled_case.h"
#include "tests/support/pick.h"

namespace scopedown::testing {
namespace {

struct Listed {
  std::size_t tokens = 0;      // each in each statement
  std::size_t characters = 0;  // of these, with what stands around them
  std::size_t statements = 0;
};

Listed listed(const Candidates& candidates, const Labels& labels) {
  Listed sum;
  const auto add = [&](const auto& tokens, const std::vector<LabelSet>& sets) {
    for (std::size_t token = 0; token < tokens.size(); ++token) {
      for (std::size_t set = sets[token]; set != 0; set &= set - 1) {
        ++sum.tokens;
        sum.characters += tokens[token].pattern.text().size() + characters_around;
      }
    }
  };
  LabelSet used = 0;
  for (const LabelSet set : labels.actions)
    used = static_cast<LabelSet>(used | set);
  sum.statements = static_cast<std::size_t>(std::popcount(used));
  add(candidates.actions, labels.actions);
  add(candidates.resources, labels.resources);
  return sum;
}

}  // namespace

TEST_CASE(
    "growth in characters is that of all listed tokens and statements, and what is taken back is "
    "nothing") {
  std::size_t grown = 0;
  for_all(any_labelled_case, [&](const LabelledCase& labelled) {
    LabelledWorld world(labelled);
    const Candidates candidates = world.candidates();
    Random random(labelled.seed);
    const Labels before = any_labels(random, candidates);
    const Labels after = any_labels(random, candidates);
    std::vector<Change> changes;
    for (std::size_t token = 0; token < after.actions.size(); ++token)
      changes.push_back({Side::Actions, token, after.actions[token]});
    for (std::size_t token = 0; token < after.resources.size(); ++token)
      changes.push_back({Side::Resources, token, after.resources[token]});

    Growth characters(candidates, false);
    characters.start(before);
    const auto size = [&](const Labels& labels) {
      const Listed all = listed(candidates, labels);
      return static_cast<std::int64_t>(all.characters) +
             characters_of_a_statement * static_cast<std::int64_t>(all.statements);
    };
    const std::int64_t expected = size(after) - size(before);
    REQUIRE(characters.of(changes, before) == expected * price_per_character);
    REQUIRE(characters.of({}, before) == 0);

    // There and back again: whatever a word costs, it costs it once.
    Growth packed(candidates, true);
    packed.start(before);
    const std::int64_t there = packed.of(changes, before);
    packed.start(after);
    std::vector<Change> back;
    for (const Change& change : changes) {
      const bool is_action = change.side == Side::Actions;
      back.push_back({change.side, change.token,
                      is_action ? before.actions[change.token] : before.resources[change.token]});
    }
    REQUIRE(packed.of(back, after) == -there);
    grown += there > 0 && expected > 0 ? 1 : 0;
  });
  CHECK(grown > 100);
}

}  // namespace scopedown::testing
