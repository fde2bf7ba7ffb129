// What the subcommands that ask about tenants have in common: the logs or the ledger, and which
// tenants, of what time.

#ifndef SCOPEDOWN_GENERATOR_COMMANDS_QUESTION_OPTIONS_H_
#define SCOPEDOWN_GENERATOR_COMMANDS_QUESTION_OPTIONS_H_

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "generator/commands/command.h"
#include "generator/pipeline.h"
#include "generator/tenants/inventory_file.h"

namespace scopedown {

// As it was typed, until `settle` has read it into `question`.
struct QuestionOptions {
  std::vector<std::string> logs;
  std::string db;
  std::string tenant_by = "namespace";
  std::string per = "service-account";
  std::string since;
  std::string until;
  std::string also;
  std::vector<std::string> cluster_providers;
  std::vector<std::string> inventory;
  bool quiet = false;
  Question question;
};

void add_logs(CLI::App& command, std::vector<std::string>& logs, bool required);
void add_quiet(CLI::App& command, bool& quiet);

// LOG, --quiet, --db and all that selects. `options` must outlive the parsing.
void add_question(CLI::App& command, QuestionOptions& options);

// --inventory. What was given is read before anything else is done, and learnt once the logs are
// in the ledger: they may say what a cluster's name means. Both throw Error.
void add_inventory(CLI::App& command, std::vector<std::string>& inventory);
[[nodiscard]] std::vector<InventoryFile> read_inventories(
    const std::vector<std::string>& inventory);
void learn(const std::vector<InventoryFile>& files, Ledger& ledger, bool quiet);

// The two sides of CLUSTER=PROVIDER. Throws Error (usage) if it is none.
[[nodiscard]] std::pair<std::string, std::string> cluster_provider(const std::string& text);

// The moment that an option was given. Throws Error (usage) if it is none.
[[nodiscard]] std::int64_t moment(const std::string& option, const std::string& text);

// Throws Error (usage) for what makes no sense.
void settle(QuestionOptions& options);

// `path` "": in memory.
[[nodiscard]] Ledger open_ledger(const std::string& path, bool create);

// The ledger that a question is asked of, and whether all logs could be read into it.
struct QuestionSource {
  Ledger ledger;
  bool complete = true;
};

[[nodiscard]] QuestionSource source_of(const QuestionOptions& options);

// `otherwise`, if all logs could be read.
[[nodiscard]] ExitCode finished(bool complete, ExitCode otherwise);

// Throws Error if there is no such cluster, or if several have the name that was given.
void check_cluster(const Selection& selection, const Clusters& clusters);

}  // namespace scopedown

#endif  // SCOPEDOWN_GENERATOR_COMMANDS_QUESTION_OPTIONS_H_
