#include "generator/report/catalogue_report.h"

#include <algorithm>
#include <array>
#include <map>
#include <ostream>
#include <string>
#include <utility>

#include "generator/report/text_table.h"

namespace scopedown {
namespace {

constexpr std::array levels{AccessLevel::List, AccessLevel::Read, AccessLevel::Tagging,
                            AccessLevel::Write, AccessLevel::PermissionsManagement};

template <class List>
std::string joined(const List& list, std::string_view separator = ", ") {
  std::string text;
  for (const auto& item : list) {
    if (!text.empty()) text += separator;
    text += item;
  }
  return text;
}

std::string count_text(std::size_t count, const std::string& one) {
  return std::to_string(count) + " " + one + (count == 1 ? "" : "s");
}

// Why a wildcard must not reach it; "" if one may.
std::string danger_text(const CatalogueAction& action) {
  std::string text = action.sensitive.empty() ? "" : "sensitive: " + action.sensitive;
  if (!action.escape.empty())
    text.append(text.empty() ? "" : "; ").append("escape: ").append(action.escape);
  return text;
}

// What the row was about, in a word.
std::string rule_text(const EventRule& rule, bool alone) {
  if (!rule.when.empty()) return "with " + std::string(rule.when);
  return alone ? "always" : "otherwise";
}

std::vector<std::string> printable_all(const std::vector<std::string>& texts) {
  std::vector<std::string> shown;
  for (const std::string& text : texts)
    shown.push_back(printable(text));
  return shown;
}

// The most frequent ones, and of those that are as frequent the first.
template <class Key>
std::vector<std::pair<Key, Sighting>> most_frequent(const std::map<Key, Sighting>& all) {
  constexpr std::size_t shown_max = 20;
  std::vector<std::pair<Key, Sighting>> list(all.begin(), all.end());
  std::ranges::stable_sort(
      list, [](const auto& a, const auto& b) { return a.second.calls > b.second.calls; });
  if (list.size() > shown_max) list.resize(shown_max);
  return list;
}

void print_left_out(std::ostream& out, std::size_t all, std::size_t shown) {
  if (all > shown) out << all - shown << " more; --json lists them all\n";
}

}  // namespace

void print_expansion(std::ostream& out, const ActionPattern& pattern, const Catalogue& catalogue) {
  const auto reached = catalogue.matching(pattern);
  std::vector<TableLine> lines{{"LEVEL", "ACTION", "ON", "BEWARE"}};
  std::vector<std::string> counts;
  for (const AccessLevel level : levels) {
    std::size_t count = 0;
    for (const CatalogueAction* action : reached) {
      if (action->level != level) continue;
      std::vector<std::string> types;
      for (const ActionType& type : action->types)
        types.push_back(catalogue.types()[type.type].name);
      lines.push_back({std::string(text(level)), action->action.text(),
                       types.empty() ? "*" : joined(types), danger_text(*action)});
      ++count;
    }
    if (count > 0) counts.push_back(std::string(text(level)) + " " + std::to_string(count));
  }
  const auto sensitive = std::ranges::count_if(
      reached, [](const CatalogueAction* action) { return !action->sensitive.empty(); });
  const auto escapes = std::ranges::count_if(
      reached, [](const CatalogueAction* action) { return !action->escape.empty(); });
  if (!reached.empty()) {
    print_table(out, lines);
    out << '\n';
  }
  out << pattern.text() << " reaches " << count_text(reached.size(), "action");
  if (!counts.empty()) out << ": " << joined(counts);
  if (sensitive > 0) out << "; " << sensitive << " sensitive";
  if (escapes > 0) out << "; " << escapes << " that may undo the confinement";
  out << '\n';
}

void print_action(std::ostream& out, const CatalogueAction& action, const Catalogue& catalogue) {
  std::vector<TableLine> facts{{"action", action.action.text()},
                               {"level", std::string(text(action.level))}};
  if (!action.sensitive.empty()) facts.push_back({"sensitive", action.sensitive});
  if (!action.escape.empty()) facts.push_back({"escape", action.escape});
  if (action.types.empty()) facts.push_back({"resources", "none: its Resource is *"});
  std::vector<std::string> needs;
  for (const Action& dependent : action.dependents)
    needs.push_back(dependent.text());
  if (!needs.empty()) facts.push_back({"needs too", joined(needs)});
  print_table(out, facts);

  if (!action.types.empty()) {
    std::vector<TableLine> types{{"RESOURCE TYPE", "", "ARN"}};
    for (const ActionType& supported : action.types) {
      const ResourceType& type = catalogue.types()[supported.type];
      std::string role = supported.required ? "required" : "optional";
      if (supported.created) role += ", made by the call";
      for (const std::string_view arn : templates_of(type)) {
        const bool first = arn == templates_of(type).front();
        types.push_back({first ? type.name : "", first ? role : "", std::string(arn)});
      }
    }
    out << '\n';
    print_table(out, types);
  }

  std::vector<TableLine> events{{"EVENT", "", "SOURCE"}};
  for (const NeedingEvent& event : events_needing(action.action)) {
    events.push_back({joined(event.sources, " or ") + " " + event.event,
                      event.when.empty() ? "" : "with " + std::string(event.when),
                      std::string(event.because)});
  }
  out << '\n';
  if (events.size() > 1) {
    print_table(out, events);
  } else {
    out << "no event is known to need it\n";
  }
}

void print_sample(std::ostream& out, const SampleCall& call, const SampleReading& reading,
                  const Catalogue& catalogue) {
  const std::string rule = source_rule(call.event_source);
  std::vector<TableLine> facts{
      {"event", printable(call.event_source) + " " + printable(call.event_name)},
      {"service", printable(reading.service) +
                      (rule.empty() ? ", the source's own label" : ", by event_sources.tsv")}};
  std::string name = call.event_name;
  const auto known = [&] {
    return !rules_about(reading.service, name).empty() ||
           catalogue.find(reading.service, name) != nullptr;
  };
  if (!known()) {
    name.resize(name.find_last_not_of("0123456789v_") + 1);
    if (known()) facts.push_back({"name", printable(name) + ", without the version behind it"});
  }
  const auto rules = rules_about(reading.service, name);
  for (const EventRule& event_rule : rules) {
    const std::string needs =
        event_rule.actions.empty() ? "no permission" : joined(event_rule.actions);
    facts.push_back({"rule", rule_text(event_rule, rules.size() == 1) + ": " + needs,
                     std::string(event_rule.source)});
  }
  const bool conditional = std::ranges::none_of(
      rules, [](const EventRule& event_rule) { return event_rule.when.empty(); });
  if (conditional && reading.set_aside.empty())
    facts.push_back({"rule", std::string(rules.empty() ? "" : "otherwise: ") +
                                 "the action of the event's own name"});
  if (!reading.set_aside.empty()) facts.push_back({"set aside", reading.set_aside});
  if (!reading.ignored.empty())
    facts.push_back({"ignored", joined(printable_all(reading.ignored))});
  print_table(out, facts);

  if (reading.accesses.empty()) return;
  std::vector<TableLine> lines{{"ACTION", "LEVEL", "RESOURCE", "BECAUSE OF", "NOTE"}};
  for (const auto& [observed, because] : reading.accesses) {
    const CatalogueAction* action = catalogue.find(observed.access.action);
    std::string note = observed.note;
    if (!observed.resolved && note.empty()) note = "the log does not say which";
    lines.push_back({printable(observed.access.action.text()),
                     action == nullptr ? "" : std::string(text(action->level)),
                     printable(observed.access.resource.text()),
                     because.empty() ? "the event" : joined(printable_all(because)), note});
  }
  out << '\n';
  print_table(out, lines);
}

void print_coverage(std::ostream& out, const CoverageReport& report) {
  const auto line = [](const char* what, std::uint64_t part, std::uint64_t whole) {
    return TableLine{what, std::to_string(part), share_text(part, whole)};
  };
  print_table(out,
              {{"calls", std::to_string(report.calls), "", "each event once"},
               line("  interpreted", report.interpreted, report.calls),
               line("    need no permission", report.without_permission, report.interpreted),
               line("    on a resource type", report.with_resource_type, report.interpreted),
               line("      narrower than *", report.narrower, report.with_resource_type),
               line("      named by the log", report.resolved, report.with_resource_type),
               line("  denied", report.denied, report.calls),
               line("    AWS named the action", report.judged, report.denied),
               line("      as we read it", report.agreed, report.judged),
               {"other records", std::to_string(report.others), "", "sign-ins, service events"},
               {"repeated", std::to_string(report.repeated), "", "of an event that was counted"}},
              {1, 2});

  if (!report.unknown.empty()) {
    std::vector<TableLine> lines{{"UNKNOWN API", "CALLS", "EXAMPLE"}};
    for (const auto& [event, seen] : most_frequent(report.unknown))
      lines.push_back({printable(event), std::to_string(seen.calls), printable(seen.example)});
    out << '\n';
    print_table(out, lines, {1});
    print_left_out(out, report.unknown.size(), lines.size() - 1);
  }
  if (!report.unresolved.empty()) {
    std::vector<TableLine> lines{
        {"NOT NAMED BY THE LOG", "CALLS", "ACTION", "RESOURCE", "EXAMPLE"}};
    for (const auto& [call, seen] : most_frequent(report.unresolved))
      lines.push_back({printable(call.event), std::to_string(seen.calls), call.action,
                       printable(call.resource), printable(seen.example)});
    out << '\n';
    print_table(out, lines, {1});
    print_left_out(out, report.unresolved.size(), lines.size() - 1);
  }
  if (!report.disagreements.empty()) {
    std::vector<TableLine> lines{{"DISAGREEMENT", "CALLS", "AWS ASKED", "WE READ", "EXAMPLE"}};
    for (const auto& [call, seen] : most_frequent(report.disagreements)) {
      const std::string asked = call.action + (call.resource.empty() ? "" : " on " + call.resource);
      lines.push_back({printable(call.event), std::to_string(seen.calls), printable(asked),
                       printable(call.interpreted), printable(seen.example)});
    }
    out << '\n';
    print_table(out, lines, {1});
    print_left_out(out, report.disagreements.size(), lines.size() - 1);
  }
}

}  // namespace scopedown
