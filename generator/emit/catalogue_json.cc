#include "generator/emit/catalogue_json.h"

#include <nlohmann/json.hpp>

#include "generator/usage/event_rules.h"

namespace scopedown {
namespace {

using Json = nlohmann::ordered_json;

std::string document(const Json& json) {
  return json.dump(1, ' ', false, Json::error_handler_t::replace) + "\n";
}

// Empty texts are null: there is nothing to say.
Json said(std::string_view text) {
  return text.empty() ? Json(nullptr) : Json(text);
}

Json level_json(const CatalogueAction* action) {
  return action == nullptr ? Json(nullptr) : Json(text(action->level));
}

std::string_view text_of(Agreement agreement) {
  if (agreement == Agreement::OtherAction) return "other_action";
  return agreement == Agreement::OtherResource ? "other_resource" : "agrees";
}

void put_sighting(Json& json, const Sighting& seen) {
  json["calls"] = seen.calls;
  json["example"] = seen.example;
}

}  // namespace

std::string expansion_json(const ActionPattern& pattern, const Catalogue& catalogue) {
  const auto reached = catalogue.matching(pattern);
  Json counts = Json::object();
  for (const AccessLevel level : {AccessLevel::List, AccessLevel::Read, AccessLevel::Tagging,
                                  AccessLevel::Write, AccessLevel::PermissionsManagement})
    counts[std::string(text(level))] = 0;
  Json actions = Json::array();
  int sensitive = 0;
  int escapes = 0;
  for (const CatalogueAction* action : reached) {
    Json types = Json::array();
    for (const ActionType& type : action->types)
      types.push_back(catalogue.types()[type.type].name);
    actions.push_back({{"action", action->action.text()},
                       {"level", text(action->level)},
                       {"resource_types", types},
                       {"sensitive", said(action->sensitive)},
                       {"escape", said(action->escape)}});
    Json& count = counts[std::string(text(action->level))];
    count = count.get<int>() + 1;
    sensitive += action->sensitive.empty() ? 0 : 1;
    escapes += action->escape.empty() ? 0 : 1;
  }
  return document({{"pattern", pattern.text()},
                   {"count", reached.size()},
                   {"levels", counts},
                   {"sensitive", sensitive},
                   {"escapes", escapes},
                   {"actions", actions}});
}

std::string action_json(const CatalogueAction& action, const Catalogue& catalogue) {
  Json types = Json::array();
  for (const ActionType& supported : action.types) {
    const ResourceType& type = catalogue.types()[supported.type];
    types.push_back({{"type", type.name},
                     {"required", supported.required},
                     {"created", supported.created},
                     {"arns", templates_of(type)}});
  }
  Json dependents = Json::array();
  for (const Action& dependent : action.dependents)
    dependents.push_back(dependent.text());
  Json events = Json::array();
  for (const NeedingEvent& event : events_needing(action.action))
    events.push_back({{"sources", event.sources},
                      {"event", event.event},
                      {"when", said(event.when)},
                      {"because", said(event.because)}});
  return document({{"action", action.action.text()},
                   {"level", text(action.level)},
                   {"sensitive", said(action.sensitive)},
                   {"escape", said(action.escape)},
                   {"resource_types", types},
                   {"dependents", dependents},
                   {"events", events}});
}

std::string sample_json(const SampleCall& call, const SampleReading& reading,
                        const Catalogue& catalogue) {
  Json rules = Json::array();
  for (const EventRule& rule : rules_about(reading.service, call.event_name))
    rules.push_back(
        {{"when", said(rule.when)}, {"actions", rule.actions}, {"source", said(rule.source)}});
  Json accesses = Json::array();
  for (const auto& [observed, because] : reading.accesses)
    accesses.push_back({{"action", observed.access.action.text()},
                        {"level", level_json(catalogue.find(observed.access.action))},
                        {"resource", observed.access.resource.text()},
                        {"resolved", observed.resolved},
                        {"note", said(observed.note)},
                        {"because", because}});
  return document({{"source", call.event_source},
                   {"event", call.event_name},
                   {"service", reading.service},
                   {"source_rule", said(source_rule(call.event_source))},
                   {"rules", rules},
                   {"set_aside", said(reading.set_aside)},
                   {"accesses", accesses},
                   {"ignored", reading.ignored}});
}

std::string coverage_json(const CoverageReport& report) {
  Json unknown = Json::array();
  for (const auto& [event, seen] : report.unknown)
    put_sighting(unknown.emplace_back(Json{{"event", event}}), seen);
  Json unresolved = Json::array();
  for (const auto& [call, seen] : report.unresolved)
    put_sighting(unresolved.emplace_back(Json{{"event", call.event},
                                              {"action", call.action},
                                              {"resource", call.resource},
                                              {"note", said(call.note)}}),
                 seen);
  Json disagreements = Json::array();
  for (const auto& [call, seen] : report.disagreements)
    put_sighting(disagreements.emplace_back(Json{{"event", call.event},
                                                 {"action", call.action},
                                                 {"resource", said(call.resource)},
                                                 {"found", text_of(call.found)},
                                                 {"interpreted", call.interpreted}}),
                 seen);
  return document({{"calls", report.calls},
                   {"others", report.others},
                   {"repeated", report.repeated},
                   {"interpreted", report.interpreted},
                   {"without_permission", report.without_permission},
                   {"with_resource_type", report.with_resource_type},
                   {"narrower", report.narrower},
                   {"resolved", report.resolved},
                   {"denied", report.denied},
                   {"judged", report.judged},
                   {"by_name", report.by_name},
                   {"agreed", report.agreed},
                   {"unknown", unknown},
                   {"unresolved", unresolved},
                   {"disagreements", disagreements}});
}

}  // namespace scopedown
