// The role that tenants share, from what their session policies have to allow.
//
// One role serves one account, since EKS gives a pod only roles of its cluster's account.

#ifndef SCOPEDOWN_GENERATOR_ROLE_SHARED_ROLE_H_
#define SCOPEDOWN_GENERATOR_ROLE_SHARED_ROLE_H_

#include <cstddef>
#include <set>
#include <string>
#include <vector>

#include "generator/role/packing.h"
#include "generator/role/permissions.h"
#include "generator/role/role_judge.h"
#include "model/access.h"
#include "model/catalogue.h"
#include "model/tenant.h"
#include "model/world.h"

namespace scopedown {

// What one unit's session policy has to allow: sorted.
struct UnitNeeds {
  Unit unit;
  std::vector<Access> accesses;
};

// What all of them need together.
struct RoleNeeds {
  std::vector<Unit> units;  // that need anything; sorted
  std::set<Access> accesses;
};

[[nodiscard]] RoleNeeds together(const std::vector<UnitNeeds>& units);

struct SharedRole {
  RoleQuota quota;
  std::vector<Unit> units;  // whose needs it holds; sorted
  std::size_t needs = 0;    // different accesses
  std::size_t actions = 0;  // different ones
  RolePermissions permissions;
  RoleExcess excess;

  // The documents' compact texts.
  [[nodiscard]] std::vector<std::string> texts() const;
};

// Judged from its bytes: it allows every need, in documents within the quota; or it does not fit.
// `search` is that of the needs; `exact`: every resource by name, or not at all.
[[nodiscard]] SharedRole shared_role_of(const RoleNeeds& needs, const PermissionSearch& search,
                                        const World& world, const Catalogue& catalogue,
                                        const RoleQuota& quota, bool exact);

}  // namespace scopedown

#endif  // SCOPEDOWN_GENERATOR_ROLE_SHARED_ROLE_H_
