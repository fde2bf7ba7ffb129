#include "generator/commands/command.h"

#include <utility>
#include <vector>

#include <CLI/CLI.hpp>

namespace scopedown {

CommandRun add_commands(CLI::App& app, std::span<const Command* const> commands) {
  app.require_subcommand(1);
  std::vector<std::pair<const CLI::App*, CommandRun>> runs;
  for (const Command* command : commands) {
    CLI::App* const added = app.add_subcommand(command->name, command->description);
    runs.emplace_back(added, command->add(*added));
  }
  return [runs = std::move(runs)] {
    for (const auto& [added, run] : runs) {
      if (added->parsed()) return run();
    }
    return ExitCode::Usage;
  };
}

void misuse(const std::string& where, const std::string& why) {
  throw Error(where, why, ExitCode::Usage);
}

std::string listed(const std::vector<std::string>& names) {
  std::string text;
  for (const std::string& name : names)
    text.append(text.empty() ? "" : ", ").append(name);
  return text;
}

}  // namespace scopedown
