// Goal: every unit has one role, every role is within its quota, and no fewer are claimed to be needed
// than are found. Method: random units on few names and many, with quotas that hold a few of them; small
// fleets against every division of them.

#include "generator/role/role_groups.h"

#include <algorithm>
#include <set>
#include <string>
#include <vector>

#include <catch2/catch.hpp>

#include "tests/support/pick.h"
#include "tests/support/print.h"
#include "tests/support/small_case.h"

namespace scopedown::testing {
namespace {

struct Fleet {
  std::vector<UnitNeeds> units;
  RoleQuota quota;
  bool exact = false;
};

std::ostream& operator<<(std::ostream& out, const Fleet& fleet) {
  return out << fleet.units.size() << " units, " << fleet.quota.managed_count_max << " managed of "
             << fleet.quota.managed_characters_max << (fleet.exact ? ", exact" : "");
}

Fleet any_fleet(Random& random, Size size) {
  static const std::vector<std::string> actions{"sqs:SendMessage", "sqs:ReceiveMessage",
                                                "sqs:GetQueueUrl"};
  Fleet fleet;
  fleet.exact = once_in(random, 2);
  fleet.quota = {.inline_characters_max = 0,
                 .managed_characters_max = 200 + any_number(random, 600),
                 .managed_count_max = 1 + any_number(random, 1)};
  for (Size number = 0; number < 1 + size; ++number) {
    UnitNeeds& unit = fleet.units.emplace_back();
    unit.unit = {small_tenant(number), "app"};
    std::set<Access> needs;
    for (Size left = any_number(random, 5); left > 0; --left) {
      const std::string owner = once_in(random, 3) ? "shared" : "tenant-" + std::to_string(number);
      needs.insert({*Action::parse(pick(random, actions)),
                    ArnPattern::exactly("arn:aws:sqs:eu-west-1:111122223333:" + owner + "-" +
                                        std::to_string(any_number(random, 9)))});
    }
    unit.accesses.assign(needs.begin(), needs.end());
  }
  return fleet;
}

// The fewest roles that hold all, of every way of dealing the units out. Each alone fits.
std::size_t fewest_roles(const Fleet& fleet, const std::vector<const UnitNeeds*>& units,
                         std::vector<std::vector<UnitNeeds>>& roles, std::size_t next) {
  if (next == units.size()) return roles.size();
  World world;
  world.settle(small_catalogue());
  std::size_t fewest = units.size();
  for (std::size_t role = 0; role <= roles.size(); ++role) {
    if (role == roles.size()) {
      roles.push_back({*units[next]});
      fewest = std::min(fewest, fewest_roles(fleet, units, roles, next + 1));
      roles.pop_back();
      break;
    }
    roles[role].push_back(*units[next]);
    const PermissionSearch search(together(roles[role]).accesses, world, small_catalogue());
    if (search.within(fleet.quota, fleet.exact).fits())
      fewest = std::min(fewest, fewest_roles(fleet, units, roles, next + 1));
    roles[role].pop_back();
  }
  return fewest;
}

}  // namespace

TEST_CASE("every unit that needs anything has one role, and each role is within its quota") {
  std::size_t several = 0;
  for_all(
      any_fleet,
      [&](const Fleet& fleet) {
        const RoleGroups made =
            role_groups(fleet.units, small_catalogue(), fleet.quota, fleet.exact);
        several += made.groups.size() > 1 ? 1 : 0;
        std::multiset<Unit> placed(made.too_large.begin(), made.too_large.end());
        World world;
        world.settle(small_catalogue());
        for (const RoleGroup& group : made.groups) {
          placed.insert(group.units.begin(), group.units.end());
          std::vector<UnitNeeds> members;
          for (const UnitNeeds& unit : fleet.units) {
            if (std::ranges::find(group.units, unit.unit) != group.units.end())
              members.push_back(unit);
          }
          const RoleNeeds needs = together(members);
          // Ends the program where a need is lost or a quota passed.
          const SharedRole role =
              shared_role_of(needs, PermissionSearch(needs.accesses, world, small_catalogue()),
                             world, small_catalogue(), fleet.quota, fleet.exact);
          REQUIRE(role.permissions.fits());
          REQUIRE(role.permissions.documents.size() == group.documents);
          if (fleet.exact) REQUIRE(group.names_all);
        }
        std::multiset<Unit> wanted;
        for (const UnitNeeds& unit : fleet.units) {
          if (!unit.accesses.empty()) wanted.insert(unit.unit);
        }
        REQUIRE(placed == wanted);
        REQUIRE(made.lower_bound <= made.groups.size());
        if (made.groups.empty()) REQUIRE(made.lower_bound == 0);
      },
      300);
  CHECK(several > 20);
}

TEST_CASE("roles are nearly as few as those of the best division of a small fleet") {
  std::size_t found = 0;
  std::size_t best = 0;
  for_all([](Random& random, Size size) { return any_fleet(random, std::min<Size>(size, 4)); },
          [&](const Fleet& fleet) {
            const RoleGroups made =
                role_groups(fleet.units, small_catalogue(), fleet.quota, fleet.exact);
            std::vector<const UnitNeeds*> units;
            for (const UnitNeeds& unit : fleet.units) {
              if (!unit.accesses.empty() && !std::ranges::binary_search(made.too_large, unit.unit))
                units.push_back(&unit);
            }
            std::vector<std::vector<UnitNeeds>> roles;
            const std::size_t fewest = fewest_roles(fleet, units, roles, 0);
            REQUIRE(made.groups.size() >= fewest);
            REQUIRE(made.groups.size() <= fewest + 1);
            found += made.groups.size();
            best += fewest;
          },
          200);
  CHECK(100 * found <= 103 * best);
}

TEST_CASE("one role is one group, and the bound says that one is needed") {
  const Fleet fleet{{{{small_tenant(0), "app"},
                      {{*Action::parse("sqs:SendMessage"),
                        ArnPattern::exactly("arn:aws:sqs:eu-west-1:111122223333:a")}}}},
                    {},
                    true};
  const RoleGroups made = role_groups(fleet.units, small_catalogue(), fleet.quota, fleet.exact);
  CHECK(made.groups.size() == 1);
  CHECK(made.lower_bound == 1);
  CHECK(made.too_large.empty());
}

}  // namespace scopedown::testing
