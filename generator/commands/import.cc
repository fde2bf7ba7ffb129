// `scopedown import`: what others found out, into a ledger.

#include <cstddef>
#include <iostream>
#include <memory>
#include <string_view>

#include <CLI/CLI.hpp>

#include "data/extraction.h"
#include "generator/commands/question_options.h"
#include "generator/emit/write_file.h"
#include "generator/logs/digest.h"
#include "generator/usage/given.h"
#include "generator/usage/usage_rows_text.h"

namespace scopedown {
namespace {

struct Options {
  std::string file;
  std::string db;
  bool quiet = false;
};

// Usage rows name their columns; accesses are objects with an action.
bool holds_usage_rows(std::string_view text) {
  const std::string_view begin = text.substr(0, text.find('\n'));
  return begin.find("event_source") != std::string_view::npos;
}

ExitCode run(const Options& options) {
  const std::string text = read_file(options.file);
  const DoneFile file{digest_of(text).text(), options.file, text.size()};
  Ledger ledger = open_ledger(options.db, true);
  if (ledger.file_done(file.digest)) {
    if (!options.quiet)
      std::cerr << "scopedown: " << options.file << ": imported before; nothing to do\n";
    return ExitCode::Success;
  }
  std::size_t count = 0;
  if (holds_usage_rows(text)) {
    const auto rows = read_usage_rows(text, options.file, Extraction::built_in().digest());
    ledger.add_rows(rows, {file});
    count = rows.size();
  } else {
    const auto accesses = read_given(text, options.file);
    ledger.add_given(accesses, {file});
    count = accesses.size();
  }
  if (!options.quiet)
    std::cerr << "scopedown: " << options.file << ": " << count << " rows imported\n";
  return ExitCode::Success;
}

CommandRun add(CLI::App& command) {
  auto options = std::make_shared<Options>();
  command
      .add_option("FILE", options->file,
                  "Accesses as JSON lines, or usage rows as CSV or JSON lines")
      ->required();
  command.add_option("--db", options->db, "The ledger; made if it is missing")->required();
  add_quiet(command, options->quiet);
  return [options] { return run(*options); };
}

}  // namespace

const Command import_command{"import",
                             "Read accesses, or usage rows of a SQL engine, into a ledger", add};

}  // namespace scopedown
