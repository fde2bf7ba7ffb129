#include "generator/emit/simulation_json.h"

#include <algorithm>

#include <nlohmann/json.hpp>

namespace scopedown {
namespace {

using Json = nlohmann::ordered_json;

Json position(const PolicyFile& file, std::size_t byte) {
  const TextPlace place = place_of(file.text, byte);
  return {{"Line", place.line}, {"Column", place.column}};
}

std::string_view policy_type(PolicyLayer layer) {
  switch (layer) {
    case PolicyLayer::Rcp:
      return "Organizations RCP";
    case PolicyLayer::Scp:
      return "Organizations SCP";
    case PolicyLayer::Resource:
      return "Resource Policy";
    case PolicyLayer::Boundary:
      return "Permissions Boundary Policy";
    case PolicyLayer::Session:
      return "Session Policy";
    case PolicyLayer::Identity:
      break;
  }
  return "IAM Policy";
}

void put_level(Json& json, PolicyLayer layer, std::size_t level) {
  if (layer == PolicyLayer::Scp || layer == PolicyLayer::Rcp) json["Level"] = level;
}

Json matched_json(const MatchedStatement& matched, const LayerFiles& files) {
  const PolicyFile& file = files.file_of(matched);
  const TextSpan span = file.document.sources[matched.statement].statement;
  return {{"SourcePolicyId", file.path},
          {"SourcePolicyType", policy_type(matched.layer)},
          {"StartPosition", position(file, span.begin)},
          {"EndPosition", position(file, span.end)}};
}

Json decided_json(const MatchedStatement& matched, const LayerFiles& files) {
  const PolicyFile& file = files.file_of(matched);
  const std::string& sid = file.document.policy.statements[matched.statement].sid;
  Json json{{"Layer", text(matched.layer)}};
  put_level(json, matched.layer, matched.level);
  json["Policy"] = file.path;
  json["Statement"] = matched.statement;
  json["Sid"] = sid.empty() ? Json(nullptr) : Json(sid);
  json["Line"] = place_of(file.text, file.document.sources[matched.statement].statement.begin).line;
  return json;
}

Json result_json(const SimulatedRequest& simulated, const LayerFiles& files) {
  const Authorisation& answer = simulated.answer;
  Json matched = Json::array();
  for (const MatchedStatement& each : answer.matched)
    matched.push_back(matched_json(each, files));
  Json decided = Json::array();
  for (const MatchedStatement& each : answer.by)
    decided.push_back(decided_json(each, files));
  Json lacking = Json::array();
  for (const LackingLayer& each : answer.lacking) {
    Json layer{{"Layer", text(each.layer)}};
    put_level(layer, each.layer, each.level);
    lacking.push_back(std::move(layer));
  }
  return {{"EvalActionName", simulated.request.action.text()},
          {"EvalResourceName", simulated.request.resource},
          {"EvalDecision", eval_decision(answer.decision)},
          {"MatchedStatements", std::move(matched)},
          {"MissingContextValues", simulated.missing_keys},
          {"DecidedBy", std::move(decided)},
          {"LackingLayers", std::move(lacking)},
          {"PassesBySessionPolicy", answer.passes_by_session},
          {"TurnsOnColons", simulated.turns_on_colons}};
}

}  // namespace

std::string simulation_json(const Simulation& simulation) {
  Json results = Json::array();
  for (const SimulatedRequest& each : simulation.requests)
    results.push_back(result_json(each, simulation.files));
  const Json document{{"EvaluationResults", std::move(results)}, {"IsTruncated", false}};
  return document.dump(1, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace scopedown
