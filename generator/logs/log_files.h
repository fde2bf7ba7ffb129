// Log files: from what the user named (files, folders, `-`) to the bytes of their text.
//
// A folder is walked, its files taken in the order of their paths if they are logs by their name:
// .json, .jsonl, .ndjson, each perhaps with .gz behind it, or .gz alone. A .csv or .tsv, as Athena
// writes its answers, is a log if its header names CloudTrail's columns: other tables may lie
// beside it. Links to files are followed, links to folders are not. A file that is named itself is
// always taken.
//
// Whether a file is compressed is seen in its bytes, not in its name. A file is taken whole or not
// at all: one that cannot be read to its end, or whose gzip stream is damaged, becomes a Problem,
// and the others are read.

#ifndef SCOPEDOWN_GENERATOR_LOGS_LOG_FILES_H_
#define SCOPEDOWN_GENERATOR_LOGS_LOG_FILES_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <variant>
#include <vector>

#include "generator/logs/digest.h"
#include "generator/logs/padded_buffer.h"
#include "generator/logs/problem.h"

namespace scopedown {

// What a file's text may be at most, compressed or not: it is held in memory, and what a few
// kilobytes of gzip expand to is the sender's choice.
inline constexpr std::size_t log_text_bytes_max = std::size_t{1} << 30;

struct LogList {
  std::vector<std::string> files;  // "-" is standard input; none twice
  std::vector<std::string>
      passed_over;                // in folders: neither a log by its name nor a table of events
  std::vector<Problem> problems;  // folders that could not be read to their end
};

// Throws Error if an argument does not exist, or is a folder without a log in it.
[[nodiscard]] LogList list_logs(const std::vector<std::string>& arguments);

struct LogText {
  PaddedText text;
  Digest digest;             // of the file as it lies there, compressed
  std::uint64_t file_bytes;  // its size
};

// Reads files, one after another, into the same memory. One loader per thread.
class LogLoader {
 public:
  explicit LogLoader(std::size_t text_bytes_max = log_text_bytes_max);
  ~LogLoader();
  LogLoader(LogLoader&&) noexcept;
  LogLoader& operator=(LogLoader&&) noexcept;

  // The text lives until the next call. `file` is one of `LogList::files`.
  [[nodiscard]] std::variant<LogText, Problem> load(const std::string& file);

 private:
  class Machinery;
  std::unique_ptr<Machinery> machinery_;
};

}  // namespace scopedown

#endif  // SCOPEDOWN_GENERATOR_LOGS_LOG_FILES_H_
