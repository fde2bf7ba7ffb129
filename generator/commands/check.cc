// `scopedown check`: holds what we say against what AWS said.
//
//   scopedown check --packed logs/     the estimate of packed sizes, on your own STS records

#include <iostream>
#include <memory>
#include <string>
#include <vector>

#include <CLI/CLI.hpp>

#include "generator/commands/command.h"
#include "generator/commands/question_options.h"
#include "generator/pipeline.h"
#include "generator/report/printed.h"

namespace scopedown {
namespace {

struct Options {
  std::vector<std::string> logs;
  bool quiet = false;
};

ExitCode run(const Options& options) {
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

CommandRun add(CLI::App& command) {
  auto options = std::make_shared<Options>();
  command
      .add_option("--packed", options->logs,
                  "CloudTrail logs: hold the estimate of packed sizes against STS's answers")
      ->required();
  add_quiet(command, options->quiet);
  return [options] { return run(*options); };
}

}  // namespace

const Command check_command{"check", "Hold what is said here against what AWS said", add};

}  // namespace scopedown
