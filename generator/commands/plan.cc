// `scopedown plan`: which quotas bind the whole fleet, and how many roles it needs.
//
//   scopedown plan --db usage.sqlite --json > plan.json
//   scopedown plan --db usage.sqlite --roles 1,2,4,8 --sample 100
//   scopedown plan --db usage.sqlite --roles 4 --out fleet

#include <algorithm>
#include <filesystem>
#include <iostream>
#include <iterator>
#include <memory>
#include <optional>
#include <set>
#include <utility>

#include <CLI/CLI.hpp>

#include "data/load.h"
#include "generator/commands/question_options.h"
#include "generator/commands/role_options.h"
#include "generator/commands/terminal_bar.h"
#include "generator/emit/role_files.h"
#include "generator/emit/write_file.h"
#include "generator/parallel.h"
#include "generator/report/fleet_plan.h"
#include "generator/role/pair.h"
#include "generator/role/role_division.h"
#include "generator/role/role_facts.h"

namespace scopedown {
namespace {

struct Options {
  QuestionOptions question;
  RoleOptions role;
  std::vector<std::size_t> roles;
  std::size_t sample = 0;  // 0: all
  bool no_policies = false;
  bool json = false;
  std::string out;
  std::string role_name = "tenants";
};

// Makes the policies of units inside roles, of all units or of a sample.
class Planner {
 public:
  Planner(const Options& options, const Ledger& ledger, const Clusters& clusters)
      : options_(options),
        ledger_(ledger),
        question_(options.question.question),
        clusters_(clusters),
        all_(workloads(ledger, question_, clusters)),
        units_(unit_needs(all_, question_, clusters)),
        facts_(role_facts(ledger, clusters, units_, options.role.asked)),
        counter_(question_.on_progress) {
    std::erase_if(units_, [](const UnitNeeds& unit) { return unit.accesses.empty(); });
    // Spread evenly, in the order of their texts.
    const std::size_t wanted = options.sample == 0 ? units_.size() : options.sample;
    for (std::size_t number = 0; number < std::min(wanted, units_.size()); ++number)
      sampled_.insert(units_[number * units_.size() / std::min(wanted, units_.size())].unit);
  }

  [[nodiscard]] FleetPlan plan() {
    FleetPlan plan;
    plan.account = facts_.account;
    plan.quota = options_.role.asked.quota;
    plan.exact = question_.exact;
    plan.units = units_.size();
    for (const UnitNeeds& unit : units_) {
      if (const auto* name_space = std::get_if<Namespace>(&unit.unit.tenant.who))
        ++plan.associations[clusters_.label(name_space->cluster)];
    }
    counter_.begin("dealing the units out to roles");
    plan.roles = role_groups(units_, built_in_catalogue(), plan.quota, plan.exact);
    std::vector<Result> results;  // of the last choice
    for (const std::size_t roles : options_.roles)
      plan.choices.push_back(choice(roles, results));
    if (!options_.no_policies)
      plan.sessions = plan.choices.size() == 1 ? std::move(results) : sessions(plan.roles);
    return plan;
  }

  // Every group's role with all its documents, and the policies that were made inside them.
  void write(const FleetPlan& plan, const std::string& folder) {
    counter_.begin("writing the roles and the policies");
    const std::filesystem::path root(folder);
    const std::vector<std::vector<Unit>> groups = groups_of(plan);
    for (std::size_t index = 0; index < groups.size(); ++index) {
      std::vector<UnitNeeds> members = needs_of(groups[index]);
      RoleFacts facts = role_facts(ledger_, clusters_, members, options_.role.asked);
      RoleQuestion asked = options_.role.asked;
      asked.exact = question_.exact;
      const RoleKit kit =
          role_kit_of(members, std::move(facts), all_.world, built_in_catalogue(), asked);
      write_role(kit, (root / role_name(options_.role_name, index)).string());
      if (!plan.sessions || !kit.role.permissions.fits()) continue;
      const RoleJudge judge(kit.role.texts());
      for (const Result& result : *plan.sessions) {
        if (std::ranges::binary_search(groups[index], result.unit))
          ensure_pair(judge, result.unit, result.proposal);
      }
    }
    if (plan.sessions) {
      Summary summary;
      summary.budget = question_.budget;
      summary.catalogue = built_in_catalogue_digest();
      std::ranges::copy_if(*plan.sessions, std::back_inserter(summary.results),
                           [&](const Result& result) {
                             return !std::ranges::binary_search(plan.roles.too_large, result.unit);
                           });
      write_policies(summary, clusters_, (root / "policies").string());
    }
    write_file(root / "plan.json", plan_json(plan, options_.role_name));
  }

 private:
  // Those that were asked for; if several numbers were, or none, the fewest.
  static std::vector<std::vector<Unit>> groups_of(const FleetPlan& plan) {
    if (plan.choices.size() == 1) return plan.choices.front().groups;
    std::vector<std::vector<Unit>> groups;
    for (const RoleGroup& group : plan.roles.groups)
      groups.push_back(group.units);
    return groups;
  }

  // The role of that number, counted from 1.
  static std::string which(std::size_t number, std::size_t roles) {
    return "role " + std::to_string(number) + " of " + std::to_string(roles);
  }

