#include "generator/report/printed.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <map>
#include <ostream>
#include <set>
#include <string>
#include <vector>

#include "generator/emit/unit_name.h"
#include "generator/report/text_table.h"
#include "generator/usage/timestamp.h"

namespace scopedown {
namespace {

constexpr std::string_view ours = "scopedown: ";

std::string day(std::int64_t seconds) {
  return seconds == 0 ? "-" : timestamp_text(seconds).substr(0, 10);
}

std::string joined(const std::set<std::string>& names) {
  std::string text;
  for (const std::string& name : names)
    text.append(text.empty() ? "" : " ").append(name);
  return text;
}

std::string access_text(const Access& access) {
  return printable(access.action.text()) + " on " + printable(access.resource.text());
}

std::string price_of(const Relaxation& relaxation) {
  return relaxation.excess == 0 ? "" : " (excess " + std::to_string(relaxation.excess) + ")";
}

std::string refusal_text(const Proposal& proposal, const Budget& budget) {
  const Refusal& refusal = *proposal.refusal;
  if (refusal.reason == "no_usage") return "no policy: not one call of it succeeded";
  if (refusal.reason == "all_withheld") return "no policy: everything it did is withheld";
  std::string text = "refused: the closest policy has " + std::to_string(proposal.characters) +
                     " characters (budget " + std::to_string(budget.characters_max) + ") and " +
                     percent_text(proposal.packed) + " packed (budget ";
  text += budget.packed_percent_max ? std::to_string(*budget.packed_percent_max) + " %)" : "off)";
  for (const Relaxation& relaxation : refusal.relaxations)
    text += "; a way out: " + relaxation.option + price_of(relaxation);
  return text;
}

// The first few by name; the summary has them all.
void print_withheld(std::ostream& out, const std::string& where,
                    const std::vector<Withheld>& list) {
  constexpr std::size_t shown_max = 5;
  for (std::size_t index = 0; index < std::min(list.size(), shown_max); ++index) {
    out << where << "withheld " << access_text(list[index].access) << ": "
        << printable(list[index].why) << "; remedy: " << list[index].remedy << '\n';
  }
  if (list.size() > shown_max)
    out << where << "withheld " << list.size() - shown_max
        << " more accesses; the summary lists them\n";
}

// Each action once, with how it does so.
std::string escapes_text(const std::vector<Escape>& escapes) {
  std::map<std::string, std::set<std::string>> actions;  // by why
  for (const Escape& escape : escapes)
    actions[escape.why].insert(escape.access.action.text());
  std::string text;
  for (const auto& [why, names] : actions)
    text.append(text.empty() ? "" : "; ")
        .append(joined(names))
        .append(" (")
        .append(why)
        .append(")");
  return text;
}

}  // namespace

void print_ingested(std::ostream& out, const Ingested& ingested, bool quiet) {
  for (const Problem& problem : ingested.problems)
    out << ours << printable(problem.where) << ": " << printable(problem.why) << '\n';
  for (const std::string& place : ingested.broken)
    out << ours << printable(place)
        << ": not readable as JSON; this record was set aside, the rest is kept\n";
  if (ingested.broken_count > ingested.broken.size())
    out << ours << ingested.broken_count - ingested.broken.size()
        << " more records were not readable as JSON\n";
  if (quiet) return;
  for (const std::string& path : ingested.passed_over)
    out << ours << printable(path) << ": passed over, not a log by its name or its first line\n";
  out << ours << "read " << ingested.records << " records of " << ingested.files << " files";
  if (ingested.files_known > 0) out << "; " << ingested.files_known << " files were known already";
  out << '\n';
}

void print_inventory(std::ostream& out, const std::vector<InventoryFact>& facts) {
  const auto count = [&](std::string_view kind) {
    return std::ranges::count(facts, kind, &InventoryFact::kind);
  };
  out << ours << "inventory: " << count("association") << " associations, " << count("pod")
      << " kinds of pods, " << count("service-account") << " service accounts with a role, "
      << count("provider") << " OIDC providers\n";
}

void print_results(std::ostream& out, const Summary& summary, bool quiet) {
  for (const Result& result : summary.results) {
    const std::string where = std::string(ours) + printable(unit_name(result)) + ": ";
    const Proposal& proposal = result.proposal;
    if (proposal.refusal) out << where << refusal_text(proposal, summary.budget) << '\n';
    print_withheld(out, where, proposal.withheld);
    if (!result.escapes.empty())
      out << where << "undoes the confinement: " << escapes_text(result.escapes) << '\n';
    for (const Warning& warning : result.warnings) {
      if (quiet && warning.code == not_delivered)
        out << where << "warning: " << warning.code << ": " << printable(warning.text) << '\n';
    }
    if (quiet || !proposal.fits()) continue;
    out << where << proposal.characters << " characters, " << percent_text(proposal.packed)
        << " packed, " << proposal.policy.statements.size() << " statements, "
        << proposal.excess.size() << " widenings, " << proposal.opened.size() << " opened names\n";
    for (const Warning& warning : result.warnings)
      out << where << "warning: " << warning.code << ": " << printable(warning.text) << '\n';
  }
  if (quiet) return;
  for (const Warning& warning : summary.warnings)
    out << ours << "warning: " << warning.code << ": " << printable(warning.text) << '\n';
  for (const std::string& file : summary.stale)
    out << ours << printable(file) << ": stale, of an earlier run; this one did not write it\n";
}

void print_tenants(std::ostream& out, const Workloads& workloads, const Selection& selection,
                   const Clusters& clusters) {
  const bool by_namespace = selection.kind.kind == TenantKind::Kind::Namespace;
  std::vector<TableLine> lines{by_namespace ? TableLine{"CLUSTER", "NAMESPACE", "SERVICE ACCOUNT"}
                                            : TableLine{"TENANT"}};
  for (const char* head : {"SESSIONS", "CALLS", "ACCESSES", "FIRST", "LAST"})
    lines.front().emplace_back(head);
  for (const auto& [unit, workload] : workloads.units) {
    if (!is_selected(unit, selection, clusters)) continue;
    TableLine line;
    if (const auto* name_space = std::get_if<Namespace>(&unit.tenant.who)) {
      line = {printable(clusters.label(name_space->cluster)), printable(name_space->name),
              printable(joined(workload.service_accounts))};
    } else {
      line = {printable(unit.tenant.text())};
    }
    for (std::string cell : {joined(workload.sessions), std::to_string(workload.calls),
                             std::to_string(workload.accesses.size()), day(workload.first_seen),
                             day(workload.last_seen)})
      line.push_back(std::move(cell));
    lines.push_back(std::move(line));
  }
  const std::size_t names = by_namespace ? 3 : 1;
  print_table(out, lines, {names + 1, names + 2});

  std::vector<TableLine> events{{"EVENTS", "COUNT", ""}};
  events.push_back({"read", std::to_string(workloads.events.read), ""});
  events.push_back({"used", std::to_string(workloads.events.used), ""});
  for (const SetAsideReason& reason : set_aside_reasons) {
    const auto count = workloads.events.set_aside.find(reason.name);
    if (count == workloads.events.set_aside.end() || count->second == 0) continue;
    events.push_back(
        {std::string(reason.name), std::to_string(count->second), std::string(reason.text)});
  }
  out << '\n';
  print_table(out, events, {1});
  if (workloads.unknown_actions.empty()) return;
  std::vector<TableLine> unknown{{"UNKNOWN API", "CALLS"}};
  for (const auto& [name, calls] : workloads.unknown_actions)
    unknown.push_back({printable(name), std::to_string(calls)});
  out << '\n';
  print_table(out, unknown, {1});
}

}  // namespace scopedown
