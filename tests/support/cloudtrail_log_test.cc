// The writers of logs, checked: what they write is JSON, and the same every time.

#include "tests/support/cloudtrail_log.h"

#include <algorithm>
#include <set>
#include <string>

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "tests/support/for_all.h"
#include "tests/support/random_log.h"

namespace scopedown::testing {

TEST_CASE("an instant and its text are one another's") {
  for (const std::string text :
       {"1970-01-01T00:00:00Z", "2024-02-29T23:59:59Z", "2026-11-22T09:08:07Z"}) {
    CHECK(instant_text(instant(text)) == text);
  }
  CHECK(instant("2026-11-22T00:00:00Z") == 1'795'305'600);
}

TEST_CASE("a log file is called what AWS calls it") {
  const Stamp stamp{instant("2026-11-22T09:08:07Z"), 17};
  const std::string name = log_file_name(stamp, ".json.gz");
  CHECK(name.starts_with("111122223333_CloudTrail_eu-west-1_20261122T0908Z_"));
  CHECK(name.size() == std::string("111122223333_CloudTrail_eu-west-1_20261122T0908Z_").size() +
                           16 + std::string(".json.gz").size());
}

TEST_CASE("a session is named as EKS names it") {
  const Workload pod{"arn:aws:eks:us-west-2:111122223333:cluster/eksworkshop-eksctl", "ns-a", "sa1",
                     "app1-v1-56b9f94b4-dvd5c"};
  const Session session =
      pod_identity_session("arn:aws:iam::111122223333:role/teams/shared", pod, 1);
  CHECK(session.name.starts_with("eks-eksworksho-app1-v1-56-"));
  CHECK(session.arn() == "arn:aws:sts::111122223333:assumed-role/shared/" + session.name);
  CHECK(session.access_key.size() == 20);
}

TEST_CASE("every random record is a CloudTrail record, and no two are one event") {
  const auto any_log = [](Random& random, Size size) { return random_log(random, size); };
  for_all(any_log, [](const RandomLog& log) {
    std::set<std::string> distinct(log.records.begin(), log.records.end());
    std::set<std::string> ids;
    for (const std::string& record : distinct) {
      CAPTURE(record);
      const auto json = nlohmann::json::parse(record);
      for (const char* field : {"eventVersion", "userIdentity", "eventTime", "eventSource",
                                "eventName", "awsRegion", "eventID", "eventType"}) {
        REQUIRE(json.contains(field));
      }
      REQUIRE(record.find('\n') == std::string::npos);
      REQUIRE(ids.insert(json["eventID"].get<std::string>()).second);
    }
    REQUIRE(std::is_sorted(log.truth.begin(), log.truth.end()));
  });
}

TEST_CASE("the same seed gives the same log") {
  Random one(17);
  Random other(17);
  const RandomLog log = random_log(one, 20);
  CHECK(log.records == random_log(other, 20).records);
  CHECK_FALSE(log.truth.empty());
}

TEST_CASE("IAM writes Latin-1 and no other control characters than white space") {
  CHECK(iam_can_write("arn:aws:s3:::b/\xc3\xa9 \t\n\r\xc3\xbf"));
  CHECK_FALSE(iam_can_write("arn:aws:s3:::b/\xe4\xb8\xad"));
  CHECK_FALSE(iam_can_write("arn:aws:s3:::b/\xc4\x80"));
  CHECK_FALSE(iam_can_write("arn:aws:s3:::b/\x01"));
}

}  // namespace scopedown::testing
