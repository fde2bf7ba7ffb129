// The same grants, told for people: a statement per service.
//
// The search shares statements among services, since a pair that AWS never evaluates grants nothing.
// That is short, and hard to review. Taken apart, each statement holds the actions of one service
// and just the resources that they can be requested on.

#ifndef SCOPEDOWN_GENERATOR_MINIMISE_LAYOUT_H_
#define SCOPEDOWN_GENERATOR_MINIMISE_LAYOUT_H_

#include "model/catalogue.h"
#include "model/policy.h"

namespace scopedown {

// Grants every pair of `policy` (Allow statements without NotAction, NotResource and conditions) that
// can be requested, and no other. Statements of a service that share their actions, or their resources,
// are one; they stand in the order of their services.
[[nodiscard]] Policy by_service(const Policy& policy, const Catalogue& catalogue);

}  // namespace scopedown

#endif  // SCOPEDOWN_GENERATOR_MINIMISE_LAYOUT_H_
