// Goal: what a role might allow is never less, and what it surely allows never more, than what the
// evaluator says of any ARN. Method: random roles over small names; tables for conditions and denials.

#include "generator/role/role.h"

#include <string>
#include <vector>

#include <catch2/catch.hpp>

#include "model/evaluator.h"
#include "tests/support/pick.h"
#include "tests/support/print.h"
#include "tests/support/small_case.h"

namespace scopedown::testing {
namespace {

std::vector<Policy> any_role(Random& random, Size size) {
  static const std::vector<std::string> actions{"s3:Get*", "s3:*", "*", "s3:PutObject",
                                                "sqs:SendMessage", "sqs:Get*"};
  static const std::vector<std::string> resources{
      "*", "arn:aws:s3:::a/*", "arn:aws:s3:::a/x-?", "arn:aws:s3:::a", "arn:aws:s3:::*/x-1",
      "arn:aws:sqs:*:111122223333:a-1"};
  std::vector<Policy> role;
  for (Size left = 1 + any_number(random, size / 8); left > 0; --left) {
    Policy policy;
    policy.statements.resize(1 + any_number(random, 2));
    for (Statement& statement : policy.statements) {
      statement.effect = once_in(random, 4) ? Effect::Deny : Effect::Allow;
      statement.not_action = once_in(random, 5);
      statement.not_resource = once_in(random, 5);
      statement.actions = {*ActionPattern::parse(pick(random, actions))};
      statement.resources = {*ArnPattern::parse(pick(random, resources))};
      if (once_in(random, 5))
        statement.conditions = {{"StringEquals", "aws:RequestedRegion", {"eu-west-1"}}};
    }
    role.push_back(std::move(policy));
  }
  return role;
}

bool decided(const std::vector<Policy>& role, const Action& action, const std::string& arn,
             Reading reading) {
  const Request request{.principal = "", .action = action, .resource = arn, .context = {}};
  bool allowed = false;
  for (const Policy& policy : role) {
    const Decision decision = decide(policy, request, reading).decision;
    if (decision == Decision::ExplicitDeny) return false;
    allowed = allowed || decision == Decision::Allowed;
  }
  return allowed;
}

const std::vector<std::string>& patterns() {
  static const std::vector<std::string> texts{"arn:aws:s3:::a/*", "arn:aws:s3:::a/x-1",
                                              "arn:aws:s3:::a*", "arn:aws:sqs:*:111122223333:*"};
  return texts;
}

}  // namespace

TEST_CASE("what a role might allow holds everything that the evaluator might") {
  std::size_t some = 0;
  for_all(any_role, [&](const std::vector<Policy>& policies) {
    const Role role(policies);
    for (const CatalogueAction& known : small_catalogue().actions()) {
      bool anywhere = false;
      for (const std::string& arn : small_arns()) {
        const bool might = decided(policies, known.action, arn, Reading::Possibly);
        anywhere = anywhere || (might && arn != "*");
        for (const std::string& text : patterns()) {
          const ArnPattern pattern = *ArnPattern::parse(text);
          if (!might || !pattern.may_match(arn)) continue;
          CAPTURE(known.action, arn, pattern);
          REQUIRE(role.might_allow(known.action, pattern));
          ++some;
        }
      }
      if (anywhere) REQUIRE(role.might_allow(known.action));
    }
  });
  CHECK(some > 1'000);
}

TEST_CASE("what a role surely allows the evaluator surely allows") {
  std::size_t some = 0;
  for_all(any_role, [&](const std::vector<Policy>& policies) {
    const Role role(policies);
    for (const CatalogueAction& known : small_catalogue().actions()) {
      for (const std::string& text : patterns()) {
        const ArnPattern pattern = *ArnPattern::parse(text);
        if (!role.surely_allows({known.action, pattern})) continue;
        for (const std::string& arn : small_arns()) {
          if (!pattern.matches(arn)) continue;
          CAPTURE(known.action, arn, pattern);
          REQUIRE(decided(policies, known.action, arn, Reading::Surely));
          ++some;
        }
      }
    }
  });
  CHECK(some > 500);
}

TEST_CASE("a condition may hold or not, and a denial counts where it is sure") {
  struct Row {
    const char* statements;
    bool might;
    bool surely;
    const char* because;
  };

  const auto row = GENERATE(
      Row{R"({"Effect":"Allow","Action":"s3:*","Resource":"*"})", true, true, "plain"},
      Row{R"({"Effect":"Allow","Action":"s3:*","Resource":"*","Condition":{"Bool":{"aws:SecureTransport":"true"}}})",
          true, false, "the condition may hold or not"},
      Row{R"({"Effect":"Allow","Action":"s3:*","Resource":"*"},{"Effect":"Deny","Action":"s3:Get*","Resource":"*"})",
          false, false, "denied whatever the object"},
      Row{R"({"Effect":"Allow","Action":"s3:*","Resource":"*"},{"Effect":"Deny","Action":"s3:Get*","Resource":"arn:aws:s3:::a/secret/*"})",
          true, false, "some objects are denied"},
      Row{R"({"Effect":"Allow","Action":"s3:*","Resource":"*"},{"Effect":"Deny","Action":"s3:Get*","Resource":"*","Condition":{"Bool":{"aws:SecureTransport":"false"}}})",
          true, false, "the denial may hold or not"},
      Row{R"({"Effect":"Allow","NotAction":"s3:Put*","Resource":"arn:aws:s3:::a/*"})", true, true,
          "everything but changes"},
      Row{R"({"Effect":"Allow","Action":"s3:*","NotResource":"arn:aws:s3:::a/secret"})", true,
          false, "everything but one object"});
  CAPTURE(row.statements, row.because);
  const Role role({Policy::parse(std::string(R"({"Version":"2012-10-17","Statement":[)") +
                                 row.statements + "]}")});
  const Access access{{"s3", "GetObject"}, *ArnPattern::parse("arn:aws:s3:::a/*")};
  CHECK(role.might_allow(access.action, access.resource) == row.might);
  CHECK(role.surely_allows(access) == row.surely);
}

TEST_CASE("a digest tells roles apart, whatever the order of their documents") {
  const Policy one = Policy::parse(
      R"({"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:*","Resource":"*"}})");
  const Policy other = Policy::parse(
      R"({"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"sqs:*","Resource":"*"}})");
  CHECK(Role({one, other}).digest() == Role({other, one}).digest());
  CHECK(Role({one}).digest() != Role({other}).digest());
  CHECK(Role({one}).digest().size() == 16);
}

}  // namespace scopedown::testing
