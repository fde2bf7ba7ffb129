// Why a unit has no policy, and the ways out that were tried and found to work.
//
// A split gives each service account some of the services that the workload uses, so that each has
// a policy of its own: services are dealt out, the largest first, to the one with the least so far.
// Whether the workload can be split so is for people to say: it is where a fitting policy is known
// to be.

#ifndef SCOPEDOWN_GENERATOR_MINIMISE_REFUSAL_H_
#define SCOPEDOWN_GENERATOR_MINIMISE_REFUSAL_H_

#include "generator/minimise/fit.h"
#include "generator/minimise/proposal.h"

namespace scopedown {

// What it is short by, and the ways out, each priced by the excess that it would have: a budget or a
// limit of STS that is not used up; the services dealt out to two, three or four service accounts; the
// role trusted, if it is known; up to eight actions that wildcards may reach. Of these last three the
// cheapest first; each was tried, and fits. Requires that `tried` is over the budget.
[[nodiscard]] Refusal refusal_of(const Fit& tried, const AccessUsage& wanted, Isolation& isolation,
                                 const Rules& rules);

}  // namespace scopedown

#endif  // SCOPEDOWN_GENERATOR_MINIMISE_REFUSAL_H_
