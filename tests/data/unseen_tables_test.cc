// Goal: the tables of what CloudTrail does not show agree with the catalogue, with each other, and
// with the interpretation.

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <string_view>

#include <catch2/catch.hpp>

#include "data/embedded.h"
#include "data/load.h"
#include "data/table.h"
#include "generator/usage/interpretation.h"

namespace scopedown::testing {
namespace {

const CatalogueAction* action_of(std::string_view text) {
  const auto action = Action::parse(text);
  const CatalogueAction* found = action ? built_in_catalogue().find(*action) : nullptr;
  return found != nullptr && found->action == *action ? found : nullptr;
}

std::set<std::string> parts_of(std::string_view cell) {
  std::set<std::string> parts;
  Parts each(cell, ' ');
  while (each.next())
    parts.emplace(*each);
  return parts;
}

// The actions that an event becomes when nothing is known of its parameters.
std::set<std::string> meaning_of(std::string_view service, std::string_view event) {
  static const Interpreter interpreter(built_in_catalogue());
  UsageKey row;
  row.account = "111122223333";
  row.region = "eu-west-1";
  row.event_source = std::string(service) + ".amazonaws.com";
  row.event_name = event;
  std::set<std::string> actions;
  for (const ObservedAccess& observed : interpreter.interpret(row).accesses)
    actions.insert(observed.access.action.text());
  return actions;
}

}  // namespace

TEST_CASE("a data event is an event that needs an action, on a kind of resource of its service") {
  std::string previous;
  std::size_t count = 0;
  TableReader rows(embedded_table("data_events.tsv"),
                   {"selector", "service", "types", "events", "source"});
  while (rows.next()) {
    CAPTURE(rows[0]);
    CHECK(rows[0].starts_with("AWS::"));
    CHECK(previous < rows[0]);
    previous = rows[0];
    CHECK(rows[4].starts_with("https://docs.aws.amazon.com/"));
    for (const std::string& type : parts_of(rows[2])) {
      CAPTURE(type);
      CHECK(std::ranges::any_of(built_in_catalogue().types(), [&](const ResourceType& known) {
        return known.service == rows[1] && known.name == type;
      }));
    }
    for (const std::string& event : parts_of(rows[3])) {
      CAPTURE(event);
      CHECK_FALSE(meaning_of(rows[1], event).empty());
      ++count;
    }
  }
  CHECK(count >= 100);
}

TEST_CASE("a call that is not logged is an action, and so is its evidence") {
  std::map<std::string, std::set<std::string>> events_of_selector;
  TableReader selectors(embedded_table("data_events.tsv"),
                        {"selector", "service", "types", "events", "source"});
  while (selectors.next())
    events_of_selector[std::string(selectors[0])] = parts_of(selectors[3]);

  TableReader rows(embedded_table("unlogged.tsv"),
                   {"action", "selector", "evidence", "resource", "why", "source"});
  while (rows.next()) {
    CAPTURE(rows[0], rows[1]);
    const CatalogueAction* action = action_of(rows[0]);
    REQUIRE(action != nullptr);
    CHECK_FALSE(rows[4].empty());
    CHECK(rows[5].starts_with("https://docs.aws.amazon.com/"));
    const bool logged_by_choice = !rows[1].empty();
    if (logged_by_choice)
      CHECK(events_of_selector[std::string(rows[1])].contains(action->action.name));
    for (const std::string& evidence : parts_of(rows[2])) {
      CAPTURE(evidence);
      const CatalogueAction* known = action_of(evidence);
      REQUIRE(known != nullptr);
      CHECK(evidence != rows[0]);
      CHECK(known->action.service == action->action.service);
      if (rows[3] == "same") CHECK_FALSE(known->types.empty());
    }
  }
}

TEST_CASE("a use of a key is of an action that the event needs") {
  TableReader rows(embedded_table("kms_fas.tsv"), {"action", "events", "needs", "key", "source"});
  while (rows.next()) {
    CAPTURE(rows[0], rows[2]);
    CHECK(action_of(rows[0]) != nullptr);
    const CatalogueAction* needs = action_of(rows[2]);
    REQUIRE(needs != nullptr);
    CHECK(needs->action.service == "kms");
    CHECK(rows[4].starts_with("https://docs.aws.amazon.com/"));
    const std::string service(rows[0].substr(0, rows[0].find(':')));
    for (const std::string& event : parts_of(rows[1])) {
      CAPTURE(event);
      CHECK(meaning_of(service, event).contains(std::string(rows[0])));
    }
  }
}

TEST_CASE("an element of a response is kept once, for a service that there is") {
  std::set<std::string> seen;
  TableReader rows(embedded_table("responses.tsv"), {"service", "name", "why"});
  while (rows.next()) {
    CAPTURE(rows[0], rows[1]);
    CHECK_FALSE(built_in_catalogue().actions_of(rows[0]).empty());
    CHECK_FALSE(rows[2].empty());
    CHECK(seen.insert(std::string(rows[0]) + " " + std::string(rows[1])).second);
  }
  CHECK_FALSE(seen.empty());
}

}  // namespace scopedown::testing
