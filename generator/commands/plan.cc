// `scopedown plan`: which quotas bind the whole fleet, and how many roles it needs.
//
//   scopedown plan --db usage.sqlite --json > plan.json

#include <algorithm>
#include <iostream>
#include <memory>

#include <CLI/CLI.hpp>

#include "data/load.h"
#include "generator/commands/question_options.h"
#include "generator/commands/role_options.h"
#include "generator/report/fleet_plan.h"
#include "generator/role/role_facts.h"

namespace scopedown {
namespace {

struct Options {
  QuestionOptions question;
  RoleOptions role;
  bool no_policies = false;
  bool json = false;
  std::string role_name = "tenants";
};

FleetPlan plan_of(const Options& options, const Ledger& ledger, const Clusters& clusters) {
  const Question& question = options.question.question;
  const Workloads all = workloads(ledger, question, clusters);
  std::vector<UnitNeeds> units = unit_needs(all, question, clusters);
  const RoleFacts facts = role_facts(ledger, clusters, units, options.role.asked);
  FleetPlan plan;
  plan.account = facts.account;
  plan.quota = options.role.asked.quota;
  plan.exact = question.exact;
  for (const UnitNeeds& unit : units) {
    if (unit.accesses.empty()) continue;
    ++plan.units;
    if (const auto* name_space = std::get_if<Namespace>(&unit.unit.tenant.who))
      ++plan.associations[clusters.label(name_space->cluster)];
  }
  plan.roles = role_groups(units, built_in_catalogue(), plan.quota, plan.exact);
  if (options.no_policies) return plan;

  // Where one role holds all, the policies know it, as those of --with-role do.
  Question inside = question;
  if (plan.roles.groups.size() == 1) {
    const PermissionSearch search(together(units).accesses, all.world, built_in_catalogue());
    inside.role = Role(search.within(plan.quota, plan.exact).documents);
  }
  plan.sessions = summary_of(all, inside, clusters);
  std::erase_if(plan.sessions->results, [&](const Result& result) {
    const std::string account = account_of(result.unit);
    return (!account.empty() && account != facts.account) || result.workload.accesses.empty();
  });
  return plan;
}

ExitCode run(Options& options) {
  settle(options.question);
  settle(options.role);
  const QuestionSource source = source_of(options.question);
  const Question& question = options.question.question;
  const Clusters clusters = clusters_of(source.ledger, question);
  check_cluster(question.selection, clusters);
  const FleetPlan plan = plan_of(options, source.ledger, clusters);
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
  command.add_flag("--no-policies", options.no_policies,
                   "Leave the session policies out, which take the time");
  command.add_flag("--json", options.json, "Print JSON, with the role of every unit");
  command.add_option("--role-name", options.role_name, "What the roles are called in it: NAME-1")
      ->capture_default_str();
  return [given] { return run(*given); };
}

}  // namespace

const Command plan_command{"plan", "Say which quotas bind the fleet, and how many roles it needs",
                           add};

}  // namespace scopedown
