// Goal: whatever holds CloudTrail's records, the same events come out.
// Method: one case a container and a quirk, as data (tests/cases/containers); and a law: a log in
// any container makes the ledger that it makes by itself.

#include "generator/logs/containers.h"
#include "generator/logs/record_text.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <functional>
#include <iterator>
#include <string>
#include <vector>

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "generator/ingest.h"
#include "generator/logs/cloudtrail.h"
#include "generator/logs/event_table.h"
#include "tests/support/for_all.h"
#include "tests/support/run.h"

namespace scopedown::testing {
namespace {

using Json = nlohmann::ordered_json;
using Texts = std::vector<std::string>;

struct Read {
  Texts events;
  Texts set_aside;
  std::string why;
};

std::string shown(const Event& event) {
  std::string text = std::string(event.source) + " " + std::string(event.name) + " " +
                     std::to_string(event.time) + " " + std::string(event.region) + " " +
                     std::string(event.account) + " " + std::string(event.identity.access_key) +
                     " " + std::string(event.identity.issuer_arn) + " " +
                     std::string(event.error_code) + " " + std::string(event.id_text);
  for (const Parameter& parameter : event.parameters)
    text += " " + std::string(parameter.path) + "=" + std::string(parameter.value);
  return text;
}

Read read(const std::string& text) {
  Read found;
  CloudTrailReader reader(Extraction::built_in());
  PaddedBuffer buffer(text);
  const LogReading reading = reader.read(
      buffer.padded(text.size()), "a.log",
      [&](const Event& event) { found.events.push_back(shown(event)); },
      [&](std::string_view reason, const std::string& place) {
        CHECK(place.starts_with("a.log:"));
        found.set_aside.emplace_back(reason);
      });
  CHECK(reading.records == found.events.size() + found.set_aside.size());
  CHECK(reading.events == found.events.size());
  if (reading.problem) found.why = reading.problem->why;
  return found;
}

std::string rows_of(const std::string& text) {
  const TemporaryFolder folder;
  const std::string file = (folder.path() / "log").string();
  write_file(file, text);
  Ledger ledger = empty_ledger();
  CHECK(ingest({file}, ledger).problems.empty());
  return rows_text(ledger);
}

std::string each(const Texts& records, const std::function<Json(const std::string&)>& wrap) {
  std::string lines;
  for (const std::string& record : records)
    lines += wrap(record).dump() + "\n";
  return lines;
}

}  // namespace

TEST_CASE("each container gives what its case says") {
  std::ifstream file(SCOPEDOWN_ROOT "/tests/cases/containers/containers.json");
  const Json cases = Json::parse(file);
  REQUIRE(cases.size() >= 40);
  for (const Json& row : cases) {
    const auto name = row.at("name").get<std::string>();
    CAPTURE(name);
    const Read found = read(row.at("text").get<std::string>());
    CHECK(found.events == row.at("events").get<Texts>());
    CHECK(found.set_aside == row.at("set_aside").get<Texts>());
  }
}

TEST_CASE("a log in a container makes the ledger that it makes by itself") {
  for (std::uint64_t seed = 1; seed <= 3; ++seed) {
    std::mt19937_64 random(seed);
    const Texts records = random_log(random, 20, {.workloads = 3, .calls = 30}).records;
    const std::string native = rows_of(json_lines(records));
    Json events = Json::array();
    Json hits = Json::array();
    for (const std::string& record : records) {
      events.push_back({{"id", "1"}, {"message", record}});
      hits.push_back({{"_source", Json::parse(record)}});
    }
    CAPTURE(seed);
    CHECK(rows_of(Json{{"messageType", "DATA_MESSAGE"}, {"logEvents", events}}.dump()) == native);
    CHECK(rows_of(Json{{"hits", {{"hits", hits}}}}.dump(1)) == native);
    const auto in = [](const char* key) {
      return [key](const std::string& record) { return Json{{key, record}}; };
    };
    for (const char* key : {"CloudTrailEvent", "_raw", "message"})
      CHECK(rows_of(each(records, in(key))) == native);
    CHECK(rows_of(each(records, [](const std::string& record) {
            return Json{{"detail-type", "AWS API Call via CloudTrail"},
                        {"detail", Json::parse(record)}};
          })) == native);
    CHECK(rows_of(each(records, [](const std::string& record) {
            return Json{{"aws", {{"cloudtrail", Json::parse(record)}}}};
          })) == native);
  }
}

TEST_CASE("structures without quotes are read, and refused where they are not whole") {
  struct Row {
    const char* text;
    const char* json;  // "" if refused
  };

  const auto row =
      GENERATE(Row{"{}", "{}"}, Row{"{type=IAMUser, arn=null}", R"({"type":"IAMUser","arn":null})"},
               Row{"{accesskeyid=A, sessioncontext={sessionissuer={arn=x}}}",
                   R"({"accessKeyId":"A","sessionContext":{"sessionIssuer":{"arn":"x"}}})"},
               Row{"[{arn=a, type=b}, {arn=c}]", R"([{"arn":"a","type":"b"},{"arn":"c"}])"},
               Row{"{a=x, y and \"z\", b=1}", R"({"a":"x, y and \"z\"","b":"1"})"},
               Row{"{a=b=c}", R"({"a":"b=c"})"}, Row{"{a=}", R"({"a":""})"}, Row{"{a=1, a=2}", ""},
               Row{"{a=1", ""}, Row{"{a=1}}", ""}, Row{"{a}", ""}, Row{"", ""}, Row{"words", ""});
  CAPTURE(row.text);
  CHECK(json_of_struct_text(row.text).value_or("") == row.json);
}

