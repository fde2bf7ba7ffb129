// What the minimiser may do, as the user and the tables said it.

#ifndef SCOPEDOWN_GENERATOR_MINIMISE_RULES_H_
#define SCOPEDOWN_GENERATOR_MINIMISE_RULES_H_

#include <optional>

#include "model/budget.h"
#include "model/catalogue.h"
#include "model/policy.h"

namespace scopedown {

struct Rules {
  const Catalogue& catalogue;
  Budget budget;
  bool exact = false;           // no name is opened
  bool allow_escape = false;    // sts:AssumeRole on the shared role itself may be granted
  std::optional<Policy> never;  // Deny statements: what must not be granted, whatever was observed
};

}  // namespace scopedown

#endif  // SCOPEDOWN_GENERATOR_MINIMISE_RULES_H_
