#include "generator/emit/check_json.h"

#include <set>

#include <nlohmann/json.hpp>

namespace scopedown {
namespace {

using Json = nlohmann::ordered_json;

std::string document(const Json& json) {
  return json.dump(1, ' ', false, Json::error_handler_t::replace) + "\n";
}

Json finding_json(const CheckedFile& file, const Finding& finding) {
  const TextPlace begin = place_of(file.text, finding.span.begin);
  const TextPlace end = place_of(file.text, finding.span.end);
  return {{"severity", text(finding.severity)},
          {"rule", finding.rule},
          {"message", finding.message},
          {"line", begin.line},
          {"column", begin.column},
          {"end_line", end.line},
          {"end_column", end.column}};
}

std::string_view sarif_level(Severity severity) {
  if (severity == Severity::Error) return "error";
  return severity == Severity::Suggestion ? "note" : "warning";
}

Json sarif_result(const CheckedFile& file, const Finding& finding) {
  const TextPlace begin = place_of(file.text, finding.span.begin);
  const TextPlace end = place_of(file.text, finding.span.end);
  const Json region{{"startLine", begin.line},
                    {"startColumn", begin.column},
                    {"endLine", end.line},
                    {"endColumn", end.column}};
  const Json location{
      {"physicalLocation", {{"artifactLocation", {{"uri", file.path}}}, {"region", region}}}};
  return {{"ruleId", finding.rule},
          {"level", sarif_level(finding.severity)},
          {"message", {{"text", finding.message}}},
          {"locations", Json::array({location})}};
}

}  // namespace

std::string check_json(const std::vector<CheckedFile>& files, const std::string& role_digest) {
  Json all = Json::array();
  for (const CheckedFile& file : files) {
    Json findings = Json::array();
    for (const Finding& finding : file.findings)
      findings.push_back(finding_json(file, finding));
    Json json{{"file", file.path}, {"characters", file.characters}};
    if (file.packed) {
      const auto doubt = PackedSize::of_percent(packed_points_of_doubt).ten_thousandths;
      json["packed_percent"] = file.packed->percent();
      json["packed_interval"] = {PackedSize{file.packed->ten_thousandths - doubt}.percent(),
                                 PackedSize{file.packed->ten_thousandths + doubt}.percent()};
    }
    json["findings"] = std::move(findings);
    all.push_back(std::move(json));
  }
  Json role = nullptr;
  if (!role_digest.empty()) role = role_digest;
  return document({{"files", std::move(all)}, {"role_digest", std::move(role)}});
}

std::string check_sarif(const std::vector<CheckedFile>& files, std::string_view version) {
  std::set<std::string_view> rules;
  Json results = Json::array();
  for (const CheckedFile& file : files) {
    for (const Finding& finding : file.findings) {
      rules.insert(finding.rule);
      results.push_back(sarif_result(file, finding));
    }
  }
  Json rule_list = Json::array();
  for (const std::string_view rule : rules)
    rule_list.push_back({{"id", rule}});
  const Json driver{{"name", "scopedown"}, {"version", version}, {"rules", std::move(rule_list)}};
  const Json run{{"tool", {{"driver", driver}}},
                 {"columnKind", "unicodeCodePoints"},
                 {"results", std::move(results)}};
  return document({{"$schema", "https://json.schemastore.org/sarif-2.1.0.json"},
                   {"version", "2.1.0"},
                   {"runs", Json::array({run})}});
}

}  // namespace scopedown
