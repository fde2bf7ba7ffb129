#include "generator/usage/collector.h"

#include <algorithm>

#include <catch2/catch.hpp>

#include "generator/usage/ledger.h"
#include "generator/usage/list_text.h"
#include "tests/generator/usage/owned_event.h"

namespace scopedown::testing {
namespace {

const Credentials session = credentials("shared", "eks-1", "ASIAPOD");

struct Outcome {
  std::vector<UsageRow> rows;
  EventTotals totals;
};

Outcome collected(const std::vector<OwnedEvent>& events) {
  Collector collector(Extraction::built_in());
  for (const OwnedEvent& event : events)
    collector.add(event.event());
  Ledger ledger = Ledger::open(":memory:", Extraction::built_in().digest());
  ledger.add(collector.take(), {});
  return {ledger.rows(), ledger.totals()};
}

OwnedEvent s3_call(std::uint64_t number, const std::string& key) {
  OwnedEvent call = api_call(number, session, "s3.amazonaws.com", "GetObject");
  call.parameters = {{"bucketName", "orders"}, {"key", key}};
  call.resources = {"arn:aws:s3:::orders/" + key, "arn:aws:s3:::orders"};
  return call;
}

// The reason for which the only event was set aside; "" if it was used.
std::string reason(const OwnedEvent& event) {
  const Outcome outcome = collected({event});
  CHECK(outcome.totals.read == 1);
  CHECK(outcome.totals.used + outcome.totals.set_aside.size() == 1);
  return outcome.totals.set_aside.empty() ? "" : outcome.totals.set_aside.begin()->first;
}

}  // namespace

TEST_CASE("calls that differ only in time are one row") {
  OwnedEvent early = s3_call(2, "a");
  OwnedEvent late = s3_call(1, "a");
  OwnedEvent timeless = s3_call(3, "a");
  early.time = 100;
  late.time = 200;
  timeless.time = 0;
  const Outcome outcome = collected({late, timeless, early});
  REQUIRE(outcome.rows.size() == 1);
  CHECK(outcome.rows[0].count == UsageCount{3, 100, 200, event_id_text(1), 3});
  CHECK(outcome.totals == EventTotals{3, 3, {}});
}

TEST_CASE("an S3 call keeps its bucket and its key, and no resources") {
  const Outcome outcome = collected({s3_call(1, "2026/a=b.json")});
  REQUIRE(outcome.rows.size() == 1);
  const UsageKey& key = outcome.rows[0].key;
  CHECK(key.parameters == "bucketName=orders");
  CHECK(key.resources.empty());
  CHECK(key.folded == 0);
  CHECK(key.fold_prefix.empty());
  CHECK(key.fold_min == "2026/a=b.json");
  CHECK(key.fold_max == "2026/a=b.json");
  CHECK(key.event_source == "s3.amazonaws.com");
  CHECK(key.error_class.empty());
  CHECK(key.account == "111122223333");
  CHECK(key.region == "eu-west-1");
}

TEST_CASE("valid resource ARNs are kept where no bucket is named") {
  OwnedEvent call = api_call(1, session, "kms.amazonaws.com", "Decrypt");
  const std::string key = "arn:aws:kms:eu-west-1:111122223333:key/1";
  call.resources = {key, "arn::::table/table", "orders", key};
  CHECK(collected({call}).rows.at(0).key.resources == key);
}

TEST_CASE("each element of a list that is taken apart is a row, and the event counts once") {
  OwnedEvent call = api_call(1, session, "ssm.amazonaws.com", "GetParameters");
  call.parameters = {{"names[]", "/a", 0},
                     {"names[]", "/b", 1},
                     {"names[]", "/a", 2},
                     {"roleArn", "arn:aws:iam::111122223333:role/x"}};
  const Outcome outcome = collected({call});
  REQUIRE(outcome.rows.size() == 2);
  CHECK(outcome.rows[0].key.fold_min == "/a");
  CHECK(outcome.rows[0].count.calls == 1);
  CHECK(outcome.rows[1].key.fold_min == "/b");
  CHECK(outcome.rows[1].key.parameters == "roleArn=arn:aws:iam::111122223333:role/x");
  CHECK(outcome.totals.used == 1);
}

TEST_CASE("elements of two lists are not paired") {
  OwnedEvent call = api_call(1, session, "dynamodb.amazonaws.com", "TransactWriteItems");
  call.parameters = {{"transactItems[].put.tableName", "one", 0},
                     {"transactItems[].put.indexName", "index", 0},
                     {"requestItems{}", "two", 0}};
  const Outcome outcome = collected({call});
  REQUIRE(outcome.rows.size() == 2);
  CHECK(value_of(outcome.rows[0].key.parameters, "requestItems{}") == "two");
  CHECK(value_of(outcome.rows[1].key.parameters, "transactItems[].put.tableName") == "one");
  CHECK(value_of(outcome.rows[1].key.parameters, "transactItems[].put.indexName") == "index");
}

TEST_CASE("an error is denied, failed after it was allowed, or says nothing") {
  OwnedEvent call = s3_call(1, "a");
  call.error_code = "AccessDenied";
  CHECK(collected({call}).rows.at(0).key.error_class == "denied");
  call.error_code = "NoSuchBucket";
  CHECK(collected({call}).rows.at(0).key.error_class == "failed");
  call.error_code = "NoSuchKey";
  CHECK(collected({call}).rows.at(0).key.error_class == "missing");
  call.error_code = "ExpiredToken";
  CHECK(reason(call) == "not_evaluated");
}

TEST_CASE("what is no call of a tenant is set aside, with the reason") {
  OwnedEvent event = s3_call(1, "a");
  SECTION("a service event") {
    event.type = "AwsServiceEvent";
    CHECK(reason(event) == "not_an_api_call");
  }
  SECTION("an old record without a type is a call") {
    event.type = "";
    CHECK(reason(event).empty());
  }
  SECTION("an insight or an aggregate") {
    event.category = GENERATE("Insight", "Aggregated");
    CHECK(reason(event) == "not_an_api_call");
  }
  SECTION("a record without an event name") {
    event.name = "";
    CHECK(reason(event) == "not_an_api_call");
  }
  SECTION("a node exchanging a pod's token") {
    event.source = "eks-auth.amazonaws.com";
    event.name = "AssumeRoleForPodIdentity";
    CHECK(reason(event) == "pod_identity_exchange");
  }
  SECTION("EKS giving a pod its session") {
    CHECK(reason(pod_identity_grant(1, {}, session)) == "session_grant");
  }
  SECTION("EKS going on to the target role") {
    CHECK(reason(target_grant(1, session, credentials("t", "s", "ASIAT"))) == "session_grant");
  }
  SECTION("a pod exchanging its token") {
    CHECK(reason(irsa_grant(1, {}, session)) == "session_grant");
  }
  SECTION("EC2 getting its role") {
    OwnedEvent grant = role_grant(1, {}, session);
    grant.caller_type = "AWSService";
    grant.invoked_by = "ec2.amazonaws.com";
    CHECK(reason(grant) == "session_grant");
    grant.error_code = "AccessDenied";
    CHECK(reason(grant) == "aws_service");
  }
  SECTION("an application assuming a role is a call") {
    CHECK(reason(role_grant(1, session, credentials("t", "s", "ASIAT"))).empty());
  }
  SECTION("a service for itself") {
    event.caller_type = "AWSService";
    CHECK(reason(event) == "aws_service");
  }
  SECTION("somebody of another account") {
    event.caller_type = "AWSAccount";
    CHECK(reason(event) == "foreign_caller");
  }
  SECTION("nobody") {
    event.caller_type = "";
    CHECK(reason(event) == "no_identity");
  }
}

TEST_CASE("a repeated event is counted once and used if any of its copies is") {
  OwnedEvent aside = s3_call(1, "a");
  aside.type = "AwsServiceEvent";
  for (const auto& log : {std::vector{s3_call(1, "a"), s3_call(1, "a"), aside},
                          std::vector{aside, s3_call(1, "a"), s3_call(1, "a")}}) {
    const Outcome outcome = collected(log);
    REQUIRE(outcome.rows.size() == 1);
    CHECK(outcome.rows[0].count.calls == 1);
    CHECK(outcome.totals == EventTotals{3, 1, {{"duplicate", 2}}});
  }
}

TEST_CASE("of two different records with one id in a batch the same one counts in any order") {
  const OwnedEvent one = s3_call(1, "a");
  const OwnedEvent other = s3_call(1, "b");
  CHECK(collected({one, other}).rows.at(0).key == collected({other, one}).rows.at(0).key);
  CHECK(collected({one, other}).rows.size() == 1);
}

TEST_CASE("records that are no events are counted too") {
  Collector collector(Extraction::built_in());
  collector.set_aside("broken_record");
  collector.set_aside("broken_record");
  collector.add(s3_call(1, "a").event());
  Ledger ledger = Ledger::open(":memory:", "digest");
  ledger.add(collector.take(), {});
  CHECK(ledger.totals() == EventTotals{3, 1, {{"broken_record", 2}}});
  CHECK(collector.size() == 0);
}

TEST_CASE("a sample is the id as it stands in the log") {
  OwnedEvent call = s3_call(1, "a");
  call.id_text = GENERATE("not-a-uuid", "01234567-89AB-3DEF-0000-000000000001", "");
  CHECK(collected({call}).rows.at(0).count.sample == call.id_text);
}

}  // namespace scopedown::testing
