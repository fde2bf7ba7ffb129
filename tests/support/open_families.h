// Tenants over time, for a hold-out: what each called on which day, on names of two sorts.
//
//   open      names that are made up as the program runs, so that every day brings new ones:
//             acme-uploads/incoming/2026/03/07/{uuid}.json, log streams of pods, executions,
//             customers who sign up
//   closed    names that people chose: queues, tables, a bucket, secrets. All days the same, but that
//             some calls are rare, and a few begin late
//
// Half of the tenants keep their objects in buckets of their own, half below a prefix of a bucket that
// all share. Deterministic: a tenant depends on its number alone.

#ifndef SCOPEDOWN_TESTS_SUPPORT_OPEN_FAMILIES_H_
#define SCOPEDOWN_TESTS_SUPPORT_OPEN_FAMILIES_H_

#include <cstddef>
#include <string_view>
#include <utility>
#include <vector>

#include "model/access.h"
#include "model/tenant.h"
#include "model/usage_graph.h"

namespace scopedown::testing {

struct TimedCall {
  Access access;
  std::size_t day = 0;
  std::string_view family;  // "dated upload"
  bool open = false;
};

struct GrowingTenant {
  Unit unit;
  std::vector<TimedCall> calls;  // by day
};

inline constexpr std::size_t hold_out_days = 60;

[[nodiscard]] std::vector<GrowingTenant> growing_tenants(std::size_t tenants);

// What was called on the days from `first` to before `end`.
[[nodiscard]] AccessUsage usage_of(const GrowingTenant& tenant, std::size_t first, std::size_t end);

}  // namespace scopedown::testing

#endif  // SCOPEDOWN_TESTS_SUPPORT_OPEN_FAMILIES_H_
