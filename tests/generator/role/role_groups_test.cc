// Goal: every unit has one role, every role is within its quota, and no fewer are claimed to be needed
// than are found. Method: random units on few names and many, with quotas that hold a few of them.

#include "generator/role/role_groups.h"

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
