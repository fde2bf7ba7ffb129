// What a reviewer of one unit's policy must see beside the policy itself: resources that are
// shared, calls that undo the confinement, and warnings about what the log could not tell.

#ifndef SCOPEDOWN_GENERATOR_REPORT_REVIEW_H_
#define SCOPEDOWN_GENERATOR_REPORT_REVIEW_H_

#include "generator/emit/summary.h"
#include "generator/minimise/rules.h"
#include "generator/tenants/selection.h"

namespace scopedown {

[[nodiscard]] Result review(const Unit& unit, const Workload& workload, Proposal proposal,
                            const Workloads& all, const Rules& rules, const Selection& selection,
                            const Clusters& clusters);

}  // namespace scopedown

#endif  // SCOPEDOWN_GENERATOR_REPORT_REVIEW_H_
