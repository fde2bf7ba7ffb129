#include "generator/report/fleet_plan.h"

#include <algorithm>
#include <ostream>
#include <vector>

#include <nlohmann/json.hpp>

#include "generator/report/text_table.h"

namespace scopedown {
namespace {

using Json = nlohmann::ordered_json;

// Refusals by reason; "" counts the policies that fit.
std::map<std::string, std::size_t> sessions_by_reason(const Summary& summary) {
  std::map<std::string, std::size_t> counts{{"", 0}};
  for (const Result& result : summary.results)
    ++counts[result.proposal.refusal ? result.proposal.refusal->reason : ""];
  return counts;
}

std::size_t most_documents(const FleetPlan& plan) {
  std::size_t most = 0;
  for (const RoleGroup& group : plan.roles.groups)
    most = std::max(most, group.documents);
  return most;
}

std::string role_name(const std::string& prefix, std::size_t number) {
  return prefix + "-" + std::to_string(number + 1);
}

}  // namespace

bool FleetPlan::holds() const {
  for (const auto& [cluster, count] : associations) {
    if (count > associations_of_a_cluster_max) return false;
  }
  if (!roles.too_large.empty() || roles.groups.size() > roles_of_an_account_max) return false;
  return !sessions || std::ranges::all_of(sessions->results, [](const Result& result) {
    return result.proposal.fits();
  });
}

void print_plan(std::ostream& out, const FleetPlan& plan) {
  const auto number = [](std::size_t count) { return std::to_string(count); };
  std::vector<TableLine> lines{{"QUOTA", "NEEDED", "MOST"}};
  for (const auto& [cluster, count] : plan.associations)
    lines.push_back({"associations of " + printable(cluster), number(count),
                     number(associations_of_a_cluster_max)});
  lines.push_back({"roles of " + plan.account, number(plan.roles.groups.size()),
                   number(roles_of_an_account_max)});
  lines.push_back({"documents of the largest role", number(most_documents(plan)),
                   number(plan.quota.documents_max())});
  print_table(out, lines, {1, 2});
  out << "\none role for each unit would be " << plan.units
      << " roles: " << plan.units - std::min(plan.units, plan.roles.groups.size())
      << " are saved\n";
  if (plan.roles.groups.size() > 1) {
    out << "no fewer than " << plan.roles.lower_bound << " roles "
        << (plan.exact ? "name every resource" : "hold them") << "; " << plan.roles.groups.size()
        << " were found, by usage; --json lists who goes where\n";
  }
  for (const Unit& unit : plan.roles.too_large)
    out << "too large for any role: " << printable(unit.text()) << '\n';
  if (!plan.sessions) return;
  out << '\n';
  std::vector<TableLine> reasons{{"SESSION POLICIES", "UNITS"}};
  for (const auto& [reason, count] : sessions_by_reason(*plan.sessions))
    reasons.push_back({reason.empty() ? "fit" : "refused: " + reason, number(count)});
  print_table(out, reasons, {1});
  for (const Result& result : plan.sessions->results) {
    if (result.proposal.fits()) continue;
    out << "refused: " << printable(result.unit.text()) << ": " << result.proposal.refusal->reason
        << ", over by " << result.proposal.refusal->short_by << '\n';
  }
}

std::string plan_json(const FleetPlan& plan, const std::string& prefix) {
  Json associations = Json::array();
  for (const auto& [cluster, count] : plan.associations)
    associations.push_back(
        {{"cluster", cluster}, {"needed", count}, {"most", associations_of_a_cluster_max}});
  Json roles = Json::array();
  for (std::size_t index = 0; index < plan.roles.groups.size(); ++index) {
    const RoleGroup& group = plan.roles.groups[index];
    Json units = Json::array();
    for (const Unit& unit : group.units)
      units.push_back(unit.text());
    roles.push_back({{"role", role_name(prefix, index)},
                     {"documents", group.documents},
                     {"characters", group.characters},
                     {"names_all", group.names_all},
                     {"units", units}});
  }
  Json too_large = Json::array();
  for (const Unit& unit : plan.roles.too_large)
    too_large.push_back(unit.text());
  Json json{{"account", plan.account},
            {"units", plan.units},
            {"associations", associations},
            {"roles_lower_bound", plan.roles.lower_bound},
            {"documents_most", plan.quota.documents_max()},
            {"roles", roles},
            {"too_large", too_large},
            {"sessions", nullptr}};
  if (plan.sessions) {
    Json refused = Json::array();
    for (const Result& result : plan.sessions->results) {
      if (result.proposal.fits()) continue;
      refused.push_back({{"unit", result.unit.text()},
                         {"reason", result.proposal.refusal->reason},
                         {"short_by", result.proposal.refusal->short_by}});
    }
    json["sessions"] = {{"fit", sessions_by_reason(*plan.sessions).at("")}, {"refused", refused}};
  }
  return json.dump(1, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace scopedown
