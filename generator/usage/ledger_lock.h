// One `ingest` at a time for a ledger: two would read the same files, and what each did not know of
// the other would be counted as repetition.
//
// The lock is a file beside the ledger, `LEDGER-ingest`, which stays there, empty. The system gives
// the lock back when its process ends, however that ends. Readers and `import` need none: SQLite
// keeps them apart.

#ifndef SCOPEDOWN_GENERATOR_USAGE_LEDGER_LOCK_H_
#define SCOPEDOWN_GENERATOR_USAGE_LEDGER_LOCK_H_

#include <string>

namespace scopedown {

class LedgerLock {
 public:
  // Waits for another process, then throws Error. A ledger in memory needs no lock and gets none.
  explicit LedgerLock(const std::string& ledger_path, int wait_milliseconds_max = 10'000);
  LedgerLock(const LedgerLock&) = delete;
  LedgerLock& operator=(const LedgerLock&) = delete;
  ~LedgerLock();

 private:
  int descriptor_ = -1;
};

}  // namespace scopedown

#endif  // SCOPEDOWN_GENERATOR_USAGE_LEDGER_LOCK_H_
