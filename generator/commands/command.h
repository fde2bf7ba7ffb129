// A subcommand: a name, what it takes, and what it does. Each has a file of its own in this folder,
// in which its options live too; command_line.cc has them in one table. A subcommand may have
// subcommands: `scopedown catalogue expand`.
//
//   const Command tenants_command{"tenants", "Show who was found ...", [](CLI::App& app) {
//     auto options = std::make_shared<Options>();
//     app.add_option("--db", options->db, "The ledger");
//     return [options] { return run(*options); };
//   }};

#ifndef SCOPEDOWN_GENERATOR_COMMANDS_COMMAND_H_
#define SCOPEDOWN_GENERATOR_COMMANDS_COMMAND_H_

#include <functional>
#include <span>
#include <string>
#include <vector>

#include "generator/error.h"

namespace CLI {
class App;
}

namespace scopedown {

// Does what was asked for. Throws Error for what a person must act on.
using CommandRun = std::function<ExitCode()>;

struct Command {
  const char* name;
  const char* description;  // as `--help` shows it
  // Says what the subcommand takes. What it gives back runs it, once the line has been parsed.
  CommandRun (*add)(CLI::App& app);
};

extern const Command catalogue_command;
extern const Command check_command;
extern const Command completion_command;
extern const Command diff_command;
extern const Command diagnose_command;
extern const Command explain_policy_command;
extern const Command export_command;
extern const Command generate_command;
extern const Command import_command;
extern const Command ingest_command;
extern const Command manual_command;
extern const Command onboard_command;
extern const Command plan_command;
extern const Command role_command;
extern const Command simulate_command;
extern const Command tenants_command;

// Adds the commands, of which one must be chosen. What it gives back runs the one that was.
[[nodiscard]] CommandRun add_commands(CLI::App& app, std::span<const Command* const> commands);

// The command line makes no sense: throws.
[[noreturn]] void misuse(const std::string& where, const std::string& why);

// "a, b, c".
[[nodiscard]] std::string listed(const std::vector<std::string>& names);

}  // namespace scopedown

#endif  // SCOPEDOWN_GENERATOR_COMMANDS_COMMAND_H_
