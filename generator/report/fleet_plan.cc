#include "generator/report/fleet_plan.h"

#include <algorithm>
#include <ostream>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>

#include "generator/report/text_table.h"

namespace scopedown {
namespace {

using Json = nlohmann::ordered_json;

// Refusals by reason; "" counts the policies that fit.
std::map<std::string, std::size_t> sessions_by_reason(const std::vector<Result>& results) {
  std::map<std::string, std::size_t> counts{{"", 0}};
  for (const Result& result : results)
    ++counts[result.proposal.refusal ? result.proposal.refusal->reason : ""];
  return counts;
}

std::size_t most_documents(const FleetPlan& plan) {
  std::size_t most = 0;
  for (const RoleGroup& group : plan.roles.groups)
    most = std::max(most, group.documents);
  return most;
}

// The lower one of the two in the middle.
template <class Number>
Number median(std::vector<Number> numbers) {
  if (numbers.empty()) return {};
  const auto middle = numbers.begin() + static_cast<std::ptrdiff_t>((numbers.size() - 1) / 2);
  std::ranges::nth_element(numbers, middle);
  return *middle;
}

void print_choices(std::ostream& out, const FleetPlan& plan) {
  const auto number = [](std::size_t count) { return std::to_string(count); };
  const bool sessions = plan.choices.front().sessions.has_value();
  TableLine head{"ROLES", "DOCUMENTS", "CHARACTERS", "UNNEEDED PAIRS"};
  if (sessions) head.insert(head.end(), {"POLICIES FIT", "MEDIAN CHARACTERS", "PACKED", "EXCESS"});
  std::vector<TableLine> lines{head};
  for (const RoleChoice& choice : plan.choices) {
    TableLine& line =
        lines.emplace_back(TableLine{number(choice.groups.size()), number(choice.documents),
                                     number(choice.characters), number(choice.unneeded)});
    if (!choice.sessions) continue;
    const SessionFigures& made = *choice.sessions;
    line.insert(line.end(), {share_text(made.fit, made.made), number(made.characters_median),
                             percent_text(made.packed_median), number(made.excess_median)});
  }
  out << "\nunits dealt out by what they call, to one role or to several\n";
  print_table(out, lines, {0, 1, 2, 3, 4, 5, 6, 7});
  for (const RoleChoice& choice : plan.choices) {
    if (choice.too_large > 0)
      out << "of " << choice.groups.size() << " roles " << choice.too_large
          << " do not fit their quota: nothing of those is counted\n";
  }
  out << "unneeded: actions on known resources that a role allows and none of its units needs";
  if (sessions) out << "; excess: the median policy's score beyond what was seen, inside its role";
  out << '\n';
}

Json choice_json(const RoleChoice& choice, const std::string& prefix) {
  Json roles = Json::array();
  for (std::size_t index = 0; index < choice.groups.size(); ++index) {
    Json units = Json::array();
    for (const Unit& unit : choice.groups[index])
      units.push_back(unit.text());
    roles.push_back({{"role", role_name(prefix, index)}, {"units", units}});
  }
  Json json{{"roles", roles},
            {"too_large", choice.too_large},
            {"documents", choice.documents},
            {"characters", choice.characters},
            {"unneeded_pairs", choice.unneeded},
            {"sessions", nullptr}};
  if (choice.sessions)
    json["sessions"] = {{"made", choice.sessions->made},
                        {"fit", choice.sessions->fit},
                        {"characters_median", choice.sessions->characters_median},
                        {"packed_percent_median", choice.sessions->packed_median.percent()},
                        {"excess_score_median", choice.sessions->excess_median}};
  return json;
}

void print_sessions(std::ostream& out, const FleetPlan& plan) {
  const std::vector<Result>& results = *plan.sessions;
  out << '\n';
  std::vector<TableLine> reasons{{"SESSION POLICIES", "UNITS"}};
  for (const auto& [reason, count] : sessions_by_reason(results))
    reasons.push_back({reason.empty() ? "fit" : "refused: " + reason, std::to_string(count)});
  print_table(out, reasons, {1});
  if (results.size() < plan.units)
    out << "made of " << results.size() << " of " << plan.units << " units (--sample)\n";
  for (const Result& result : results) {
    if (result.proposal.fits()) continue;
    out << "refused: " << printable(result.unit.text()) << ": " << result.proposal.refusal->reason
        << ", over by " << result.proposal.refusal->short_by << '\n';
  }
}

}  // namespace

bool FleetPlan::holds() const {
  for (const auto& [cluster, count] : associations) {
    if (count > associations_of_a_cluster_max) return false;
  }
  if (!roles.too_large.empty() || roles.groups.size() > roles_of_an_account_max) return false;
  if (choices.size() == 1 && choices.front().too_large > 0) return false;
  return !sessions || std::ranges::all_of(
                          *sessions, [](const Result& result) { return result.proposal.fits(); });
}

std::string role_name(const std::string& prefix, std::size_t number) {
  return prefix + "-" + std::to_string(number + 1);
}

SessionFigures session_figures(const std::vector<Result>& results) {
  SessionFigures figures;
  std::vector<std::size_t> characters;
  std::vector<PackedSize> packed;
  std::vector<std::uint64_t> excess;
  for (const Result& result : results) {
    ++figures.made;
    figures.fit += result.proposal.fits() ? 1 : 0;
    characters.push_back(result.proposal.characters);
    packed.push_back(result.proposal.packed);
    excess.push_back(result.proposal.excess_score);
  }
  figures.characters_median = median(std::move(characters));
  figures.packed_median = median(std::move(packed));
  figures.excess_median = median(std::move(excess));
  return figures;
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
  if (!plan.choices.empty()) print_choices(out, plan);
  if (plan.sessions) print_sessions(out, plan);
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
            {"choices", Json::array()},
            {"sessions", nullptr}};
  for (const RoleChoice& choice : plan.choices)
    json["choices"].push_back(choice_json(choice, prefix));
  if (plan.sessions) {
    Json refused = Json::array();
    for (const Result& result : *plan.sessions) {
      if (result.proposal.fits()) continue;
      refused.push_back({{"unit", result.unit.text()},
                         {"reason", result.proposal.refusal->reason},
                         {"short_by", result.proposal.refusal->short_by}});
    }
    json["sessions"] = {{"made", plan.sessions->size()},
                        {"fit", sessions_by_reason(*plan.sessions).at("")},
                        {"refused", refused}};
  }
  return json.dump(1, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace scopedown
