#include "generator/minimise/rules.h"

#include <algorithm>

namespace scopedown {

bool Rules::wildcard_may_reach(const CatalogueAction& action) const {
  if (!action.is_dangerous()) return true;
  if (role && !role->might_allow(action.action)) return true;  // latent, and listed as such
  if (std::ranges::any_of(wildcards_may_reach, [&](const ActionPattern& pattern) {
        return pattern.matches(action.action);
      }))
    return true;
  // Even then nothing that changes permissions or undoes the confinement.
  return trust_role && role && action.level != AccessLevel::PermissionsManagement &&
         action.escape.empty();
}

}  // namespace scopedown
