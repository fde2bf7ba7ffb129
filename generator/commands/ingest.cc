// `scopedown ingest`: logs into a ledger.

#include <iostream>
#include <memory>

#include <CLI/CLI.hpp>

#include "generator/commands/question_options.h"
#include "generator/report/printed.h"

namespace scopedown {
namespace {

struct Options {
  std::vector<std::string> logs;
  std::string db;
  bool quiet = false;
};

ExitCode run(const Options& options) {
  Ledger ledger = open_ledger(options.db, true);
  const Ingested ingested = ingest(options.logs, ledger);
  print_ingested(std::cerr, ingested, options.quiet);
  return finished(ingested.problems.empty(), ExitCode::Success);
}

CommandRun add(CLI::App& command) {
  auto options = std::make_shared<Options>();
  add_logs(command, options->logs, true);
  add_quiet(command, options->quiet);
  command.add_option("--db", options->db, "The ledger; made if it is missing")->required();
  return [options] { return run(*options); };
}

}  // namespace

const Command ingest_command{"ingest", "Read logs into a ledger", add};

}  // namespace scopedown
