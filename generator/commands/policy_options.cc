#include "generator/commands/policy_options.h"

#include <algorithm>

#include <CLI/CLI.hpp>

#include "generator/commands/role_policies.h"
#include "generator/simulate/policy_file.h"

namespace scopedown {
namespace {

Policy read_never(const std::string& path) {
  Policy policy = read_policy_file(path, PolicyGrammar::Identity).document.policy;
  for (const Statement& statement : policy.statements) {
    if (statement.effect != Effect::Deny)
      throw Error(
          path, "a --never document holds Deny statements alone: it says what must not be granted");
  }
  return policy;
}

void settle_limits(const PolicyOptions& options, Question& question) {
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
void settle_role(const PolicyOptions& options, Question& question, bool makes_role) {
  question.role = read_role(options.role_policies);
  if (question.trust_role && !question.role && !makes_role)
    misuse("--trust-role", "trusts a role that is known; give its policies with --role-policy");
  for (const std::string& text : options.allow_wildcard) {
    const auto pattern = ActionPattern::parse(text);
    if (!pattern) misuse("--allow-wildcard " + text, "no action; write s3:GetObject or s3:Get*");
    question.wildcards_may_reach.push_back(*pattern);
  }
}

// How the policies are handed over.
void settle_delivery(PolicyOptions& options, Question& question, bool to_folder) {
  Delivery& delivery = options.delivery;
  delivery.format = &format_named(options.format);
  question.selection.target_role = delivery.terms.target_role_arn;
  for (const std::string& tag : options.association_tags) {
    const std::size_t equals = tag.find('=');
    if (equals == std::string::npos) misuse("--association-tag " + tag, "write KEY=VALUE");
    const bool added =
        delivery.terms.tags.emplace(tag.substr(0, equals), tag.substr(equals + 1)).second;
    if (!added) misuse("--association-tag " + tag, "this key was given a value before");
  }
  check_delivery(delivery);
  if (delivery.format->index != nullptr && !to_folder)
    misuse("--format " + options.format, "is a folder; name it with --out");
}

void add_delivery(CLI::App& command, PolicyOptions& options) {
  std::string help = "What is written (policy):";
  for (const Format& format : formats())
    help += "\n" + std::string(format.name) + ": " + std::string(format.description);
  command.add_option("--format", options.format, help);
  command.add_option("--role-arn", options.delivery.terms.role_arn,
                     "The shared role, which an association names");
  command.add_option("--target-role-arn", options.delivery.terms.target_role_arn,
                     "The role that EKS assumes from the shared one: the policy is made of the "
                     "calls of its sessions, and the association names it");
  command.add_option("--association-tag", options.association_tags,
                     "KEY=VALUE: a tag of the associations; repeatable");
}

}  // namespace

void add_policy_options(CLI::App& command, PolicyOptions& options, Question& question) {
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
  command.add_flag("--whole-words", question.whole_words,
                   "Cut no action name short to make room, as ec2:AttachVo*");
  command.add_flag("--exact", question.exact, "Open no names that look made up");
  command.add_flag("--allow-escape", question.allow_escape,
                   "Let a session assume the shared role again");
  add_delivery(command, options);
  command
      .add_option("--threads", question.threads,
                  "Threads that make policies (as many as the machine has)")
      ->check(CLI::PositiveNumber);
}

void settle(PolicyOptions& options, Question& question, bool to_folder, bool makes_role) {
  settle_limits(options, question);
  settle_role(options, question, makes_role);
  settle_delivery(options, question, to_folder);
}

}  // namespace scopedown
