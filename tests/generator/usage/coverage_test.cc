// Goal: every API call is counted once, where it belongs, and AWS's own words judge us.

#include "generator/usage/coverage.h"

#include <string>
#include <vector>

#include <catch2/catch.hpp>

#include "data/load.h"
#include "generator/logs/cloudtrail.h"
#include "tests/support/cloudtrail_log.h"

namespace scopedown::testing {
namespace {

const std::string role = "arn:aws:iam::111122223333:role/tenants";

CoverageReport report_of(const std::vector<std::string>& records) {
  static const Interpreter interpreter(built_in_catalogue());
  Coverage coverage(interpreter, built_in_catalogue());
  CloudTrailReader reader(Extraction::built_in());
  for (const std::string& record : records) {
    PaddedBuffer bytes(record);
    const LogReading reading = reader.read(
        bytes.padded(record.size()), "log", [&](const Event& event) { coverage.add(event); },
        [](std::string_view, const std::string&) {});
    CHECK(reading.records == 1);
    coverage.end_of_file();
  }
  return coverage.report();
}

Stamp stamp(std::uint64_t number) {
  return {instant("2026-11-18T12:00:00Z"), number};
}

Caller somebody() {
  return session_caller(role_session(role, "somebody", 1));
}

std::string denial(std::uint64_t number, const ApiCall& call, std::string_view action,
                   std::string_view resource) {
  return api_call(stamp(number), somebody(),
                  denied(call, "arn:aws:sts::111122223333:x", action, resource));
}

}  // namespace

TEST_CASE("calls, other records and repetition add up") {
  const std::string call = api_call(stamp(1), somebody(), s3_object_call("GetObject", "data", "a"));
  const CoverageReport report =
      report_of({call, call, console_sign_in(stamp(2), "alice"),
                 api_call(stamp(3), somebody(), get_caller_identity()),
                 api_call(stamp(4), service_caller("cloudtrail.amazonaws.com"),
                          s3_object_call("PutObject", "trail", "a.gz")),
                 api_call(stamp(5), somebody(),
                          {.source = "teleport.amazonaws.com",
                           .name = "Beam",
                           .additional = {},
                           .resources = {},
                           .error_code = {},
                           .error_message = {}})});
  CHECK(report.calls == 4);
  CHECK(report.others == 1);
  CHECK(report.repeated == 1);
  CHECK(report.interpreted == 3);
  CHECK(report.without_permission == 1);
  CHECK(report.with_resource_type == 2);
  CHECK(report.narrower == 2);
  CHECK(report.resolved == 2);
  REQUIRE(report.unknown.size() == 1);
  CHECK(report.unknown.begin()->first == "teleport.amazonaws.com Beam");
  CHECK(report.unknown.begin()->second.calls == 1);
  CHECK(report.unknown.begin()->second.example == uuid(5));
  CHECK(report.unresolved.empty());
}

TEST_CASE("what the log does not name is counted with an example") {
  const CoverageReport report =
      report_of({api_call(stamp(7), somebody(),
                          without_parameters(ssm_parameter_call(
                              "PutParameter", "arn:aws:ssm:eu-west-1:111122223333:parameter/a"))),
                 api_call(stamp(8), somebody(),
                          without_parameters(ssm_parameter_call(
                              "PutParameter", "arn:aws:ssm:eu-west-1:111122223333:parameter/b")))});
  REQUIRE(report.unresolved.size() == 1);
  const auto& [call, seen] = *report.unresolved.begin();
  CHECK(call.event == "ssm.amazonaws.com PutParameter");
  CHECK(call.action == "ssm:PutParameter");
  CHECK(seen.calls == 2);
  CHECK(seen.example == std::min(uuid(7), uuid(8)));
  CHECK(report.resolved == 0);
}

TEST_CASE("denials are held against what was read") {
  const ApiCall get = s3_object_call("HeadObject", "data", "a");
  const CoverageReport report =
      report_of({denial(1, get, "s3:GetObject", "arn:aws:s3:::data/a"),
                 denial(2, get, "s3:GetObject", "arn:aws:s3:::other/a"),
                 denial(3, get, "s3:GetObjectTagging", "arn:aws:s3:::data/a")});
  CHECK(report.denied == 3);
  CHECK(report.judged == 3);
  CHECK(report.by_name == 3);
  CHECK(report.agreed == 1);
  REQUIRE(report.disagreements.size() == 2);
  const auto& [resource, seen] = *report.disagreements.begin();
  CHECK(resource.event == "s3.amazonaws.com HeadObject");
  CHECK(resource.resource == "arn:aws:s3:::other/a");
  CHECK(resource.found == Agreement::OtherResource);
  CHECK(resource.interpreted == "s3:GetObject on arn:aws:s3:::data/a");
  CHECK(seen.example == uuid(2));
  CHECK(report.disagreements.rbegin()->first.found == Agreement::OtherAction);
}

TEST_CASE("a denial of the role that a call passes is no disagreement") {
  const ApiCall create{
      .source = "lambda.amazonaws.com",
      .name = "CreateFunction20150331",
      .parameters = R"({"functionName":"f","role":"arn:aws:iam::111122223333:role/f"})",
      .additional = {},
      .resources = {},
      .error_code = {},
      .error_message = {}};
  const CoverageReport report =
      report_of({denial(1, create, "iam:PassRole", "arn:aws:iam::111122223333:role/f"),
                 denial(2, create, "iam:PassRole", "arn:aws:iam::111122223333:role/g")});
  CHECK(report.judged == 2);
  CHECK(report.agreed == 1);
}

TEST_CASE("a message that names no action judges nobody") {
  const CoverageReport report = report_of({api_call(
      stamp(1), somebody(),
      failed(s3_object_call("GetObject", "data", "a"), "AccessDenied", "Access Denied"))});
  CHECK(report.denied == 1);
  CHECK(report.judged == 0);
  CHECK(report.disagreements.empty());
}

}  // namespace scopedown::testing
