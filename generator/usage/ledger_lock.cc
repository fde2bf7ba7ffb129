#include "generator/usage/ledger_lock.h"

#include <cerrno>
#include <chrono>
#include <thread>

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include "generator/error.h"

namespace scopedown {

LedgerLock::LedgerLock(const std::string& ledger_path, int wait_milliseconds_max) {
  if (ledger_path == ":memory:") return;
  const std::string path = ledger_path + "-ingest";
  descriptor_ = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0644);
  if (descriptor_ < 0)
    throw Error(path, "cannot be made, and without it two runs might meet; may you write there?");
  constexpr int step_milliseconds = 50;
  for (int waited = 0; ::flock(descriptor_, LOCK_EX | LOCK_NB) != 0; waited += step_milliseconds) {
    const bool held = errno == EWOULDBLOCK || errno == EINTR;
    if (held && waited < wait_milliseconds_max) {
      std::this_thread::sleep_for(std::chrono::milliseconds(step_milliseconds));
      continue;
    }
    ::close(descriptor_);
    if (held)
      throw Error(ledger_path, "another ingest is writing to it; try again when that has ended");
    throw Error(path, "cannot be locked; does its file system know locks?");
  }
}

LedgerLock::~LedgerLock() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

}  // namespace scopedown
