// Goal: each format says what it has to say and no more, byte for byte as somebody has read it.
// Method: golden files of one hostile output; the JSON formats read back over random ones. What other
// languages' parsers read is asked in tests/formats.

#include "generator/emit/format.h"

#include <set>
#include <string>

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "generator/emit/delivery.h"
#include "generator/error.h"
#include "model/policy.h"
#include "tests/support/golden.h"
#include "tests/support/hostile_output.h"

namespace scopedown::testing {
namespace {

using Json = nlohmann::json;

PodIdentityAssociation association_of(const std::string& service_account) {
  return {.cluster_arn = "arn:aws:eks:eu-west-1:111122223333:cluster/prod",
          .cluster = "prod",
          .cluster_label = "prod",
          .region = "eu-west-1",
          .name_space = "payments",
          .service_account = service_account,
          .terms = {.role_arn = "arn:aws:iam::111122223333:role/tenants",
                    .target_role_arn = "arn:aws:iam::444455556666:role/target",
                    .tags = {{"team", "blue"}, {"${a}", "%{b} 'c' \"d\" {{ e }} #"}}}};
}

// A name of every character that means something to one of the formats.
PolicyOutput hostile_output() {
  Policy policy;
  Statement statement;
  statement.actions = {*ActionPattern::parse("s3:GetObject")};
  statement.resources = {
      ArnPattern::exactly("arn:aws:s3:::b/${x}*?$%{y}%%{z}$${w} 'q' \"r\" \\ {{ .Values }} # - !t "
                          "&u \u00e9\u00a0\u00ff")};
  policy.statements = {statement};
  return {.policy = policy.text(),
          .notes = {"scopedown 0.1.0: the session policy of prod/payments/\u2028api",
                    "usage 0123456789abcdef"},
          .associations = {association_of("api")}};
}

const Format& format(std::string_view name) {
  return format_named(name);
}

// By the definition: U+007F, or a two-byte character from U+0080 to U+009F.
bool holds_control_character(const std::string& text) {
  if (text.find('\x7f') != std::string::npos) return true;
  for (int second = 0x80; second < 0xA0; ++second)
    if (text.find(std::string("\xc2") + static_cast<char>(second)) != std::string::npos)
      return true;
  return false;
}

std::string error_of(const auto& action) {
  try {
    action();
  } catch (const Error& error) {
    return error.what();
  }
  return "";
}

}  // namespace

TEST_CASE("each format writes what was read and found right") {
  const PolicyOutput output = hostile_output();
  for (const Format& each : formats()) {
    if (each.name == "policy") continue;
    check_golden("formats/" + std::string(each.name) + std::string(each.extension),
                 each.emit(output));
  }
}

TEST_CASE("the first format is the policy, to the byte") {
  CHECK(formats().front().name == "policy");
  for_all(any_output, [](const PolicyOutput& output) {
    REQUIRE(formats().front().emit(output) == output.policy);
  });
}

TEST_CASE("no two formats share a name, and no two a file unless they write the same") {
  std::set<std::string_view> names;
  for (const Format& each : formats()) {
    CHECK(names.insert(each.name).second);
    CHECK(each.emit != nullptr);
    for (const Format& other : formats())
      if (each.extension == other.extension) CHECK(each.emit == other.emit);
  }
}

TEST_CASE("every format but the policy is ASCII and ends its last line") {
  for_all(
      any_output,
      [](PolicyOutput output) {
        output.associations.resize(1);
        for (const Format& each : formats().subspan(1)) {
          CAPTURE(each.name);
          if (each.extension == ".ack.yaml" && holds_control_character(output.policy)) continue;
          const std::string text = each.emit(output);
          REQUIRE(text.ends_with('\n'));
          REQUIRE(text.find_first_not_of(
                      "\n ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
                      "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~") == std::string::npos);
        }
      },
      300);
}

TEST_CASE("JSON formats hold the policy's bytes, and session tags off") {
  for_all(any_output, [](PolicyOutput output) {
    output.associations.resize(1);
    const PodIdentityAssociation& association = output.associations.front();
    const Json create = Json::parse(format("cli-create").emit(output));
    REQUIRE(create.at("policy") == output.policy);
    REQUIRE(create.at("disableSessionTags") == true);
    REQUIRE(create.at("clusterName") == association.cluster);
    REQUIRE(create.at("namespace") == association.name_space);
    REQUIRE(create.at("serviceAccount") == association.service_account);
    REQUIRE(create.contains("targetRoleArn") == !association.terms.target_role_arn.empty());
    const Json update = Json::parse(format("cli-update").emit(output));
    REQUIRE(update.at("policy") == output.policy);
    REQUIRE(update.at("associationId") == "ASSOCIATION-ID");
    REQUIRE_FALSE(update.contains("tags"));
    const Json cdk = Json::parse(format("cdk").emit(output));
    REQUIRE(cdk.size() == 1);
    REQUIRE(cdk.front().at("policy") == output.policy);
    const Json resources = Json::parse(format("cloudformation-json").emit(output)).at("Resources");
    REQUIRE(resources.size() == 1);
    REQUIRE(resources.front().at("Properties").at("Policy") == output.policy);
    REQUIRE(resources.front().at("Properties").at("DisableSessionTags") == true);
  });
}

TEST_CASE("an update need not name the role") {
  PolicyOutput output = hostile_output();
  output.associations.front().terms = {};
  CHECK_FALSE(Json::parse(format("cli-update").emit(output)).contains("roleArn"));
}

TEST_CASE("the AWS CLI is given one association at a time") {
  PolicyOutput output = hostile_output();
  output.associations.push_back(association_of("worker"));
  for (const char* name : {"cli-create", "cli-update"}) {
    const std::string said = error_of([&] { (void)format(name).emit(output); });
    CHECK(said.find("prod/payments") != std::string::npos);
    CHECK(said.find("--per namespace") != std::string::npos);
  }
}

TEST_CASE("a name that CloudFormation would resolve is refused where CloudFormation reads it") {
  struct Row {
    const char* name;
    bool refused;
    const char* because;
  };

  const auto row = GENERATE(
      Row{"{{resolve:secretsmanager:prod}}", true, "a secret would stand in the policy"},
      Row{"a{{{resolve:ssm:x}}", true, "wherever it stands"},
      Row{"{{ Resolve:ssm:x", true, "to be sure, in any letters and with blanks"},
      Row{"{{name}}.html", false, "a template of the tenant's own"},
      Row{"{{resolv:", false, "not the word"}, Row{"resolve:{{", false, "the other way round"});
  CAPTURE(row.name, row.because);
  PolicyOutput output = hostile_output();
  output.policy = "{\"Resource\":\"arn:aws:s3:::b/" + std::string(row.name) + "\"}";
  for (const Format& each : formats()) {
    CAPTURE(each.name);
    const std::string said = error_of([&] { (void)each.emit(output); });
    const bool reads =
        each.name.starts_with("cloudformation") || each.name == "cdk" || each.name == "crossplane";
    CHECK(said.empty() == !(row.refused && reads));
  }
  output.policy = "{}";
  output.associations.front().terms.tags = {{"note", row.name}};
  CHECK(error_of([&] { (void)format("cloudformation").emit(output); }).empty() == !row.refused);
}

TEST_CASE("a control character, which Kustomize cannot read, is refused for it alone") {
  struct Row {
    const char* name;
    bool refused;
  };

  const auto row = GENERATE(Row{"\x7f", true}, Row{"\u0080", true}, Row{"a\u0085", true},
                            Row{"\u009f", true}, Row{"\u00a0", false}, Row{"\u00c2\u00bf", false},
                            Row{"\u00ff", false}, Row{"~", false});
  CAPTURE(row.name);
  CHECK(holds_control_character(row.name) == row.refused);
  PolicyOutput output = hostile_output();
  output.policy = "{\"Resource\":\"arn:aws:s3:::b/" + std::string(row.name) + "\"}";
  for (const Format& each : formats()) {
    CAPTURE(each.name);
    const std::string said = error_of([&] { (void)each.emit(output); });
    CHECK(said.empty() == !(row.refused && each.extension == ".ack.yaml"));
  }
}

TEST_CASE("a format that does not exist, and one that cannot carry a policy, are named") {
  const std::string said = error_of([] { (void)format_named("pulumi"); });
  CHECK(said.find("--format pulumi") != std::string::npos);
  CHECK(said.find("terraform") != std::string::npos);
  CHECK(error_of([] { (void)format_named("crossplane-native"); }).find("no field for a policy") !=
        std::string::npos);
}

TEST_CASE("what EKS does not take in an association is an error that says what to write") {
  struct Row {
    const char* format;
    AssociationTerms terms;
    const char* says;
  };

  const std::string role = "arn:aws:iam::111122223333:role/tenants";
  const auto row =
      GENERATE_COPY(Row{"ack", {}, "--role-arn"}, Row{"ack", {"tenants", "", {}}, "no role"},
                    Row{"ack", {"arn:aws:iam::111122223333:user/a", "", {}}, "no role"},
                    Row{"ack", {"arn:aws:iam::111122223333:role/", "", {}}, "no role"},
                    Row{"ack", {role, "target", {}}, "--target-role-arn target"},
                    Row{"ack", {role, "", {{"aws:a", "b"}}}, "AWS's own"},
                    Row{"ack", {role, "", {{"", "b"}}}, "1 to 128"},
                    Row{"ack", {role, "", {{std::string(129, 'k'), "b"}}}, "1 to 128"},
                    Row{"ack", {role, "", {{"k", std::string(257, 'v')}}}, "256"},
                    Row{"cli-update", {role, "", {{"k", "v"}}}, "tag-resource"},
                    Row{"policy", {role, "", {{"k", "v"}}}, "no tags"},
                    Row{"policy", {role, role, {}}, ""}, Row{"policy", {}, ""},
                    Row{"cli-update", {}, ""},
                    Row{"ack", {role, role, {{std::string(128, 'k'), std::string(256, 'v')}}}, ""});
  CAPTURE(row.format, row.says);
  const std::string said = error_of([&] {
    check_delivery({&format_named(row.format), row.terms});
  });
  CAPTURE(said);
  CHECK(said.empty() == std::string(row.says).empty());
  CHECK(said.find(row.says) != std::string::npos);
}

}  // namespace scopedown::testing
