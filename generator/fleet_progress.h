// How far the policies of many tenants are, told while they are made: five thousand take minutes.
//
//   reading the ledger ─▶ what each tenant needs ─▶ the role ─▶ policies 312 of 5,000, 4 refused ─▶ ...
//
// Units are done on several threads and in any order, so what is told is only how many. It
// changes no result. How it looks on a terminal: report/progress_bar.h.

#ifndef SCOPEDOWN_GENERATOR_FLEET_PROGRESS_H_
#define SCOPEDOWN_GENERATOR_FLEET_PROGRESS_H_

#include <cstddef>
#include <functional>
#include <mutex>
#include <string>

namespace scopedown {

struct FleetProgress {
  std::string stage;            // what is being done: "policies", "making the role"
  std::size_t units = 0;        // done in this stage, of units_total
  std::size_t units_total = 0;  // 0: the stage is one piece of work
  std::size_t refused = 0;      // of the units that are done: whose policy does not fit
};

// Called at the start of a stage and after each unit, by whichever thread did it, one at a time. Empty:
// nobody asks.
using OnFleetProgress = std::function<void(const FleetProgress&)>;

// Counts the units of stages. Any thread may call it.
class FleetCounter {
 public:
  explicit FleetCounter(OnFleetProgress on_progress);

  // Begins a stage, with nothing of it done.
  void begin(std::string stage, std::size_t units_total = 0);

  void add(bool refused);

 private:
  const OnFleetProgress on_progress_;
  std::mutex guard_;
  FleetProgress progress_;
};

}  // namespace scopedown

#endif  // SCOPEDOWN_GENERATOR_FLEET_PROGRESS_H_
