// Goal: a known tenant's accesses become a new one's: names replaced as whole words, what no name
// tells left open, what only some of several have left out, and both ways of isolation asked.

#include "generator/onboard/onboarding.h"

#include <string>
#include <vector>

#include <catch2/catch.hpp>

#include "data/load.h"
#include "generator/error.h"
#include "tests/support/print.h"

namespace scopedown::testing {
namespace {

ArnPattern arn(const std::string& text) {
  return *ArnPattern::parse(text);
}

std::string renamed(const Renaming& renaming, const std::string& text) {
  const auto made = renaming.renamed(arn(text));
  return made ? made->text() : "as it was";
}

LikeTenant like(const std::string& name, const std::vector<std::string>& resources) {
  LikeTenant tenant{name, {}};
  for (const std::string& resource : resources)
    tenant.accesses["api"][{{"s3", "GetObject"}, arn(resource)}] = {};
  return tenant;
}

std::vector<std::string> resources_of(const OnboardingTemplate& made) {
  std::vector<std::string> resources;
  for (const auto& item : made.accesses)
    for (const auto& access : item.second)
      resources.push_back(access.first.resource.text());
  return resources;
}

struct Row {
  const char* text;
  const char* renamed;
  const char* because;
};

}  // namespace

TEST_CASE("a tenant's name is replaced where it is a whole word of a resource") {
  const Renaming renaming({{"pay", "billing"}},
                          {{"eu-west-1", "us-east-1"}, {"PayTable", "Bills"}});
  const auto row = GENERATE(
      Row{"arn:aws:s3:::pay/*", "arn:aws:s3:::billing/*", "a segment"},
      Row{"arn:aws:s3:::shop-pay.data/pay_pay/*",
          "arn:aws:s3:::shop-billing.data/billing_billing/*",
          "words between what is no letter or digit"},
      Row{"arn:aws:s3:::payments/*", "as it was", "the beginning of a longer word"},
      Row{"arn:aws:s3:::shoppay2/*", "as it was", "inside a word"},
      Row{"arn:aws:pay:eu-central-1:1:queue", "as it was", "a service is not a tenant"},
      Row{"arn:aws:sqs:eu-west-1:1:work", "arn:aws:sqs:us-east-1:1:work", "a region, as was said"},
      Row{"arn:aws:dynamodb:eu-west-1:1:table/PayTable", "arn:aws:dynamodb:us-east-1:1:table/Bills",
          "a name, as was said"},
      Row{"arn:aws:s3:::p\u00e9pay/*", "as it was", "a letter beyond ASCII is a letter"},
      Row{"*", "as it was", "everything has no name"});
  CAPTURE(row.text, row.because);
  CHECK(renamed(renaming, row.text) == row.renamed);
}

TEST_CASE("names are replaced at once, the longest first") {
  const Renaming renaming({{"a", "b"}, {"b", "c"}, {"a-b", "z"}}, {});
  CHECK(renamed(renaming, "arn:aws:s3:::a/b/a-b") == "arn:aws:s3:::b/c/z");
}

TEST_CASE("what was said goes before the tenant's name") {
  const Renaming renaming({{"pay", "billing"}}, {{"pay", "bills"}});
  CHECK(renamed(renaming, "arn:aws:s3:::pay/x") == "arn:aws:s3:::bills/x");
  CHECK(renaming.renamed_name("pay-api") == "bills-api");
}

TEST_CASE("what no name tells is open until somebody decides") {
  const std::vector<LikeTenant> likes{
      like("pay", {"arn:aws:s3:::pay/*", "arn:aws:s3:::config/a", "arn:aws:s3:::old/*"})};
  const OnboardingTemplate open = template_of(likes, "billing", {});
  CHECK(resources_of(open) == std::vector<std::string>{"arn:aws:s3:::billing/*"});
  REQUIRE(open.open.size() == 2);
  CHECK(open.open.begin()->first.text() == "arn:aws:s3:::config/a");

  const OnboardingTemplate decided = template_of(
      likes, "billing", {{}, {arn("arn:aws:s3:::config/*")}, {arn("arn:aws:s3:::old/*")}});
  CHECK(decided.open.empty());
  CHECK(resources_of(decided) ==
        std::vector<std::string>{"arn:aws:s3:::billing/*", "arn:aws:s3:::config/a"});
  CHECK(decided.kept.size() == 1);
  CHECK(decided.dropped.size() == 1);
}

TEST_CASE("what AWS draws at the end of a name is left open") {
  const auto row = GENERATE(
      Row{"arn:aws:secretsmanager:eu-west-1:1:secret:pay/db-Qd7XaB",
          "arn:aws:secretsmanager:eu-west-1:1:secret:billing/db-??????", "a secret's suffix"},
      Row{"arn:aws:secretsmanager:eu-west-1:1:secret:pay-database",
          "arn:aws:secretsmanager:eu-west-1:1:secret:billing-database", "a word is none"},
      Row{"arn:aws:elasticloadbalancing:eu-west-1:1:targetgroup/pay/73e2d6bc24d8a067",
          "arn:aws:elasticloadbalancing:eu-west-1:1:targetgroup/billing/*", "a target group's id"},
      Row{"arn:aws:s3:::pay-Qd7XaB", "arn:aws:s3:::billing-Qd7XaB", "a person names a bucket"});
  CAPTURE(row.text, row.because);
  CHECK(resources_of(template_of({like("pay", {row.text})}, "billing", {})) ==
        std::vector<std::string>{row.renamed});
}

TEST_CASE("of several tenants the template is what all have, and what they share is kept") {
  const std::vector<LikeTenant> likes{
      like("pay", {"arn:aws:s3:::pay/in/*", "arn:aws:s3:::config/a", "arn:aws:s3:::pay/more"}),
      like("orders", {"arn:aws:s3:::orders/in/*", "arn:aws:s3:::config/a"})};
  const OnboardingTemplate made = template_of(likes, "billing", {});
  CHECK(resources_of(made) ==
        std::vector<std::string>{"arn:aws:s3:::billing/in/*", "arn:aws:s3:::config/a"});
  CHECK(made.open.empty());
  REQUIRE(made.not_common.size() == 1);
  CHECK(made.not_common.begin()->first.second.resource.text() == "arn:aws:s3:::billing/more");
  CHECK(made.not_common.begin()->second == std::set<std::string>{"pay"});
}

TEST_CASE("a resource that is another tenant's already is a collision") {
  const Tenant other{Namespace{"c", "ledger"}};
  const Tenant me{Namespace{"c", "billing"}};
  World world;
  world.add(other, {{"s3", "GetObject"}, arn("arn:aws:s3:::billing/a")});
  world.add(me, {{"s3", "GetObject"}, arn("arn:aws:s3:::mine/a")});
  world.settle(built_in_catalogue());
  const auto found =
      collisions({arn("arn:aws:s3:::billing/*"), arn("arn:aws:s3:::mine/*")}, world, me);
  REQUIRE(found.size() == 1);
  CHECK(found.front().known == "arn:aws:s3:::billing/a");
  CHECK(found.front().tenants == std::set<std::string>{other.text()});
}

TEST_CASE("a policy of another that reaches the new tenant's resources is found") {
  const auto policy = [](const std::string& action, const std::string& resource) {
    return Policy::parse(R"({"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":")" +
                         action + R"(","Resource":")" + resource + R"("}})");
  };
  const std::vector<NamedPolicy> policies{
      {"acme", policy("s3:GetObject", "arn:aws:s3:::acme-*")},
      {"exact", policy("s3:GetObject", "arn:aws:s3:::acme/a")},
      {"vacuous", policy("sqs:SendMessage", "arn:aws:s3:::acme-*")},
      {"bare", policy("s3:ListAllMyBuckets", "*")}};
  const auto found = reaches(policies, {arn("arn:aws:s3:::acme-eu/in/*")}, built_in_catalogue());
  REQUIRE(found.size() == 1);
  CHECK(found.front().policy == "acme");
  CHECK(found.front().token.text() == "arn:aws:s3:::acme-*");
  CHECK(found.front().action.text() == "s3:GetObject");
}

}  // namespace scopedown::testing
