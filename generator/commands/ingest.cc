// `scopedown ingest`: logs into a ledger. On a terminal a bar shows how far it is.

#include "generator/ingest.h"

#include <iostream>
#include <memory>
#include <optional>

#include <CLI/CLI.hpp>
#include <unistd.h>

#include "generator/commands/question_options.h"
#include "generator/report/printed.h"
#include "generator/report/progress_bar.h"

namespace scopedown {
namespace {

struct Options {
  std::vector<std::string> logs;
  std::string db;
  bool quiet = false;
  std::size_t threads = 0;
  std::string prune_before;
};

ExitCode run(const Options& options) {
  std::optional<std::int64_t> prune_before;
  if (!options.prune_before.empty()) prune_before = moment("--prune-before", options.prune_before);
  Ledger ledger = open_ledger(options.db, true);
  ledger.prune(prune_before.value_or(0));
  const ProgressBar bar(std::cerr, !options.quiet && isatty(STDERR_FILENO) != 0);
  const Ingested ingested =
      ingest(options.logs, ledger,
             {.threads = options.threads,
              .on_progress = [&](const IngestProgress& progress) { bar.show(progress); }});
  bar.clear();
  print_ingested(std::cerr, ingested, options.quiet);
  return finished(ingested.problems.empty(), ExitCode::Success);
}

CommandRun add(CLI::App& command) {
  auto options = std::make_shared<Options>();
  add_logs(command, options->logs, true);
  add_quiet(command, options->quiet);
  command.add_option("--db", options->db, "The ledger; made if it is missing")->required();
  command.add_option("--prune-before", options->prune_before,
                     "Forget calls last made before this moment, and which events were counted");
  command
      .add_option("--threads", options->threads, "Threads that read (as many as the machine has)")
      ->check(CLI::PositiveNumber);
  return [options] { return run(*options); };
}

}  // namespace

const Command ingest_command{"ingest", "Read logs into a ledger", add};

}  // namespace scopedown