  [[nodiscard]] std::vector<UnitNeeds> needs_of(const std::vector<Unit>& units) const {
    std::vector<UnitNeeds> needs;
    std::ranges::copy_if(units_, std::back_inserter(needs), [&](const UnitNeeds& unit) {
      return std::ranges::binary_search(units, unit.unit);
    });
    return needs;
  }

  // Those of the sample. They know the role, as those of --with-role do, which `place` names for the progress.
  void add_policies(const std::vector<Unit>& units, std::optional<Role> role,
                    const std::string& place, std::vector<Result>& results) {
    std::vector<Unit> asked;
    std::ranges::copy_if(units, std::back_inserter(asked),
                         [&](const Unit& unit) { return sampled_.contains(unit); });
    if (asked.empty()) return;
    Question shared = question_;
    shared.role = std::move(role);
    shared.threads = 1;  // each
    shared.on_progress = nullptr;
    counter_.begin("policies of " + place, asked.size());
    std::vector<std::vector<Result>> made(asked.size());
    in_parallel(asked.size(), question_.threads, [&](std::size_t index) {
      Question one = shared;
      one.selection.tenant = asked[index].text();
      made[index] = summary_of(all_, one, clusters_).results;
      counter_.add(!std::ranges::all_of(
          made[index], [](const Result& result) { return result.proposal.fits(); }));
    });
    for (std::vector<Result>& some : made)
      std::ranges::move(some, std::back_inserter(results));
  }

  [[nodiscard]] RoleChoice choice(std::size_t roles, std::vector<Result>& results) {
    RoleChoice made;
    results.clear();
    const RoleQuota& quota = options_.role.asked.quota;
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
      const SharedRole role =
          shared_role_of(needs, search, all_.world, built_in_catalogue(), quota, question_.exact);
      const auto& documents = role.permissions.documents;
      made.too_large += documents.empty() ? 1 : 0;
      made.documents += documents.size();
      for (const Policy& document : documents)
        made.characters += document.characters();
      made.unneeded += role.excess.pairs;
      if (!options_.no_policies && !documents.empty())
        add_policies(units, Role(documents), place, results);
    }
    std::ranges::sort(results, {}, [](const Result& result) { return result.unit.text(); });
    if (!options_.no_policies) made.sessions = session_figures(results);
    return made;
  }

  [[nodiscard]] std::vector<Result> sessions(const RoleGroups& roles) {
    std::vector<Result> results;
    std::size_t number = 0;
    for (const RoleGroup& group : roles.groups) {
      const std::string place = which(++number, roles.groups.size());
      counter_.begin("making " + place);
      const RoleNeeds needs = together(needs_of(group.units));
      const PermissionSearch search(needs.accesses, all_.world, built_in_catalogue());
      add_policies(group.units,
                   Role(search.within(options_.role.asked.quota, question_.exact).documents), place,
                   results);
    }
    add_policies(roles.too_large, std::nullopt, "units that no role holds", results);
    std::ranges::sort(results, {}, [](const Result& result) { return result.unit.text(); });
    return results;
  }

  const Options& options_;
  const Ledger& ledger_;
  const Question& question_;
  const Clusters& clusters_;
  Workloads all_;
  std::vector<UnitNeeds> units_;  // that need anything
  RoleFacts facts_;
  std::set<Unit> sampled_;
  FleetCounter counter_;
};

ExitCode run(Options& options) {
  settle(options.question);
  settle(options.role);
  const QuestionSource source = source_of(options.question);
  Question& question = options.question.question;
  ProgressBar bar = terminal_bar(options.question.quiet);
  question.on_progress = shown_on(bar);
  const Clusters clusters = clusters_of(source.ledger, question);
  check_cluster(question.selection, clusters);
  Planner planner(options, source.ledger, clusters);
  const FleetPlan plan = planner.plan();
  if (!options.out.empty()) planner.write(plan, options.out);
  bar.clear();
  if (options.json) {
    std::cout << plan_json(plan, options.role_name);
  } else {
    print_plan(std::cout, plan);
  }
  return finished(source.complete, plan.holds() ? ExitCode::Success : ExitCode::Refused);
}

CommandRun add(CLI::App& command) {
  auto given = std::make_shared<Options>();
  Options& options = *given;
  add_question(command, options.question);
  add_role_quota(command, options.role);
  command.add_flag("--exact", options.question.question.exact,
                   "Roles that name every resource that was seen");
  command
      .add_option(
          "--roles", options.roles,
          "1,2,4,8: compare one role for all with units dealt out to so many roles, by what "
          "they call")
      ->delimiter(',')
      ->check(CLI::Range(1, 1'000));
  command
      .add_option("--sample", options.sample,
                  "Make the session policies of so many units only, spread evenly")
      ->check(CLI::PositiveNumber);
  command
      .add_flag("--no-policies", options.no_policies,
                "Leave the session policies out, which take the time")
      ->excludes("--sample");
  command.add_flag("--json", options.json, "Print JSON, with the role of every unit");
  command.add_option(
      "--out", options.out,
      "Write every role with its documents, the policies inside them, and plan.json "
      "into this folder: the fewest roles, or as many as one number of --roles says");
  command.add_option("--role-name", options.role_name, "What the roles are called in it: NAME-1")
      ->capture_default_str();
  return [given] { return run(*given); };
}

}  // namespace

const Command plan_command{"plan", "Say which quotas bind the fleet, and how many roles it needs",
                           add};

}  // namespace scopedown
