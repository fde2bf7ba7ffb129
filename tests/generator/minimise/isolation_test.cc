// Goal: isolation forbids a pair exactly where granting it would break a rule of the design.
// Method: random worlds; each action on each pattern, against the definition over the list of facts.

#include "generator/minimise/isolation.h"

#include <string>
#include <vector>

#include <catch2/catch.hpp>

#include "tests/support/pick.h"
#include "tests/support/print.h"
#include "tests/support/small_case.h"

namespace scopedown::testing {
namespace {

struct Asked {
  SmallCase small;
  Action action;
  ArnPattern pattern;
};

std::ostream& operator<<(std::ostream& out, const Asked& asked) {
  return out << asked.small << "asked: " << asked.action.text() << " on " << asked.pattern.text();
}

Asked any_question(Random& random, Size size) {
  static const std::vector<std::string> patterns{"*",
                                                 "arn:aws:s3:::a*",
                                                 "arn:aws:s3:::a/*",
                                                 "arn:aws:s3:::a/x-*",
                                                 "arn:aws:s3:::a/x-?",
                                                 "arn:aws:s3:::*/x-1",
                                                 "arn:aws:s3:::a/y/*",
                                                 "arn:aws:s3:::a/y/${*}",
                                                 "arn:aws:sqs:*:111122223333:a-1",
                                                 "arn:aws:sqs:eu-west-1:111122223333:a-*",
                                                 "arn:aws:sqs:eu-west-1:*:*"};
  Asked asked{
      any_small_case(random, 2 * size), pick(random, small_catalogue().actions()).action, {}};
  asked.pattern = once_in(random, 2) ? ArnPattern::exactly(pick(random, small_arns()))
                                     : *ArnPattern::parse(pick(random, patterns));
  return asked;
}

Policy policy_of(const Action& action, const ArnPattern& pattern) {
  Policy policy;
  policy.statements.resize(1);
  policy.statements.front().actions = {ActionPattern::exactly(action)};
  policy.statements.front().resources = {pattern};
  return policy;
}

}  // namespace

TEST_CASE("isolation forbids what the definition forbids, and nothing else") {
  std::size_t forbidden = 0;
  std::size_t granted = 0;
  for_all(any_question, [&](const Asked& asked) {
    const World world = asked.small.world();
    const Rules rules{.catalogue = small_catalogue()};
    Isolation isolation(world, rules, small_tenant(0));
    const auto broken =
        isolation_broken_by_definition(policy_of(asked.action, asked.pattern), small_tenant(0),
                                       asked.small.facts, small_catalogue());
    const auto found = isolation.first_break(asked.action, asked.pattern);
    CAPTURE(broken);
    REQUIRE(found.has_value() == !broken.empty());
    (found ? forbidden : granted) += 1;
  });
  CHECK(forbidden > 200);
  CHECK(granted > 200);
}

TEST_CASE("a break names the resource that would be reached, and whose it is") {
  SmallCase small;
  const Action get{"s3", "GetObject"};
  small.facts = {{small_tenant(0), get, "arn:aws:s3:::a/x-1", false},
                 {small_tenant(1), get, "arn:aws:s3:::a/x-22", false}};
  const World world = small.world();
  const Rules rules{.catalogue = small_catalogue()};
  Isolation isolation(world, rules, small_tenant(0));
  const auto found = isolation.first_break(get, *ArnPattern::parse("arn:aws:s3:::a/*"));
  REQUIRE(found.has_value());
  CHECK(found->rule == "isolation");
  CHECK(found->resource == "arn:aws:s3:::a/x-22");
  CHECK(found->owner == small_tenant(1).text());
  CHECK_FALSE(isolation.first_break(get, *ArnPattern::parse("arn:aws:s3:::a/x-?")));
}

TEST_CASE("a never document forbids what one of its statements names") {
  struct Row {
    const char* never;
    bool forbidden;
    const char* because;
  };

  const auto row = GENERATE(
      Row{R"({"Version":"2012-10-17","Statement":{"Effect":"Deny","Action":"s3:*","Resource":"*"}})",
          true, "it names every action of the service"},
      Row{R"({"Version":"2012-10-17","Statement":{"Effect":"Deny","Action":"s3:Get*","Resource":"arn:aws:s3:::a/x-1"}})",
          true, "the pattern holds a name that must not be granted"},
      Row{R"({"Version":"2012-10-17","Statement":{"Effect":"Deny","Action":"s3:Get*","Resource":"arn:aws:s3:::b/*"}})",
          false, "another bucket"},
      Row{R"({"Version":"2012-10-17","Statement":{"Effect":"Deny","NotAction":"s3:GetObject","Resource":"*"}})",
          false, "everything but this action"},
      Row{R"({"Version":"2012-10-17","Statement":{"Effect":"Deny","Action":"s3:*","NotResource":"arn:aws:s3:::a/*"}})",
          false, "everything but this folder"},
      Row{R"({"Version":"2012-10-17","Statement":{"Effect":"Deny","Action":"s3:*","NotResource":"arn:aws:s3:::a/x-1"}})",
          true, "everything but a part of it"});
  CAPTURE(row.never, row.because);
  const World world = SmallCase{}.world();
  const Rules rules{.catalogue = small_catalogue(), .never = Policy::parse(row.never)};
  Isolation isolation(world, rules, small_tenant(0));
  const auto found =
      isolation.first_break({"s3", "GetObject"}, *ArnPattern::parse("arn:aws:s3:::a/*"));
  CHECK(found.has_value() == row.forbidden);
  if (found) CHECK(found->rule == "never");
}

}  // namespace scopedown::testing
