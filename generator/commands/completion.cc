// `scopedown completion`: what a shell needs to complete the command line, written from it.
//
//   source <(scopedown completion bash)

#include <algorithm>
#include <iostream>
#include <memory>
#include <string>
#include <vector>

#include <CLI/CLI.hpp>

#include "generator/commands/command.h"
#include "generator/commands/command_tree.h"
#include "generator/emit/shell_completion.h"

namespace scopedown {
namespace {

CommandRun add(CLI::App& command) {
  auto shell = std::make_shared<std::string>();
  std::vector<std::string> shells;
  for (const ShellCompletion& completion : shell_completions)
    shells.emplace_back(completion.shell);
  command.add_option("SHELL", *shell, "bash, zsh or fish")
      ->required()
      ->check(CLI::IsMember(shells));
  return [shell, &command] {
    const auto* const found = std::ranges::find(shell_completions, *shell, &ShellCompletion::shell);
    std::cout << found->script(command_tree(command));
    return ExitCode::Success;
  };
}

}  // namespace

const Command completion_command{"completion", "Print a shell's completions of this command line",
                                 add};

}  // namespace scopedown
