// What a shell needs to complete the program's command line.
//
// Sources: bash(1), "Programmable Completion"; zshcompsys(1), `_arguments`; fish, `complete`.

#ifndef SCOPEDOWN_GENERATOR_EMIT_SHELL_COMPLETION_H_
#define SCOPEDOWN_GENERATOR_EMIT_SHELL_COMPLETION_H_

#include <array>
#include <string>
#include <string_view>

#include "generator/commands/command_tree.h"

namespace scopedown {

struct ShellCompletion {
  std::string_view shell;  // "bash"
  std::string_view file;   // below /usr/share, where the shell looks for it
  std::string (*script)(const CommandPage& program);
};

[[nodiscard]] std::string bash_completion(const CommandPage& program);
[[nodiscard]] std::string zsh_completion(const CommandPage& program);
[[nodiscard]] std::string fish_completion(const CommandPage& program);

inline constexpr std::array shell_completions{
    ShellCompletion{"bash", "bash-completion/completions/scopedown", bash_completion},
    ShellCompletion{"zsh", "zsh/site-functions/_scopedown", zsh_completion},
    ShellCompletion{"fish", "fish/vendor_completions.d/scopedown.fish", fish_completion}};

}  // namespace scopedown

#endif  // SCOPEDOWN_GENERATOR_EMIT_SHELL_COMPLETION_H_
