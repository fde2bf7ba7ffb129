#include "generator/commands/command_tree.h"

#include <algorithm>

#include <CLI/CLI.hpp>

namespace scopedown {
namespace {

// CLI11 writes them into the type: "TEXT:{compact,readable}".
std::vector<std::string> choices_of(const std::string& type) {
  std::vector<std::string> choices;
  const std::size_t begin = type.find('{');
  if (begin == std::string::npos) return choices;
  std::string rest = type.substr(begin + 1, type.find('}', begin) - begin - 1);
  while (!rest.empty()) {
    const std::size_t comma = std::min(rest.find(','), rest.size());
    choices.push_back(rest.substr(0, comma));
    rest.erase(0, std::min(comma + 1, rest.size()));
  }
  return choices;
}

std::string value_of(const std::string& type) {
  const std::string plain = type.substr(0, type.find(':'));
  return plain == "UINT" || plain == "INT" ? "NUMBER" : plain;
}

CommandOption option_of(const CLI::Option& option) {
  CommandOption described;
  described.positional = option.get_positional();
  described.name = option.get_name(described.positional);
  described.required = option.get_required();
  described.description = option.get_description();
  described.by_default = option.get_default_str();
  described.repeatable = option.get_expected_max() > 1;
  const bool flag = option.get_items_expected_max() == 0;
  if (flag) return described;
  described.choices = choices_of(option.get_type_name());
  if (!described.positional) described.value = value_of(option.get_type_name());
  return described;
}

CommandPage page_of(const CLI::App& app, std::vector<std::string> path) {
  path.push_back(app.get_name());
  CommandPage page{std::move(path), app.get_description(), {}, {}};
  for (const CLI::Option* option : app.get_options({}))
    page.options.push_back(option_of(*option));
  std::ranges::stable_sort(page.options, {},
                           [](const CommandOption& option) { return option.positional ? 0 : 1; });
  for (const CLI::App* subcommand :
       app.get_subcommands([](const CLI::App* one) { return !one->get_group().empty(); }))
    page.subcommands.push_back(page_of(*subcommand, page.path));
  return page;
}

}  // namespace

std::string CommandPage::name(const std::string& between) const {
  std::string text;
  for (const std::string& part : path)
    text.append(text.empty() ? "" : between).append(part);
  return text;
}

CommandPage command_tree(const CLI::App& command) {
  const CLI::App* program = &command;
  while (program->get_parent() != nullptr)
    program = program->get_parent();
  return page_of(*program, {});
}

}  // namespace scopedown
