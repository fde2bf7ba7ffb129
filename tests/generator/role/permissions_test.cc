// Goal: a role allows all that tenants need, within its quotas, and what it allows beside is counted.
// Method: random small worlds with quotas that names fit and quotas that they do not; the count against
// every pair that can be asked about, one by one.

#include "generator/role/permissions.h"

#include <set>
#include <string>
#include <vector>

#include <catch2/catch.hpp>

#include "generator/role/role_judge.h"
#include "generator/role/shared_role.h"
#include "model/evaluator.h"
#include "tests/support/pick.h"
#include "tests/support/print.h"
#include "tests/support/small_case.h"

namespace scopedown::testing {
namespace {

struct Case {
  SmallCase small;
  RoleQuota quota;
};

std::ostream& operator<<(std::ostream& out, const Case& one) {
  return out << one.small << " managed " << one.quota.managed_count_max << " of "
             << one.quota.managed_characters_max;
}

Case any_case(Random& random, Size size) {
  return {any_small_case(random, 2 * size),
          {.inline_characters_max = 0,
           .managed_characters_max = 250 + any_number(random, 500),
           .managed_count_max = 1 + any_number(random, 2)}};
}

// What all tenants of the case did, and nothing that any was denied.
std::set<Access> needs_of(const SmallCase& small) {
  std::set<Access> needs;
  for (const Fact& fact : small.facts) {
    if (!fact.denied) needs.insert({fact.action, ArnPattern::exactly(fact.arn)});
  }
  return needs;
}

RoleNeeds as_role_needs(const std::set<Access>& needs) {
  return {.units = {{small_tenant(0), "app"}}, .accesses = needs};
}

std::size_t excess_by_definition(const SharedRole& role, const std::set<Access>& needs,
                                 const World& world) {
  std::size_t pairs = 0;
  for (const World::Resource& resource : world.resources()) {
    for (const CatalogueAction& action : small_catalogue().actions()) {
      const Request request{
          .principal = "", .action = action.action, .resource = resource.arn, .context = {}};
      const bool possible = !action.types.empty() && World::could_be_asked(&action, resource);
      bool allowed = false;
      for (const Policy& document : role.permissions.documents)
        allowed = allowed || decide(document, request, Reading::Surely).allowed();
      if (possible && allowed &&
          !needs.contains({action.action, ArnPattern::exactly(resource.arn)}))
        ++pairs;
    }
  }
  return pairs;
}

}  // namespace

TEST_CASE("a role allows every need within its quotas, and its excess is counted to the pair") {
  std::size_t named = 0;
  std::size_t generalised = 0;
  std::size_t refused = 0;
  for_all(
      any_case,
      [&](const Case& one) {
        const std::set<Access> needs = needs_of(one.small);
        if (needs.empty()) return;
        const World world = one.small.world();
        const PermissionSearch search(needs, world, small_catalogue());
        // It judges itself, and ends the program where a need is lost or a quota passed.
        const SharedRole role = shared_role_of(as_role_needs(needs), search, world,
                                               small_catalogue(), one.quota, false);
        if (!role.permissions.fits()) {
          ++refused;
          return;
        }
        const RoleJudge judge(role.texts());
        for (const Access& access : needs)
          REQUIRE(judge.allows(access));
        REQUIRE(role.excess.pairs == excess_by_definition(role, needs, world));
        if (role.permissions.names_all) {
          ++named;
          REQUIRE(role.excess.open.empty());
          REQUIRE(role.excess.pairs == 0);
        } else {
          ++generalised;
        }
        // No action but those needed, and none abbreviated.
        std::set<std::string> actions;
        for (const Access& access : needs)
          actions.insert(access.action.text());
        for (const Policy& document : role.permissions.documents) {
          for (const Statement& statement : document.statements) {
            for (const ActionPattern& action : statement.actions)
              REQUIRE(actions.contains(action.text()));
          }
        }
      },
      600);
  CHECK(named > 50);
  CHECK(generalised > 20);
  CHECK(refused > 5);
}

TEST_CASE("a role that must name everything is refused where names do not fit") {
  const std::vector<std::string> names{"alpha", "beta", "gamma", "delta", "epsilon"};
  std::set<Access> needs;
  for (const std::string& name : names)
    needs.insert({*Action::parse("sqs:SendMessage"),
                  ArnPattern::exactly("arn:aws:sqs:eu-west-1:111122223333:acme-" + name)});
  World world;
  for (const Access& access : needs)
    world.add(small_tenant(0), access);
  world.settle(small_catalogue());
  const PermissionSearch search(needs, world, small_catalogue());
  const RoleQuota quota{
      .inline_characters_max = 200, .managed_characters_max = 200, .managed_count_max = 0};
  CHECK_FALSE(search.within(quota, true).fits());
  const RolePermissions made = search.within(quota, false);
  REQUIRE(made.fits());
  CHECK_FALSE(made.names_all);
  CHECK(made.documents.front().text().find("arn:aws:sqs:eu-west-1:111122223333:acme-*") !=
        std::string::npos);
}

TEST_CASE("what one need's pattern covers is not named again") {
  const std::set<Access> needs{
      {*Action::parse("s3:GetObject"), *ArnPattern::parse("arn:aws:s3:::a/*")},
      {*Action::parse("s3:GetObject"), ArnPattern::exactly("arn:aws:s3:::a/x-1")},
      {*Action::parse("s3:PutObject"), ArnPattern::exactly("arn:aws:s3:::a/x-1")}};
  World world;
  for (const Access& access : needs)
    world.add_given(small_tenant(0), access);
  world.settle(small_catalogue());
  const RolePermissions made =
      PermissionSearch(needs, world, small_catalogue()).within(RoleQuota{}, false);
  REQUIRE(made.fits());
  CHECK(made.names_all);
  std::set<std::string> reads;
  for (const Statement& statement : made.documents.front().statements) {
    if (statement.actions.front().text() != "s3:GetObject") continue;
    for (const ArnPattern& resource : statement.resources)
      reads.insert(resource.text());
  }
  CHECK(reads == std::set<std::string>{"arn:aws:s3:::a/*"});
}

}  // namespace scopedown::testing
