// Events are looked up hour by hour, sorted by id within each, as the ledger keeps the ids that it has
// counted (seen_events.h). The entries themselves are looked at only where ids are the same.
//
// Those that count are then added up, in the order in which they came since that is how they lie in
// memory, in a flat table of (caller, call), open addressing, at most half full: a sum does not depend on
// the order.
//
// Tested by ledger_test.cc and ingest_test.cc.

#include "generator/usage/batch_sums.h"

#include <algorithm>
#include <array>
#include <map>
#include <string>
#include <utility>

#include "generator/logs/text_hash.h"

namespace scopedown {
namespace {

class Summing {
 public:
  explicit Summing(const Batch& batch) : batch_(&batch), is_new_(batch.entries.size()) {}

  BatchSums sums(SeenEvents& seen, std::int64_t pruned_before) {
    for (auto& [hour, events] : by_hour(pruned_before))
      find_new(hour, events, seen);
    constexpr std::size_t ahead = 8;
    for (std::size_t index = 0; index < is_new_.size(); ++index) {
      if (index + ahead < is_new_.size()) fetch(batch_->entries[index + ahead]);
      if (is_new_[index]) take(batch_->entries[index]);
    }
    result_.totals.read = batch_->entries.size();
    for (const auto& [reason, events] : batch_->without_id) {
      result_.totals.set_aside[reason] += events;
      result_.totals.read += events;
    }
    for (std::size_t reason = 0; reason < aside_.size(); ++reason) {
      if (aside_[reason] != 0)
        result_.totals.set_aside[std::string(set_aside_reasons[reason].name)] += aside_[reason];
    }
    return std::move(result_);
  }

 private:
  struct Dated {
    EventId id;
    std::uint32_t entry = 0;
  };

  // Without those that the ledger was told to forget. Neighbours are nearly always of one hour.
  std::map<std::int64_t, std::vector<Dated>> by_hour(std::int64_t pruned_before) {
    std::map<std::int64_t, std::vector<Dated>> hours;
    std::vector<Dated>* latest = nullptr;
    std::int64_t latest_hour = -1;
    std::uint64_t pruned = 0;
    for (std::uint32_t index = 0; index < batch_->entries.size(); ++index) {
      const Batch::Entry& entry = batch_->entries[index];
      if (entry.time != 0 && entry.time < pruned_before) {
        ++pruned;
        continue;
      }
      const std::int64_t hour = hour_of(entry.time);
      if (hour != latest_hour) latest = &hours[hour];
      latest_hour = hour;
      latest->push_back({entry.id, index});
    }
    if (pruned != 0) result_.totals.set_aside["pruned"] += pruned;
    return hours;
  }

  void sort(std::vector<Dated>& events) const {
    std::sort(events.begin(), events.end(), [&](const Dated& a, const Dated& b) {
      if (a.id != b.id) return a.id < b.id;
      return batch_->is_before(batch_->entries[a.entry], batch_->entries[b.entry]);
    });
  }

  void find_new(std::int64_t hour, std::vector<Dated>& events, SeenEvents& seen) {
    sort(events);
    const auto last = std::unique(events.begin(), events.end(),
                                  [](const Dated& a, const Dated& b) { return a.id == b.id; });
    const std::size_t delivered = events.size();
    events.erase(last, events.end());
    std::vector<EventId> ids;
    ids.reserve(events.size());
    for (const Dated& dated : events)
      ids.push_back(dated.id);
    const std::vector<bool> is_new = seen.add(hour, ids);
    std::size_t taken = 0;
    for (std::size_t index = 0; index < events.size(); ++index) {
      if (!is_new[index]) continue;
      is_new_[events[index].entry] = true;
      ++taken;
    }
    if (taken < delivered) result_.totals.set_aside["duplicate"] += delivered - taken;
  }

  // The memory that taking it will need.
  void fetch(const Batch::Entry& entry) const {
    if (entry.call_count == 0 || slots_.empty()) return;
    const std::size_t slot = slot_of(entry.caller, batch_->call_indexes[entry.first_call]);
    __builtin_prefetch(&slots_[slot & (slots_.size() - 1)]);
  }

  void take(const Batch::Entry& entry) {
    if (entry.call_count == 0) {
      ++aside_[entry.reason];
      return;
    }
    ++result_.totals.used;
    for (std::uint32_t made = 0; made < entry.call_count; ++made)
      add(entry, batch_->call_indexes[entry.first_call + made], made == 0);
  }

  void add(const Batch::Entry& entry, std::uint32_t call, bool is_first) {
    BatchSum& sum = sum_of(entry.caller, call);
    ++sum.calls;
    if (is_first) ++sum.events;
    if (entry.time != 0) {
      sum.first_seen = sum.first_seen == 0 ? entry.time : std::min(sum.first_seen, entry.time);
      sum.last_seen = std::max(sum.last_seen, entry.time);
    }
    if (sum.sample == nullptr || is_smaller_sample(entry, *sum.sample)) sum.sample = &entry;
  }

  BatchSum& sum_of(std::uint32_t caller, std::uint32_t call) {
    if (2 * (result_.sums.size() + 1) > slots_.size()) grow();
    const std::size_t mask = slots_.size() - 1;
    for (std::size_t index = slot_of(caller, call) & mask;; index = (index + 1) & mask) {
      std::uint32_t& slot = slots_[index];
      if (slot == 0) {
        slot = static_cast<std::uint32_t>(result_.sums.size() + 1);
        BatchSum& sum = result_.sums.emplace_back();
        sum.caller = caller;
        sum.call = call;
        return sum;
      }
      BatchSum& sum = result_.sums[slot - 1];
      if (sum.caller == caller && sum.call == call) return sum;
    }
  }

  static std::size_t slot_of(std::uint32_t caller, std::uint32_t call) {
    return folded_product(std::uint64_t{caller} << 32U | call, 0x9E37'79B9'7F4A'7C15);
  }

  void grow() {
    constexpr std::size_t slots_min = 1024;
    slots_.assign(slots_.empty() ? slots_min : 2 * slots_.size(), 0);
    const std::size_t mask = slots_.size() - 1;
    for (std::uint32_t number = 0; number < result_.sums.size(); ++number) {
      const BatchSum& sum = result_.sums[number];
      std::size_t index = slot_of(sum.caller, sum.call) & mask;
      while (slots_[index] != 0)
        index = (index + 1) & mask;
      slots_[index] = number + 1;
    }
  }

  // As texts; of UUIDs the order is that of their bits. "" is no sample.
  [[nodiscard]] bool is_smaller_sample(const Batch::Entry& a, const Batch::Entry& b) const {
    if (a.sample == Batch::id_is_sample && b.sample == Batch::id_is_sample) return a.id < b.id;
    const std::string one = batch_->sample_of(a);
    const std::string other = batch_->sample_of(b);
    return !one.empty() && (other.empty() || one < other);
  }

  const Batch* batch_;
  std::vector<bool> is_new_;  // of each entry: whether it counts
  BatchSums result_;
  std::vector<std::uint32_t>
      slots_;  // numbers of sums, plus one; as many as a power of two, or none
  std::array<std::uint64_t, set_aside_reasons.size()> aside_{};
};

}  // namespace

BatchSums sums_of(const Batch& batch, SeenEvents& seen, std::int64_t pruned_before) {
  return Summing(batch).sums(seen, pruned_before);
}

}  // namespace scopedown
