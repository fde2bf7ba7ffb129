// Events in, a Batch out: what a ledger takes in at once.
//
// A Collector reads events in any order and keeps of each what decides: who called, what, and
// when. It does not say whose call it was, since the session may be learnt from a file that is
// read later, or next month; the ledger does, when it is asked for its rows.
//
// Each thread has a Collector of its own; `merge` joins their batches. No order matters, of events,
// files, threads or batches: the ledger counts an event once by its id, and of two different
// records with one id in a batch it takes the smaller.
//
//   Collector collector(Extraction::built_in());
//   for each record: collector.add(event), or collector.set_aside("broken_record")
//   ledger.add(collector.take(), files)
//
// Memory: some 60 bytes an event until `take`, whatever else it holds; `size` tells when to.

#ifndef SCOPEDOWN_GENERATOR_USAGE_COLLECTOR_H_
#define SCOPEDOWN_GENERATOR_USAGE_COLLECTOR_H_

#include <cstddef>
#include <cstdint>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "data/extraction.h"
#include "generator/logs/event.h"
#include "generator/tenants/attribute.h"
#include "generator/tenants/sessions.h"
#include "generator/usage/set_aside.h"
#include "generator/usage/usage_row.h"

namespace scopedown {

// What was read, one entry for each event. An event of which a list was taken apart
// (data/extraction.h) made several calls: one for each element.
struct Batch {
  static constexpr std::uint32_t id_is_sample = 0xFFFF'FFFF;

  struct Entry {
    EventId id;
    std::int64_t time = 0;
    std::uint32_t reason = 0;      // into set_aside_reasons, if `call_count` is 0
    std::uint32_t caller = 0;      // into callers
    std::uint32_t sample = 0;      // into samples; `id_is_sample`: the UUID that `id` is
    std::uint32_t first_call = 0;  // into call_indexes
    std::uint32_t call_count = 0;  // 0: the event was set aside
  };

  std::vector<Entry> entries;
  std::vector<Caller> callers;              // distinct
  std::vector<UsageKey> calls;              // distinct; `who` is empty, nothing is folded
  std::vector<std::uint32_t> call_indexes;  // into calls
  std::vector<std::string> samples;         // ids that are no UUIDs, as they stand in the log
  SetAsideCounts without_id;                // records that cannot be told apart
  std::set<SessionRecord> sessions;

  // The event's id as it stands in the log.
  [[nodiscard]] std::string sample_of(const Entry& entry) const;

  // An order of the entries by what they say, the id first; used before set aside. Entries of which
  // neither is before the other say the same.
  [[nodiscard]] bool is_before(const Entry& a, const Entry& b) const;
};

class Collector {
 public:
  // Keeps the reference: `extraction` must outlive this.
  explicit Collector(const Extraction& extraction);

  // Copies what it keeps of the event.
  void add(const Event& event);

  // A record that is no event: `reason` is a name of set_aside.h.
  void set_aside(std::string_view reason);

  // Takes in what the other collected, and leaves it empty.
  void merge(Collector&& other);

  // What was collected. Leaves this empty, ready for more.
  [[nodiscard]] Batch take();

  [[nodiscard]] std::size_t size() const { return batch_.entries.size(); }

 private:
  [[nodiscard]] std::vector<UsageKey> calls_of(const Event& event, ErrorClass error) const;
  [[nodiscard]] std::uint32_t caller_index(const Caller& caller);
  [[nodiscard]] std::uint32_t call_index(const UsageKey& call);

  const Extraction* extraction_;
  Batch batch_;
  std::unordered_map<std::string, std::uint32_t> callers_;  // by text; looked up, never listed
  std::unordered_map<std::string, std::uint32_t> calls_;    // likewise
};

}  // namespace scopedown

#endif  // SCOPEDOWN_GENERATOR_USAGE_COLLECTOR_H_
