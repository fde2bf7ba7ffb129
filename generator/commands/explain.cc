// `scopedown explain`: which calls made a statement, and why it is no narrower.

#include <algorithm>
#include <iostream>
#include <memory>

#include <CLI/CLI.hpp>

#include "data/load.h"
#include "generator/commands/question_options.h"
#include "generator/commands/role_policies.h"
#include "generator/report/explanation.h"
#include "model/evaluator.h"

namespace scopedown {
namespace {

struct Options {
  QuestionOptions asked;
  std::optional<std::size_t> statement;
  std::vector<std::string> access;  // action and ARN
  std::vector<std::string> role_policies;
};

// The one policy that is asked about. Throws Error if it is none, or several.
const Result& only_result(const Summary& summary) {
  if (summary.results.empty())
    throw Error("explain", "no such unit in the log; `scopedown tenants` lists them");
  if (summary.results.size() == 1) return summary.results.front();
  std::vector<std::string> units;
  for (const Result& result : summary.results)
    units.push_back(result.unit.text());
  constexpr std::size_t shown_max = 10;
  if (units.size() > shown_max) units.resize(shown_max);
  misuse("explain",
         "explains one policy; choose it with --namespace, --service-account or "
         "--tenant; there are: " +
             listed(units));
}

// The first statement that allows the access. Throws Error, with what is known of it, if none does.
std::size_t statement_allowing(const Result& result, const std::vector<std::string>& access) {
  const auto action = Action::parse(access[0]);
  if (!action) misuse("--access " + access[0], "no action; write s3:GetObject");
  const Request request{.principal = "", .action = *action, .resource = access[1], .context = {}};
  const Verdict verdict = decide(result.proposal.policy, request, Reading::Possibly);
  if (verdict.allowed()) return *verdict.statement;
  std::string why = "no statement allows it";
  for (const Withheld& withheld : result.proposal.withheld) {
    if (withheld.access.action == *action && withheld.access.resource.may_match(access[1]))
      why = "it was used, and is withheld: " + withheld.why + "; " + withheld.remedy;
  }
  throw Error(access[0] + " on " + access[1], why, ExitCode::Refused);
}

ExitCode run(Options& options) {
  settle(options.asked);
  if (options.statement && !options.access.empty())
    misuse("--access", "says which statement; leave out --statement");
  Question& question = options.asked.question;
  question.role = read_role(options.role_policies);
  const QuestionSource source = source_of(options.asked);
  const Clusters clusters = clusters_of(source.ledger, question);
  check_cluster(question.selection, clusters);
  const Summary summary = generate(source.ledger, question, clusters);
  const Result& result = only_result(summary);
  const std::size_t statements = result.proposal.policy.statements.size();
  std::optional<std::size_t> only = options.statement;
  if (only && *only >= statements)
    misuse("--statement " + std::to_string(*only),
           "the policy has " + std::to_string(statements) + " statements, counted from 0");
  if (!options.access.empty()) only = statement_allowing(result, options.access);
  const Interpreter interpreter(built_in_catalogue());
  print_explanation(std::cout, result.proposal.policy,
                    explain(result, source.ledger.rows(), question.selection, clusters, interpreter,
                            question.budget, only));
  return finished(source.complete, ExitCode::Success);
}

CommandRun add(CLI::App& command) {
  auto options = std::make_shared<Options>();
  add_question(command, options->asked);
  command.add_option("--statement", options->statement,
                     "Only this statement of the policy, counted from 0");
  command
      .add_option("--access", options->access,
                  "ACTION ARN: only the statement that allows it, if one does")
      ->expected(2);
  command.add_option("--role-policy", options->role_policies,
                     "An identity policy of the shared role, as for generate; repeatable");
  command.add_flag("--exact", options->asked.question.exact, "Open no names that look made up");
  return [options] { return run(*options); };
}

}  // namespace

const Command explain_policy_command{
    "explain", "Show which calls made a statement, and why it is no narrower", add};

}  // namespace scopedown
