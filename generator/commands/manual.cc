// `scopedown manual`: the man pages, written from the command line itself. Hidden from `--help`,
// since `man scopedown` is what people type; the build runs it.
//
//   scopedown manual generate | man -l -        scopedown manual --out share
//
// The folder becomes what stands below /usr/share: man/man1, and completions where bash, zsh and fish
// look for those of packages.

#include <algorithm>
#include <filesystem>
#include <iostream>
#include <memory>
#include <string>
#include <vector>

#include <CLI/CLI.hpp>

#include "generator/commands/command.h"
#include "generator/commands/command_tree.h"
#include "generator/emit/man_page.h"
#include "generator/emit/shell_completion.h"
#include "generator/emit/write_file.h"

namespace scopedown {
namespace {

struct Options {
  std::vector<std::string> path;
  std::string out;
};

void write_pages(const CommandPage& page, const std::filesystem::path& folder) {
  write_file(folder / "man/man1" / (page.name("-") + ".1"), man_page(page, SCOPEDOWN_VERSION));
  for (const CommandPage& subcommand : page.subcommands)
    write_pages(subcommand, folder);
}

ExitCode run(const Options& options, const CommandPage& program) {
  if (!options.out.empty()) {
    write_pages(program, options.out);
    for (const ShellCompletion& completion : shell_completions)
      write_file(std::filesystem::path(options.out) / completion.file, completion.script(program));
    return ExitCode::Success;
  }
  const CommandPage* page = &program;
  for (const std::string& name : options.path) {
    const auto found = std::ranges::find_if(page->subcommands, [&](const CommandPage& subcommand) {
      return subcommand.path.back() == name;
    });
    if (found == page->subcommands.end())
      misuse("manual " + name, "no such command; `scopedown --help` lists them");
    page = &*found;
  }
  std::cout << man_page(*page, SCOPEDOWN_VERSION);
  return ExitCode::Success;
}

CommandRun add(CLI::App& command) {
  auto options = std::make_shared<Options>();
  command.group("");
  command.add_option("COMMAND", options->path, "Whose page: generate, or catalogue expand");
  command.add_option("--out", options->out, "Write all pages, and completions, into this folder");
  return [options, &command] { return run(*options, command_tree(command)); };
}

}  // namespace

const Command manual_command{"manual", "Print a man page", add};

}  // namespace scopedown
