// `scopedown ingest`: logs into a ledger. On a terminal a bar shows how far it is.

#include "generator/ingest.h"

#include <iostream>
#include <memory>
#include <optional>
#include <tuple>

#include <CLI/CLI.hpp>

#include "generator/commands/question_options.h"
#include "generator/commands/terminal_bar.h"
#include "generator/report/printed.h"
#include "model/arn.h"

namespace scopedown {
namespace {

struct Options {
  std::vector<std::string> logs;
  std::string db;
  bool quiet = false;
  std::size_t threads = 0;
  std::string prune_before;
  std::vector<std::string> inventory;
  std::vector<std::string> cluster_providers;
  bool forget_inventory = false;
};

// What is kept must mean the same later: the cluster by its ARN.
std::vector<InventoryFact> stated_providers(const std::vector<std::string>& joins) {
  std::vector<InventoryFact> facts;
  for (const std::string& join : joins) {
    InventoryFact& fact = facts.emplace_back();
    fact.kind = "provider";
    std::tie(fact.cluster, fact.provider) = cluster_provider(join);
    if (!Arn::parse(fact.cluster))
      misuse("--cluster-provider " + join, "is kept in the ledger; write the cluster's ARN");
  }
  return facts;
}

ExitCode run(const Options& options) {
  std::optional<std::int64_t> prune_before;
  if (!options.prune_before.empty()) prune_before = moment("--prune-before", options.prune_before);
  const std::vector<InventoryFact> providers = stated_providers(options.cluster_providers);
  const std::vector<InventoryFile> inventory = read_inventories(options.inventory);
  if (options.logs.empty() && inventory.empty() && providers.empty() && !options.forget_inventory)
    misuse("LOG", "name a log file or folder (`-` for standard input), or give --inventory");
  Ledger ledger = open_ledger(options.db, true);
  ledger.prune(prune_before.value_or(0));
  if (options.forget_inventory) ledger.forget_inventory();
  ProgressBar bar = terminal_bar(options.quiet);
  const Ingested ingested =
      ingest(options.logs, ledger,
             {.threads = options.threads,
              .on_progress = [&](const IngestProgress& progress) { bar.show(progress); }});
  bar.clear();
  if (!options.logs.empty()) print_ingested(std::cerr, ingested, options.quiet);
  ledger.add_inventory(providers);
  learn(inventory, ledger, options.quiet);
  return finished(ingested.problems.empty(), ExitCode::Success);
}

CommandRun add(CLI::App& command) {
  auto options = std::make_shared<Options>();
  add_logs(command, options->logs, false);
  add_quiet(command, options->quiet);
  command.add_option("--db", options->db, "The ledger; made if it is missing")->required();
  command.add_option("--prune-before", options->prune_before,
                     "Forget calls last made before this moment, and which events were counted");
  add_inventory(command, options->inventory);
  command.add_option("--cluster-provider", options->cluster_providers,
                     "ARN=PROVIDER: whose OIDC provider it is (IRSA); kept; repeatable");
  command.add_flag("--forget-inventory", options->forget_inventory,
                   "Forget what earlier runs were told by --inventory and --cluster-provider");
  command
      .add_option("--threads", options->threads, "Threads that read (as many as the machine has)")
      ->check(CLI::PositiveNumber);
  return [options] { return run(*options); };
}

}  // namespace

const Command ingest_command{"ingest", "Read logs into a ledger", add};

}  // namespace scopedown
