// Goal: what the log cannot have shown is found from what it shows, for whom it concerns, and only
// while nobody was seen doing it.

#include "generator/usage/blind_spots.h"

#include <set>
#include <string>
#include <vector>

#include <catch2/catch.hpp>

#include "data/load.h"
#include "generator/usage/list_text.h"

namespace scopedown::testing {
namespace {

constexpr const char* key = "arn:aws:kms:eu-west-1:111122223333:key/k1";

const Interpreter& interpreter() {
  static const Interpreter made(built_in_catalogue());
  return made;
}

UsageKey row_of(const std::string& service, const std::string& event,
                std::vector<NamedValue> parameters = {}, const std::string& item = "") {
  UsageKey row;
  row.account = "111122223333";
  row.region = "eu-west-1";
  row.event_source = service + ".amazonaws.com";
  row.event_name = event;
  row.parameters = list_text(parameters);
  row.fold_min = row.fold_max = item;
  return row;
}

// What the rows, taken together, leave to be feared.
struct Fears {
  std::set<std::string> unseen;  // "code: action on resource"
  std::set<std::string> silent;  // selectors
};

Fears fears_of(const std::vector<UsageKey>& rows) {
  BlindSpots spots(built_in_catalogue(), interpreter());
  for (const UsageKey& row : rows)
    spots.saw(row);
  Fears fears;
  for (const UsageKey& row : rows) {
    const auto accesses = interpreter().interpret(row).accesses;
    for (const UnseenCall& call : spots.unseen(row, accesses)) {
      CHECK_FALSE(call.evidence.empty());
      fears.unseen.insert(call.code + ": " + call.access.action.text() + " on " +
                          call.access.resource.text());
    }
    for (const auto& [selector, access] : spots.silent(accesses))
      fears.silent.insert(selector);
  }
  return fears;
}

using Texts = std::set<std::string>;

UsageKey put_under_key(const std::string& event = "PutObject") {
  return row_of("s3", event,
                {{"bucketName", "data"},
                 {"responseElements.x-amz-server-side-encryption-aws-kms-key-id", key}},
                "a");
}

}  // namespace

TEST_CASE("a resource that is managed, and that nobody uses, has its data events off") {
  const UsageKey describe = row_of("dynamodb", "DescribeTable", {{"tableName", "orders"}});
  CHECK(fears_of({describe}).silent == Texts{"AWS::DynamoDB::Table"});
  const UsageKey read = row_of("dynamodb", "GetItem", {{"tableName", "other"}});
  CHECK(fears_of({describe, read}).silent.empty());
  CHECK(fears_of({row_of("s3", "GetBucketLocation", {{"bucketName", "data"}})}).silent ==
        Texts{"AWS::S3::Object"});
  CHECK(fears_of({row_of("lambda", "GetFunction20150331v2", {{"functionName", "f"}})}).silent ==
        Texts{"AWS::Lambda::Function"});
}

TEST_CASE("what names no resource, or no resource of the kind, shows nothing") {
  CHECK(fears_of({row_of("dynamodb", "ListTables")}).silent.empty());
  CHECK(fears_of({row_of("s3", "ListBuckets")}).silent.empty());
  CHECK(fears_of({row_of("dynamodb", "DescribeTable")}).silent.empty());
}

TEST_CASE("who makes a log stream may write to it, and to no other") {
  const UsageKey create = row_of("logs", "CreateLogStream", {{"logGroupName", "/app"}}, "api-1");
  CHECK(fears_of({create}).unseen ==
        Texts{"unlogged: logs:PutLogEvents on arn:aws:logs:eu-west-1:111122223333:log-group:/app:"
              "log-stream:api-1"});
  CHECK(fears_of({row_of("logs", "DescribeLogStreams", {{"logGroupName", "/app"}})}).unseen ==
        Texts{"unlogged: logs:PutLogEvents on "
              "arn:aws:logs:eu-west-1:111122223333:log-group:/app:*"});
  CHECK(fears_of({row_of("logs", "DescribeLogGroups")}).unseen.empty());
}

TEST_CASE("what somebody was seen doing, the trail logs") {
  const UsageKey read = row_of("monitoring", "ListMetrics");
  CHECK(fears_of({read}).unseen == Texts{"unlogged: cloudwatch:PutMetricData on *"});
  CHECK(fears_of({read, row_of("monitoring", "PutMetricData")}).unseen.empty());
  const Texts traces = fears_of({row_of("xray", "GetSamplingRules")}).unseen;
  CHECK(traces ==
        Texts{"unlogged: xray:PutTelemetryRecords on *", "unlogged: xray:PutTraceSegments on *"});
}

TEST_CASE("a denied or failed call is no evidence") {
  UsageKey read = row_of("monitoring", "ListMetrics");
  for (const char* error : {"denied", "failed"}) {
    read.error_class = error;
    CHECK(fears_of({read}).unseen.empty());
  }
}

TEST_CASE("an object that was written under a key needs the key") {
  const std::string generate = std::string("kms_bucket_key: kms:GenerateDataKey on ") + key;
  const std::string decrypt = std::string("kms_bucket_key: kms:Decrypt on ") + key;
  CHECK(fears_of({put_under_key()}).unseen == Texts{generate});
  CHECK(fears_of({put_under_key("CreateMultipartUpload")}).unseen == Texts{generate, decrypt});

  // The request may name it, too.
  CHECK(fears_of(
            {row_of("s3", "PutObject",
                    {{"bucketName", "data"}, {"x-amz-server-side-encryption-aws-kms-key-id", key}},
                    "a")})
            .unseen == Texts{generate});
}

TEST_CASE("whoever reads from a bucket needs the key that others write under") {
  const UsageKey get = row_of("s3", "GetObject", {{"bucketName", "data"}}, "a");
  const UsageKey elsewhere = row_of("s3", "GetObject", {{"bucketName", "other"}}, "a");
  const std::string decrypt = std::string("kms_bucket_key: kms:Decrypt on ") + key;
  CHECK(fears_of({put_under_key(), get}).unseen.contains(decrypt));
  CHECK_FALSE(fears_of({put_under_key(), elsewhere}).unseen.contains(decrypt));
  CHECK(fears_of({get}).unseen.empty());
}

TEST_CASE("what is no ARN of a key names none") {
  for (const char* value : {"k1", "alias/data", "arn:aws:kms:eu-west-1:111122223333:alias/data"}) {
    CAPTURE(value);
    CHECK(fears_of({row_of("s3", "PutObject",
                           {{"bucketName", "data"},
                            {"x-amz-server-side-encryption-aws-kms-key-id", value}},
                           "a")})
              .unseen.empty());
  }
}

}  // namespace scopedown::testing
