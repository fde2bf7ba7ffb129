// The program's own command line, as data: what man pages and completions are written from, so that
// neither can say what the program does not take.

#ifndef SCOPEDOWN_GENERATOR_COMMANDS_COMMAND_TREE_H_
#define SCOPEDOWN_GENERATOR_COMMANDS_COMMAND_TREE_H_

#include <string>
#include <vector>

namespace CLI {
class App;
}

namespace scopedown {

struct CommandOption {
  std::string name;   // "--layout"; of a positional argument "LOG"
  std::string value;  // what follows it: "TEXT", "NUMBER"; "" of a flag and of a positional
  std::vector<std::string> choices;  // where only these may follow
  std::string by_default;            // "" if nothing is said
  std::string description;
  bool positional = false;
  bool required = false;
  bool repeatable = false;
};

struct CommandPage {
  std::vector<std::string> path;  // {"scopedown", "catalogue", "expand"}
  std::string description;
  std::vector<CommandOption> options;    // as `--help` orders them; positional ones first
  std::vector<CommandPage> subcommands;  // but hidden ones

  // The path with `between` between its parts.
  [[nodiscard]] std::string name(const std::string& between) const;
};

// Of the program whose command this is, whichever it is.
[[nodiscard]] CommandPage command_tree(const CLI::App& command);

}  // namespace scopedown

#endif  // SCOPEDOWN_GENERATOR_COMMANDS_COMMAND_TREE_H_
