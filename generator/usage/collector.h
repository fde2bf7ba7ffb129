// Events in, a Batch out: what a ledger takes in at once.
//
// A Collector reads events in any order and keeps of each what decides: who called, what, and
// when. It does not say whose call it was, since the session may be learnt from a file that is
// read later, or next month; the ledger does, when it is asked for its rows.
//
// Each thread has a Collector of its own, and each batch goes into the ledger by itself. No order
// matters, of events, files, threads or batches: the ledger counts an event once, and of two
// different records with one id in a batch it takes the smaller.
//
//   Collector collector(Extraction::built_in());
//   for each record: collector.add(event), or collector.set_aside("broken_record")
//   ledger.add(collector.take(), files)
//
// Most events are like others but for their time and their item: the same caller, the same call.
// So who called is looked up by the reader's mark, what was called as it stands in the record, and
// both are worked out only for the first of their kind, whichever batch that is in.
//
// Memory: some 60 bytes an event until `take`, and each distinct item; `size` tells when to. What was
// learnt is kept for the next batch unless it is much: at most 30 MB.

#ifndef SCOPEDOWN_GENERATOR_USAGE_COLLECTOR_H_
#define SCOPEDOWN_GENERATOR_USAGE_COLLECTOR_H_

#include <cstddef>
#include <cstdint>
#include <deque>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "data/extraction.h"
#include "generator/logs/event.h"
#include "generator/tenants/attribute.h"
#include "generator/tenants/sessions.h"
#include "generator/usage/fields_text.h"
#include "generator/usage/set_aside.h"
#include "generator/usage/text_numbers.h"
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
  std::vector<UsageKey> keys;               // distinct; without `who` and item, nothing is folded
  TextNumbers calls;                        // distinct; see key_of and item_of
  std::vector<std::uint32_t> call_indexes;  // into calls
  std::vector<std::string> samples;         // ids that are no UUIDs, as they stand in the log
  SetAsideCounts without_id;                // records that cannot be told apart
  std::set<SessionRecord> sessions;

  // Of a call: the number of its key, and its item.
  [[nodiscard]] std::uint32_t key_of(std::uint32_t call) const;
  [[nodiscard]] std::string_view item_of(std::uint32_t call) const;

  // The call in full: key and item.
  [[nodiscard]] UsageKey call(std::uint32_t index) const;

  // The event's id as it stands in the log.
  [[nodiscard]] std::string sample_of(const Entry& entry) const;

  // An order of the entries by what they say, the id first; used before set aside. Entries of which
  // neither is before the other say the same.
  [[nodiscard]] bool is_before(const Entry& a, const Entry& b) const;
};

// What tells callers apart, and calls whatever their item, as one text in place of what `text` held.
void spell(const Caller& caller, FieldsText& text);
void spell(const UsageKey& call, FieldsText& text);

class Collector {
 public:
  // Keeps the reference: `extraction` must outlive this.
  explicit Collector(const Extraction& extraction);

  // Copies what it keeps of the event.
  void add(const Event& event);

  // A record that is no event: `reason` is a name of set_aside.h.
  void set_aside(std::string_view reason);

  // What was collected. Leaves this empty, ready for more.
  [[nodiscard]] Batch take();

  [[nodiscard]] std::size_t size() const { return batch_.entries.size(); }

 private:
  // Who called: their number, or why nobody can be a tenant.
  struct Known {
    std::uint32_t caller = 0;  // as learnt
    std::string_view set_aside;
  };

  // As known by the event's mark; of the latest events.
  struct Marked {
    std::uint64_t mark = 0;
    Known known;
  };

  // What was learnt of values that many batches have, and which number each has in this one.
  template <class Value>
  struct Learnt {
    TextNumbers numbers;  // by all that tells them apart
    std::deque<Value> values;
    std::vector<std::uint32_t> in_batch;  // plus one; 0: not in it yet

    void begin_batch() { in_batch.assign(in_batch.size(), 0); }

    // The number of `value`, whose text this is.
    std::uint32_t number(std::string_view text, Value value) {
      const auto [number, is_new] = numbers.number(text);
      if (is_new) {
        values.push_back(std::move(value));
        in_batch.push_back(0);
      }
      return number;
    }

    // Its number in the batch, to which it is added if it is new there.
    std::uint32_t number_in(std::vector<Value>& batch, std::uint32_t number) {
      std::uint32_t& plus_one = in_batch[number];
      if (plus_one == 0) {
        if (batch.empty()) batch.reserve(values.size());
        batch.push_back(values[number]);
        plus_one = static_cast<std::uint32_t>(batch.size());
      }
      return plus_one - 1;
    }
  };

  // A call with an item, which is looked up together with others.
  struct Waiting {
    std::size_t place = 0;  // in Batch::call_indexes
    std::size_t begin = 0;  // of its text, in `waiting_text_`
    std::uint32_t bytes = 0;
    std::uint32_t hash = 0;
  };

  // A call that makes one row, but for its item.
  struct PlainCall {
    std::uint32_t key = 0;            // as learnt
    std::uint32_t call_plus_one = 0;  // into Batch::calls, without item; 0: not asked for
  };

  [[nodiscard]] Known known(const Event& event);
  [[nodiscard]] Known known(const Identity& identity);
  void add_calls(const Event& event, ErrorClass error);
  [[nodiscard]] bool add_plain_call(const Event& event, ErrorClass error);
  [[nodiscard]] std::uint32_t call_index(std::uint32_t key, std::string_view item);
  void add_call_later(std::uint32_t key, std::string_view item);
  void add_waiting();
  [[nodiscard]] std::uint32_t learnt_key(const UsageKey& call);
  [[nodiscard]] std::uint32_t learnt_caller(const Caller& caller);
  void forget_if_much();

  const Extraction* extraction_;
  Batch batch_;
  TextNumbers identities_;  // as they stand in the record
  std::vector<Known> known_;
  std::vector<Marked> marked_;  // each where its mark says, or none
  TextNumbers plain_calls_;     // as they stand in the record: calls that make one row
  std::vector<PlainCall> plain_;
  Learnt<Caller> callers_;
  Learnt<UsageKey> keys_;
  FieldsText text_;  // of which a number is asked
  std::vector<Waiting> waiting_;
  std::string waiting_text_;
};

}  // namespace scopedown

#endif  // SCOPEDOWN_GENERATOR_USAGE_COLLECTOR_H_
