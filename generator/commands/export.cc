// `scopedown export`: what a ledger knows, for other programs.

#include <iostream>
#include <memory>
#include <utility>

#include <CLI/CLI.hpp>

#include "data/extraction.h"
#include "generator/commands/question_options.h"
#include "generator/usage/given.h"
#include "generator/usage/usage_rows_text.h"

namespace scopedown {
namespace {

struct Options {
  std::string db;
  bool usage = false;
  bool accesses = false;
};

ExitCode run(const Options& options) {
  if (options.usage == options.accesses) misuse("export", "say what: --usage or --accesses");
  const Ledger ledger = open_ledger(options.db, false);
  if (options.usage) {
    std::cout << usage_rows_text(ledger.rows(), Extraction::built_in().digest());
    return ExitCode::Success;
  }
  const Question everybody;
  const Clusters clusters = clusters_of(ledger, everybody);
  std::vector<GivenAccess> accesses;
  for (const auto& [unit, workload] : workloads(ledger, everybody, clusters).units) {
    for (const auto& [access, usage] : workload.accesses)
      accesses.push_back({unit, access, usage.count, usage.first_seen, usage.last_seen});
  }
  std::cout << given_text(std::move(accesses));
  return ExitCode::Success;
}

CommandRun add(CLI::App& command) {
  auto options = std::make_shared<Options>();
  command.add_option("--db", options->db, "The ledger")->required();
  command.add_flag("--usage", options->usage, "The ledger's rows, as CSV");
  command.add_flag("--accesses", options->accesses,
                   "What each unit did in IAM's terms, as JSON lines");
  return [options] { return run(*options); };
}

}  // namespace

const Command export_command{"export", "Print a ledger's accesses or usage rows", add};

}  // namespace scopedown
