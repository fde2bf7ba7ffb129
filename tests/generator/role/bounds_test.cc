// Goal: whoever has the delegation makes bounded roles and no others; a bounded role does no more than
// the boundary; guardrails deny what they are for, and nothing that was observed.
// Method: each policy is asked of the definition of authorisation, one thing changed at a time.

#include <map>
#include <string>
#include <vector>

#include <catch2/catch.hpp>

#include "data/load.h"
#include "generator/role/boundary.h"
#include "generator/role/guardrails.h"
#include "model/authorisation.h"

namespace scopedown::testing {
namespace {

const std::string administrator = "arn:aws:iam::111122223333:role/team-admin";
const std::string boundary = "arn:aws:iam::111122223333:policy/tenants-boundary";

using Context = std::map<std::string, std::vector<std::string>>;

PolicyDocument read(const Policy& policy) {
  return PolicyDocument::parse(policy.text(), PolicyGrammar::Identity);
}

bool delegated(const std::string& action, const std::string& resource, const Context& context) {
  static const PolicyDocument policy = read(delegation_policy(
      {.partition = "aws", .account = "111122223333", .path = "/tenants/", .boundary = boundary}));
  PolicyLayers layers;
  layers.identity = {&policy};
  return authorise(layers, {.principal = administrator,
                            .action = *Action::parse(action),
                            .resource = resource,
                            .context = context})
      .allowed();
}

// In the account, with full access, under the guardrails.
bool allowed_under(const Guardrails& guardrails, const std::string& action,
                   const std::string& resource, const std::string& region, Context context = {}) {
  static const PolicyDocument everything = PolicyDocument::parse(
      R"({"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"*","Resource":"*"}})",
      PolicyGrammar::Identity);
  const PolicyDocument scp = read(guardrails.policy);
  PolicyLayers layers;
  layers.identity = {&everything};
  layers.scp = {{&everything, &scp}};
  context["aws:RequestedRegion"] = {region};
  return authorise(layers, {.principal = administrator,
                            .action = *Action::parse(action),
                            .resource = resource,
                            .context = context})
      .allowed();
}

ObservedCall call(const std::string& action, const std::string& region) {
  return {*Action::parse(action), region, "*"};
}

}  // namespace

TEST_CASE("a delegated administrator makes roles under the path, with the boundary") {
  const std::string mine = "arn:aws:iam::111122223333:role/tenants/acme";
  const std::string other = "arn:aws:iam::111122223333:role/platform";
  const Context bounded{{"iam:PermissionsBoundary", {boundary}}};
  const Context wrongly{{"iam:PermissionsBoundary", {boundary + "-2"}}};
  for (const char* action : {"iam:CreateRole", "iam:PutRolePolicy", "iam:AttachRolePolicy",
                             "iam:PutRolePermissionsBoundary"}) {
    CAPTURE(action);
    CHECK(delegated(action, mine, bounded));
    CHECK_FALSE(delegated(action, mine, {}));
    CHECK_FALSE(delegated(action, mine, wrongly));
    CHECK_FALSE(delegated(action, other, bounded));
  }
  CHECK_FALSE(delegated("iam:DeleteRolePermissionsBoundary", mine, bounded));
  CHECK_FALSE(delegated("iam:CreatePolicyVersion", boundary, {}));
  CHECK_FALSE(delegated("iam:CreateUser", "arn:aws:iam::111122223333:user/a", bounded));
  CHECK(delegated("iam:PassRole", mine, {{"iam:PassedToService", {"pods.eks.amazonaws.com"}}}));
  CHECK_FALSE(delegated("iam:PassRole", mine, {{"iam:PassedToService", {"ec2.amazonaws.com"}}}));
  CHECK_FALSE(
      delegated("iam:PassRole", other, {{"iam:PassedToService", {"pods.eks.amazonaws.com"}}}));
}

TEST_CASE("a bounded role does what tenants need, and nothing else whatever it is granted") {
  const Access send{*Action::parse("sqs:SendMessage"),
                    ArnPattern::exactly("arn:aws:sqs:eu-west-1:111122223333:orders")};
  World world;
  world.settle(built_in_catalogue());
  const Boundary made = boundary_of(PermissionSearch({send}, world, built_in_catalogue()), {send});
  CHECK(made.bounds_by == "resources");
  const PolicyDocument limit = read(made.policy);
  const PolicyDocument everything = PolicyDocument::parse(
      R"({"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"*","Resource":"*"}})",
      PolicyGrammar::Identity);
  PolicyLayers layers;
  layers.identity = {&everything};
  layers.boundary = {&limit};
  const auto may = [&](const std::string& action, const std::string& resource) {
    return authorise(layers, {.principal = "arn:aws:sts::111122223333:assumed-role/acme/1",
                              .action = *Action::parse(action),
                              .resource = resource,
                              .context = {}})
        .allowed();
  };
  CHECK(may("sqs:SendMessage", "arn:aws:sqs:eu-west-1:111122223333:orders"));
  CHECK_FALSE(may("sqs:SendMessage", "arn:aws:sqs:eu-west-1:111122223333:orders-2"));
  CHECK_FALSE(may("sqs:DeleteMessage", "arn:aws:sqs:eu-west-1:111122223333:orders"));
  CHECK_FALSE(may("iam:DeleteRolePermissionsBoundary", "arn:aws:iam::111122223333:role/acme"));
}

