// What the minimiser may do, as the user and the tables said it.

#ifndef SCOPEDOWN_GENERATOR_MINIMISE_RULES_H_
#define SCOPEDOWN_GENERATOR_MINIMISE_RULES_H_

#include <optional>
#include <vector>

#include "generator/role/role.h"
#include "model/budget.h"
#include "model/catalogue.h"
#include "model/policy.h"

namespace scopedown {

struct Rules {
  const Catalogue& catalogue;
  Budget budget{};
  bool exact = false;         // no name is opened
  bool readable = false;      // a statement per service (layout.h), where that fits
  bool whole_words = false;   // no action name is cut short (clip.h)
  bool allow_escape = false;  // sts:AssumeRole on the shared role itself may be granted
  std::optional<Policy>
      never{};                 // Deny statements: what must not be granted, whatever was observed
  std::optional<Role> role{};  // none: not known, so anything might be in it
  bool trust_role = false;     // a wildcard may reach changes and sensitive reads of the role
  std::vector<ActionPattern> wildcards_may_reach{};  // likewise these, by name

  // Promise 3: whether a wildcard may reach the action though the unit was not seen using it.
  [[nodiscard]] bool wildcard_may_reach(const CatalogueAction& action) const;

  // Whether granting the pair lets anything in: it could be requested, and the role might allow it.
  [[nodiscard]] bool is_in_role(const Action& action, const ArnPattern& pattern) const {
    return !role || role->might_allow(action, pattern);
  }
};

}  // namespace scopedown

#endif  // SCOPEDOWN_GENERATOR_MINIMISE_RULES_H_
