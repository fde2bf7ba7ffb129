// `scopedown plan`: which quotas bind the whole fleet, and how many roles it needs.
//
//   scopedown plan --db usage.sqlite --json > plan.json
//   scopedown plan --db usage.sqlite --roles 1,2,4,8 --sample 100
//   scopedown plan --db usage.sqlite --roles 4 --out fleet

#include <iostream>
#include <memory>

#include <CLI/CLI.hpp>

#include "generator/commands/question_options.h"
#include "generator/commands/role_options.h"
#include "generator/commands/terminal_bar.h"
#include "generator/fleet_planner.h"

namespace scopedown {
namespace {

struct Options {
  QuestionOptions question;
  RoleOptions role;
  FleetQuestion fleet;
  bool no_policies = false;
  bool json = false;
  std::string out;
};

ExitCode run(Options& options) {
  settle(options.question);
  settle(options.role);
  const QuestionSource source = source_of(options.question);
  FleetQuestion& fleet = options.fleet;
  ProgressBar bar = terminal_bar(options.question.quiet);
  fleet.question = options.question.question;
  fleet.question.on_progress = shown_on(bar);
  fleet.role = options.role.asked;
  fleet.policies = !options.no_policies;
  const Clusters clusters = clusters_of(source.ledger, fleet.question);
  check_cluster(fleet.question.selection, clusters);
  FleetPlanner planner(fleet, source.ledger, clusters);
  const FleetPlan plan = planner.plan();
  if (!options.out.empty()) planner.write(plan, options.out);
  bar.clear();
  if (options.json) {
    std::cout << plan_json(plan, fleet.role_name);
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
          "--roles", options.fleet.roles,
          "1,2,4,8: compare one role for all with units dealt out to so many roles, by what "
          "they call")
      ->delimiter(',')
      ->check(CLI::Range(1, 1'000));
  command
      .add_option("--sample", options.fleet.sample,
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
  command
      .add_option("--role-name", options.fleet.role_name, "What the roles are called in it: NAME-1")
      ->capture_default_str();
  return [given] { return run(*given); };
}

}  // namespace

const Command plan_command{"plan", "Say which quotas bind the fleet, and how many roles it needs",
                           add};

}  // namespace scopedown
