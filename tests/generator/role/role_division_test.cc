// Goal: units of like usage share a role, and nobody is lost. Method: random fleets; kinds of
// workloads that have no action in common; small fleets against every division of them.

#include "generator/role/role_division.h"

#include <algorithm>
#include <limits>
#include <set>
#include <string>
#include <vector>

#include <catch2/catch.hpp>

#include "generator/minimise/excess.h"
#include "tests/support/pick.h"
#include "tests/support/small_case.h"

namespace scopedown::testing {
namespace {

const std::vector<std::string>& some_actions() {
  static const std::vector<std::string> actions{"sqs:SendMessage", "sqs:ReceiveMessage",
                                                "sqs:GetQueueUrl", "s3:GetObject",
                                                "s3:PutObject",    "s3:ListBucket"};
  return actions;
}

UnitNeeds unit_of(Size number, const std::vector<std::string>& actions) {
  UnitNeeds unit{{small_tenant(number), "app"}, {}};
  for (const std::string& action : actions)
    unit.accesses.push_back({*Action::parse(action), ArnPattern()});
  return unit;
}

struct Fleet {
  std::vector<UnitNeeds> units;
  std::size_t roles = 1;
};

std::ostream& operator<<(std::ostream& out, const Fleet& fleet) {
  out << fleet.roles << " roles:";
  for (const UnitNeeds& unit : fleet.units) {
    out << "\n ";
    for (const Access& access : unit.accesses)
      out << ' ' << access.action.text();
  }
  return out;
}

Fleet any_fleet(Random& random, Size size) {
  Fleet fleet;
  fleet.roles = 1 + any_number(random, 3);
  for (Size number = 0; number < size; ++number) {
    std::vector<std::string> actions;
    for (const std::string& action : some_actions()) {
      if (once_in(random, 3)) actions.push_back(action);
    }
    fleet.units.push_back(unit_of(number, actions));
  }
  return fleet;
}

using Groups = std::vector<std::vector<std::size_t>>;

// What the division makes small, written out: weights × the variance of each action in each group.
double spread_of(const Fleet& fleet, const Groups& groups) {
  double sum = 0;
  for (const auto& group : groups) {
    for (const std::string& text : some_actions()) {
      const Action action = *Action::parse(text);
      double needing = 0;
      for (const std::size_t unit : group)
        needing += std::ranges::find(fleet.units[unit].accesses, action, &Access::action) !=
                           fleet.units[unit].accesses.end()
                       ? 1
                       : 0;
      const double count = static_cast<double>(group.size());
      if (count > 0)
        sum += static_cast<double>(weight_of(*small_catalogue().find(action))) * needing *
               (count - needing) / count;
    }
  }
  return sum;
}

// Of every way of dealing the units out.
double least_spread(const Fleet& fleet) {
  double least = std::numeric_limits<double>::max();
  std::size_t ways = 1;
  for (std::size_t unit = 0; unit < fleet.units.size(); ++unit)
    ways *= fleet.roles;
  for (std::size_t way = 0; way < ways; ++way) {
    Groups groups(fleet.roles);
    std::size_t rest = way;
    for (std::size_t unit = 0; unit < fleet.units.size(); ++unit, rest /= fleet.roles) {
      if (!fleet.units[unit].accesses.empty()) groups[rest % fleet.roles].push_back(unit);
    }
    least = std::min(least, spread_of(fleet, groups));
  }
  return least;
}

}  // namespace

TEST_CASE(
    "every unit that needs anything is in one group, and there are no more than were asked for") {
  for_all(
      any_fleet,
      [](const Fleet& fleet) {
        const Groups groups = divided_by_usage(fleet.units, fleet.roles, small_catalogue());
        REQUIRE(groups.size() <= fleet.roles);
        REQUIRE(std::ranges::is_sorted(groups));
        std::multiset<std::size_t> placed;
        for (const auto& group : groups) {
          REQUIRE_FALSE(group.empty());
          placed.insert(group.begin(), group.end());
        }
        std::multiset<std::size_t> needing;
        for (std::size_t unit = 0; unit < fleet.units.size(); ++unit) {
          if (!fleet.units[unit].accesses.empty()) needing.insert(unit);
        }
        REQUIRE(placed == needing);
      },
      500);
}

TEST_CASE("kinds of workloads that share nothing have roles of their own") {
  const std::vector<std::string> queue{"sqs:SendMessage", "sqs:ReceiveMessage"};
  const std::vector<std::string> store{"s3:GetObject", "s3:PutObject"};
  const std::vector<std::string> list{"s3:ListBucket"};
  std::vector<UnitNeeds> units;
  for (Size number = 0; number < 30; ++number)
    units.push_back(unit_of(number, number % 3 == 0 ? queue : number % 3 == 1 ? store : list));
  const Groups groups = divided_by_usage(units, 3, small_catalogue());
  REQUIRE(groups.size() == 3);
  for (const auto& group : groups) {
    for (const std::size_t unit : group)
      CHECK(unit % 3 == group.front() % 3);
  }
  CHECK(divided_by_usage(units, 8, small_catalogue()) == groups);  // nobody else is different
}

TEST_CASE("groups are about as alike as those of the best division of a small fleet") {
  double found = 0;
  double best = 0;
  for_all([](Random& random, Size size) { return any_fleet(random, std::min<Size>(size, 7)); },
          [&](const Fleet& fleet) {
            const double least = least_spread(fleet);
            const double here =
                spread_of(fleet, divided_by_usage(fleet.units, fleet.roles, small_catalogue()));
            REQUIRE(here >= least - 1e-9);
            found += here;
            best += least;
          },
          200);
  CHECK(found <= 1.15 * best);
}

}  // namespace scopedown::testing
