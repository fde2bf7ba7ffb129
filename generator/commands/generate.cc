// `scopedown generate`: the smallest session policy for each tenant.

#include <algorithm>
#include <iostream>
#include <memory>
#include <set>

#include <CLI/CLI.hpp>

#include "generator/commands/product.h"
#include "generator/commands/question_options.h"
#include "generator/commands/role_options.h"
#include "generator/commands/role_policies.h"
#include "generator/commands/tags_options.h"
#include "generator/commands/terminal_bar.h"
#include "generator/emit/role_files.h"
#include "generator/emit/write_file.h"
#include "generator/report/front_table.h"
#include "generator/report/printed.h"
#include "generator/simulate/policy_file.h"

namespace scopedown {
namespace {

struct Options {
  QuestionOptions asked;
  std::string packed_max = std::to_string(packed_percent_max_by_default);
  std::string layout = "compact";
  std::string never;
  std::vector<std::string> role_policies;
  std::vector<std::string> allow_wildcard;
  std::string out;
  std::string summary;
  TagsOptions tags;
  std::string format = "policy";
  Delivery delivery;
  std::vector<std::string> association_tags;
  bool front = false;
  RoleOptions role;
  std::string with_role;
};

Policy read_never(const std::string& path) {
  Policy policy = read_policy_file(path, PolicyGrammar::Identity).document.policy;
  for (const Statement& statement : policy.statements) {
    if (statement.effect != Effect::Deny)
      throw Error(
          path, "a --never document holds Deny statements alone: it says what must not be granted");
  }
  return policy;
}

// Throws Error (usage) for what makes no sense.
void settle_limits(Options& options) {
  Question& question = options.asked.question;
  if (options.packed_max == "off") {
    question.budget.packed_percent_max.reset();
  } else {
    const bool number = !options.packed_max.empty() && options.packed_max.size() <= 4 &&
                        std::ranges::all_of(options.packed_max,
                                            [](char byte) { return byte >= '0' && byte <= '9'; });
    if (!number) misuse("--packed-max " + options.packed_max, "write a whole percentage, or off");
    question.budget.packed_percent_max = std::stoi(options.packed_max);
  }
  if (!options.never.empty()) question.never = read_never(options.never);
  question.readable = options.layout == "readable";
}

// What is known of the role, and what a wildcard may reach.
void settle_role(Options& options) {
  Question& question = options.asked.question;
  question.role = read_role(options.role_policies);
  if (question.trust_role && !question.role && options.with_role.empty())
    misuse("--trust-role", "trusts a role that is known; give its policies with --role-policy");
  for (const std::string& text : options.allow_wildcard) {
    const auto pattern = ActionPattern::parse(text);
    if (!pattern) misuse("--allow-wildcard " + text, "no action; write s3:GetObject or s3:Get*");
    question.wildcards_may_reach.push_back(*pattern);
  }
}

// How the policies are handed over.
void settle_delivery(Options& options) {
  Delivery& delivery = options.delivery;
  delivery.format = &format_named(options.format);
  options.asked.question.selection.target_role = delivery.terms.target_role_arn;
  for (const std::string& tag : options.association_tags) {
    const std::size_t equals = tag.find('=');
    if (equals == std::string::npos) misuse("--association-tag " + tag, "write KEY=VALUE");
    const bool added =
        delivery.terms.tags.emplace(tag.substr(0, equals), tag.substr(equals + 1)).second;
    if (!added) misuse("--association-tag " + tag, "this key was given a value before");
  }
  check_delivery(delivery);
  if (delivery.format->index != nullptr && options.out.empty())
    misuse("--format " + options.format, "is a folder; name it with --out");
}

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
  settle_limits(options);
  settle_role(options);
  settle_delivery(options);
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
    write_policies(summary, clusters, options.out, options.delivery);
  }
  if (!options.summary.empty()) write_file(options.summary, summary_text(summary));
  bar.clear();
  if (options.out.empty() && summary.results.front().proposal.fits()) {
    print_product(delivered_text(summary.results.front(), summary, clusters, options.delivery));
  }
  print_results(std::cerr, summary, asked.quiet);
  return finished(source.complete,
                  is_complete_answer(summary) ? ExitCode::Success : ExitCode::Refused);
}

void add_delivery(CLI::App& command, Options& options) {
  std::string help = "What is written (policy):";
  for (const Format& format : formats())
    help += "\n" + std::string(format.name) + ": " + std::string(format.description);
  command.add_option("--format", options.format, help)->excludes("--front");
  command.add_option("--role-arn", options.delivery.terms.role_arn,
                     "The shared role, which an association names");
  command
      .add_option("--target-role-arn", options.delivery.terms.target_role_arn,
                  "The role that EKS assumes from the shared one: the policy is made of the calls "
                  "of its sessions, and the association names it")
      ->excludes("--from-role");
  command.add_option("--association-tag", options.association_tags,
                     "KEY=VALUE: a tag of the associations; repeatable");
  command
      .add_option("--out", options.out, "Write a file per unit, and summary.json, into this folder")
      ->excludes("--front");
  command.add_option("--summary", options.summary, "Write the summary to this file")
      ->excludes("--front");
}

CommandRun add(CLI::App& command) {
  auto given = std::make_shared<Options>();
  Options& options = *given;
  add_question(command, options.asked);
  Question& question = options.asked.question;
  command.add_option("--never", options.never,
                     "A policy of Deny statements: what must not be granted");
  command.add_option("--role-policy", options.role_policies,
                     "An identity policy of the shared role: excess counts inside it; repeatable");
  command.add_flag("--trust-role", question.trust_role,
                   "Let wildcards reach changes and sensitive reads of the role, each listed");
  command.add_option("--allow-wildcard", options.allow_wildcard,
                     "Let wildcards reach this action (or pattern) too; repeatable");
  command
      .add_option("--budget", question.budget.characters_max, "Characters that a policy may have")
      ->check(CLI::PositiveNumber)
      ->capture_default_str();
  command
      .add_option("--packed-max", options.packed_max,
                  "Percent of packed size that a policy may have, or off")
      ->capture_default_str();
  command
      .add_option("--layout", options.layout,
                  "compact, or readable: a statement per service, where that fits")
      ->check(CLI::IsMember({"compact", "readable"}))
      ->capture_default_str();
  command.add_flag("--front", options.front,
                   "Print no policy but what room buys: the best policies by characters, packed "
                   "size and excess");
  command
      .add_option("--with-role", options.with_role,
                  "Make the shared role too, into this folder, and the policies inside it")
      ->excludes("--role-policy")
      ->excludes("--front");
  add_role_quota(command, options.role);
  command.add_flag("--whole-words", question.whole_words,
                   "Cut no action name short to make room, as ec2:AttachVo*");
  command.add_flag("--exact", question.exact, "Open no names that look made up");
  command.add_flag("--allow-escape", question.allow_escape,
                   "Let a session assume the shared role again");
  command.add_flag("--assume-unlogged", question.selection.assume_unlogged,
                   "Add calls that CloudTrail does not log, where others make them plausible");
  add_tags(command, options.tags);
  add_delivery(command, options);
  command
      .add_option("--threads", question.threads,
                  "Threads that make policies (as many as the machine has)")
      ->check(CLI::PositiveNumber);
  return [given] { return run(*given); };
}

}  // namespace

const Command generate_command{"generate", "Write the smallest session policy for each tenant",
                               add};

}  // namespace scopedown
