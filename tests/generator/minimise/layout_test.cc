// Goal: told by service, a policy grants what it granted, each statement speaks of one service, and
// what does not fit so stays compact.
// Method: proposals of small worlds, of which every pair that can be requested is asked of the
// definition.

#include "generator/minimise/layout.h"

#include <algorithm>
#include <set>
#include <string>

#include <catch2/catch.hpp>

#include "generator/minimise/minimise.h"
#include "tests/support/pick.h"
#include "tests/support/print.h"
#include "tests/support/small_case.h"

namespace scopedown::testing {
namespace {

struct Task {
  SmallCase small;
  Budget budget;
};

std::ostream& operator<<(std::ostream& out, const Task& task) {
  return out << task.small << "budget " << task.budget.characters_max;
}

Task any_task(Random& random, Size size) {
  Task task{any_small_case(random, 2 * size), {}};
  task.budget.characters_max = 200 + any_number(random, 900);
  task.budget.packed_percent_max.reset();
  return task;
}

Proposal proposal_of(const Task& task, bool readable) {
  const World world = task.small.world();
  const Rules rules{.catalogue = small_catalogue(), .budget = task.budget, .readable = readable};
  return minimise(task.small.usage(), world, rules);
}

std::set<std::string> services_of(const Statement& statement) {
  std::set<std::string> services;
  for (const ActionPattern& action : statement.actions)
    services.insert(action.text().substr(0, action.text().find(':')));
  return services;
}

}  // namespace

TEST_CASE("told by service a policy grants just what it granted") {
  std::size_t differ = 0;
  for_all(
      any_task,
      [&](const Task& task) {
        const Policy compact = proposal_of(task, false).policy;
        const Policy told = by_service(compact, small_catalogue());
        CAPTURE(compact, told);
        std::string before;
        for (const Statement& statement : told.statements) {
          const std::set<std::string> services = services_of(statement);
          REQUIRE(services.size() == 1);
          REQUIRE(before <= *services.begin());
          before = *services.begin();
        }
        for (const CatalogueAction& action : small_catalogue().actions()) {
          for (const std::string& arn : small_arns()) {
            const bool possible = small_catalogue().supports(
                action, arn == "*" ? ArnPattern() : ArnPattern::exactly(arn));
            if (!possible) continue;
            CAPTURE(action.action.text(), arn);
            REQUIRE(allowed_by_definition(compact, action.action, arn, Reading::Surely) ==
                    allowed_by_definition(told, action.action, arn, Reading::Surely));
          }
        }
        differ += told == compact ? 0 : 1;
      },
      120);
  CHECK(differ > 12);
}

TEST_CASE("readable is chosen where it fits, and else said to be too large") {
  std::size_t readable = 0;
  std::size_t too_large = 0;
  for_all(
      any_task,
      [&](const Task& task) {
        const Proposal compact = proposal_of(task, false);
        const Proposal asked = proposal_of(task, true);
        REQUIRE(compact.fits() == asked.fits());
        REQUIRE(compact.granted == asked.granted);
        if (!compact.fits()) {
          REQUIRE(asked.policy == compact.policy);
          return;
        }
        REQUIRE(asked.characters == asked.policy.characters());
        REQUIRE(asked.characters <= task.budget.characters_max);
        const Policy told = by_service(compact.policy, small_catalogue());
        const bool fits = told.characters() <= task.budget.characters_max;
        REQUIRE(asked.policy == (fits ? told : compact.policy));
        REQUIRE(asked.readable_too_large.has_value() == !fits);
        readable += fits && !(told == compact.policy) ? 1 : 0;
        too_large += fits ? 0 : 1;
      },
      120);
  CHECK(readable > 8);
  CHECK(too_large > 2);
}

}  // namespace scopedown::testing
