// How far an `ingest` is, on one line of a terminal that is written over and over:
//
//   [#########           ]  45 %  312/690 files  1.2 M records  96 MB/s  4 s left

#ifndef SCOPEDOWN_GENERATOR_REPORT_PROGRESS_BAR_H_
#define SCOPEDOWN_GENERATOR_REPORT_PROGRESS_BAR_H_

#include <chrono>
#include <iosfwd>
#include <string>

#include "generator/ingest.h"

namespace scopedown {

// The line, after so many seconds.
[[nodiscard]] std::string progress_text(const IngestProgress& progress, double seconds);

class ProgressBar {
 public:
  // Shows nothing unless `shown`: where nobody looks, or asked for quiet.
  ProgressBar(std::ostream& out, bool shown);

  void show(const IngestProgress& progress) const;

  // Takes the line away.
  void clear() const;

 private:
  std::ostream* out_;  // null: not shown
  std::chrono::steady_clock::time_point begin_ = std::chrono::steady_clock::now();
};

}  // namespace scopedown

#endif  // SCOPEDOWN_GENERATOR_REPORT_PROGRESS_BAR_H_
