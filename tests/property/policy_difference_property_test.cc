// Goal: what a change of policy newly allows is never missed, whatever the circumstances, and what
// is called certain is certain: the laws of policy_difference.h.
// Method: small policies of every element (Deny, NotAction, NotResource, conditions, variables)
// against the definition of authorisation, on ARNs made from their patterns, in every mix of
// circumstances, with `*` stopping at colons and crossing them.

#include <algorithm>
#include <array>
#include <ostream>
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

// Each pair that the definition gains, in some circumstances, is under one that was found. Returns how
// many there are.
template <class Gains>
std::size_t require_found(const std::vector<ChangedAccess>& found,
                          const std::vector<std::string>& arns, Gains gains) {
  std::size_t gained = 0;
  for (const CatalogueAction& action : small_catalogue().actions()) {
    for (const std::string& arn : std::set<std::string>(arns.begin(), arns.end())) {
      if (!can_be_asked(action, arn)) continue;
      if (!in_some_circumstances(action.action, arn, gains)) continue;
      ++gained;
      CAPTURE(action.action.text(), arn);
      REQUIRE(std::ranges::any_of(found, [&](const ChangedAccess& access) {
        return access.action == action.action && is_under(access, arn);
      }));
    }
  }
  return gained;
}

// A change, and the role that it is inside.
struct RoleCase {
  PolicyPair pair;
  std::vector<std::string> role;
  bool plain = true;

  friend std::ostream& operator<<(std::ostream& out, const RoleCase& row) {
    out << row.pair;
    for (const std::string& text : row.role)
      out << "\nrole " << text;
    return out;
  }
};

// Its policies are near the pair's now and then, since each is small.
RoleCase any_role_case(Random& random, Size size) {
  RoleCase made{any_policy_pair(random, size), {}, true};
  made.plain = made.pair.plain;
  const Size documents = any_number(random, 2);
  for (Size number = 0; number < documents; ++number) {
    const PolicyPair other = any_policy_pair(random, size);
    made.role.push_back(any_number(random, 3) == 0 ? made.pair.after : other.before);
    made.plain = made.plain && other.plain;
    made.pair.arns.insert(made.pair.arns.end(), other.arns.begin(), other.arns.end());
  }
  return made;
}

std::vector<PolicyDocument> documents_of(const std::vector<std::string>& texts) {
  std::vector<PolicyDocument> documents;
  for (const std::string& text : texts)
    documents.push_back(document(text));
  return documents;
}

bool role_allows(const std::vector<PolicyDocument>& role, const Request& request, Colons colons) {
  PolicyLayers layers;
  for (const PolicyDocument& policy : role)
    layers.identity.push_back(&policy);
  return authorise(layers, request, colons).allowed();
}

}  // namespace

TEST_CASE("inside a role, what a change newly allows there is never missed") {
  std::size_t gained = 0;
  std::size_t beyond = 0;  // gained by the text, and not the role's
  for_all(
      any_role_case,
      [&](const RoleCase& row) {
        const PolicyDocument before = document(row.pair.before);
        const PolicyDocument after = document(row.pair.after);
        const std::vector<PolicyDocument> role = documents_of(row.role);
        const auto found = newly_allowed(before, after, small_catalogue(), &role);
        gained += require_found(found, row.pair.arns, [&](const Request& request, Colons colons) {
          if (!gains(before, after, request, colons)) return false;
          const bool inside = role_allows(role, request, colons);
          beyond += inside ? 0 : 1;
          return inside;
        });
      },
      300);
  CHECK(gained > 300);
  CHECK(beyond > 1000);
}

TEST_CASE(
    "inside a role, a certain change is one whatever holds, and without conditions each is "
    "possible") {
  std::size_t certain = 0;
  std::size_t possible = 0;
  for_all(
      any_role_case,
      [&](const RoleCase& row) {
        const PolicyDocument before = document(row.pair.before);
        const PolicyDocument after = document(row.pair.after);
        const std::vector<PolicyDocument> role = documents_of(row.role);
        const auto is_gained = [&](const Request& request, Colons colons) {
          return gains(before, after, request, colons) && role_allows(role, request, colons);
        };
        for (const ChangedAccess& access : newly_allowed(before, after, small_catalogue(), &role)) {
          CAPTURE(access.action.text(), access.resource, access.example, access.why);
          REQUIRE(access.certain == access.why.empty());
          if (access.certain) {
            ++certain;
            for (const auto& context : pair_circumstances())
              REQUIRE(is_gained({"", access.action, access.example, context}, Colons::Stop));
          } else if (row.plain) {
            ++possible;
            REQUIRE(in_some_circumstances(access.action, access.example, is_gained));
          }
        }
      },
      1500);
  CHECK(certain > 500);
  CHECK(possible > 10);
}

TEST_CASE("inside a role that allows everything a change is what it is without one") {
  const std::vector<PolicyDocument> everything{document(
      R"({"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"*","Resource":"*"}})")};
  for_all(
      any_policy_pair,
      [&](const PolicyPair& pair) {
        const PolicyDocument before = document(pair.before);
        const PolicyDocument after = document(pair.after);
        const auto with = newly_allowed(before, after, small_catalogue(), &everything);
        const auto without = newly_allowed(before, after, small_catalogue());
        REQUIRE(with.size() == without.size());
        for (std::size_t index = 0; index < with.size(); ++index) {
          REQUIRE(with[index].action == without[index].action);
          REQUIRE(with[index].resource == without[index].resource);
          REQUIRE(with[index].certain == without[index].certain);
        }
        const std::vector<PolicyDocument> nothing;
        REQUIRE(newly_allowed(before, after, small_catalogue(), &nothing).empty());
      },
      500);
}

TEST_CASE("what a change newly allows is never missed") {
  std::size_t gained = 0;
  for_all(
      any_policy_pair,
      [&](const PolicyPair& pair) {
        const PolicyDocument before = document(pair.before);
        const PolicyDocument after = document(pair.after);
        const auto found = newly_allowed(before, after, small_catalogue());
        gained += require_found(found, pair.arns, [&](const Request& request, Colons colons) {
          return gains(before, after, request, colons);
        });
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
