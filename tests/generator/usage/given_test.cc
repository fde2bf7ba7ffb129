#include "generator/usage/given.h"

#include <algorithm>
#include <array>

#include <catch2/catch.hpp>

#include "generator/error.h"
#include "tests/support/for_all.h"

namespace scopedown::testing {
namespace {

struct Refused {
  const char* line;
  const char* why;
};

std::string refusal(const std::string& text) {
  try {
    static_cast<void>(read_given(text, "also.jsonl"));
  } catch (const Error& error) {
    return error.what();
  }
  return "read";
}

std::vector<GivenAccess> any_accesses(Random& random, Size size) {
  const std::array tenants{
      "cluster=arn:aws:eks:eu-west-1:111122223333:cluster/prod,namespace=payments",
      "cluster=arn:aws:eks:eu-west-1:111122223333:cluster/prod,namespace=a%2Cb,service-account=api",
      "principal=arn:aws:iam::111122223333:role/batch", "tag=team,value=%0A%25"};
  const std::array resources{"*", "arn:aws:s3:::a/*", "arn:aws:s3:::${*}/\"q\"",
                             "arn:aws:sqs:*:*:work-?"};
  std::vector<GivenAccess> accesses;
  for (Size left = any_number(random, size); left > 0; --left) {
    GivenAccess given;
    given.unit = *Unit::parse(tenants[any_number(random, tenants.size() - 1)]);
    given.access.action =
        *Action::parse(any_number(random, 1) == 0 ? "s3:GetObject" : "sqs:SendMessage");
    given.access.resource = *ArnPattern::parse(resources[any_number(random, resources.size() - 1)]);
    given.count = any_number(random, 3);
    given.first_seen = static_cast<std::int64_t>(any_number(random, 2'000'000'000));
    given.last_seen = static_cast<std::int64_t>(any_number(random, 1));
    accesses.push_back(given);
  }
  return accesses;
}

}  // namespace

TEST_CASE("an access is read as it is written") {
  const auto accesses = read_given(
      R"({"cluster":"arn:aws:eks:eu-west-1:111122223333:cluster/prod","namespace":"payments","service_account":"api","action":"s3:GetObject","resource":"arn:aws:s3:::backup/*","count":2,"first_seen":"2026-11-01","last_seen":1793500000})"
      "\n\n"
      R"({"tenant":"principal=arn:aws:iam::111122223333:role/batch","action":"s3:ListAllMyBuckets","resource":"*"})"
      "\r\n",
      "also.jsonl");
  REQUIRE(accesses.size() == 2);
  CHECK(accesses[0].unit.text() ==
        "cluster=arn:aws:eks:eu-west-1:111122223333:cluster/prod,namespace=payments,"
        "service-account=api");
  CHECK(accesses[0].access.resource.text() == "arn:aws:s3:::backup/*");
  CHECK(accesses[0].count == 2);
  CHECK(accesses[0].first_seen == 1'793'491'200);
  CHECK(accesses[0].last_seen == 1'793'500'000);
  CHECK(accesses[1].unit.text() == "principal=arn:aws:iam::111122223333:role/batch");
  CHECK(accesses[1].count == 0);
}

TEST_CASE("a line that is no access is refused, with its place") {
  const auto row = GENERATE(
      Refused{"x", "not JSON; each line is one access"},
      Refused{"[]", "not an object; each line is one access"},
      Refused{R"({"cluster":"c"})", "no `namespace`"},
      Refused{R"({"cluster":"c","namespace":7})", "`namespace` is no text"},
      Refused{R"({"cluster":"c","namespace":""})", "`namespace` is no text"},
      Refused{R"({"cluster":"c","namespace":"n"})", "no `action`"},
      Refused{R"({"cluster":"c","namespace":"n","action":"s3:*","resource":"*"})",
              "`action` is `s3:*`: not one action, such as `s3:GetObject`"},
      Refused{R"({"cluster":"c","namespace":"n","action":"s3:GetObject","resource":"backup"})",
              "`resource` is `backup`: neither an ARN, nor a pattern of one, nor `*`"},
      Refused{R"({"cluster":"c","namespace":"n","action":"s3:A","resource":"*","count":-1})",
              "`count` is no number of calls"},
      Refused{R"({"cluster":"c","namespace":"n","action":"s3:A","resource":"*","count":"2"})",
              "`count` is no number of calls"},
      Refused{
          R"({"cluster":"c","namespace":"n","action":"s3:A","resource":"*","last_seen":"soon"})",
          "`last_seen` is no moment, such as `2026-11-01T10:30:00Z`"},
      Refused{R"({"tenant":"payments","action":"s3:A","resource":"*"})",
              "`tenant` is `payments`: not the text of a tenant, such as `principal=ARN`"},
      Refused{R"({"tenant":"tag=a,value=b","namespace":"n","action":"s3:A","resource":"*"})",
              "`tenant` stands for `cluster`, `namespace` and `service_account`: not both"},
      Refused{R"({"cluster":"c","namespace":"n","servcie_account":"a"})",
              "unknown member `servcie_account`"});
  CAPTURE(row.line);
  CHECK(refusal(std::string("\n") + row.line) == std::string("also.jsonl:2: ") + row.why);
}

TEST_CASE("accesses are given back by their text, sorted") {
  for_all(any_accesses, [](std::vector<GivenAccess> accesses) {
    const std::string text = given_text(accesses);
    std::ranges::sort(accesses);
    CAPTURE(text);
    REQUIRE(read_given(text, "also.jsonl") == accesses);
  });
}

}  // namespace scopedown::testing
