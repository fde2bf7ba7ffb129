// Logs into a ledger, on several threads.
//
//   files ─▶ workers [read, expand, parse, collect] ─▶ batches ─▶ one writer ─▶ ledger
//
// A worker takes the next file when it is done with one; after a hundred thousand events, or two
// seconds, it hands over what it has collected. A batch holds whole files, and goes into the ledger in one
// transaction together with their names: so a run that is killed leaves files that were read and
// files that were not, and the next run goes on with the latter. A transaction takes in many batches,
// for ten seconds at most. Which worker reads what, in which order and how the batches are cut makes no
// difference to any row (ledger.h).
//
// A file is known, and not read, if it lies where it lay with the same size and age; it is known
// once read if a file of the same bytes was read before under whatever name.
//
// Memory: of each worker a file with its text (a large one piece by piece, log_stream.h) and two
// batches at most, and the rows of a transaction; not more for more files. A large file is one batch:
// 60 bytes an event of it.

#ifndef SCOPEDOWN_GENERATOR_INGEST_H_
#define SCOPEDOWN_GENERATOR_INGEST_H_

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "generator/logs/problem.h"
#include "generator/usage/ledger.h"

namespace scopedown {

// What reading the logs came to. Its problems are for stderr; a run with one ends with exit code 1.
struct Ingested {
  std::uint64_t files = 0;        // read now
  std::uint64_t files_known = 0;  // read by an earlier run, or under another name
  std::uint64_t records = 0;
  std::vector<Problem> problems;
  std::vector<std::string> broken;  // places of records that were no readable JSON: the first few
  std::uint64_t broken_count = 0;   // of them all
  std::vector<std::string> passed_over;  // files of a folder that are no logs by their names
};

// How many of `Ingested::broken` are kept.
inline constexpr std::size_t broken_places_max = 5;

struct IngestProgress {
  std::uint64_t files = 0;  // done, of files_total
  std::uint64_t files_total = 0;
  std::uint64_t bytes = 0;  // of these files, as they lie there
  std::uint64_t bytes_total = 0;
  std::uint64_t records = 0;
};

struct IngestOptions {
  std::size_t threads = 0;  // 0: as many as the machine has
  // Called now and then, by the thread that called `ingest`.
  std::function<void(const IngestProgress&)> on_progress;
};

// Reads logs (files, folders, `-`) into the ledger. Throws Error if the ledger cannot be written,
// or another run is writing to it; what was written by then stays, and is whole.
[[nodiscard]] Ingested ingest(const std::vector<std::string>& logs, Ledger& ledger,
                              const IngestOptions& options = {});

}  // namespace scopedown

#endif  // SCOPEDOWN_GENERATOR_INGEST_H_
