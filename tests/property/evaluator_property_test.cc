// Goal: a request is allowed if some statement allows it and none denies it, whatever is uncertain
// about them; and the laws that evaluator.h promises.
// Method: for one request, a statement is one of 32: Action or NotAction of the one action or the other,
// a resource that is named, not named, excepted, or perhaps either, Allow or Deny, conditional or not.
// All mixes of up to three against the definition; then larger ones at random.

#include "model/evaluator.h"

#include <algorithm>
#include <string>
#include <vector>

#include <catch2/catch.hpp>

#include "tests/support/oracle.h"
#include "tests/support/pick.h"
#include "tests/support/print.h"

namespace scopedown::testing {
namespace {

const Action get{"s3", "GetObject"};
const Action put{"s3", "PutObject"};
// `arn:aws:sqs:*:a:x` matches the first of them only if `*` crosses a colon.
const std::string first = "arn:aws:sqs:eu-west-1:111122223333:a:x";
const std::string second = "arn:aws:sqs:eu-west-1:111122223333:b";

Statement statement_of(Effect effect, bool not_action, bool not_resource, const std::string& resource,
                       bool conditional) {
  Statement statement;
  statement.effect = effect;
  statement.not_action = not_action;
  statement.actions = {ActionPattern::exactly(get)};
  statement.not_resource = not_resource;
  statement.resources = {*ArnPattern::parse(resource)};
  if (conditional) statement.conditions = {{"StringLike", "s3:prefix", {"x"}}};
  return statement;
}

std::vector<Statement> all_statements() {
  std::vector<Statement> statements;
  for (const Effect effect : {Effect::Allow, Effect::Deny}) {
    for (const bool not_action : {false, true}) {
      for (const bool not_resource : {false, true}) {
        for (const bool conditional : {false, true}) {
          statements.push_back(statement_of(effect, not_action, not_resource, first, conditional));
          statements.push_back(
              statement_of(effect, not_action, not_resource, "arn:aws:sqs:*:a:x", conditional));
        }
      }
    }
  }
  return statements;
}

Request request_of(const Action& action, const std::string& resource) {
  return {.principal = "", .action = action, .resource = resource, .context = {}};
}

std::vector<Request> all_requests() {
  return {request_of(get, first), request_of(get, second), request_of(put, first), request_of(put, second)};
}

std::vector<std::vector<Ways>> ways_by_request(const std::vector<Statement>& statements) {
  std::vector<std::vector<Ways>> ways;
  for (const Request& request : all_requests()) {
    ways.emplace_back();
    for (const Statement& statement : statements)
      ways.back().push_back(ways_of(statement, request.action, request.resource));
  }
  return ways;
}

ActionPattern any_action(Random& random) {
  const std::vector<std::string> texts{"s3:GetObject", "s3:putobject", "S3:*Object", "s3:Get*", "sqs:*", "*"};
  return *ActionPattern::parse(pick(random, texts));
}

ArnPattern any_resource(Random& random) {
  const std::vector<std::string> texts{first, second, "arn:aws:sqs:*:a:x", "arn:aws:sqs:*:*:*", "*",
                                       "arn:aws:sqs:eu-west-1:111122223333:${aws:username}"};
  return *ArnPattern::parse(pick(random, texts));
}

Policy any_policy(Random& random, Size most) {
  Policy policy;
  for (Size left = any_number(random, most); left > 0; --left) {
    const Effect effect = once_in(random, 3) ? Effect::Deny : Effect::Allow;
    Statement statement = statement_of(effect, once_in(random, 4), once_in(random, 4), first, once_in(random, 4));
    statement.actions = {any_action(random)};
    statement.resources = {any_resource(random)};
    if (once_in(random, 2)) statement.actions.push_back(any_action(random));
    if (once_in(random, 2)) statement.resources.push_back(any_resource(random));
    policy.statements.push_back(statement);
  }
  return policy;
}

struct Case {
  Policy identity;
  Policy other_identity;
  Policy session;
  Request request;
};

std::ostream& operator<<(std::ostream& out, const Case& value) {
  return out << value.identity.text() << ' ' << value.other_identity.text() << ' ' << value.session.text() << ' '
             << value.request.action.text() << " on " << value.request.resource;
}

Case any_case(Random& random, Size size) {
  return {any_policy(random, size / 5), any_policy(random, size / 5), any_policy(random, 1 + size / 5),
          pick(random, all_requests())};
}

bool allowed(const Policy& policy, const Request& request, Reading reading) {
  return decide(policy, request, reading).allowed();
}

}  // namespace

TEST_CASE("up to three statements decide as the definition says, in every mix") {
  const auto statements = all_statements();
  REQUIRE(statements.size() == 32);
  const auto ways = ways_by_request(statements);
  const auto requests = all_requests();
  std::size_t uncertain = 0;
  for (std::size_t mix = 0; mix < 33U * 33U * 33U; ++mix) {
    std::vector<std::size_t> chosen;
    for (const std::size_t digit : {mix / 1'089, mix / 33 % 33, mix % 33})
      if (digit < 32) chosen.push_back(digit);
    Policy policy;
    for (const std::size_t index : chosen)
      policy.statements.push_back(statements[index]);
    for (std::size_t request = 0; request < requests.size(); ++request) {
      std::vector<Ways> speaking;
      for (const std::size_t index : chosen)
        speaking.push_back(ways[request][index]);
      const bool surely = allowed(policy, requests[request], Reading::Surely);
      const bool possibly = allowed(policy, requests[request], Reading::Possibly);
      if (surely != allowed_by_definition(speaking, Reading::Surely) ||
          possibly != allowed_by_definition(speaking, Reading::Possibly))
        FAIL(policy.text() << " asked for " << requests[request].action.text() << " on " << requests[request].resource);
      uncertain += surely != possibly ? 1 : 0;
    }
  }
  CHECK(uncertain > 10'000);
}

TEST_CASE("larger policies decide as the definition says") {
  for_all(any_case, [](const Case& value) {
    std::vector<Ways> speaking;
    for (const Statement& statement : value.session.statements)
      speaking.push_back(ways_of(statement, value.request.action, value.request.resource));
    for (const Reading reading : {Reading::Surely, Reading::Possibly})
      REQUIRE(allowed(value.session, value.request, reading) == allowed_by_definition(speaking, reading));
  });
}

TEST_CASE("what is surely allowed is possibly allowed") {
  for_all(any_case, [](const Case& value) {
    if (allowed(value.session, value.request, Reading::Surely))
      REQUIRE(allowed(value.session, value.request, Reading::Possibly));
  });
}

TEST_CASE("a deny beats every allow, and adding one allows nothing new") {
  for_all(any_case, [](const Case& value) {
    Policy denying = value.session;
    Statement deny = statement_of(Effect::Deny, false, false, "*", false);
    deny.actions = {*ActionPattern::parse("*")};
    denying.statements.push_back(deny);
    for (const Reading reading : {Reading::Surely, Reading::Possibly}) {
      REQUIRE(decide(denying, value.request, reading).decision == Decision::ExplicitDeny);
      for (const Statement& statement : value.other_identity.statements) {
        if (statement.effect != Effect::Deny) continue;
        Policy more = value.session;
        more.statements.push_back(statement);
        if (allowed(more, value.request, reading)) REQUIRE(allowed(value.session, value.request, reading));
      }
    }
  });
}

TEST_CASE("the order of statements, their repetition and the case of actions decide nothing") {
  for_all(any_case, [](const Case& value) {
    Policy other = value.session;
    std::reverse(other.statements.begin(), other.statements.end());
    other.statements.insert(other.statements.end(), value.session.statements.begin(), value.session.statements.end());
    Request request = value.request;
    request.action = {"S3", folded_case(value.request.action.name)};
    for (const Reading reading : {Reading::Surely, Reading::Possibly})
      REQUIRE(decide(other, request, reading).decision == decide(value.session, value.request, reading).decision);
  });
}

TEST_CASE("the statement that decided is the first that alone decides the same") {
  for_all(any_case, [](const Case& value) {
    for (const Reading reading : {Reading::Surely, Reading::Possibly}) {
      const Verdict verdict = decide(value.session, value.request, reading);
      REQUIRE(verdict.statement.has_value() == (verdict.decision != Decision::ImplicitDeny));
      if (!verdict.statement) continue;
      for (std::size_t index = 0; index <= *verdict.statement; ++index) {
        Policy alone;
        alone.statements = {value.session.statements[index]};
        const bool decides = decide(alone, value.request, reading).decision == verdict.decision;
        REQUIRE(decides == (index == *verdict.statement));
      }
    }
  });
}

TEST_CASE("role and session allow what both allow, unless a policy of the role denies it") {
  for_all(any_case, [](const Case& value) {
    const std::vector<Policy> identity{value.identity, value.other_identity};
    Policy together = value.identity;  // identity policies are as one
    together.statements.insert(together.statements.end(), value.other_identity.statements.begin(),
                               value.other_identity.statements.end());
    for (const Reading reading : {Reading::Surely, Reading::Possibly}) {
      const bool both = allowed(together, value.request, reading) && allowed(value.session, value.request, reading);
      REQUIRE(allows(identity, value.session, value.request, reading) == both);
      REQUIRE_FALSE(allows({}, value.session, value.request, reading));
    }
  });
}

}  // namespace scopedown::testing
