#include "generator/emit/shell_completion.h"

#include <algorithm>
#include <vector>

namespace scopedown {
namespace {

// The program and all below it, each with its path but the program's name: "catalogue expand".
struct Entry {
  std::string path;
  const CommandPage* page = nullptr;
};

void collect(const CommandPage& page, const std::string& path, std::vector<Entry>& entries) {
  entries.push_back({path, &page});
  for (const CommandPage& subcommand : page.subcommands)
    collect(subcommand, path.empty() ? subcommand.path.back() : path + " " + subcommand.path.back(),
            entries);
}

std::vector<Entry> entries_of(const CommandPage& program) {
  std::vector<Entry> entries;
  collect(program, "", entries);
  return entries;
}

std::string spaced(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words)
    text.append(text.empty() ? "" : " ").append(word);
  return text;
}

// In single quotes, for all three shells; with a backslash before each of `special`.
std::string quoted(std::string_view text, std::string_view special, std::string_view quote) {
  std::string word = "'";
  for (const char byte : text) {
    if (byte == '\'') {
      word += quote;
    } else if (byte == '\n') {
      word += ' ';
    } else {
      if (special.find(byte) != std::string_view::npos) word += '\\';
      word += byte;
    }
  }
  return word + "'";
}

std::string posix_quoted(std::string_view text, std::string_view special = "") {
  return quoted(text, special, "'\\''");
}

std::string fish_quoted(std::string_view text) {
  return quoted(text, "\\", "\\'");
}

bool takes_a_value(const CommandOption& option) {
  return !option.positional && !option.value.empty();
}

// As `_arguments` takes it: '*--replace[OLD=NEW: ...]:TEXT:_files'.
std::string zsh_option(const CommandOption& option) {
  const std::string name = (option.repeatable ? "*" : "") + option.name;
  std::string spec = posix_quoted(name + "[") + posix_quoted(option.description, "[]:\\") + "']'";
  if (takes_a_value(option))
    spec += posix_quoted(":" + option.value + ":" +
                         (option.choices.empty() ? "_files" : "(" + spaced(option.choices) + ")"));
  return " \\\n        " + spec;
}

}  // namespace

std::string bash_completion(const CommandPage& program) {
  std::string below;    // which words lead to a subcommand
  std::string words;    // what may stand next
  std::string choices;  // what may follow an option
  for (const auto& [path, page] : entries_of(program)) {
    std::vector<std::string> next;
    std::vector<std::string> options;
    for (const CommandPage& subcommand : page->subcommands) {
      const std::string& name = subcommand.path.back();
      next.push_back(name);
      below += "      " + posix_quoted(path + "|" + name) +
               ") path=" + posix_quoted(path.empty() ? name : path + " " + name) + " ;;\n";
    }
    for (const CommandOption& option : page->options) {
      if (option.positional) continue;
      options.push_back(option.name);
      if (!takes_a_value(option)) continue;
      choices += "    " + posix_quoted(path + "|" + option.name) +
                 ") words=" + posix_quoted(spaced(option.choices)) + " takes_value=1 ;;\n";
    }
    words += "    " + posix_quoted(path) + ") words=" + posix_quoted(spaced(next)) +
             " options=" + posix_quoted(spaced(options)) + " ;;\n";
  }
  return "# bash completion for scopedown; made by `scopedown completion bash`\n"
         "_scopedown() {\n"
         "  local current=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD - 1]}\n"
         "  local path='' words='' options='' takes_value='' index\n"
         "  for ((index = 1; index < COMP_CWORD; ++index)); do\n"
         "    case \"$path|${COMP_WORDS[index]}\" in\n" +
         below +
         "    esac\n"
         "  done\n"
         "  case \"$path|$previous\" in\n" +
         choices +
         "  esac\n"
         "  if [[ -z $takes_value ]]; then\n"
         "    case $path in\n" +
         words +
         "    esac\n"
         "    [[ $current != -* ]] || words=$options\n"
         "  fi\n"
         "  COMPREPLY=()\n"
         "  [[ -z $words ]] || mapfile -t COMPREPLY < <(compgen -W \"$words\" -- \"$current\")\n"
         "}\n"
         "complete -o default -F _scopedown scopedown\n";
}

std::string zsh_completion(const CommandPage& program) {
  std::string cases;
  for (const auto& [path, page] : entries_of(program)) {
    std::string arguments;
    for (const CommandOption& option : page->options)
      if (!option.positional) arguments += zsh_option(option);
    std::string commands;
    for (const CommandPage& subcommand : page->subcommands)
      commands += " " + posix_quoted(subcommand.path.back() + ":" + subcommand.description);
    const std::string options = "_arguments -S" + arguments + " \\\n        '*:file:_files'\n";
    cases += "    " + posix_quoted(path) + ")\n      ";
    if (commands.empty()) {
      cases += options;
    } else {
      cases += "commands=(" + commands +
               ")\n      if ((CURRENT == 2)) && [[ ${words[2]} != -* ]]; then\n"
               "        _describe -t commands command commands\n      else\n        " +
               options + "      fi\n";
    }
    cases += "      ;;\n";
  }
  std::string below;
  for (const auto& [path, page] : entries_of(program))
    for (const CommandPage& subcommand : page->subcommands)
      below += "      " + posix_quoted(path + "|" + subcommand.path.back()) + ") path=" +
               posix_quoted(path.empty() ? subcommand.path.back()
                                         : path + " " + subcommand.path.back()) +
               "; first=$index ;;\n";
  return "#compdef scopedown\n"
         "# zsh completion for scopedown; made by `scopedown completion zsh`\n"
         "_scopedown() {\n"
         "  local path='' index first=1\n"
         "  local -a commands\n"
         "  for ((index = 2; index < CURRENT; ++index)); do\n"
         "    case \"$path|${words[index]}\" in\n" +
         below +
         "    esac\n"
         "  done\n"
         "  shift $((first - 1)) words\n"
         "  CURRENT=$((CURRENT - first + 1))\n"
         "  case $path in\n" +
         cases +
         "  esac\n"
         "}\n"
         "if [[ $funcstack[1] == _scopedown ]]; then _scopedown \"$@\"; else compdef _scopedown "
         "scopedown; fi\n";
}

std::string fish_completion(const CommandPage& program) {
  std::string text = "# fish completion for scopedown; made by `scopedown completion fish`\n";
  for (const auto& [path, page] : entries_of(program)) {
    std::string where = "__fish_use_subcommand";
    if (!path.empty()) {
      where.clear();
      for (std::size_t index = 1; index < page->path.size(); ++index)
        where.append(where.empty() ? "" : "; and ")
            .append("__fish_seen_subcommand_from ")
            .append(page->path[index]);
    }
    const std::string begin = "complete -c scopedown -n " + fish_quoted(where);
    for (const CommandPage& subcommand : page->subcommands)
      text += begin + " -f -a " + subcommand.path.back() + " -d " +
              fish_quoted(subcommand.description) + "\n";
    for (const CommandOption& option : page->options) {
      if (option.positional) continue;
      text += begin + " -l " + option.name.substr(2);
      if (!option.choices.empty()) {
        text += " -x -a " + fish_quoted(spaced(option.choices));
      } else if (takes_a_value(option)) {
        text += " -r";
      }
      text += " -d " + fish_quoted(option.description) + "\n";
    }
  }
  return text;
}

}  // namespace scopedown
