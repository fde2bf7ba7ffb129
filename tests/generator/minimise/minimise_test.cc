// Goal: whatever the budget, a proposal keeps the promises: it allows what was seen, keeps tenants
// apart, reaches nothing dangerous by a wildcard, hides nothing, and fits or is refused.
// Method: small random worlds, in which every pair can be asked of the definitions.

#include "generator/minimise/minimise.h"

#include <algorithm>
#include <map>
#include <set>
#include <sstream>

#include <catch2/catch.hpp>

#include "tests/support/pick.h"
#include "tests/support/print.h"
#include "tests/support/small_case.h"

namespace scopedown::testing {
namespace {

constexpr std::uint64_t values = 600;  // each is a whole search

struct Task {
  SmallCase small;
  Budget budget;
  bool exact = false;
};

std::ostream& operator<<(std::ostream& out, const Task& task) {
  out << task.small << "budget " << task.budget.characters_max;
  if (task.budget.packed_percent_max) out << ", packed " << *task.budget.packed_percent_max;
  return out << (task.exact ? ", exact" : "");
}

Task any_task(Random& random, Size size) {
  Task task{any_small_case(random, 2 * size), {}, once_in(random, 3)};
  task.budget.characters_max = 150 + any_number(random, 900);
  task.budget.packed_percent_max.reset();
  if (once_in(random, 3))
    task.budget.packed_percent_max = static_cast<int>(15 + any_number(random, 30));
  return task;
}

Proposal proposal_of(const Task& task) {
  const World world = task.small.world();
  const Rules rules{.catalogue = small_catalogue(), .budget = task.budget, .exact = task.exact};
  return minimise(task.small.usage(), world, rules);
}

bool is_withheld(const Proposal& proposal, const Access& access) {
  return std::ranges::any_of(proposal.withheld,
                             [&](const Withheld& item) { return item.access == access; });
}

bool allows(const Proposal& proposal, const Access& access, Reading reading) {
  return allowed_by_definition(proposal.policy, access.action, access.resource.glob(), reading);
}

}  // namespace

TEST_CASE("a proposal allows every access that was seen, or says why it withholds it") {
  std::size_t kept = 0;
  for_all(
      any_task,
      [&](const Task& task) {
        const Proposal proposal = proposal_of(task);
        CAPTURE(proposal.policy);
        for (const auto& [access, usage] : task.small.accesses()) {
          CAPTURE(access);
          const bool withheld = is_withheld(proposal, access);
          REQUIRE(allows(proposal, access, Reading::Surely) == !withheld);
          kept += withheld ? 0 : 1;
        }
      },
      values);
  CHECK(kept > 700);
}

TEST_CASE("a proposal breaks no isolation, whatever it widens") {
  std::size_t widened = 0;
  for_all(
      any_task,
      [&](const Task& task) {
        const Proposal proposal = proposal_of(task);
        CAPTURE(proposal.policy);
        REQUIRE(isolation_broken_by_definition(proposal.policy, small_tenant(0), task.small.facts,
                                               small_catalogue())
                    .empty());
        widened += proposal.excess.empty() ? 0 : 1;
      },
      values);
  CHECK(widened > 30);
}

TEST_CASE("no action wildcard of a proposal reaches an unseen change or a sensitive read") {
  std::size_t wildcards = 0;
  for_all(
      any_task,
      [&](const Task& task) {
        const Proposal proposal = proposal_of(task);
        std::set<Action> seen;
        for (const auto& [access, usage] : task.small.accesses())
          seen.insert(access.action);
        for (const Statement& statement : proposal.policy.statements) {
          for (const ActionPattern& token : statement.actions) {
            if (token.is_exact()) continue;
            ++wildcards;
            for (const CatalogueAction* action : small_catalogue().matching(token)) {
              CAPTURE(token, action->action);
              const bool dangerous =
                  action->level >= AccessLevel::Tagging || !action->sensitive.empty();
              REQUIRE((!dangerous || seen.contains(action->action)));
            }
          }
        }
      },
      values);
  CHECK(wildcards > 10);
}

TEST_CASE("what a proposal allows and nobody saw is listed") {
  std::size_t listed = 0;
  for_all(
      any_task,
      [&](const Task& task) {
        const Proposal proposal = proposal_of(task);
        CAPTURE(proposal.policy);
        const AccessUsage seen = task.small.accesses();
        for (const CatalogueAction& action : small_catalogue().actions()) {
          for (const std::string& arn : small_arns()) {
            const Access access{action.action, ArnPattern::exactly(arn)};
            if (arn == "*" || seen.contains(access)) continue;
            if (!small_catalogue().supports(action, access.resource)) continue;
            if (!allows(proposal, access, Reading::Possibly)) continue;
            CAPTURE(access);
            const bool is_listed =
                std::ranges::any_of(proposal.excess, [&](const Widening& widening) {
                  return widening.access.action == access.action &&
                         widening.access.resource.may_match(arn);
                });
            const bool is_opened = std::ranges::any_of(
                proposal.opened,
                [&](const OpenedName& name) { return name.pattern.may_match(arn); });
            REQUIRE((is_listed || is_opened));
            listed += is_listed ? 1 : 0;
          }
        }
      },
      values);
  CHECK(listed > 60);
}

TEST_CASE("a proposal fits both budgets, or is refused with the shortfall and a way out") {
  std::size_t fitting = 0;
  std::size_t refused = 0;
  PackedSizeEstimator estimator;
  for_all(
      any_task,
      [&](const Task& task) {
        const Proposal proposal = proposal_of(task);
        CAPTURE(proposal.policy, proposal.characters);
        if (proposal.policy.statements.empty()) {
          REQUIRE(proposal.refusal.has_value());
          const bool nothing = task.small.accesses().empty();
          REQUIRE(proposal.refusal->reason == (nothing ? "no_usage" : "all_withheld"));
          return;
        }
        REQUIRE(proposal.characters == proposal.policy.text().size());
        REQUIRE(proposal.packed == estimator.of(proposal.policy));
        REQUIRE(proposal.packed_least_found <= proposal.packed);
        const auto& most = task.budget.packed_percent_max;
        const bool short_enough = proposal.characters <= task.budget.characters_max;
        const bool packs = !most || proposal.packed <= PackedSize::of_percent(*most);
        REQUIRE(proposal.fits() == (short_enough && packs));
        (proposal.fits() ? fitting : refused) += 1;
        if (proposal.fits()) return;
        REQUIRE(proposal.refusal->reason == (short_enough ? "packed_size" : "characters"));
        REQUIRE(proposal.refusal->short_by > 0);
        REQUIRE_FALSE(proposal.refusal->relaxations.empty());
      },
      values);
  CHECK(fitting > 150);
  CHECK(refused > 30);
}

TEST_CASE("a way out of a refusal that is a flag leads out, at its price") {
  const Role role({Policy::parse(
      R"({"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":["s3:*","sqs:*"],"Resource":"*"}})")});
  std::map<std::string, std::size_t> tried;
  for_all(
      any_task,
      [&](const Task& task) {
        const World world = task.small.world();
        Rules rules{.catalogue = small_catalogue(), .budget = task.budget, .exact = task.exact};
        rules.budget.characters_max = rules.budget.characters_max / 2 + 60;
        if (task.exact) rules.role = role;
        const Proposal refused = minimise(task.small.usage(), world, rules);
        if (!refused.refusal) return;
        for (const Relaxation& way : refused.refusal->relaxations) {
          Rules loose = rules;
          loose.trust_role = way.option == "--trust-role";
          std::istringstream words(way.option);
          for (std::string flag, action; words >> flag >> action && flag == "--allow-wildcard";)
            loose.wildcards_may_reach.push_back(*ActionPattern::parse(action));
          if (!loose.trust_role && loose.wildcards_may_reach.empty()) continue;
          const Proposal found = minimise(task.small.usage(), world, loose);
          CAPTURE(way.option, found.policy);
          REQUIRE(found.fits());
          REQUIRE(found.characters == way.characters);
          REQUIRE(found.excess_score == way.excess);
          ++tried[loose.trust_role ? "trust" : "allow"];
        }
      },
      900);
  CHECK(tried["trust"] > 0);
  CHECK(tried["allow"] > 0);
}

TEST_CASE("action names are cut short only to make room, listed, and not where that is forbidden") {
  std::size_t cut = 0;
  std::size_t made_room = 0;
  for_all(
      any_task,
      [&](const Task& task) {
        const World world = task.small.world();
        Rules rules{.catalogue = small_catalogue(), .budget = task.budget, .exact = task.exact};
        const Proposal any = minimise(task.small.usage(), world, rules);
        rules.whole_words = true;
        const Proposal whole = minimise(task.small.usage(), world, rules);
        CAPTURE(any.policy, whole.policy);
        REQUIRE(whole.cut_short.empty());
        // Whatever fits in whole words without excess is told in whole words.
        if (whole.fits() && whole.excess.empty()) REQUIRE(any.cut_short.empty());
        for (const CutShort& item : any.cut_short) {
          for (const Action& reached : item.reached) {
            CAPTURE(item.pattern.text(), reached.text());
            REQUIRE(std::ranges::any_of(any.policy.statements, [&](const Statement& statement) {
              return std::ranges::find(statement.actions, item.pattern) != statement.actions.end();
            }));
            REQUIRE(item.pattern.matches(reached));
          }
        }
        cut += any.cut_short.empty() ? 0 : 1;
        made_room += any.fits() && !whole.fits() ? 1 : 0;
      },
      200);
  CHECK(cut > 10);
  CHECK(made_room > 0);
}

TEST_CASE("with room enough nothing is widened") {
  for_all(
      any_task,
      [](Task task) {
        task.budget = {1'000'000, std::nullopt};
        task.exact = true;
        const Proposal proposal = proposal_of(task);
        CAPTURE(proposal.policy);
        REQUIRE(proposal.excess.empty());
        REQUIRE(proposal.excess_score == 0);
        REQUIRE(proposal.opened.empty());
      },
      values);
}

TEST_CASE("assuming the shared role again is withheld, unless the user allows it") {
  const std::string role = "arn:aws:iam::111122223333:role/tenants";
  const Access assume{{"sts", "AssumeRole"}, ArnPattern::exactly(role)};
  UnitUsage usage{{small_tenant(0), "api"}, {{assume, {1, 0, 0}}}, {}, {role}};
  const World world = SmallCase{}.world();
  Rules rules{.catalogue = small_catalogue()};
  const Proposal kept_from = minimise(usage, world, rules);
  REQUIRE(kept_from.withheld.size() == 1);
  CHECK(kept_from.withheld.front().why.starts_with("escape: "));
  CHECK(kept_from.refusal->reason == "all_withheld");
  rules.allow_escape = true;
  const Proposal allowed = minimise(usage, world, rules);
  CHECK(allowed.withheld.empty());
  CHECK(allows(allowed, assume, Reading::Surely));
}

}  // namespace scopedown::testing
