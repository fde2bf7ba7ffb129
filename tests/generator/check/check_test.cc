// Goal: every message of `check` stands at the text it is about.
// Method: a row a message: a policy, the rule, the very text that is underlined, and words of the
// message; and that a good policy has none. A rule without a row fails.

#include <set>
#include <string>
#include <vector>

#include <catch2/catch.hpp>

#include "data/load.h"
#include "generator/check/association_checks.h"
#include "generator/check/lints.h"

namespace scopedown::testing {
namespace {

struct Row {
  std::string rule;
  std::string policy;
  std::string offending;  // what is underlined
  std::string words;      // of the message
  Severity severity = Severity::Error;
};

// A policy of one statement.
std::string allow(const std::string& rest) {
  return R"({"Version":"2012-10-17","Statement":[{"Effect":"Allow",)" + rest + "}]}";
}

std::string conditioned(const std::string& condition) {
  return allow(R"("Action":"s3:GetObject","Resource":"arn:aws:s3:::b/*","Condition":)" + condition);
}

const Role& reading_role() {
  static const Role role(
      {Policy::parse(allow(R"("Action":"s3:Get*","Resource":"arn:aws:s3:::b/*")"))});
  return role;
}

std::vector<Finding> findings_of(const std::string& text) {
  AssociationChecks checks = check_for_association(text);
  std::vector<Finding> findings = checks.findings;
  if (checks.document)
    for (const Finding& finding :
         lint_session_policy(*checks.document, built_in_catalogue(), &reading_role()))
      findings.push_back(finding);
  return findings;
}

// So many words, each new, that no compression helps.
std::string many_words(std::size_t count, std::size_t characters) {
  std::string text;
  std::uint64_t state = 1;
  for (std::size_t index = 0; index < count; ++index) {
    std::string word;
    while (word.size() < characters) {
      state = state * 6364136223846793005U + 1442695040888963407U;
      word += static_cast<char>('a' + (state >> 33U) % 26);
    }
    text += (text.empty() ? "\"arn:aws:s3:::" : ",\"arn:aws:s3:::") + word + "/*\"";
  }
  return allow(R"("Action":"s3:GetObject","Resource":[)" + text + "]");
}

std::vector<Row> rows() {
  const std::string good = R"("Action":"s3:GetObject","Resource":"arn:aws:s3:::b/*")";
  using enum Severity;
  return {
      {"json", allow(good + ","), "}", "a name in quotes was expected"},
      {"json", R"({"Statement":)", "", "the text ends too soon"},
      {"json", R"({"Statement":[],"Statement":[]})", R"("Statement")", "stands twice"},
      {"json", R"({"Statement": 'x'})", "'", "a value was expected"},
      {"characters",
       allow(R"("Action":"s3:GetObject","Resource":"arn:aws:s3:::b/)"
             "\u65e5"
             R"(")"),
       "\u65e5", "U+0020 to U+00FF"},
      {"too_long", allow(good) + std::string(2'100 - allow(good).size(), ' '), std::string(52, ' '),
       "2100 characters, white space and all, of at most 2048"},
      {"packed_size", many_words(26, 40), many_words(26, 40), "STS refuses more than 100 %"},
      {"packed_size", many_words(14, 39), many_words(14, 39), "it may be more than the 100 %",
       Warning},
      {"grammar", R"({"Statement":[]})", "[]", "is an empty list"},
      {"grammar", R"(["x"])", R"(["x"])", "a policy is a JSON object"},
      {"grammar", R"({"Version":"2012-10-17"})", "{", "has no Statement"},
      {"grammar", R"({"Version":"2012","Statement":[]})", R"("2012")",
       "must be 2012-10-17 or 2008-10-17"},
      {"grammar", R"({"Id":"x","Statement":[]})", R"("Id")", "`Id` has no place"},
      {"grammar", allow(R"("Principal":"*",)" + good), R"("Principal")", "has no place"},
      {"grammar", allow(R"("Resources":"*",)" + good), R"("Resources")", "unknown key `Resources`"},
      {"grammar", R"({"Statement":{"Effect":"allow","Action":"*","Resource":"*"}})", R"("allow")",
       "must be Allow or Deny"},
      {"grammar", R"({"Statement":{"Action":"*","Resource":"*"}})", "{", "has no Effect"},
      {"grammar", allow(R"("Sid":"a b",)" + good), R"("a b")", "more than letters and digits"},
      {"grammar", allow(R"("NotAction":"s3:*",)" + good), R"("NotAction")",
       "exactly one of Action and NotAction"},
      {"grammar", allow(R"("Action":"s3:*")"), "{", "exactly one of Resource and NotResource"},
      {"grammar", allow(R"("Action":["s3"],"Resource":"*")"), R"("s3")", "`s3` is no action"},
      {"grammar", allow(R"("Action":"s3:*","Resource":"arn:aws:s3")"), R"("arn:aws:s3")",
       "an ARN of six parts"},
      {"grammar", allow(R"("Action":"s3:*","Resource":"arn:aws:s*:::b")"), R"("arn:aws:s*:::b")",
       "a wildcard in the service"},
      {"grammar", allow(R"("Action":"sqs:*","Resource":"arn:aws:sqs:$x:1:q")"),
       R"("arn:aws:sqs:$x:1:q")", "a `$` before the resource part"},
      {"grammar", allow(R"("Action":"s3:*","Resource":7)"), "7", "must be a string"},
      {"grammar", allow(R"("Action":"s3:*","Resource":"arn:aws:s3:::\u4e00")"),
       R"("arn:aws:s3:::\u4e00")", "outside U+0020 to U+00FF"},
      {"grammar", conditioned(R"({"StringMatches":{"s3:prefix":"x"}})"), R"("StringMatches")",
       "`StringMatches` is no condition operator"},
      {"grammar", conditioned("{}"), "{}", "is empty"},
      {"unknown_service", allow(R"("Action":"s33:GetObject","Resource":"*")"), R"("s33:GetObject")",
       "no service has the prefix `s33`; nearest: "},
      {"unknown_action", allow(R"("Action":["s3:GetObjcet"],"Resource":"arn:aws:s3:::b/*")"),
       R"("s3:GetObjcet")", "nearest: GetObject"},
      {"unknown_action", allow(R"("Action":"s3:Fetch*","Resource":"*")"), R"("s3:Fetch*")",
       "reaches no action"},
      {"unknown_condition_key", conditioned(R"({"StringLike":{"aws:SourceIpp":"x"}})"),
       R"("aws:SourceIpp")", "nearest: aws:SourceIp", Warning},
      {"unknown_condition_key", conditioned(R"({"StringLike":{"s33:prefix":"x"}})"),
       R"("s33:prefix")", "no service has the prefix `s33`"},
      {"unknown_condition_key", conditioned(R"({"StringLike":{"prefix":"x"}})"), R"("prefix")",
       "is no condition key"},
      {"action_needs_everything",
       allow(R"("Action":["s3:GetObject","s3:ListAllMyBuckets"],"Resource":"arn:aws:s3:::b/*")"),
       R"("s3:ListAllMyBuckets")", "takes no resource but `*`", Warning},
      {"action_without_resource",
       allow(R"("Action":["s3:GetObject","s3:ListBucket"],"Resource":"arn:aws:s3:::b/*")"),
       R"("s3:ListBucket")", "`s3:ListBucket` is ever on", Warning},
      {"resource_without_action",
       allow(R"("Action":"s3:GetObject","Resource":["arn:aws:s3:::b/*","arn:aws:s3:::b"])"),
       R"("arn:aws:s3:::b")", "no action of the statement is ever on", Warning},
      {"wildcard_without_like",
       conditioned(R"({"StringEquals":{"s3:ExistingObjectTag/a":["x","y*"]}})"), R"("y*")",
       "write StringLike", Warning},
      {"variable_without_version",
       R"({"Statement":{"Effect":"Allow","Action":"s3:GetObject","Resource":"arn:aws:s3:::b/${aws:username}"}})",
       R"("arn:aws:s3:::b/${aws:username}")", "is plain text and no variable"},
      {"variable_not_read", conditioned(R"({"NumericEquals":{"s3:max-keys":"${aws:username}"}})"),
       R"("${aws:username}")", "takes no variables"},
      {"tags_are_off",
       allow(
           R"("Action":"s3:GetObject","Resource":"arn:aws:s3:::b/${aws:PrincipalTag/kubernetes-namespace}/*")"),
       R"("arn:aws:s3:::b/${aws:PrincipalTag/kubernetes-namespace}/*")", "turned off", Warning},
      {"tags_are_off",
       conditioned(R"({"StringEquals":{"aws:PrincipalTag/eks-cluster-name":"prod"}})"),
       R"("aws:PrincipalTag/eks-cluster-name")", "turned off", Warning},
      {"redundant_action",
       allow(R"("Action":["s3:Get*","s3:GetObject"],"Resource":"arn:aws:s3:::b/*")"),
       R"("s3:GetObject")", "`s3:Get*` covers it", Suggestion},
      {"redundant_resource",
       allow(R"("Action":"s3:GetObject","Resource":["arn:aws:s3:::b/*","arn:aws:s3:::b/a"])"),
       R"("arn:aws:s3:::b/a")", "covers it", Suggestion},
      {"redundant_statement",
       R"({"Version":"2012-10-17","Statement":[{"Effect":"Allow",)" + good +
           R"(},{"Effect":"Allow","Action":"S3:getobject","Resource":"arn:aws:s3:::b/a"}]})",
       R"({"Effect":"Allow","Action":"S3:getobject","Resource":"arn:aws:s3:::b/a"})",
       "Statement[0] says all of it", Suggestion},
      {"pass_role_on_everything",
       allow(R"("Action":"iam:PassRole","Resource":"arn:aws:iam::*:role/*")"),
       R"("arn:aws:iam::*:role/*")", "name the roles", SecurityWarning},
      {"escape", allow(R"("Action":"s3:PutBucketPolicy","Resource":"arn:aws:s3:::b")"),
       R"("s3:PutBucketPolicy")", "can undo the confinement", SecurityWarning},
      {"outside_role",
       allow(R"("Action":["s3:GetObject","s3:PutObject"],"Resource":"arn:aws:s3:::b/*")"),
       R"("s3:PutObject")", "the role's policies do not grant s3:PutObject", Warning},
  };
}

}  // namespace

TEST_CASE("every message of check stands at the text it is about") {
  for (const Row& row : rows()) {
    CAPTURE(row.rule, row.policy, row.words);
    bool found = false;
    std::string others;
    for (const Finding& finding : findings_of(row.policy)) {
      const std::string under =
          row.policy.substr(finding.span.begin, finding.span.end - finding.span.begin);
      others += std::string(finding.rule) + " at " + under + ": " + finding.message + "\n";
      found = found || (finding.rule == row.rule && under == row.offending &&
                        finding.severity == row.severity &&
                        finding.message.find(row.words) != std::string::npos);
    }
    CAPTURE(others);
    CHECK(found);
  }
}

TEST_CASE("every rule of check has a row") {
  std::set<std::string> tried{"passes_by_session"};
  for (const Row& row : rows())
    tried.insert(row.rule);
  for (const char* rule : {"json",
                           "characters",
                           "too_long",
                           "grammar",
                           "packed_size",
                           "unknown_service",
                           "unknown_action",
                           "unknown_condition_key",
                           "action_needs_everything",
                           "action_without_resource",
                           "resource_without_action",
                           "wildcard_without_like",
                           "variable_without_version",
                           "variable_not_read",
                           "tags_are_off",
                           "redundant_action",
                           "redundant_resource",
                           "redundant_statement",
                           "pass_role_on_everything",
                           "escape",
                           "outside_role"}) {
    CAPTURE(rule);
    CHECK(tried.contains(rule));
  }
}

TEST_CASE("a good policy is not found fault with") {
  for (
      const std::string& policy :
      {allow(R"("Action":"s3:GetObject","Resource":"arn:aws:s3:::b/*")"),
       allow(
           R"("Action":["s3:Get*"],"Resource":"arn:aws:s3:::b/a","Condition":{"StringLike":{"aws:userid":"*"}})"),
       conditioned(
           R"({"StringEquals":{"aws:PrincipalTag/team":"${*}"},"Bool":{"aws:SecureTransport":true}})")}) {
    CAPTURE(policy);
    const auto findings = findings_of(policy);
    CAPTURE(findings.empty() ? "" : findings.front().message);
    CHECK(findings.empty());
  }
}

TEST_CASE("a resource-based policy that passes by the session policy is said to") {
  const auto findings = [](const std::string& effect, const std::string& principal) {
    return lint_resource_policy(PolicyDocument::parse(R"({"Statement":[{"Effect":")" + effect +
                                                          R"(","Principal":)" + principal +
                                                          R"(,"Action":"s3:*","Resource":"*"}]})",
                                                      PolicyGrammar::ResourceBased));
  };
  CHECK(findings("Allow", R"("*")").at(0).rule == "passes_by_session");
  CHECK(findings("Allow", R"({"AWS":"arn:aws:sts::111122223333:assumed-role/r/s"})")
            .at(0)
            .message.find("assumed-role/r/s") != std::string::npos);
  CHECK(findings("Deny", R"("*")").empty());
  CHECK(findings("Allow", R"({"AWS":"arn:aws:iam::111122223333:role/r"})").empty());
}

}  // namespace scopedown::testing
