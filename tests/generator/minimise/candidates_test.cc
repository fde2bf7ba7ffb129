// Goal: blocks can be labelled on their own: what could be asked, what was seen and what must not meet
// is within one. Method: the candidates of small worlds, the role known and not, pair by pair.

#include "generator/minimise/candidates.h"

#include <algorithm>

#include <catch2/catch.hpp>

#include "tests/support/for_all.h"
#include "tests/support/labelled_case.h"
#include "tests/support/print.h"

namespace scopedown::testing {
namespace {

bool is_in_a_block(const Candidates& candidates, std::size_t resource) {
  for (const Family& family :
       candidates.blocks[candidates.resources[resource].block].of_resources) {
    if (std::ranges::find(family.order, resource) != family.order.end()) return true;
  }
  return false;
}

// Returns how many pairs must not meet.
std::size_t require_apart(const Candidates& candidates) {
  std::size_t banned = 0;
  for (std::size_t token = 0; token < candidates.resources.size(); ++token) {
    const ResourceToken& resource = candidates.resources[token];
    if (!resource.has_bans || !is_in_a_block(candidates, token)) continue;
    for (std::size_t action = 0; action < candidates.actions.size(); ++action) {
      if (!resource.banned[action]) continue;
      CAPTURE(resource.pattern, candidates.actions[action].pattern);
      REQUIRE(candidates.actions[action].block == resource.block);
      ++banned;
    }
  }
  for (const ReachedAction& reached : candidates.reached) {
    const std::size_t block = candidates.actions[reached.tokens.front()].block;
    for (const std::size_t token : reached.tokens)
      REQUIRE(candidates.actions[token].block == block);
    for (const std::size_t token : candidates.kinds[reached.kind].tokens)
      REQUIRE((candidates.resources[token].block == block || !is_in_a_block(candidates, token)));
    for (const std::size_t token : reached.needs)
      REQUIRE(candidates.resources[token].block == block);
  }
  return banned;
}

}  // namespace

TEST_CASE("what could be asked, what was seen and what must not meet is in one block") {
  const Role role({Policy::parse(
      R"({"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":["s3:GetObject","sqs:SendMessage"],"Resource":"*"}})")});
  std::size_t banned = 0;
  for_all(any_labelled_case, [&](const LabelledCase& labelled) {
    LabelledWorld world(labelled);
    banned += require_apart(world.candidates());
    world.rules.role = role;
    banned += require_apart(world.candidates());
  });
  CHECK(banned > 300);
}

}  // namespace scopedown::testing
