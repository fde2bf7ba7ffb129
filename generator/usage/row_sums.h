// Counts of rows that are to be merged into a ledger, added up over several batches: a row that many
// batches have is merged once.
//
// Memory: 100 bytes a row, and its item.

#ifndef SCOPEDOWN_GENERATOR_USAGE_ROW_SUMS_H_
#define SCOPEDOWN_GENERATOR_USAGE_ROW_SUMS_H_

#include <compare>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "generator/logs/event.h"
#include "generator/usage/batch_sums.h"
#include "generator/usage/collector.h"

namespace scopedown {

// An owner's call, as the ledger numbers them.
struct OwnedCall {
  std::int64_t owner = 0;
  std::int64_t call = 0;
  friend auto operator<=>(const OwnedCall&, const OwnedCall&) = default;
};

struct RowSum {
  OwnedCall where;
  std::size_t item_begin = 0;
  std::uint32_t item_bytes = 0;
  std::uint32_t sample_text = 0;  // one more than its number; 0: the UUID that `sample_id` is
  EventId sample_id;
  std::uint64_t calls = 0;
  std::uint64_t events = 0;
  std::int64_t first_seen = 0;
  std::int64_t last_seen = 0;
};

class RowSums {
 public:
  // `sum` is of `batch`, whose item and sample are copied.
  void add(OwnedCall where, const BatchSum& sum, const Batch& batch);

  [[nodiscard]] std::size_t size() const { return sums_.size(); }

  // Of items and samples.
  [[nodiscard]] std::size_t text_bytes() const { return items_.size() + sample_bytes_; }

  [[nodiscard]] std::string_view item(const RowSum& sum) const {
    return std::string_view(items_).substr(sum.item_begin, sum.item_bytes);
  }

  // The smallest event id, as it stands in the log.
  [[nodiscard]] std::string sample(const RowSum& sum) const;

  // In the order of the ledger's table: by owner, call and item.
  [[nodiscard]] std::vector<const RowSum*> in_order() const;

 private:
  struct Slot {
    std::uint32_t hash = 0;
    std::uint32_t number_plus_one = 0;  // 0: empty
  };

  [[nodiscard]] RowSum& sum_of(OwnedCall where, std::string_view item);
  void take_sample(RowSum& sum, const Batch::Entry& entry, const Batch& batch, bool is_first);
  void grow();

  std::vector<RowSum> sums_;
  std::vector<std::uint32_t> hashes_;  // of each
  std::vector<Slot> slots_;            // as many as a power of two, or none
  std::string items_;
  std::vector<std::string> samples_;  // that are no UUIDs
  std::size_t sample_bytes_ = 0;
};

}  // namespace scopedown

#endif  // SCOPEDOWN_GENERATOR_USAGE_ROW_SUMS_H_
