#include "generator/emit/summary.h"

#include <algorithm>

#include <nlohmann/json.hpp>

#include "generator/emit/widening_groups.h"
#include "generator/usage/timestamp.h"

namespace scopedown {
namespace {

using Json = nlohmann::ordered_json;

Json moment(std::int64_t seconds) {
  return seconds == 0 ? Json(nullptr) : Json(timestamp_text(seconds));
}

void put_unit(Json& json, const Result& result) {
  if (const auto* name_space = std::get_if<Namespace>(&result.unit.tenant.who)) {
    json["kind"] = "namespace";
    json["cluster"] = name_space->cluster;
    json["namespace"] = name_space->name;
    json["service_accounts"] = result.workload.service_accounts;
  } else if (const auto* principal = std::get_if<Principal>(&result.unit.tenant.who)) {
    json["kind"] = "principal";
    json["principal"] = principal->arn;
  } else {
    const auto& tag = std::get<SessionTag>(result.unit.tenant.who);
    json["kind"] = "tag";
    json["tag"] = tag.key;
    json["value"] = tag.value;
  }
  json["file"] = result.file.empty() ? Json(nullptr) : Json(result.file);
}

void put_size(Json& json, const Proposal& proposal) {
  const double percent = proposal.packed.percent();
  json["characters"] = proposal.characters;
  json["characters_lower_bound"] = proposal.characters_lower_bound;
  json["packed_percent"] = percent;
  json["packed_interval"] = {std::max(0.0, percent - packed_points_of_doubt),
                             percent + packed_points_of_doubt};
  json["packed_least_found"] = proposal.packed_least_found.percent();
  json["statements"] = proposal.policy.statements.size();
  json["statements_lower_bound"] = proposal.statements_lower_bound;
}

void put_usage(Json& json, const Result& result) {
  json["accesses"] = result.proposal.granted.size();
  json["calls"] = result.workload.calls;
  json["first_seen"] = moment(result.workload.first_seen);
  json["last_seen"] = moment(result.workload.last_seen);
}

Json refusal_json(const std::optional<Refusal>& refusal) {
  if (!refusal) return nullptr;
  Json relaxations = Json::array();
  for (const Relaxation& relaxation : refusal->relaxations) {
    relaxations.push_back({{"option", relaxation.option},
                           {"characters", relaxation.characters},
                           {"excess", relaxation.excess}});
  }
  return {
      {"reason", refusal->reason}, {"short_by", refusal->short_by}, {"relaxations", relaxations}};
}

Json access_json(const Access& access) {
  return {{"action", access.action.text()}, {"resource", access.resource.text()}};
}

Json warnings_json(const std::vector<Warning>& warnings) {
  Json list = Json::array();
  for (const Warning& warning : warnings)
    list.push_back({{"code", warning.code}, {"text", warning.text}});
  return list;
}

Json widenings_json(const std::vector<Widening>& widenings) {
  Json list = Json::array();
  for (const Widening& widening : widenings) {
    Json item = access_json(widening.access);
    item["level"] = text(widening.level);
    item["why"] = widening.why;
    list.push_back(std::move(item));
  }
  return list;
}

Json latent_json(const std::vector<Widening>& latent) {
  Json list = Json::array();
  for (const WideningGroup& group : groups_of(latent)) {
    Json actions = Json::array();
    for (const Action& action : group.actions)
      actions.push_back(action.text());
    Json resources = Json::array();
    for (const ArnPattern& resource : group.resources)
      resources.push_back(resource.text());
    list.push_back({{"level", text(group.level)},
                    {"why", group.why},
                    {"actions", std::move(actions)},
                    {"resources", std::move(resources)}});
  }
  return list;
}

void put_review(Json& json, const Result& result) {
  Json outside = Json::array();
  for (const Access& access : result.proposal.outside_role)
    outside.push_back(access_json(access));
  Json opened = Json::array();
  for (const OpenedName& name : result.proposal.opened)
    opened.push_back(
        {{"pattern", name.pattern.text()}, {"names", name.names}, {"example", name.example}});
  Json cut_short = Json::array();
  for (const CutShort& cut : result.proposal.cut_short) {
    Json reached = Json::array();
    for (const Action& action : cut.reached)
      reached.push_back(action.text());
    cut_short.push_back({{"pattern", cut.pattern.text()}, {"stands_for", std::move(reached)}});
  }
  Json shared = Json::array();
  for (const SharedResource& resource : result.shared)
    shared.push_back({{"resource", resource.resource},
                      {"with", resource.with},
                      {"with_others", resource.with_others}});
  Json withheld = Json::array();
  for (const Withheld& access : result.proposal.withheld) {
    Json item = access_json(access.access);
    item["why"] = access.why;
    item["remedy"] = access.remedy;
    withheld.push_back(std::move(item));
  }
  Json escapes = Json::array();
  for (const Escape& escape : result.escapes) {
    Json item = access_json(escape.access);
    item["why"] = escape.why;
    escapes.push_back(std::move(item));
  }
  Json assumed = Json::array();
  for (const auto& [access, call] : result.workload.assumed) {
    Json item = access_json(access);
    item["why"] = call.code;
    item["evidence"] = call.evidence;
    assumed.push_back(std::move(item));
  }
  json["excess"] = widenings_json(result.proposal.excess);
  json["excess_score"] = result.proposal.excess_score;
  json["latent"] = latent_json(result.proposal.latent);
  json["opened"] = std::move(opened);
  json["cut_short"] = std::move(cut_short);
  json["shared"] = std::move(shared);
  json["outside_role"] = std::move(outside);
  json["withheld"] = std::move(withheld);
  json["assumed"] = std::move(assumed);
  json["escapes"] = std::move(escapes);
  json["warnings"] = warnings_json(result.warnings);
}

Json result_json(const Result& result) {
  Json json = Json::object();
  put_unit(json, result);
  put_size(json, result.proposal);
  put_usage(json, result);
  json["fits"] = result.proposal.fits();
  json["refusal"] = refusal_json(result.proposal.refusal);
  put_review(json, result);
  return json;
}

// What no UTF-8 is cannot come out of a log, but may out of a ledger: never end the run for it.
std::string text_of(const Json& json) {
  return json.dump(1, ' ', false, Json::error_handler_t::replace);
}

// Each policy's lists are made into text before the next one's are made: of thousands, the values
// would take many times the room of their text.
std::string policies_text(const std::vector<Result>& results) {
  std::string text = "[";
  for (const Result& result : results) {
    text += text.size() == 1 ? "\n  " : ",\n  ";
    for (const char byte : text_of(result_json(result))) {
      text += byte;
      if (byte == '\n') text += "  ";
    }
  }
  return text + (results.empty() ? "]" : "\n ]");
}

}  // namespace

std::string summary_text(const Summary& summary) {
  Json aside = Json::object();
  for (const auto& [reason, count] : summary.events.set_aside)
    aside[reason] = count;
  Json unknown = Json::object();
  for (const auto& [name, count] : summary.unknown_actions)
    unknown[name] = count;
  const Json rest = {
      {"events",
       {{"read", summary.events.read}, {"used", summary.events.used}, {"set_aside", aside}}},
      {"unknown_actions", unknown},
      {"warnings", warnings_json(summary.warnings)},
      {"stale", summary.stale},
      {"catalogue", summary.catalogue},
      {"role_digest", summary.role ? Json(*summary.role) : Json(nullptr)}};
  return "{\n \"policies\": " + policies_text(summary.results) + "," + text_of(rest).substr(1) +
         "\n";
}

std::vector<std::string> files_of_summary(std::string_view text) {
  const Json json = Json::parse(text, nullptr, false);
  std::vector<std::string> files;
  if (!json.is_object() || !json.contains("policies") || !json["policies"].is_array()) return files;
  for (const Json& policy : json["policies"]) {
    if (policy.is_object() && policy.contains("file") && policy["file"].is_string())
      files.push_back(policy["file"].get<std::string>());
  }
  if (json.contains("stale") && json["stale"].is_array()) {
    for (const Json& file : json["stale"]) {
      if (file.is_string()) files.push_back(file.get<std::string>());
    }
  }
  return files;
}

}  // namespace scopedown
