// Goal: what the tables are said to say is what the Interpreter makes of them.
// Method: every answer is held against an interpretation.

#include "generator/usage/event_rules.h"

#include <algorithm>

#include <catch2/catch.hpp>

#include "data/load.h"
#include "generator/usage/interpretation.h"

namespace scopedown::testing {
namespace {

const Interpreter& interpreter() {
  static const Interpreter made(built_in_catalogue());
  return made;
}

Interpretation meaning_of(const std::string& event_source, std::string_view event) {
  UsageKey row;
  row.account = "111122223333";
  row.region = "eu-west-1";
  row.event_source = event_source;
  row.event_name = event;
  return interpreter().interpret(row);
}

bool needs(const Interpretation& meaning, const Action& action) {
  return std::ranges::any_of(meaning.accesses, [&](const ObservedAccess& observed) {
    return observed.access.action == action;
  });
}

}  // namespace

TEST_CASE("an event that is said to need an action always does") {
  const auto actions = built_in_catalogue().actions();
  for (std::size_t index = 0; index < actions.size(); index += 37) {
    const Action& action = actions[index].action;
    for (const NeedingEvent& event : events_needing(action)) {
      if (!event.when.empty()) continue;
      for (const std::string& source : event.sources) {
        CAPTURE(action.text(), source, event.event);
        CHECK(needs(meaning_of(source, event.event), action));
      }
    }
  }
}

TEST_CASE("events that are not called like their action are found from it") {
  const auto has = [](const std::vector<NeedingEvent>& events, std::string_view name,
                      std::string_view when) {
    return std::ranges::any_of(events, [&](const NeedingEvent& event) {
      return event.event == name && event.when == when;
    });
  };
  const auto get = events_needing({"s3", "GetObject"});
  CHECK(has(get, "GetObject", ""));
  CHECK(has(get, "HeadObject", ""));
  CHECK(has(get, "SelectObjectContent", ""));
  CHECK(has(events_needing({"s3", "GetObjectVersion"}), "HeadObject", "versionId"));
  CHECK(has(events_needing({"sqs", "SendMessage"}), "SendMessageBatch", ""));
}

TEST_CASE("an event of an action's name that needs another action is not said to need it") {
  for (const NeedingEvent& event : events_needing({"lambda", "InvokeFunction"}))
    CHECK(event.event != "InvokeAsync");
  const auto about = rules_about("sts", "GetCallerIdentity");
  REQUIRE(about.size() == 1);
  CHECK(about.front().actions.empty());
  CHECK(events_needing({"sts", "GetCallerIdentity"}).empty());
}

TEST_CASE("a service's event sources are found in both directions") {
  CHECK(source_rule("monitoring.amazonaws.com") == "monitoring → cloudwatch");
  CHECK(source_rule("s3.amazonaws.com").empty());
  const auto events = events_needing({"cloudwatch", "PutMetricData"});
  REQUIRE_FALSE(events.empty());
  CHECK(std::ranges::find(events.front().sources, "monitoring.amazonaws.com") !=
        events.front().sources.end());
}

TEST_CASE("letter case does not matter to an event's rules") {
  CHECK(rules_about("s3", "headobject").size() == rules_about("s3", "HeadObject").size());
  CHECK(rules_about("s3", "NoSuchEvent").empty());
}

}  // namespace scopedown::testing
