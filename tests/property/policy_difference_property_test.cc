// Goal: what a change of policy newly allows is never missed, whatever the circumstances, and what
// is called certain is certain: the laws of policy_difference.h.
// Method: small policies of every element (Deny, NotAction, NotResource, conditions, variables)
// against the definition of authorisation, on ARNs made from their patterns, in every mix of
// circumstances, with `*` stopping at colons and crossing them.

#include <algorithm>
#include <array>
#include <set>
#include <string>
#include <vector>

#include <catch2/catch.hpp>

#include "generator/diff/policy_difference.h"
#include "tests/support/policy_change.h"
#include "tests/support/small_case.h"

namespace scopedown::testing {
namespace {

constexpr std::array both_readings{Colons::Stop, Colons::Cross};

PolicyDocument document(const std::string& text) {
  return PolicyDocument::parse(text, PolicyGrammar::Identity);
}

// Whether AWS can be asked so.
bool can_be_asked(const CatalogueAction& action, const std::string& arn) {
  if (arn == "*") return action.types.empty();
  return !action.types.empty() && small_catalogue().supports(action, ArnPattern::exactly(arn));
}

bool is_under(const ChangedAccess& access, const std::string& arn) {
  const auto pattern = ArnPattern::parse(access.resource);
  return !pattern || pattern->may_match(arn);  // "everything but ..." is none
}

// The ways in which the definition may be asked of one action on one ARN.
template <class Ask>
bool in_some_circumstances(const Action& action, const std::string& arn, Ask ask) {
  return std::ranges::any_of(pair_circumstances(), [&](const auto& context) {
    const Request request{"", action, arn, context};
    return std::ranges::any_of(both_readings, [&](Colons colons) { return ask(request, colons); });
  });
}

}  // namespace

TEST_CASE("what a change newly allows is never missed") {
  std::size_t gained = 0;
  for_all(
      any_policy_pair,
      [&](const PolicyPair& pair) {
        const PolicyDocument before = document(pair.before);
        const PolicyDocument after = document(pair.after);
        const auto found = newly_allowed(before, after, small_catalogue());
        const std::set<std::string> arns(pair.arns.begin(), pair.arns.end());
        for (const CatalogueAction& action : small_catalogue().actions()) {
          for (const std::string& arn : arns) {
            if (!can_be_asked(action, arn)) continue;
            const bool gains_it = in_some_circumstances(
                action.action, arn, [&](const Request& request, Colons colons) {
                  return gains(before, after, request, colons);
                });
            if (!gains_it) continue;
            ++gained;
            CAPTURE(action.action.text(), arn);
            REQUIRE(std::ranges::any_of(found, [&](const ChangedAccess& access) {
              return access.action == action.action && is_under(access, arn);
            }));
          }
        }
      },
      600);
  CHECK(gained > 1000);
}

TEST_CASE("a certain change has an example that nothing can take away") {
  std::size_t certain = 0;
  for_all(
      any_policy_pair,
      [&](const PolicyPair& pair) {
        const PolicyDocument before = document(pair.before);
        const PolicyDocument after = document(pair.after);
        for (const ChangedAccess& access : newly_allowed(before, after, small_catalogue())) {
          CAPTURE(access.action.text(), access.resource, access.example, access.why);
          REQUIRE(can_be_asked(*access.known, access.example));
          REQUIRE(is_under(access, access.example));
          REQUIRE(access.certain == access.why.empty());
          if (!access.certain) continue;
          ++certain;
          for (const auto& context : pair_circumstances())
            REQUIRE(
                gains(before, after, {"", access.action, access.example, context}, Colons::Stop));
        }
      },
      1500);
  CHECK(certain > 1000);
}

TEST_CASE("between policies without conditions and variables nothing is called out wrongly") {
  std::size_t asked = 0;
  for_all(
      any_policy_pair,
      [&](const PolicyPair& pair) {
        if (!pair.plain) return;
        const PolicyDocument before = document(pair.before);
        const PolicyDocument after = document(pair.after);
        for (const ChangedAccess& access : newly_allowed(before, after, small_catalogue())) {
          ++asked;
          CAPTURE(access.action.text(), access.resource, access.example, access.why);
          REQUIRE(in_some_circumstances(access.action, access.example,
                                        [&](const Request& request, Colons colons) {
                                          return gains(before, after, request, colons);
                                        }));
        }
      },
      1500);
  CHECK(asked > 1000);
}

TEST_CASE("a policy differs in nothing from itself, with its statements in any order") {
  for_all(
      any_policy_pair,
      [](const PolicyPair& pair) {
        PolicyDocument before = document(pair.before);
        PolicyDocument after = before;
        std::ranges::reverse(after.policy.statements);
        const PolicyDifference difference = policy_difference(before, after, small_catalogue());
        REQUIRE(difference.newly_allowed.empty());
        REQUIRE(difference.no_longer_allowed.empty());
      },
      500);
}

}  // namespace scopedown::testing
