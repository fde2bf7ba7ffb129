#include "generator/emit/summary.h"

#include <set>
#include <string>
#include <vector>

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "generator/emit/write_file.h"
#include "tests/support/run.h"

namespace scopedown::testing {
namespace {

using Json = nlohmann::json;

constexpr const char* prod = "arn:aws:eks:eu-west-1:111122223333:cluster/prod";
constexpr const char* role = "arn:aws:iam::111122223333:role/tenants";

std::set<std::string> keys_of(const Json& json) {
  std::set<std::string> keys;
  for (const auto& [key, value] : json.items())
    keys.insert(key);
  return keys;
}

// A run in which every list of the summary has something in it.
std::vector<std::string> eventful_log() {
  std::vector<std::string> records;
  std::uint64_t number = 0;
  const auto stamp = [&] { return Stamp{instant("2026-11-18T12:00:00Z"), ++number}; };
  const Workload api{prod, "payments", "api", "api-0"};
  const Session session = pod_identity_session(role, api, 1);
  records.push_back(pod_identity_grant(stamp(), api, session));
  for (const char* name : {"a", "b", "c", "d", "e", "f", "g", "h"}) {
    for (const char* event : {"GetObject", "PutObject"})
      records.push_back(api_call(stamp(), session_caller(session), s3_object_call(event, "data", std::string("logs/") + name)));
  }
  for (std::uint64_t upload = 0; upload < 3; ++upload)
    records.push_back(api_call(stamp(), session_caller(session),
                               s3_object_call("PutObject", "data", "uploads/" + uuid(upload))));
  records.push_back(api_call(stamp(), session_caller(session), s3_delete_objects("data")));
  records.push_back(role_chain(stamp(), session, role_session(role, "again", 9), &api));
  records.push_back(api_call(stamp(), session_caller(session), s3_bucket_call("ListObjects", "data", "")));

  const Workload orders{prod, "orders", "api", "api-0"};
  const Session other = pod_identity_session(role, orders, 2);
  records.push_back(pod_identity_grant(stamp(), orders, other));
  records.push_back(api_call(stamp(), session_caller(other), s3_bucket_call("ListObjects", "data", "")));
  records.push_back(api_call(stamp(), session_caller(other), s3_object_call("GetObject", "data", "orders/1")));
  records.push_back(console_sign_in(stamp(), "alice"));
  return records;
}

Json policy_of(const Json& summary, const std::string& name_space) {
  for (const Json& policy : summary.at("policies")) {
    if (policy.at("namespace") == name_space) return policy;
  }
  FAIL("no policy of " << name_space);
  return {};
}

}  // namespace

TEST_CASE("the summary has the keys of its contract") {
  Question question;
  question.budget = {400, std::nullopt};
  const Run run = run_of(eventful_log(), question);
  const std::string text = summary_text(run.summary);
  CHECK(text.ends_with("}\n"));
  const Json json = Json::parse(text);
  for (const char* key : {"policies", "events", "catalogue", "role_digest"})
    CHECK(json.contains(key));
  CHECK(keys_of(json.at("events")) == std::set<std::string>{"read", "used", "set_aside"});
  CHECK(json.at("events").at("read") == run.ledger.totals().read);
  CHECK(json.at("events").at("set_aside").at("not_an_api_call") == 1);
  CHECK(json.at("role_digest").is_null());
  CHECK(json.at("policies").size() == 2);

  const std::set<std::string> promised{
      "kind",           "cluster",         "namespace",          "service_accounts",
      "file",           "characters",      "characters_lower_bound", "packed_percent",
      "packed_interval", "packed_least_found", "statements",     "statements_lower_bound",
      "accesses",       "calls",           "first_seen",         "last_seen",
      "fits",           "refusal",         "excess",             "excess_score",
      "latent",         "opened",          "shared",             "outside_role",
      "withheld",       "escapes",         "warnings",           "assumed",
      "cut_short"};
  for (const Json& policy : json.at("policies"))
    CHECK(keys_of(policy) == promised);

  const Json payments = policy_of(json, "payments");
  CHECK(payments.at("kind") == "namespace");
  CHECK(payments.at("cluster") == prod);
  CHECK(payments.at("service_accounts") == Json::array({"api"}));
  CHECK(payments.at("packed_interval").size() == 2);
  CHECK(payments.at("first_seen") == "2026-11-18T12:00:00Z");
  CHECK(payments.at("calls") == 22);
  CAPTURE(payments.dump());
  REQUIRE(payments.at("fits") == true);
  REQUIRE_FALSE(payments.at("excess").empty());
  CHECK(keys_of(payments.at("excess").front()) == std::set<std::string>{"action", "resource", "level", "why"});
  CHECK(payments.at("excess_score") > 0);
  REQUIRE_FALSE(payments.at("opened").empty());
  CHECK(payments.at("opened").front().at("pattern") == "arn:aws:s3:::data/uploads/*");
  REQUIRE(payments.at("shared").size() == 1);
  CHECK(payments.at("shared").front() ==
        Json{{"resource", "arn:aws:s3:::data"},
             {"with", {"cluster=" + std::string(prod) + ",namespace=orders"}},
             {"with_others", 0}});
  REQUIRE(payments.at("withheld").size() == 2);
  CHECK(keys_of(payments.at("withheld").front()) == std::set<std::string>{"action", "resource", "why", "remedy"});
  REQUIRE(payments.at("escapes").size() == 1);
  CHECK(payments.at("escapes").front().at("action") == "sts:AssumeRole");
  CHECK(keys_of(payments.at("warnings").front()) == std::set<std::string>{"code", "text"});
}

TEST_CASE("the summary says why there is no policy, and what would help") {
  Question question;
  question.budget = {150, std::nullopt};
  const Run run = run_of(eventful_log(), question);
  const Json refused = policy_of(Json::parse(summary_text(run.summary)), "payments");
  CHECK(refused.at("fits") == false);
  CHECK(refused.at("file").is_null());
  const Json& refusal = refused.at("refusal");
  CHECK(keys_of(refusal) == std::set<std::string>{"reason", "short_by", "relaxations"});
  CHECK(refusal.at("reason") == "characters");
  CHECK(refusal.at("short_by") == refused.at("characters").get<int>() - 150);
  REQUIRE_FALSE(refusal.at("relaxations").empty());
  CHECK(keys_of(refusal.at("relaxations").front()) == std::set<std::string>{"option", "characters", "excess"});
}

TEST_CASE("principals and tags have keys of their own") {
  Question question;
  question.selection.kind = TenantKind::parse("principal").value();
  const Json json = Json::parse(summary_text(run_of(eventful_log(), question).summary));
  REQUIRE(json.at("policies").size() == 1);
  CHECK(json.at("policies").front().at("kind") == "principal");
  CHECK(json.at("policies").front().at("principal") == role);
  CHECK_FALSE(json.at("policies").front().contains("namespace"));

  Summary summary;
  summary.results.emplace_back();
  summary.results.back().unit = {Tenant{SessionTag{"team", "blue"}}, ""};
  const Json tag = Json::parse(summary_text(summary)).at("policies").front();
  CHECK(tag.at("kind") == "tag");
  CHECK(tag.at("tag") == "team");
  CHECK(tag.at("value") == "blue");
  CHECK(tag.at("first_seen").is_null());
}

TEST_CASE("what is latent stands there once: actions with the resources that they are widened on") {
  Summary summary;
  Result& result = summary.results.emplace_back();
  result.unit = {Tenant{SessionTag{"team", "blue"}}, ""};
  const auto add = [&](const char* action, const char* resource, AccessLevel level) {
    result.proposal.latent.push_back(
        {{Action::parse(action).value(), ArnPattern::parse(resource).value()}, level, "action wildcard s3:*"});
  };
  for (const char* bucket : {"arn:aws:s3:::a", "arn:aws:s3:::b"}) {
    add("s3:GetBucketAcl", bucket, AccessLevel::Read);
    add("s3:GetBucketTagging", bucket, AccessLevel::Read);
    add("s3:PutBucketPolicy", bucket, AccessLevel::PermissionsManagement);
  }
  const Json json = Json::parse(summary_text(summary)).at("policies").front();
  CHECK(json.at("latent") ==
        Json::parse(R"([
          {"level": "Permissions management", "why": "action wildcard s3:*",
           "actions": ["s3:PutBucketPolicy"], "resources": ["arn:aws:s3:::a", "arn:aws:s3:::b"]},
          {"level": "Read", "why": "action wildcard s3:*",
           "actions": ["s3:GetBucketAcl", "s3:GetBucketTagging"],
           "resources": ["arn:aws:s3:::a", "arn:aws:s3:::b"]}])"));
  CHECK(json.at("excess").empty());
}

TEST_CASE("a name that is no UTF-8 does not end the summary") {
  Summary summary;
  summary.results.emplace_back();
  summary.results.back().unit = {Tenant{Namespace{prod, "pay\xff"}}, "\xc3"};
  const Json json = Json::parse(summary_text(summary));
  CHECK(json.at("policies").front().at("namespace") == "pay\xef\xbf\xbd");
}

TEST_CASE("the files of a summary are read back from it") {
  Run run = run_of(eventful_log(), Question{});
  const TemporaryFolder folder;
  write_policies(run.summary, run.clusters, folder.path().string());
  const std::string text = read_file(folder.path() / "summary.json");
  CHECK(text == summary_text(run.summary));
  CHECK(files_of_summary(text) ==
        std::vector<std::string>{"prod/orders/api.json", "prod/payments/api.json"});
}

TEST_CASE("what is no summary lists no files") {
  const char* text = GENERATE("", "{", "[]", "null", "\"policies\"", R"({"policies":3})",
                              R"({"policies":[1,{"file":null},{"file":["a"]}],"stale":"a"})");
  CAPTURE(text);
  CHECK(files_of_summary(text).empty());
}

TEST_CASE("files of an earlier run stay listed until they are gone") {
  const TemporaryFolder folder;
  const std::string out = folder.path().string();
  Run both = run_of(eventful_log(), Question{});
  write_policies(both.summary, both.clusters, out);
  CHECK(both.summary.stale.empty());

  Question question;
  question.selection.name_space = "payments";
  for (int times = 0; times < 2; ++times) {
    Run one = run_of(eventful_log(), question);
    write_policies(one.summary, one.clusters, out);
    CHECK(one.summary.stale == std::vector<std::string>{"prod/orders/api.json"});
  }
  std::filesystem::remove(folder.path() / "prod/orders/api.json");
  Run last = run_of(eventful_log(), question);
  write_policies(last.summary, last.clusters, out);
  CHECK(last.summary.stale.empty());
}

TEST_CASE("of thousands who share a resource the summary names the first, and counts the others") {
  std::vector<std::string> records;
  std::uint64_t number = 0;
  const auto stamp = [&] { return Stamp{instant("2026-11-18T12:00:00Z"), ++number}; };
  constexpr std::size_t tenants = SharedResource::with_max + 7;
  for (std::size_t tenant = 0; tenant < tenants; ++tenant) {
    const std::string name = (tenant < 10 ? "team-0" : "team-") + std::to_string(tenant);
    const Workload api{prod, name, "api", "api-0"};
    const Session session = pod_identity_session(role, api, tenant + 1);
    records.push_back(pod_identity_grant(stamp(), api, session));
    records.push_back(api_call(stamp(), session_caller(session), s3_object_call("GetObject", "data", "all.json")));
  }
  const Run run = run_of(records, {});
  const Json json = Json::parse(summary_text(run.summary));
  const Json shared = policy_of(json, "team-03").at("shared");
  REQUIRE(shared.size() == 1);
  REQUIRE(shared.front().at("with").size() == SharedResource::with_max);
  CHECK(shared.front().at("with").front() == "cluster=" + std::string(prod) + ",namespace=team-00");
  CHECK(shared.front().at("with").back() == "cluster=" + std::string(prod) + ",namespace=team-20");
  CHECK(shared.front().at("with_others") == tenants - 1 - SharedResource::with_max);
}

}  // namespace scopedown::testing
