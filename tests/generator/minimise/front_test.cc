// Goal: every point of a front is worth its room. Method: small random worlds; all pairs of points,
// and what `minimise` says to the budget that a point needs.

#include "generator/minimise/front.h"

#include <catch2/catch.hpp>

#include "generator/minimise/verify.h"
#include "tests/support/print.h"
#include "tests/support/small_case.h"

namespace scopedown::testing {

TEST_CASE("no point of a front is beaten by another, and each keeps the promises") {
  std::size_t several = 0;
  for_all([](Random& random, Size size) { return any_small_case(random, 3 * size); },
          [&](const SmallCase& small) {
            const World world = small.world();
            const UnitUsage usage = small.usage();
            const Rules rules{.catalogue = small_catalogue()};
            const std::vector<Proposal> points = front(usage, world, rules);
            for (std::size_t one = 0; one < points.size(); ++one) {
              const Proposal& point = points[one];
              CAPTURE(point.policy);
              REQUIRE(point.characters == point.policy.characters());
              Rules unlimited = rules;
              unlimited.budget = {1'000'000, std::nullopt};
              REQUIRE(objections(point.policy.text(), point, usage.unit.tenant, world, unlimited) ==
                      std::vector<std::string>{});
              for (std::size_t other = 0; other < points.size(); ++other) {
                if (one == other) continue;
                REQUIRE((point.characters < points[other].characters ||
                         point.packed < points[other].packed ||
                         point.excess_score < points[other].excess_score ||
                     point.cut_short.size() < points[other].cut_short.size()));
              }
            }
            several += points.size() > 2 ? 1 : 0;
          },
          60);
  CHECK(several > 10);
}

TEST_CASE("a front begins with a policy that lets nothing in") {
  SmallCase small;
  for (std::uint64_t seed = 1;
       front(small.usage(), small.world(), {.catalogue = small_catalogue()}).empty(); ++seed) {
    REQUIRE(seed < 100);
    Random random(seed);
    small = any_small_case(random, 20);
  }
  const auto points = front(small.usage(), small.world(), {.catalogue = small_catalogue()});
  CHECK(points.front().excess.empty());
  CHECK(points.front().cut_short.empty());
}

}  // namespace scopedown::testing