TEST_CASE("JSON that a table's cell holds on many lines makes one record on one line") {
  const auto records = unwrap_table(
      "eventsource,eventname,useridentity\n"
      "s3.amazonaws.com,ListBuckets,\"{\r\n  \"\"type\"\": \"\"AssumedRole\"\",\n\n  \"\"arn\"\": \"\"a\\nb\"\"\n}\"\n"
      "sqs.amazonaws.com,ListQueues,{}\n");
  REQUIRE(records.has_value());
  CHECK(std::ranges::count(*records, '\n') == 2);
  const auto record = nlohmann::json::parse(records->substr(0, records->find('\n')));
  CHECK(record.at("eventName") == "ListBuckets");
  CHECK(record.at("userIdentity") == nlohmann::json{{"type", "AssumedRole"}, {"arn", "a\nb"}});
}

TEST_CASE("what is no log says what it seems to be") {
  struct Row {
    std::string text;
    const char* why;
  };

  const auto row =
      GENERATE(Row{"PAR1\x15\x04", "it is Parquet"}, Row{"PK\x03\x04zzzz", "a zip archive"},
               Row{"\x28\xb5\x2f\xfd____", "zstd -d"},
               Row{"Event name,Event time,User name\nA,B,C\n", "download JSON"},
               Row{"{\"name\":\"left-pad\"}", "README"});
  CAPTURE(row.text);
  CHECK_THAT(read(row.text).why, Catch::Matchers::Contains(row.why));
}

TEST_CASE("the containers that others hold are read") {
  const std::filesystem::path folder =
      std::filesystem::path(SCOPEDOWN_ROOT) / "../shared/corpora/formats";
  if (!std::filesystem::exists(folder)) {
    WARN("skipped: no " << folder.string());
    return;
  }
  std::size_t files = 0;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    const std::string name = entry.path().filename().string();
    if (name.ends_with(".gz")) continue;
    std::ifstream file(entry.path());
    const std::string text((std::istreambuf_iterator<char>(file)), {});
    CAPTURE(name);
    const Read found = read(text);
    // A test's input beside its answer; and no JSON, as it was published.
    if (name.starts_with("08b") || name.starts_with("08c")) continue;
    CHECK_FALSE(found.events.empty());
    CHECK(found.why.empty());
    ++files;
  }
  CHECK(files >= 10);
}

}  // namespace scopedown::testing
