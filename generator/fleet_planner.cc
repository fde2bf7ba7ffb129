#include "generator/fleet_planner.h"

#include <algorithm>
#include <filesystem>
#include <iterator>
#include <utility>

#include "data/load.h"
#include "generator/emit/role_files.h"
#include "generator/emit/write_file.h"
#include "generator/parallel.h"
#include "generator/role/pair.h"
#include "generator/role/role_division.h"
#include "generator/role/role_facts.h"

namespace scopedown {
namespace {

// Those that were asked for; if several numbers were, or none, the fewest.
std::vector<std::vector<Unit>> groups_of(const FleetPlan& plan) {
  if (plan.choices.size() == 1) return plan.choices.front().groups;
  std::vector<std::vector<Unit>> groups;
  for (const RoleGroup& group : plan.roles.groups)
    groups.push_back(group.units);
  return groups;
}

// The role of that number, counted from 1.
std::string which(std::size_t number, std::size_t roles) {
  return "role " + std::to_string(number) + " of " + std::to_string(roles);
}

}  // namespace

FleetPlanner::FleetPlanner(const FleetQuestion& asked, const Ledger& ledger,
                           const Clusters& clusters)
    : asked_(asked),
      ledger_(ledger),
      clusters_(clusters),
      all_(workloads(ledger, asked.question, clusters)),
      units_(unit_needs(all_, asked.question, clusters)),
      facts_(role_facts(ledger, clusters, units_, asked.role)),
      counter_(asked.question.on_progress) {
  std::erase_if(units_, [](const UnitNeeds& unit) { return unit.accesses.empty(); });
  // Spread evenly, in the order of their texts.
  const std::size_t wanted = asked.sample == 0 ? units_.size() : asked.sample;
  for (std::size_t number = 0; number < std::min(wanted, units_.size()); ++number)
    sampled_.insert(units_[number * units_.size() / std::min(wanted, units_.size())].unit);
}

FleetPlan FleetPlanner::plan() {
  FleetPlan plan;
  plan.account = facts_.account;
  plan.quota = asked_.role.quota;
  plan.exact = asked_.question.exact;
  plan.units = units_.size();
  for (const UnitNeeds& unit : units_) {
    if (const auto* name_space = std::get_if<Namespace>(&unit.unit.tenant.who))
      ++plan.associations[clusters_.label(name_space->cluster)];
  }
  counter_.begin("dealing the units out to roles");
  plan.roles = role_groups(units_, built_in_catalogue(), plan.quota, plan.exact);
  std::vector<Result> results;  // of the last choice
  for (const std::size_t roles : asked_.roles)
    plan.choices.push_back(choice(roles, results));
  if (asked_.policies)
    plan.sessions = plan.choices.size() == 1 ? std::move(results) : sessions(plan.roles);
  return plan;
}

void FleetPlanner::write(const FleetPlan& plan, const std::string& folder) {
  const std::filesystem::path root(folder);
  const std::vector<std::vector<Unit>> groups = groups_of(plan);
  counter_.begin("roles written", groups.size());
  for (std::size_t index = 0; index < groups.size(); ++index) {
    std::vector<UnitNeeds> members = needs_of(groups[index]);
    RoleFacts facts = role_facts(ledger_, clusters_, members, asked_.role);
    RoleQuestion asked = asked_.role;
    asked.exact = asked_.question.exact;
    const RoleKit kit =
        role_kit_of(members, std::move(facts), all_.world, built_in_catalogue(), asked);
    write_role(kit, (root / role_name(asked_.role_name, index)).string());
    counter_.add(false);
    if (!plan.sessions || !kit.role.permissions.fits()) continue;
    const RoleJudge judge(kit.role.texts());
    for (const Result& result : *plan.sessions) {
      if (std::ranges::binary_search(groups[index], result.unit))
        ensure_pair(judge, result.unit, result.proposal);
    }
  }
  if (plan.sessions) {
    Summary summary;
    summary.budget = asked_.question.budget;
    summary.catalogue = built_in_catalogue_digest();
    std::ranges::copy_if(*plan.sessions, std::back_inserter(summary.results),
                         [&](const Result& result) {
                           return !std::ranges::binary_search(plan.roles.too_large, result.unit);
                         });
    write_policies(summary, clusters_, (root / "policies").string());
  }
  write_file(root / "plan.json", plan_json(plan, asked_.role_name));
}

std::vector<UnitNeeds> FleetPlanner::needs_of(const std::vector<Unit>& units) const {
  std::vector<UnitNeeds> needs;
  std::ranges::copy_if(units_, std::back_inserter(needs), [&](const UnitNeeds& unit) {
    return std::ranges::binary_search(units, unit.unit);
  });
  return needs;
}

// Those of the sample. They know the role, as those of --with-role do; `place` says which it is.
void FleetPlanner::add_policies(const std::vector<Unit>& units, std::optional<Role> role,
                                const std::string& place, std::vector<Result>& results) {
  std::vector<Unit> asked;
  std::ranges::copy_if(units, std::back_inserter(asked),
                       [&](const Unit& unit) { return sampled_.contains(unit); });
  if (asked.empty()) return;
  Question shared = asked_.question;
  shared.role = std::move(role);
  shared.threads = 1;  // each
  shared.on_progress = nullptr;
  counter_.begin("policies of " + place, asked.size());
  std::vector<std::vector<Result>> made(asked.size());
  in_parallel(asked.size(), asked_.question.threads, [&](std::size_t index) {
    Question one = shared;
    one.selection.tenant = asked[index].text();
    made[index] = summary_of(all_, one, clusters_).results;
    counter_.add(!std::ranges::all_of(made[index],
                                      [](const Result& result) { return result.proposal.fits(); }));
  });
  for (std::vector<Result>& some : made)
    std::ranges::move(some, std::back_inserter(results));
}

RoleChoice FleetPlanner::choice(std::size_t roles, std::vector<Result>& results) {
  RoleChoice made;
  results.clear();
  const RoleQuota& quota = asked_.role.quota;
  const auto divided = divided_by_usage(units_, roles, built_in_catalogue());
  for (const auto& numbers : divided) {
    std::vector<UnitNeeds> members;
    std::vector<Unit>& units = made.groups.emplace_back();
    const std::string place = which(made.groups.size(), divided.size());
    counter_.begin("making " + place);
    for (const std::size_t number : numbers) {
      members.push_back(units_[number]);
      units.push_back(units_[number].unit);
    }
    std::ranges::sort(units);
    const RoleNeeds needs = together(members);
    const PermissionSearch search(needs.accesses, all_.world, built_in_catalogue());
    const SharedRole role = shared_role_of(needs, search, all_.world, built_in_catalogue(), quota,
                                           asked_.question.exact);
    const auto& documents = role.permissions.documents;
    made.too_large += documents.empty() ? 1 : 0;
    made.documents += documents.size();
    for (const Policy& document : documents)
      made.characters += document.characters();
    made.unneeded += role.excess.pairs;
    if (asked_.policies && !documents.empty()) add_policies(units, Role(documents), place, results);
  }
  std::ranges::sort(results, {}, [](const Result& result) { return result.unit.text(); });
  if (asked_.policies) made.sessions = session_figures(results);
  return made;
}

std::vector<Result> FleetPlanner::sessions(const RoleGroups& roles) {
  std::vector<Result> results;
  std::size_t number = 0;
  for (const RoleGroup& group : roles.groups) {
    const std::string place = which(++number, roles.groups.size());
    counter_.begin("making " + place);
    const RoleNeeds needs = together(needs_of(group.units));
    const PermissionSearch search(needs.accesses, all_.world, built_in_catalogue());
    add_policies(group.units,
                 Role(search.within(asked_.role.quota, asked_.question.exact).documents), place,
                 results);
  }
  add_policies(roles.too_large, std::nullopt, "units that no role holds", results);
  std::ranges::sort(results, {}, [](const Result& result) { return result.unit.text(); });
  return results;
}

}  // namespace scopedown
