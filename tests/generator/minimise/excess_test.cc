// Goal: everything that a policy grants beyond what was seen is a widening, once, with its weight.
// Method: tables for weights; random policies over a small catalogue, pair by pair.

#include "generator/minimise/excess.h"

#include <algorithm>
#include <set>

#include <catch2/catch.hpp>

#include "tests/support/pick.h"
#include "tests/support/print.h"
#include "tests/support/small_case.h"

namespace scopedown::testing {
namespace {

const CatalogueAction& known(const char* text) {
  return *small_catalogue().find(*Action::parse(text));
}

struct Granting {
  Policy policy;
  std::set<Access> granted;
};

std::ostream& operator<<(std::ostream& out, const Granting& granting) {
  return out << granting.policy.text();
}

Granting any_granting(Random& random, Size size) {
  static const std::vector<std::string> actions{
      "s3:Get*", "s3:*", "sqs:Get*", "*", "s3:GetObject", "sqs:SendMessage", "s3:ListBucket"};
  static const std::vector<std::string> resources{"arn:aws:s3:::a/*", "arn:aws:s3:::a*",
                                                  "arn:aws:s3:::a/x-1", "arn:aws:s3:::a",
                                                  "arn:aws:sqs:*:111122223333:a-1"};
  Granting granting;
  granting.policy.statements.resize(1 + any_number(random, 2));
  for (Statement& statement : granting.policy.statements) {
    for (Size left = 1 + any_number(random, 2); left > 0; --left) {
      statement.actions.push_back(*ActionPattern::parse(pick(random, actions)));
      statement.resources.push_back(*ArnPattern::parse(pick(random, resources)));
    }
  }
  for (Size left = any_number(random, size); left > 0; --left) {
    granting.granted.insert({pick(random, small_catalogue().actions()).action,
                             *ArnPattern::parse(pick(random, resources))});
  }
  return granting;
}

}  // namespace

TEST_CASE("a weight tells how much harm an unseen grant may do") {
  CHECK(weight_of(known("s3:ListBucket")) == 1);
  CHECK(weight_of(known("s3:GetObjectAcl")) == 2);
  CHECK(weight_of(known("s3:PutObjectTagging")) == 4);
  CHECK(weight_of(known("s3:PutObject")) == 8);
  CHECK(weight_of(known("s3:GetObject")) == 8);  // a read, but a sensitive one
  CHECK(weight_of(known("s3:PutBucketPolicy")) == 40);
}

TEST_CASE("the fewer words a pattern pins down, the more names it stands for") {
  const auto names = [](const char* text) { return unseen_names(*ArnPattern::parse(text)); };
  CHECK(names("arn:aws:s3:::a/x") == 1);
  CHECK(names("arn:aws:s3:::a/${*}") == 1);  // an asterisk that is part of a name
  CHECK(names("arn:aws:s3:::a/x/y/z/*") < names("arn:aws:s3:::a/x/*"));
  CHECK(names("arn:aws:s3:::a/x/*") < names("arn:aws:s3:::a/*"));
  CHECK(names("arn:aws:s3:::a/*") < names("arn:aws:s3:::*"));
  CHECK(names("arn:aws:sqs:eu-west-1:111122223333:a") < names("arn:aws:sqs:*:111122223333:a"));
  CHECK(names("*") > names("arn:aws:s3:::*"));
  // The beginning of an id.
  CHECK(names("arn:aws:ec2:eu-west-1:111122223333:instance/i-0a6a67991*") == 1);
  CHECK(names("arn:aws:ec2:eu-west-1:111122223333:*-0a6a67991*") ==
        names("arn:aws:ec2:eu-west-1:111122223333:*-0a6a67991433aabc5"));
  CHECK(names("arn:aws:s3:::orders-a6a67991*") > 1);
}

TEST_CASE("a widening is a pair that is granted, possible and not seen") {
  std::size_t found = 0;
  for_all(any_granting, [&](const Granting& granting) {
    std::set<Access> expected;
    for (const Statement& statement : granting.policy.statements) {
      for (const CatalogueAction& action : small_catalogue().actions()) {
        const bool named = std::ranges::any_of(statement.actions, [&](const ActionPattern& token) {
          return token.matches(action.action);
        });
        for (const ArnPattern& resource : statement.resources) {
          if (!named || !small_catalogue().supports(action, resource)) continue;
          const bool seen = std::ranges::any_of(granting.granted, [&](const Access& access) {
            return access.action == action.action && access.resource.covers(resource);
          });
          if (!seen) expected.insert({action.action, resource});
        }
      }
    }
    const Rules rules{.catalogue = small_catalogue()};
    const auto listed = widenings(granting.policy, granting.granted, rules).excess;
    std::set<Access> pairs;
    std::uint64_t sum = 0;
    for (const Widening& widening : listed) {
      REQUIRE(pairs.insert(widening.access).second);
      REQUIRE(widening.level == small_catalogue().find(widening.access.action)->level);
      REQUIRE_FALSE(widening.why.empty());
      sum += weight_of(*small_catalogue().find(widening.access.action)) *
             unseen_names(widening.access.resource);
    }
    REQUIRE(pairs == expected);
    REQUIRE(score(listed, small_catalogue()) == sum);
    found += listed.size();
  });
  CHECK(found > 1'000);
}

}  // namespace scopedown::testing
