// Goal: the lossless policy grants what was seen and nothing else, is never longer than what other
// tools write, and close to the shortest there is; its bounds are bounds.
// Method: random small graphs, against every way to deal their accesses out to statements.

#include "generator/minimise/lossless.h"

#include <algorithm>
#include <set>

#include <catch2/catch.hpp>

#include "tests/support/pick.h"
#include "tests/support/print.h"
#include "tests/support/small_case.h"

namespace scopedown::testing {
namespace {

// One tenant alone, so that nothing is forbidden.
SmallCase any_lonely_case(Random& random, Size size, Size facts_max) {
  SmallCase small = any_small_case(random, size);
  for (Fact& fact : small.facts) {
    fact.tenant = small_tenant(0);
    fact.denied = false;
  }
  while (small.accesses().size() > facts_max)
    small.facts.pop_back();
  if (small.facts.empty())
    small.facts.push_back({small_tenant(0), {"s3", "ListAllMyBuckets"}, "*", false});
  return small;
}

struct Solved {
  UsageGraph graph;
  Lossless lossless;
  Policy policy;
};

Solved solve(const SmallCase& small) {
  const World world = small.world();
  const Rules rules{.catalogue = small_catalogue()};
  Isolation isolation(world, rules, small_tenant(0));
  Solved solved{UsageGraph(small.accesses()), {}, {}};
  const Tokens tokens(solved.graph, isolation, rules);
  solved.lossless = lossless(tokens);
  solved.policy = tokens.policy_of(solved.lossless.draft);
  return solved;
}

// A pair that a statement may hold: seen, or never to be requested. On `*` everything can be.
bool is_harmless(const UsageGraph& graph, std::size_t action, std::size_t resource) {
  if (graph.contains(action, resource)) return true;
  const ArnPattern& pattern = graph.resources()[resource];
  if (pattern.is_everything()) return false;
  return !small_catalogue().supports(*small_catalogue().find(graph.actions()[action]), pattern);
}

SmallestCover smallest(const UsageGraph& graph) {
  return smallest_cover(graph, [&](std::size_t action, std::size_t resource) {
    return is_harmless(graph, action, resource);
  });
}

}  // namespace

TEST_CASE("the lossless policy grants every access that was seen, and nothing else") {
  for_all([](Random& random, Size size) { return any_lonely_case(random, size, 20); },
          [](const SmallCase& small) {
            const Solved solved = solve(small);
            const AccessUsage seen = small.accesses();
            for (const CatalogueAction& action : small_catalogue().actions()) {
              for (const std::string& arn : small_arns()) {
                const ArnPattern resource = ArnPattern::exactly(arn);
                const bool possible = arn == "*" ? action.types.empty()
                                                 : small_catalogue().supports(action, resource);
                if (!possible) continue;
                CAPTURE(solved.policy, action.action, arn);
                for (const Reading reading : {Reading::Surely, Reading::Possibly})
                  REQUIRE(allowed_by_definition(solved.policy, action.action, arn, reading) ==
                          seen.contains({action.action, resource}));
              }
            }
          });
}

TEST_CASE("the lossless policy of a small graph is the shortest but for brackets") {
  std::size_t equal = 0;
  for_all([](Random& random, Size size) { return any_lonely_case(random, size, 6); },
          [&](const SmallCase& small) {
            const Solved solved = solve(small);
            const SmallestCover best = smallest(solved.graph);
            CAPTURE(solved.policy, best.characters);
            REQUIRE(solved.policy.characters() >= best.characters);
            REQUIRE(solved.policy.characters() <= best.characters + 2);
            equal += solved.policy.characters() == best.characters ? 1 : 0;
          },
          600);
  CAPTURE(equal);
  CHECK(equal >= 590);
}

TEST_CASE("no policy of written-out names goes below the bounds") {
  std::size_t statements_tight = 0;
  std::size_t slack = 0;
  for_all([](Random& random, Size size) { return any_lonely_case(random, size, 6); },
          [&](const SmallCase& small) {
            const Solved solved = solve(small);
            const SmallestCover best = smallest(solved.graph);
            REQUIRE(solved.lossless.statements_lower_bound >= 1);
            REQUIRE(solved.lossless.statements_lower_bound <= best.statements);
            REQUIRE(solved.lossless.characters_lower_bound <= best.characters);
            statements_tight += solved.lossless.statements_lower_bound == best.statements ? 1 : 0;
            slack += best.characters - solved.lossless.characters_lower_bound;
          },
          600);
  CAPTURE(slack);
  CHECK(statements_tight == 600);
  CHECK(slack <= 600 * 2);  // brackets that might have been saved
}

TEST_CASE("the lossless policy is never longer than one grouped by equal resources") {
  std::size_t shorter = 0;
  for_all([](Random& random, Size size) { return any_lonely_case(random, size, 20); },
          [&](const SmallCase& small) {
            const Solved solved = solve(small);
            const std::size_t grouped = grouped_policy(solved.graph).characters();
            CAPTURE(solved.policy, grouped_policy(solved.graph));
            REQUIRE(solved.policy.characters() <= grouped);
            shorter += solved.policy.characters() < grouped ? 1 : 0;
          });
  CHECK(shorter > 500);
}

}  // namespace scopedown::testing
