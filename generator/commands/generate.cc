// `scopedown generate`: the smallest session policy for each tenant.

#include <iostream>
#include <memory>
#include <set>

#include <CLI/CLI.hpp>

#include "generator/commands/policy_options.h"
#include "generator/commands/product.h"
#include "generator/commands/question_options.h"
#include "generator/commands/role_options.h"
#include "generator/commands/tags_options.h"
#include "generator/commands/terminal_bar.h"
#include "generator/emit/role_files.h"
#include "generator/emit/write_file.h"
#include "generator/report/front_table.h"
#include "generator/report/printed.h"

namespace scopedown {
namespace {

struct Options {
  QuestionOptions asked;
  PolicyOptions policies;
  std::string out;
  std::string summary;
  TagsOptions tags;
  bool front = false;
  RoleOptions role;
  std::string with_role;
};

// Nothing was selected: says so with the names that were meant.
[[noreturn]] void nobody(const Selection& selection, const Workloads& all) {
  std::vector<std::string> names;
  std::vector<std::string> accounts;
  std::vector<std::string> units;
  for (const auto& [unit, workload] : all.units) {
    if (workload.idle) continue;
    units.push_back(unit.text());
    if (const auto* name_space = std::get_if<Namespace>(&unit.tenant.who)) {
      names.push_back(name_space->name);
      if (name_space->name == selection.name_space) accounts.push_back(unit.service_account);
    }
  }
  if (units.empty())
    throw Error("no tenant",
                "no call of one was found; `scopedown tenants` says what was set aside, and why");
  if (!selection.tenant.empty())
    throw Error("--tenant " + selection.tenant,
                "no such tenant; nearest: " + listed(nearest(selection.tenant, units)));
  if (!selection.service_account.empty() && (!accounts.empty() || selection.name_space.empty()))
    throw Error("--service-account " + selection.service_account,
                "no such service account; there are: " +
                    listed(nearest(selection.service_account, accounts)));
  throw Error("--namespace " + selection.name_space,
              "no such namespace; nearest: " + listed(nearest(selection.name_space, names)));
}

// One policy goes to stdout; of several, one must be chosen.
[[noreturn]] void ask_for_one(const Summary& summary) {
  std::set<std::string> clusters;
  std::set<std::string> names;
  std::set<std::string> accounts;
  std::vector<std::string> units;
  for (const Result& result : summary.results) {
    units.push_back(result.unit.text());
    if (const auto* name_space = std::get_if<Namespace>(&result.unit.tenant.who)) {
      clusters.insert(name_space->cluster);
      names.insert(name_space->name);
      accounts.insert(result.unit.service_account);
    }
  }
  const auto list = [](const std::set<std::string>& set) {
    return listed({set.begin(), set.end()});
  };
  const std::string several = std::to_string(units.size()) + " policies";
  if (names.size() > 1)
    misuse(several,
           "choose one with --namespace, or name a folder with --out; there are: " + list(names));
  if (clusters.size() > 1)
    misuse(several,
           "choose one with --cluster, or name a folder with --out; there are: " + list(clusters));
  if (accounts.size() > 1)
    misuse(several,
           "choose one with --service-account, make one for all with --per namespace, or name a "
           "folder with --out; there are: " +
               list(accounts));
  constexpr std::size_t shown_max = 10;
  if (units.size() > shown_max) units.resize(shown_max);
  misuse(several,
         "choose one with --tenant, or name a folder with --out; such as: " + listed(units));
}

// The policies; with --with-role the role first, which they are then made inside.
Summary made(const Options& options, const Ledger& ledger, const Clusters& clusters,
             ProgressBar& bar) {
  const Question& question = options.asked.question;
  if (options.with_role.empty()) return generate(ledger, question, clusters);
  RoleAndPolicies pair = generate_with_role(ledger, question, clusters, options.role.asked);
  bar.clear();
  print_role(std::cerr, pair.kit, options.asked.quiet);
  write_role(pair.kit, options.with_role);
  if (!pair.kit.role.permissions.fits())
    throw Error("--with-role", "no role of these quotas holds them; `scopedown plan` says how many",
                ExitCode::Refused);
  return std::move(pair.summary);
}

ExitCode run(Options& options) {
  settle(options.asked);
  settle(options.role);
  settle(options.policies, options.asked.question, !options.out.empty(),
         !options.with_role.empty());
  QuestionOptions& asked = options.asked;
  const QuestionSource source = source_of(asked);
  const Clusters clusters = clusters_of(source.ledger, asked.question);
  check_cluster(asked.question.selection, clusters);
  if (options.tags.is_chosen())
    return generate_with_tags(source, asked.question, clusters, options.tags, options.out,
                              options.summary, asked.quiet);
  ProgressBar bar = terminal_bar(asked.quiet);
  asked.question.on_progress = shown_on(bar);
  if (options.front) {
    const std::vector<Front> found = fronts(source.ledger, asked.question, clusters);
    bar.clear();
    if (found.empty())
      nobody(asked.question.selection, workloads(source.ledger, asked.question, clusters));
    print_fronts(std::cout, found, asked.question.budget);
    return finished(source.complete, ExitCode::Success);
  }
  Summary summary = made(options, source.ledger, clusters, bar);
  if (summary.results.empty())
    nobody(asked.question.selection, workloads(source.ledger, asked.question, clusters));
  if (options.out.empty() && summary.results.size() > 1) ask_for_one(summary);

  if (!options.out.empty()) {
    bar.show({.stage = "writing the policies"});
    write_policies(summary, clusters, options.out, options.policies.delivery);
  }
  if (!options.summary.empty()) write_file(options.summary, summary_text(summary));
  bar.clear();
  if (options.out.empty() && summary.results.front().proposal.fits()) {
    print_product(
        delivered_text(summary.results.front(), summary, clusters, options.policies.delivery));
  }
  print_results(std::cerr, summary, asked.quiet);
  return finished(source.complete,
                  is_complete_answer(summary) ? ExitCode::Success : ExitCode::Refused);
}

CommandRun add(CLI::App& command) {
  auto given = std::make_shared<Options>();
  Options& options = *given;
  add_question(command, options.asked);
  Question& question = options.asked.question;
  add_policy_options(command, options.policies, question);
  command.get_option("--target-role-arn")->excludes("--from-role");
  command.add_flag("--front", options.front,
                   "Print no policy but what room buys: the best policies by characters, packed "
                   "size and excess");
  command.get_option("--format")->excludes("--front");
  command
      .add_option("--with-role", options.with_role,
                  "Make the shared role too, into this folder, and the policies inside it")
      ->excludes("--role-policy")
      ->excludes("--front");
  add_role_quota(command, options.role);
  command.add_flag("--assume-unlogged", question.selection.assume_unlogged,
                   "Add calls that CloudTrail does not log, where others make them plausible");
  add_tags(command, options.tags);
  command
      .add_option("--out", options.out, "Write a file per unit, and summary.json, into this folder")
      ->excludes("--front");
  command.add_option("--summary", options.summary, "Write the summary to this file")
      ->excludes("--front");
  return [given] { return run(*given); };
}

}  // namespace

const Command generate_command{"generate", "Write the smallest session policy for each tenant",
                               add};

}  // namespace scopedown
