// `scopedown check`: what AWS would say to a session policy, and what is worth knowing before.
//
//   scopedown check session.json --role-policy role.json     EKS's five checks, and lints
//   scopedown check --packed logs/                            the estimate of packed sizes, on your
//                                                             own STS records

#include <iostream>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <CLI/CLI.hpp>

#include "data/load.h"
#include "generator/check/association_checks.h"
#include "generator/check/lints.h"
#include "generator/commands/command.h"
#include "generator/commands/question_options.h"
#include "generator/commands/role_policies.h"
#include "generator/emit/check_json.h"
#include "generator/emit/write_file.h"
#include "generator/pipeline.h"
#include "generator/report/check_report.h"
#include "generator/report/printed.h"
#include "generator/simulate/policy_file.h"

namespace scopedown {
namespace {

struct Options {
  std::vector<std::string> policies;
  std::vector<std::string> role_policies;
  std::vector<std::string> resource_policies;
  std::vector<std::string> logs;
  bool json = false;
  bool sarif = false;
  bool quiet = false;
};

ExitCode run_packed(const Options& options) {
  const PackedCheck check = check_packed(options.logs);
  print_ingested(std::cerr, check.ingested, options.quiet);
  if (check.calibration.samples.empty() && check.ingested.problems.empty())
    throw Error("check --packed",
                "no successful AssumeRole in these logs has a session policy and its packed size "
                "without session tags or managed policies beside it (" +
                    std::to_string(check.calibration.with_tags) + " had tags, " +
                    std::to_string(check.calibration.with_managed) +
                    " managed policies): make one by `aws sts assume-role --role-arn R "
                    "--role-session-name t --policy file://p.json`, and read its record");
  print_packed_calibration(std::cout, check.calibration);
  return finished(check.ingested.problems.empty(),
                  check.calibration.holds() ? ExitCode::Success : ExitCode::Refused);
}

CheckedFile check_session_policy(const std::string& path, const Role* role) {
  CheckedFile file{path, read_file(path), 0, std::nullopt, {}};
  AssociationChecks checks = check_for_association(file.text);
  file.characters = checks.characters;
  file.packed = checks.packed;
  file.findings = std::move(checks.findings);
  if (checks.document) {
    for (Finding& finding : lint_session_policy(*checks.document, built_in_catalogue(), role))
      file.findings.push_back(std::move(finding));
  }
  return file;
}

CheckedFile check_resource_policy(const std::string& path) {
  CheckedFile file{path, read_file(path), 0, std::nullopt, {}};
  file.characters = characters_of(file.text);
  try {
    file.findings =
        lint_resource_policy(PolicyDocument::parse(file.text, PolicyGrammar::ResourceBased));
  } catch (const PolicyFault& fault) {
    file.findings.push_back({Severity::Error, "grammar", fault.span(), fault.what()});
  }
  return file;
}

ExitCode run_policies(const Options& options) {
  const std::optional<Role> role = read_role(options.role_policies);
  std::vector<CheckedFile> files;
  for (const std::string& path : options.policies)
    files.push_back(check_session_policy(path, role ? &*role : nullptr));
  for (const std::string& path : options.resource_policies)
    files.push_back(check_resource_policy(path));
  if (options.json) {
    std::cout << check_json(files, role ? role->digest() : "");
  } else if (options.sarif) {
    std::cout << check_sarif(files, SCOPEDOWN_VERSION);
  } else {
    print_checked(std::cout, files);
  }
  return has_errors(files) ? ExitCode::Refused : ExitCode::Success;
}

ExitCode run(const Options& options) {
  const bool policies = !options.policies.empty() || !options.resource_policies.empty();
  if (policies == !options.logs.empty())
    misuse("check", "name a session policy (POLICY), or logs with --packed");
  if (options.json && options.sarif) misuse("--sarif", "is JSON already; leave out --json");
  return policies ? run_policies(options) : run_packed(options);
}

CommandRun add(CLI::App& command) {
  auto options = std::make_shared<Options>();
  command.add_option("POLICY", options->policies, "Session policies: what EKS and STS would say");
  command.add_option("--role-policy", options->role_policies,
                     "An identity policy of the role: what it does not grant is said; repeatable");
  command.add_option("--resource-policy", options->resource_policies,
                     "A policy of a resource: whether it passes by session policies; repeatable");
  command.add_option("--packed", options->logs,
                     "CloudTrail logs: hold the estimate of packed sizes against STS's answers");
  command.add_flag("--json", options->json, "Print JSON");
  command.add_flag("--sarif", options->sarif, "Print SARIF, for code review");
  add_quiet(command, options->quiet);
  return [options] { return run(*options); };
}

}  // namespace

const Command check_command{"check", "Check a session policy; hold what is said here against AWS",
                            add};

}  // namespace scopedown
