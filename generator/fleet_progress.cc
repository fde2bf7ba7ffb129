#include "generator/fleet_progress.h"

#include <utility>

namespace scopedown {

FleetCounter::FleetCounter(OnFleetProgress on_progress) : on_progress_(std::move(on_progress)) {}

void FleetCounter::begin(std::string stage, std::size_t units_total) {
  if (!on_progress_) return;
  const std::scoped_lock lock(guard_);
  progress_ = {std::move(stage), 0, units_total, 0};
  on_progress_(progress_);
}

void FleetCounter::add(bool refused) {
  if (!on_progress_) return;
  const std::scoped_lock lock(guard_);
  ++progress_.units;
  progress_.refused += refused ? 1 : 0;
  on_progress_(progress_);
}

}  // namespace scopedown
