#include "generator/usage/event_rules.h"

#include <algorithm>

#include "data/embedded.h"
#include "data/table.h"

namespace scopedown {
namespace {

std::vector<EventRule> read_rules() {
  std::vector<EventRule> rules;
  TableReader rows(embedded_table("event_exceptions.tsv"),
                   {"service", "event", "when", "actions", "source"});
  while (rows.next()) {
    EventRule rule{rows[0], rows[1], rows[2], {}, rows[4]};
    Parts actions(rows[3] == "-" ? std::string_view() : rows[3], ' ');
    while (actions.next())
      rule.actions.push_back(*actions);
    rules.push_back(std::move(rule));
  }
  return rules;
}

const std::vector<EventRule>& all_rules() {
  static const std::vector<EventRule> rules = read_rules();
  return rules;
}

bool equal_folded(std::string_view a, std::string_view b) {
  return folded_case(a) == folded_case(b);
}

// "cloudwatch" → "cloudwatch.amazonaws.com", "monitoring.amazonaws.com".
std::vector<std::string> sources_of(std::string_view service) {
  std::vector<std::string> sources{std::string(service) + ".amazonaws.com"};
  TableReader rows(embedded_table("event_sources.tsv"), {"label", "service", "source"});
  while (rows.next()) {
    if (rows[0] == service) sources.front().clear();  // a label that means another service
    if (rows[1] == service) sources.push_back(std::string(rows[0]) + ".amazonaws.com");
  }
  if (sources.front().empty()) sources.erase(sources.begin());
  return sources;
}

}  // namespace

std::vector<EventRule> rules_about(std::string_view service, std::string_view event) {
  std::vector<EventRule> found;
  std::ranges::copy_if(all_rules(), std::back_inserter(found), [&](const EventRule& rule) {
    return rule.service == service && equal_folded(rule.event, event);
  });
  return found;
}

std::vector<NeedingEvent> events_needing(const Action& action) {
  std::vector<NeedingEvent> events;
  const auto own = rules_about(action.service, action.name);
  const bool renamed = std::ranges::any_of(own, [&](const EventRule& rule) {
    return rule.when.empty() &&
           std::ranges::find(rule.actions, action.text()) == rule.actions.end();
  });
  const bool unconditional =
      std::ranges::any_of(own, [](const EventRule& rule) { return rule.when.empty(); });
  if (!renamed && !unconditional)
    events.push_back({sources_of(action.service), action.name, "", ""});
  for (const EventRule& rule : all_rules()) {
    if (std::ranges::find(rule.actions, action.text()) == rule.actions.end()) continue;
    events.push_back({sources_of(rule.service), std::string(rule.event), rule.when, rule.source});
  }
  return events;
}

std::string source_rule(std::string_view event_source) {
  for (const std::string_view domain : {".amazonaws.com.cn", ".amazonaws.com", ".aws.internal"})
    if (event_source.ends_with(domain)) event_source.remove_suffix(domain.size());
  TableReader rows(embedded_table("event_sources.tsv"), {"label", "service", "source"});
  while (rows.next()) {
    if (rows[0] == event_source || rows[0] == event_source.substr(0, event_source.find('.')))
      return std::string(rows[0]) + " → " + std::string(rows[1]);
  }
  return "";
}

}  // namespace scopedown
