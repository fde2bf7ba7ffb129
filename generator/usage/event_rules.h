// Which events become which actions, asked of the tables in both directions: what the rows about an
// event say, and which events are known to need an action. For people; the Interpreter decides.
//
//   s3.amazonaws.com HeadObject  →  always: s3:GetObject; with versionId: s3:GetObjectVersion
//   s3:GetObject  →  GetObject, HeadObject, CopyObject, SelectObjectContent, ...

#ifndef SCOPEDOWN_GENERATOR_USAGE_EVENT_RULES_H_
#define SCOPEDOWN_GENERATOR_USAGE_EVENT_RULES_H_

#include <string>
#include <string_view>
#include <vector>

#include "model/catalogue.h"

namespace scopedown {

// A row of data/event_exceptions.tsv. The views are into the table.
struct EventRule {
  std::string_view service;  // prefix of the event's own service
  std::string_view event;    // "HeadObject"
  std::string_view when;     // "": where no other row of the event holds; data/README.md
  std::vector<std::string_view> actions;  // empty: no permission is needed
  std::string_view source;                // "" where it is the common knowledge of mapping tables
};

// What is known to need an action.
struct NeedingEvent {
  std::vector<std::string> sources;  // CloudTrail event sources: "monitoring.amazonaws.com"
  std::string event;
  std::string_view when;
  std::string_view because;  // the row's source; "" where the event is called like the action
};

// In the order of the table. Empty if the event is called like its action.
[[nodiscard]] std::vector<EventRule> rules_about(std::string_view service, std::string_view event);

// The event of the action's own name first, if it is one.
[[nodiscard]] std::vector<NeedingEvent> events_needing(const Action& action);

// The row of data/event_sources.tsv that leads from the event source to the service, as
// "monitoring → cloudwatch"; "" if the source's first label is the prefix.
[[nodiscard]] std::string source_rule(std::string_view event_source);

}  // namespace scopedown

#endif  // SCOPEDOWN_GENERATOR_USAGE_EVENT_RULES_H_
