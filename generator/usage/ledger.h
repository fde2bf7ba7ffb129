// The ledger: what is known of all runs so far, in one SQLite file, or in memory for one run.
//
// It keeps calls and not policies, accesses or tenants: a better catalogue re-interprets history,
// and a session that is learnt late attributes the calls that came before. So calls are stored by
// *caller* (the fields that decide, attribute.h), and are attributed each time that rows() is
// asked.
//
//   caller        whose permissions                 call      what was called, without the item
//   usage         owner × call × item → count       session   SessionRecord, all that were seen
//   attribution   owners of imported rows, whose callers an engine has not kept
//   event         ids counted, by hour: an event counts once     file   files done
//   place         where each file lay, how large, how old        meta   digest; pruned before
//   given         accesses that no log shows        total     read, used and set aside
//   inventory     InventoryFact, all that were given
//
// Items are folded (fold.h) per caller as they come, and per tenant in rows(). A batch goes in
// whole or not at all. Ledgers are merged by other programs through rows and accesses, not by their
// tables. A ledger of an older schema is brought forward as it is opened; one of a newer schema or of
// other extraction tables is refused.
//
// One process writes at a time; another waits, then gives up. Not for two threads.
// Errors: every method throws Error{path, why} if the file cannot be read or written.

#ifndef SCOPEDOWN_GENERATOR_USAGE_LEDGER_H_
#define SCOPEDOWN_GENERATOR_USAGE_LEDGER_H_

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "generator/tenants/sessions.h"
#include "generator/usage/fold.h"
#include "generator/usage/given.h"
#include "generator/usage/set_aside.h"
#include "generator/usage/usage_row.h"

namespace scopedown {

struct Batch;  // collector.h

// A file that need not be read again.
struct DoneFile {
  std::string digest;  // of its bytes; what it is made with is the caller's business
  std::string name;
  std::uint64_t bytes = 0;
  std::int64_t modified = 0;  // nanoseconds since 1970; 0: not known, so it is read to be known
  friend auto operator<=>(const DoneFile&, const DoneFile&) = default;
};

// Events, each counted once: read = used + the sum of set_aside.
struct EventTotals {
  std::uint64_t read = 0;
  std::uint64_t used = 0;
  SetAsideCounts set_aside;
  friend bool operator==(const EventTotals&, const EventTotals&) = default;
};

struct LedgerOptions {
  bool create = true;  // if the file is missing; otherwise that is an error
  std::size_t fan_out = default_fan_out;
  int wait_milliseconds_max = 10'000;  // for another process
};

class Ledger {
 public:
  // `path` may be ":memory:". `extraction_digest` is Extraction::digest(): a ledger that was made
  // with another is refused.
  static Ledger open(const std::string& path, std::string_view extraction_digest,
                     const LedgerOptions& options = {});

  Ledger(Ledger&&) noexcept;
  Ledger& operator=(Ledger&&) noexcept;
  ~Ledger();

  [[nodiscard]] bool file_done(std::string_view digest) const;

  // True if that file lay there, of that size and age, when it was read: it need not be read to be
  // known. `path` is DoneFile::name.
  [[nodiscard]] bool is_unchanged(std::string_view path, std::uint64_t bytes,
                                  std::int64_t modified) const;

  [[nodiscard]] std::vector<DoneFile> files() const;  // without their ages
  [[nodiscard]] const std::string& path() const;

  // Takes in a batch and the files that it was read from, and commits. Of many: LedgerWriting.
  void add(const Batch& batch, const std::vector<DoneFile>& files);

  // Forgets the rows last seen before that moment, and which events it had counted until then:
  // should such an event come again, it is set aside as `pruned`, now and in later runs. Sessions
  // stay, since calls may still come of them; so do files done, and rows without a time.
  void prune(std::int64_t before);
  [[nodiscard]] std::int64_t pruned_before() const;  // 0: never pruned

  // Takes in rows that an engine made, and the file that they were read from.
  void add_rows(const std::vector<UsageRow>& rows, const std::vector<DoneFile>& files);

  // Takes in given accesses. Of those with the same unit, action and resource the larger count
  // stands: to say a thing twice is to say it once.
  void add_given(const std::vector<GivenAccess>& accesses, const std::vector<DoneFile>& files);

  // Takes in what is known of clusters: from then on it attributes sessions, whenever they came.
  void add_inventory(const std::vector<InventoryFact>& facts);
  void forget_inventory();
  [[nodiscard]] std::vector<InventoryFact> inventory() const;  // sorted

  // All calls by tenant: sorted, merged, folded. The same whatever the order of the batches.
  [[nodiscard]] std::vector<UsageRow> rows() const;

  // By whom it was: the most seconds between the first and the last call that came with the same
  // temporary credentials, so that they were valid for as long at least. Nobody is there of whom the
  // log tells no access key, or no time, or whose rows an engine made.
  [[nodiscard]] std::map<Attribution, std::int64_t> longest_sessions() const;

  [[nodiscard]] std::vector<SessionRecord> sessions() const;  // sorted
  [[nodiscard]] std::vector<GivenAccess> given() const;       // sorted
  [[nodiscard]] EventTotals totals() const;

 private:
  friend class LedgerWriting;
  struct Store;
  explicit Ledger(std::unique_ptr<Store> store);

  std::unique_ptr<Store> store_;
};

// Batches into a ledger, many in one transaction: a row that several of them have is written once.
//
//   LedgerWriting writing(ledger);
//   for each batch: writing.add(batch, files);
//   writing.commit();
//
// Commits by itself when it holds many rows (50 MB of memory). What is not committed when it goes, or
// when the process is killed, has not happened, and its files are not done. The ledger must outlive it;
// while something is not committed nobody else uses it.
class LedgerWriting {
 public:
  explicit LedgerWriting(Ledger& ledger);
  LedgerWriting(const LedgerWriting&) = delete;
  LedgerWriting& operator=(const LedgerWriting&) = delete;
  ~LedgerWriting();

  // Takes in a batch and the files that it was read from.
  void add(const Batch& batch, const std::vector<DoneFile>& files);

  void commit();

 private:
  struct Open;

  Ledger* ledger_;
  std::unique_ptr<Open> open_;  // null: everything is committed
};

}  // namespace scopedown

#endif  // SCOPEDOWN_GENERATOR_USAGE_LEDGER_H_
