// How fast the job could be done if nothing but its hard part were done: read, expand, parse on
// demand, count by (session, source, name, resource) in a flat table. No ledger, no attribution,
// no parameters, no check of anything.
//
// The counting is the work of a `group by` that jq, Python and DuckDB do too.

#ifndef SCOPEDOWN_TESTS_BENCH_INGEST_CEILING_H_
#define SCOPEDOWN_TESTS_BENCH_INGEST_CEILING_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace scopedown::testing {

struct Taken {
  double seconds = 1e9;
  double cpu_seconds = 0;  // of all threads
};

struct Ceiling {
  Taken taken;
  std::uint64_t records = 0;
  std::uint64_t keys = 0;  // distinct
};

// Each thread has a table of its own; they are merged at the end.
[[nodiscard]] Ceiling measured_ceiling(const std::vector<std::string>& files, std::size_t threads);

// Reading and expanding alone, on as many threads.
[[nodiscard]] Taken measured_inflate(const std::vector<std::string>& files, std::size_t threads);

}  // namespace scopedown::testing

#endif  // SCOPEDOWN_TESTS_BENCH_INGEST_CEILING_H_
