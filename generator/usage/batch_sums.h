// What the events of a batch add up to: each event once, each row once.
//
// Of the records with one id the first counts, by Batch::is_before, unless the ledger has counted
// that id already; the others are set aside, as are those of a time that it was told to forget.

#ifndef SCOPEDOWN_GENERATOR_USAGE_BATCH_SUMS_H_
#define SCOPEDOWN_GENERATOR_USAGE_BATCH_SUMS_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "generator/usage/collector.h"
#include "generator/usage/ledger.h"
#include "generator/usage/seen_events.h"

namespace scopedown {

// The calls of one caller that are one row.
struct BatchSum {
  std::uint32_t caller = 0;  // as the batch numbers it
  std::uint32_t call = 0;    // likewise
  std::uint64_t calls = 0;
  std::uint64_t events = 0;  // whose first call is among them
  std::int64_t first_seen = 0;
  std::int64_t last_seen = 0;
  const Batch::Entry* sample = nullptr;
};

struct BatchSums {
  EventTotals totals;
  std::vector<BatchSum> sums;  // distinct in caller and call
};

// The batch must outlive what is given back.
[[nodiscard]] BatchSums sums_of(const Batch& batch, SeenEvents& seen, std::int64_t pruned_before);

}  // namespace scopedown

#endif  // SCOPEDOWN_GENERATOR_USAGE_BATCH_SUMS_H_
