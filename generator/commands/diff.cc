// `scopedown diff`: what a change of policy newly allows, and what it no longer does.
//
//   scopedown diff main/policies policies --markdown

#include <iostream>
#include <memory>
#include <string>
#include <vector>

#include <CLI/CLI.hpp>

#include "data/load.h"
#include "generator/commands/command.h"
#include "generator/diff/policy_pairs.h"
#include "generator/emit/difference_json.h"
#include "generator/report/difference_report.h"

namespace scopedown {
namespace {

struct Options {
  std::string before;
  std::string after;
  std::vector<std::string> role_policies;
  bool json = false;
  bool markdown = false;
};

ExitCode run(const Options& options) {
  const PolicyChange change =
      policy_change(options.before, options.after, built_in_catalogue(), options.role_policies);
  if (options.json) {
    std::cout << difference_json(change);
  } else if (options.markdown) {
    print_difference_markdown(std::cout, change);
  } else {
    print_difference(std::cout, change);
  }
  return change.may_widen() ? ExitCode::Refused : ExitCode::Success;
}

CommandRun add(CLI::App& command) {
  auto options = std::make_shared<Options>();
  command.add_option("OLD", options->before, "A policy, or a folder of policies: as it was")
      ->required();
  command.add_option("NEW", options->after, "A policy, or a folder of policies: as it is now")
      ->required();
  command.add_option("--role-policy", options->role_policies,
                     "An identity policy of the role of both: only what it allows too counts; "
                     "repeatable");
  auto* json = command.add_flag("--json", options->json, "Print JSON");
  command.add_flag("--markdown", options->markdown, "Print Markdown, for a pull request")
      ->excludes(json);
  return [options] { return run(*options); };
}

}  // namespace

const Command diff_command{
    "diff", "Say what a change of policy newly allows and no longer allows; exit 3 if it widens",
    add};

}  // namespace scopedown
