#include "generator/emit/man_page.h"

#include <algorithm>
#include <vector>

namespace scopedown {
namespace {

// Text that roff prints as it is, in the middle of a line or at its beginning.
std::string plain(std::string_view text) {
  std::string roff;
  if (text.starts_with('.') || text.starts_with('\'')) roff = "\\&";
  for (const char byte : text) {
    if (byte == '\\') {
      roff += "\\e";
    } else if (byte == '-') {
      roff += "\\-";
    } else {
      roff += byte == '\n' ? ' ' : byte;
    }
  }
  return roff;
}

std::string upper(std::string text) {
  std::ranges::transform(text, text.begin(), [](char byte) {
    return byte >= 'a' && byte <= 'z' ? static_cast<char>(byte - 'a' + 'A') : byte;
  });
  return text;
}

std::string synopsis(const CommandPage& page) {
  std::string text = ".B " + plain(page.name(" ")) + "\n";
  if (!page.subcommands.empty()) text += "\\fICOMMAND\\fR\n";
  text += "[\\fIOPTION\\fR]...\n";
  for (const CommandOption& option : page.options) {
    if (!option.positional) continue;
    std::string word = "\\fI" + plain(option.name) + "\\fR";
    if (option.repeatable) word += "...";
    text += (option.required ? word : "[" + word + "]") + "\n";
  }
  return text;
}

std::string option_text(const CommandOption& option) {
  std::string text = ".TP\n";
  text += (option.positional ? "\\fI" : "\\fB") + plain(option.name) + "\\fR";
  std::string choices;
  for (const std::string& choice : option.choices)
    choices.append(choices.empty() ? "" : "|").append(choice);
  if (!choices.empty()) {
    text += " " + plain(choices);
  } else if (!option.value.empty()) {
    text += " \\fI" + plain(option.value) + "\\fR";
  }
  text += "\n" + plain(option.description);
  if (!option.by_default.empty()) text += " [" + plain(option.by_default) + "]";
  return text + "\n";
}

std::string see_also(const CommandPage& page) {
  std::vector<std::string> names;
  for (const CommandPage& subcommand : page.subcommands)
    names.push_back(subcommand.name("-"));
  CommandPage parent = page;
  parent.path.pop_back();
  if (!parent.path.empty()) names.push_back(parent.name("-"));
  std::string text;
  for (const std::string& name : names)
    text += ".BR " + plain(name) + " (1)" + (&name == &names.back() ? "" : ",") + "\n";
  return text;
}

}  // namespace

std::string man_page(const CommandPage& page, std::string_view version) {
  std::string text = ".TH " + plain(upper(page.name("-"))) + " 1 \"\" \"scopedown " +
                     std::string(version) + "\" \"User Commands\"\n";
  text += ".SH NAME\n" + plain(page.name("-")) + " \\- " + plain(page.description) + "\n";
  text += ".SH SYNOPSIS\n" + synopsis(page);
  if (!page.subcommands.empty()) {
    text += ".SH COMMANDS\n";
    for (const CommandPage& subcommand : page.subcommands)
      text +=
          ".TP\n.B " + plain(subcommand.path.back()) + "\n" + plain(subcommand.description) + "\n";
  }
  text += ".SH OPTIONS\n";
  for (const CommandOption& option : page.options)
    text += option_text(option);
  text +=
      ".SH EXIT STATUS\n"
      ".TP\n0\ndone, and the answer is yes\n"
      ".TP\n1\ncould not be done, or a file could not be read (the rest was)\n"
      ".TP\n2\nthe command line makes no sense\n"
      ".TP\n3\ndone, and the answer is no\n";
  text += ".SH SEE ALSO\n" + see_also(page);
  return text;
}

}  // namespace scopedown
