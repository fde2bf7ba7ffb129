#include "generator/usage/usage_row.h"

#include <algorithm>

namespace scopedown {

void UsageCount::merge(const UsageCount& other) {
  calls += other.calls;
  events += other.events;
  if (other.first_seen != 0 && (first_seen == 0 || other.first_seen < first_seen)) {
    first_seen = other.first_seen;
  }
  if (other.last_seen != 0 && (last_seen == 0 || other.last_seen > last_seen)) {
    last_seen = other.last_seen;
  }
  if (!other.sample.empty() && (sample.empty() || other.sample < sample)) sample = other.sample;
}

}  // namespace scopedown
