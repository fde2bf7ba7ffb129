// What the ledger tells of the units of a role beside their needs: their account and clusters, how
// they come by their credentials, and what was called in which region.

#ifndef SCOPEDOWN_GENERATOR_ROLE_ROLE_FACTS_H_
#define SCOPEDOWN_GENERATOR_ROLE_ROLE_FACTS_H_

#include <string>
#include <vector>

#include "generator/role/role_kit.h"
#include "generator/tenants/clusters.h"
#include "generator/usage/ledger.h"

namespace scopedown {

// Whose cluster or principal the unit is; "" of a session tag.
[[nodiscard]] std::string account_of(const Unit& unit);

// Drops the units of other accounts than the one that was asked for. Throws Error (usage) if units of
// several are left.
[[nodiscard]] RoleFacts role_facts(const Ledger& ledger, const Clusters& clusters,
                                   std::vector<UnitNeeds>& units, const RoleQuestion& asked);

}  // namespace scopedown

#endif  // SCOPEDOWN_GENERATOR_ROLE_ROLE_FACTS_H_
