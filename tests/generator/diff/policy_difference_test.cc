// Goal: what a change allows is told by meaning: the cases that text would get wrong.

#include "generator/diff/policy_difference.h"

#include <string>
#include <vector>

#include <catch2/catch.hpp>

#include "data/load.h"
#include "generator/diff/policy_pairs.h"

namespace scopedown::testing {
namespace {

// Of one statement: `Effect` Allow unless `rest` says so.
std::string allow(const std::string& actions, const std::string& resources,
                  const std::string& rest = "") {
  return R"({"Effect":"Allow","Action":)" + actions + R"(,"Resource":)" + resources + rest + "}";
}

std::string deny(const std::string& actions, const std::string& resources) {
  return R"({"Effect":"Deny","Action":)" + actions + R"(,"Resource":)" + resources + "}";
}

PolicyDocument policy(const std::string& statements) {
  return PolicyDocument::parse(R"({"Version":"2012-10-17","Statement":[)" + statements + "]}",
                               PolicyGrammar::Identity);
}

std::string verdict(const std::string& before, const std::string& after) {
  return std::string(
      text(verdict_of(policy_difference(policy(before), policy(after), built_in_catalogue()))));
}

struct Row {
  std::string before;
  std::string after;
  std::string verdict;
  std::string because;
};

const std::string get = R"("s3:GetObject")";
const std::string only_a = R"(,"Condition":{"StringEquals":{"aws:SourceVpc":"a"}})";
const std::string a_or_b = R"(,"Condition":{"StringEquals":{"aws:SourceVpc":["b","a"]}})";
const std::string not_a = R"(,"Condition":{"StringNotEquals":{"aws:SourceVpc":"a"}})";
const std::string neither = R"(,"Condition":{"StringNotEquals":{"aws:SourceVpc":["a","b"]}})";

}  // namespace

TEST_CASE("a change is what the policies mean") {
  const auto row = GENERATE(
      Row{allow(get, R"("arn:aws:s3:::b/*")"), allow(get, R"("arn:aws:s3:::b/a*")"), "narrows",
          "fewer keys"},
      Row{allow(get, R"("arn:aws:s3:::b/a*")"), allow(get, R"("arn:aws:s3:::b/*")"), "widens",
          "more keys"},
      Row{allow(get, R"(["arn:aws:s3:::b/*","arn:aws:s3:::b/a"])"),
          allow(get, R"("arn:aws:s3:::b/*")"), "same", "one stands under the other"},
      Row{allow(get, R"(["arn:aws:s3:::b/?","arn:aws:s3:::b/??*"])"),
          allow(get, R"("arn:aws:s3:::b/*")"), "same", "an object without a name there is none"},
      Row{allow(get, R"(["arn:aws:s3:::*/?","arn:aws:s3:::*/??*","arn:aws:s3:::*/"])"),
          allow(get, R"("arn:aws:s3:::*/*")"), "same", "three patterns cover one together"},
      Row{allow(R"("s3:Get*")", R"("arn:aws:s3:::b/*")"),
          allow(R"(["s3:GetObject*","s3:GetObject"])", R"("arn:aws:s3:::b/*")"), "same",
          "what else begins with Get is on no object"},
      Row{allow(R"("s3:GetObject")", R"("arn:aws:s3:::b/*")"),
          allow(R"(["s3:GetObject","sqs:SendMessage"])", R"("arn:aws:s3:::b/*")"), "same",
          "nobody sends a message to an object"},
      Row{allow(R"("s3:GetObject")", R"("arn:aws:s3:::b/*")"),
          allow(R"("S3:getobject")", R"("arn:aws:s3:::b/*")"), "same", "letter case is nothing"},
      Row{allow(get, R"("*")"), allow(get, R"("*")") + "," + deny(get, R"("arn:aws:s3:::b/*")"),
          "narrows", "a Deny takes away"},
      Row{allow(get, R"("*")") + "," + deny(get, R"("arn:aws:s3:::b/*")"), allow(get, R"("*")"),
          "widens", "a Deny is gone"},
      Row{allow(get, R"("*")", only_a), allow(get, R"("*")"), "may_widen", "a condition is gone"},
      Row{allow(get, R"("*")"), allow(get, R"("*")", only_a), "may_narrow", "a condition is new"},
      Row{allow(get, R"("*")", only_a), allow(get, R"("*")", a_or_b), "may_widen",
          "one more value"},
      Row{allow(get, R"("*")", a_or_b), allow(get, R"("*")", only_a), "may_narrow", "one less"},
      Row{allow(get, R"("*")", not_a), allow(get, R"("*")", neither), "may_narrow",
          "one more value that is refused"},
      Row{allow(get, R"("*")", only_a), allow(get, R"("*")", only_a), "same", "the same condition"},
      Row{allow(get, R"("arn:aws:s3:::b/${aws:PrincipalTag/team}/*")"),
          allow(get, R"("arn:aws:s3:::b/${aws:PrincipalTag/team}/*")"), "same",
          "the same variable"},
      Row{allow(get, R"("arn:aws:s3:::b/${aws:PrincipalTag/team}/*")"),
          allow(get, R"("arn:aws:s3:::b/${aws:PrincipalTag/unit}/*")"), "may_widen",
          "another variable"},
      Row{allow(get, R"("arn:aws:s3:::b/*")"),
          allow(get, R"("arn:aws:s3:::b/${aws:PrincipalTag/team}/*")"), "narrows",
          "b/x is not under b/, a word and a slash"},
      Row{allow(get, R"("arn:aws:s3:::b/${*}")"), allow(get, R"("arn:aws:s3:::b/*")"), "widens",
          "an escaped star is a star"},
      Row{R"({"Effect":"Allow","NotAction":"iam:*","Resource":"*"})",
          R"({"Effect":"Allow","NotAction":["iam:*","sts:*"],"Resource":"*"})", "narrows",
          "more that is not meant"},
      Row{R"({"Effect":"Allow","Action":"s3:*","NotResource":"arn:aws:s3:::b/*"})",
          R"({"Effect":"Allow","Action":"s3:*","NotResource":["arn:aws:s3:::b/a*"]})", "widens",
          "less that is not meant"},
      Row{allow(R"("s3:NewThing")", R"("*")"), allow(R"("s3:OtherThing")", R"("*")"), "widens",
          "an action that the catalogue does not know is compared all the same"});
  CAPTURE(row.before, row.after, row.because);
  CHECK(verdict(row.before, row.after) == row.verdict);
}

TEST_CASE("an action that only the role names, and the catalogue does not know, is asked for") {
  const std::vector<PolicyDocument> role{policy(allow(R"("s3:BrandNew")", R"("*")"))};
  const auto changes = policy_difference(policy(allow(R"("s3:Get*")", R"("arn:aws:s3:::b/*")")),
                                         policy(allow(R"("s3:*")", R"("arn:aws:s3:::b/*")")),
                                         built_in_catalogue(), &role);
  CHECK(text(verdict_of(changes)) == "widens");
}

TEST_CASE("an action that may be evaluated on no resource is asked of *") {
  const std::string narrow = allow(R"("s3:ListAllMyBuckets")", R"("arn:aws:s3:::*")");
  const std::string wide = allow(R"("s3:ListAllMyBuckets")", R"("*")");
  const auto found = newly_allowed(policy(narrow), policy(wide), built_in_catalogue());
  REQUIRE(found.size() == 1);
  CHECK(found.front().example == "*");
  CHECK(found.front().certain);
}

}  // namespace scopedown::testing
