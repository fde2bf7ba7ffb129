// Goal: a call that nobody made is read as a log's would be, and what it rests on is said.

#include "generator/usage/sample_call.h"

#include <string>
#include <vector>

#include <catch2/catch.hpp>

#include "data/load.h"
#include "generator/error.h"

namespace scopedown::testing {
namespace {

SampleReading reading_of(const std::string& source, const std::string& event,
                         const std::string& parameters,
                         const std::vector<std::string>& resources = {}) {
  static const Interpreter interpreter(built_in_catalogue());
  return read_sample({source, event, parameters, resources, "eu-west-1", "111122223333"},
                     interpreter);
}

using Names = std::vector<std::string>;

}  // namespace

TEST_CASE("a sample says which parameters its resource comes from, and which change nothing") {
  const SampleReading reading =
      reading_of("s3.amazonaws.com", "HeadObject",
                 R"({"bucketName":"orders","key":"2026/a.json","Host":"orders.s3.amazonaws.com"})");
  CHECK(reading.service == "s3");
  CHECK(reading.set_aside.empty());
  REQUIRE(reading.accesses.size() == 1);
  const ReasonedAccess& access = reading.accesses.front();
  CHECK(access.observed.access.action.text() == "s3:GetObject");
  CHECK(access.observed.access.resource.text() == "arn:aws:s3:::orders/2026/a.json");
  CHECK(access.because == Names{"bucketName", "key"});
  CHECK(reading.ignored == Names{"Host"});
}

TEST_CASE("a parameter that decides the action is named too") {
  const SampleReading reading = reading_of("s3.amazonaws.com", "GetObject",
                                           R"({"bucketName":"orders","key":"a","versionId":"7"})");
  REQUIRE(reading.accesses.size() == 1);
  CHECK(reading.accesses.front().observed.access.action.name == "GetObjectVersion");
  CHECK(reading.accesses.front().because == Names{"bucketName", "key", "versionId"});
}

TEST_CASE("each element of a list that is taken apart makes its access") {
  const SampleReading reading =
      reading_of("dynamodb.amazonaws.com", "BatchGetItem", R"({"requestItems":{"a":{},"b":{}}})");
  REQUIRE(reading.accesses.size() == 2);
  CHECK(reading.accesses[0].observed.access.resource.text().ends_with(":table/a"));
  CHECK(reading.accesses[1].observed.access.resource.text().ends_with(":table/b"));
  CHECK(reading.accesses[0].because == Names{"requestItems{}"});
  CHECK(reading.ignored.empty());
}

TEST_CASE("resources[] of the record are named by their ARN") {
  const std::string key = "arn:aws:kms:eu-west-1:111122223333:key/1";
  const SampleReading reading = reading_of("kms.amazonaws.com", "Decrypt", "null", {key});
  REQUIRE(reading.accesses.size() == 1);
  CHECK(reading.accesses.front().because == Names{key});
}

TEST_CASE("a sample that is nobody's access says why") {
  CHECK(reading_of("sts.amazonaws.com", "GetCallerIdentity", "null").set_aside ==
        "no_permission_needed");
  CHECK(reading_of("s3.amazonaws.com", "Beam", "null").set_aside == "unknown_action");
  CHECK(reading_of("eks-auth.amazonaws.com", "AssumeRoleForPodIdentity", "null").set_aside ==
        "pod_identity_exchange");
  CHECK(reading_of("teleport.amazonaws.com", "Beam", "null").service == "teleport");
}

TEST_CASE("hostile names in a sample are data") {
  const SampleReading reading =
      reading_of("s3.amazonaws.com", "GetObject", R"({"bucketName":"o","key":"a*\"\u001b${x}"})");
  REQUIRE(reading.accesses.size() == 1);
  CHECK(reading.accesses.front().observed.access.resource.text().find("${*}") != std::string::npos);
}

TEST_CASE("what is no request is refused") {
  for (const char* parameters : {"[1]", "7", "\"a\"", "{", ""}) {
    CAPTURE(parameters);
    CHECK_THROWS_AS(reading_of("s3.amazonaws.com", "GetObject", parameters), Error);
  }
  CHECK_THROWS_AS(reading_of("aws:s3", "ObjectCreated:Put", "null"), Error);
}

}  // namespace scopedown::testing