TEST_CASE("a boundary that has no room for resources names actions, then services, and says so") {
  std::set<Access> needs;
  std::size_t count = 0;
  for (const CatalogueAction& action : built_in_catalogue().actions()) {
    if (count++ % 97 == 0) needs.insert({action.action, ArnPattern()});
  }
  World world;
  world.settle(built_in_catalogue());
  const std::set<Access> few(needs.begin(), std::next(needs.begin(), 150));
  CHECK(boundary_of(PermissionSearch(few, world, built_in_catalogue()), few).bounds_by ==
        "resources");
  count = 0;
  needs.clear();
  for (const CatalogueAction& action : built_in_catalogue().actions_of("ec2"))
    needs.insert({action.action, ArnPattern()});
  CHECK(boundary_of(PermissionSearch(needs, world, built_in_catalogue()), needs).bounds_by ==
        "services");
}

TEST_CASE("guardrails deny what they are for") {
  const Guardrails made = guardrails_for({call("sqs:SendMessage", "eu-west-1")}, {"eu-central-1"});
  CHECK(made.left_out.empty());
  CHECK(made.regions == std::set<std::string>{"eu-central-1", "eu-west-1"});
  CHECK(
      allowed_under(made, "sqs:SendMessage", "arn:aws:sqs:eu-west-1:111122223333:a", "eu-west-1"));
  CHECK(allowed_under(made, "sqs:SendMessage", "arn:aws:sqs:eu-central-1:111122223333:a",
                      "eu-central-1"));
  CHECK_FALSE(
      allowed_under(made, "sqs:SendMessage", "arn:aws:sqs:us-east-1:111122223333:a", "us-east-1"));
  for (const char* global : {"iam:ListRoles", "sts:AssumeRole", "route53:ListHostedZones",
                             "cloudfront:ListDistributions", "s3:ListAllMyBuckets"})
    CHECK(allowed_under(made, global, "*", "us-east-1"));
  CHECK_FALSE(allowed_under(made, "organizations:LeaveOrganization", "*", "us-east-1"));
  CHECK(allowed_under(made, "organizations:DescribeOrganization", "*", "us-east-1"));

  const std::string instance = "arn:aws:ec2:eu-west-1:111122223333:instance/*";
  CHECK_FALSE(allowed_under(made, "ec2:RunInstances", instance, "eu-west-1"));
  CHECK_FALSE(allowed_under(made, "ec2:RunInstances", instance, "eu-west-1",
                            {{"ec2:MetadataHttpTokens", {"optional"}}}));
  CHECK(allowed_under(made, "ec2:RunInstances", instance, "eu-west-1",
                      {{"ec2:MetadataHttpTokens", {"required"}}}));
}

TEST_CASE("a guardrail that would cut off what was observed is left out, with the reason") {
  const std::set<ObservedCall> runs{call("ec2:RunInstances", "eu-west-1")};
  const Guardrails without_imds = guardrails_for(runs, {});
  REQUIRE(without_imds.left_out.size() == 1);
  CHECK(without_imds.left_out[0].guardrail == "Imdsv2");
  CHECK(without_imds.left_out[0].why.find("ec2:RunInstances") != std::string::npos);

  // Where it was called is not known: no region can be ruled out.
  const Guardrails without_regions = guardrails_for({call("s3:ListBucket", "")}, {"eu-west-1"});
  REQUIRE(without_regions.left_out.size() == 1);
  CHECK(without_regions.left_out[0].guardrail == "Regions");

  const Guardrails leaves =
      guardrails_for({call("organizations:LeaveOrganization", "us-east-1")}, {});
  CHECK(leaves.left_out.size() == 2);  // and no region was seen in use
  CHECK(leaves.policy.statements.size() == 1);
}

TEST_CASE("more regions than an SCP holds are not guarded, and said so") {
  std::set<std::string> regions;
  for (int number = 100; number < 500; ++number)
    regions.insert("region-" + std::to_string(number));
  const Guardrails made = guardrails_for({}, regions);
  CHECK(made.policy.characters() <= scp_characters_max);
  CHECK(made.policy.statements.size() == 2);
  REQUIRE(made.left_out.size() == 1);
  CHECK(made.left_out[0].guardrail == "Regions");
}

TEST_CASE("whatever was observed is allowed under the guardrails") {
  std::set<ObservedCall> observed;
  std::size_t number = 0;
  const std::vector<std::string> regions{"eu-west-1", "us-east-1", "ap-south-1", ""};
  for (const CatalogueAction& action : built_in_catalogue().actions()) {
    ++number;
    if (number % 53 == 0) observed.insert({action.action, regions[number % 4], "*"});
  }
  const Guardrails made = guardrails_for(observed, {});
  for (const ObservedCall& one : observed) {
    CAPTURE(one.action.text(), one.region);
    CHECK(
        allowed_under(made, one.action.text(), "*", one.region.empty() ? "sa-east-1" : one.region));
  }
}

}  // namespace scopedown::testing
