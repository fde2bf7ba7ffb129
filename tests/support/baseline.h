// What people and other tools write for a unit's usage, to compare with. Beside these there is
// grouped_policy (oracle.h): resources with the same actions share a statement.

#ifndef SCOPEDOWN_TESTS_SUPPORT_BASELINE_H_
#define SCOPEDOWN_TESTS_SUPPORT_BASELINE_H_

#include "model/policy.h"
#include "model/usage_graph.h"

namespace scopedown::testing {

// A statement for each service prefix: all its actions on all resources that they were seen on, `*`
// among them. It allows pairs that were never seen.
[[nodiscard]] Policy policy_per_service(const UsageGraph& graph);

// One statement: all actions on `*`.
[[nodiscard]] Policy policy_on_everything(const UsageGraph& graph);

}  // namespace scopedown::testing

#endif  // SCOPEDOWN_TESTS_SUPPORT_BASELINE_H_
