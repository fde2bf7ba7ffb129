// Goal: the estimate is held against STS's answers that stand for a policy alone, each counted once.
// Method: policies whose answer was published (next-s3-upload 0.3.4; DataDog/stratus-red-team; the
// Snowflake documentation), as events of our own.

#include "generator/report/packed_calibration.h"

#include <array>
#include <cmath>
#include <sstream>
#include <string>

#include <catch2/catch.hpp>

namespace scopedown::testing {
namespace {

struct Published {
  std::string_view policy;
  std::string_view percent;
};

constexpr std::array published{
    Published{
        R"({"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]})",
        "4"},
    Published{
        R"({ "Version": "2012-10-17", "Statement": [ { "Effect": "Allow", "Action": ["ec2:DescribeVpcEndpoints"], "Resource": ["*"] } ] })",
        "9"},
    Published{
        R"({"Statement":[{"Sid":"Stmt1S3UploadAssets","Effect":"Allow","Action":["s3:PutObject"],"Resource":["arn:aws:s3:::hellome-training-photos-production/next-s3-uploads/300d4429-93cf-4374-a785-56cf2f520c4f/00003-1444181492.png"]}]})",
        "35"},
};

Event event_of(const Published& sample) {
  Event event;
  event.grant.policy = sample.policy;
  event.grant.packed_percent = sample.percent;
  event.grant.role = "arn:aws:iam::111122223333:role/tenants";
  return event;
}

}  // namespace

TEST_CASE("published answers are within the stated doubt, the worst first, repetitions once") {
  PackedCalibrator calibrator;
  for (int round = 0; round < 2; ++round) {
    for (const Published& sample : published)
      calibrator.add(event_of(sample));
  }
  const PackedCalibration calibration = calibrator.take();
  REQUIRE(calibration.samples.size() == published.size());
  CHECK(calibration.holds());
  for (std::size_t index = 0; index < calibration.samples.size(); ++index) {
    const PackedSample& sample = calibration.samples[index];
    CAPTURE(sample.percent, sample.error());
    CHECK(sample.calls == 2);
    CHECK(sample.statements == 1);
    CHECK(std::abs(sample.error()) <= 1);
    if (index > 0)
      CHECK(std::abs(calibration.samples[index - 1].error()) >= std::abs(sample.error()));
  }
}

TEST_CASE("an answer far from the estimate is no") {
  PackedCalibrator calibrator;
  calibrator.add(event_of({published[1].policy, "15"}));
  const PackedCalibration calibration = calibrator.take();
  CHECK_FALSE(calibration.holds());
  std::ostringstream text;
  print_packed_calibration(text, calibration);
  CHECK(text.str().find("here it is not. These policies alone would allow --packed-max 93.") !=
        std::string::npos);
}

TEST_CASE("what STS packs besides the policy is left out, and counted") {
  PackedCalibrator calibrator;
  Event tagged = event_of(published[0]);
  tagged.grant.tags.push_back({"team", "a"});
  Event inherited = event_of(published[0]);
  inherited.grant.incoming_tags.push_back({"team", "a"});
  Event managed = event_of(published[0]);
  managed.grant.managed_policies = 1;
  Event without = event_of(published[0]);
  without.grant.policy = "";
  for (const Event& event : {tagged, inherited, managed, without,
                             event_of({published[0].policy, "4%"}), event_of({"{", "4"})})
    calibrator.add(event);
  const PackedCalibration calibration = calibrator.take();
  CHECK(calibration.samples.empty());
  CHECK(calibration.with_tags == 2);
  CHECK(calibration.with_managed == 1);
  CHECK(calibration.unreadable == 2);
}

}  // namespace scopedown::testing
