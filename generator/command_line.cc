#include "generator/command_line.h"

#include <array>
#include <iostream>

#include <CLI/CLI.hpp>

#include "generator/commands/command.h"

namespace scopedown {
namespace {

// In the order in which `--help` shows them.
constexpr std::array commands{
    &generate_command,       &tenants_command,   &ingest_command,     &import_command,
    &export_command,         &catalogue_command, &check_command,      &simulate_command,
    &explain_policy_command, &diff_command,      &onboard_command,    &role_command,
    &plan_command,           &diagnose_command,  &completion_command, &manual_command};

}  // namespace

ExitCode run(int argc, char** argv) {
  CLI::App app{"Least-privilege session policies for the tenants of one shared EKS role",
               "scopedown"};
  app.set_version_flag("--version", "scopedown " SCOPEDOWN_VERSION
                                    " (AWS's actions of " SCOPEDOWN_CATALOGUE_DATE ")");
  app.footer(
      "Exit codes: 0 yes; 1 could not; 2 the command line makes no sense; 3 done, and the answer "
      "is no.");
  const CommandRun run_chosen = add_commands(app, commands);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error, std::cout, std::cerr) == 0 ? ExitCode::Success : ExitCode::Usage;
  }
  const ExitCode code = run_chosen();
  std::cout.flush();
  if (!std::cout) throw Error("standard output", "cannot write");
  return code;
}

}  // namespace scopedown
