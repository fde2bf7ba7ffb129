// How far an `ingest` is, or the policies of a fleet, on one line of a terminal that is written over
// and over:
//
//   [#########           ] 45 %  312/690 files  1.2 M records  96 MB/s  4 s left
//   [######              ] 31 %  1550/5000 policies  12 refused  7.4/s  8 min left
//   making the role ...

#ifndef SCOPEDOWN_GENERATOR_REPORT_PROGRESS_BAR_H_
#define SCOPEDOWN_GENERATOR_REPORT_PROGRESS_BAR_H_

#include <chrono>
#include <iosfwd>
#include <string>

#include "generator/fleet_progress.h"
#include "generator/ingest.h"

namespace scopedown {

// The line, after so many seconds; of a fleet, since its stage began.
[[nodiscard]] std::string progress_text(const IngestProgress& progress, double seconds);
[[nodiscard]] std::string progress_text(const FleetProgress& progress, double seconds);

// One thread at a time may call it.
class ProgressBar {
 public:
  // Shows nothing unless `shown`: where nobody looks, or asked for quiet.
  ProgressBar(std::ostream& out, bool shown);
  ~ProgressBar();  // takes the line away, whatever was thrown
  ProgressBar(const ProgressBar&) = delete;
  ProgressBar& operator=(const ProgressBar&) = delete;

  // As often as it is called: `ingest` does so now and then.
  void show(const IngestProgress& progress);

  // A stage at once, its units five times a second at most, since there may be thousands of them.
  void show(const FleetProgress& progress);

  // Takes the line away, for other words.
  void clear();

 private:
  using Clock = std::chrono::steady_clock;

  void write(const std::string& line);

  std::ostream* out_;  // null: not shown
  bool has_line_ = false;
  std::string stage_;
  Clock::time_point begin_ = Clock::now();  // of the stage
  Clock::time_point written_;
};

}  // namespace scopedown

#endif  // SCOPEDOWN_GENERATOR_REPORT_PROGRESS_BAR_H_
