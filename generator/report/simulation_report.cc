#include "generator/report/simulation_report.h"

#include <ostream>
#include <set>

#include "generator/report/text_table.h"

namespace scopedown {
namespace {

bool has_levels(PolicyLayer layer) {
  return layer == PolicyLayer::Scp || layer == PolicyLayer::Rcp;
}

std::string layer_text(PolicyLayer layer, std::size_t level) {
  std::string name(text(layer));
  if (has_levels(layer)) name += " level " + std::to_string(level);
  return name;
}

// "session session.json:3".
std::string matched_text(const MatchedStatement& matched, const LayerFiles& files) {
  const PolicyFile& file = files.file_of(matched);
  const TextSpan span = file.document.sources[matched.statement].statement;
  return layer_text(matched.layer, matched.level) + " " + file.path + ":" +
         std::to_string(place_of(file.text, span.begin).line);
}

std::string because(const SimulatedRequest& simulated, const LayerFiles& files) {
  std::string reason;
  for (const MatchedStatement& matched : simulated.answer.by)
    reason.append(reason.empty() ? "" : ", ").append(matched_text(matched, files));
  if (simulated.answer.decision != Decision::ImplicitDeny) return reason;
  for (const LackingLayer& lacking : simulated.answer.lacking)
    reason.append(reason.empty() ? "nothing allows it in " : ", ")
        .append(layer_text(lacking.layer, lacking.level));
  return reason;
}

}  // namespace

void print_simulation(std::ostream& out, const Simulation& simulation) {
  std::vector<TableLine> lines{{"ACTION", "RESOURCE", "DECISION", "BECAUSE"}};
  for (const SimulatedRequest& each : simulation.requests)
    lines.push_back({each.request.action.text(), printable(each.request.resource),
                     std::string(eval_decision(each.answer.decision)),
                     printable(because(each, simulation.files))});
  print_table(out, lines);
}

void print_simulation_notes(std::ostream& out, const Simulation& simulation) {
  std::set<std::string> missing;
  for (const SimulatedRequest& each : simulation.requests) {
    missing.insert(each.missing_keys.begin(), each.missing_keys.end());
    const std::string question =
        each.request.action.text() + " on " + printable(each.request.resource);
    if (each.turns_on_colons)
      out << "scopedown: " << question
          << ": turns on whether a `*` crosses colons, which AWS leaves open\n";
    if (each.answer.passes_by_session)
      out << "scopedown: " << question
          << ": the resource-based policy names the session itself, or everybody: the session "
             "policy was not asked\n";
  }
  if (missing.empty()) return;
  out << "scopedown: taken to be missing from the request, though policies ask for them (--context "
         "gives them): ";
  for (const std::string& key : missing)
    out << (key == *missing.begin() ? "" : ", ") << printable(key);
  out << '\n';
}

}  // namespace scopedown
