// Tenants by the thousand, as the minimiser meets them: what each of them called, on which
// resources. Deterministic: a tenant depends on the seed and on its number alone.
//
//   acme, acme-eu, acme-10   namespaces whose names begin alike, in five clusters of one account
//   archetype and naming     workload_profile.h, resource_naming.h
//   observed                 70 to 100 % of what the profile calls, drawn for each tenant and pair
//
// All resources are named by exact ARNs; an action without resource types stands on `*`. The
// difficulty is calibrated (population_test.cc): of the 5,000 tenants, the policy that groups
// resources by identical sets of actions fits 2,048 characters for 13.5 %, that of one statement
// per service for 17.8 %, that of all actions on `*` for 94.8 %, each within 2 points. These are
// the figures of the population on which the minimiser's prototype was measured, so that its
// results can be compared. Packed size is not calibrated.

#ifndef SCOPEDOWN_TESTS_SUPPORT_POPULATION_H_
#define SCOPEDOWN_TESTS_SUPPORT_POPULATION_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "model/policy.h"
#include "model/tenant.h"
#include "model/usage_graph.h"
#include "model/world.h"
#include "tests/support/resource_naming.h"

namespace scopedown::testing {

struct PopulationTenant {
  Unit unit;  // the service account `app` of the tenant
  std::string_view archetype;
  Naming naming = Naming::Prefix;
  AccessUsage accesses;
};

using Population = std::vector<PopulationTenant>;

inline constexpr std::size_t population_tenants = 5'000;
inline constexpr std::uint64_t population_seed = 1;

// The first `tenants` of the calibrated population.
[[nodiscard]] Population calibrated_population(std::size_t tenants = population_tenants,
                                               std::uint64_t seed = population_seed);

inline constexpr std::size_t medium_tenants = 30;

// 30 tenants from small to large (12 to 202 resources, 30 to 96 actions), and behind them 170
// bystanders, from whom isolation keeps them apart.
[[nodiscard]] Population medium_population();

// What all of them did.
[[nodiscard]] World world_of(const Population& population);

// The tenant's services dealt out to two service accounts, `app-1` and `app-2`, so that their
// actions and resources have about the same characters. The second is empty if there is but one
// service.
[[nodiscard]] std::pair<PopulationTenant, PopulationTenant> split_by_service(
    const PopulationTenant& tenant);

// Whether the shared role names the region and the account of each service that it allows.
enum class RoleScope { Everything, Pinned };

// The identity policy of the role that all share: every action that any tenant was seen calling, on
// `*` or on all resources of the services in this region and account.
[[nodiscard]] Policy role_of(const Population& population, RoleScope scope);

// The JSON lines that `scopedown import` takes: sorted.
[[nodiscard]] std::string accesses_text(const Population& population);

}  // namespace scopedown::testing

#endif  // SCOPEDOWN_TESTS_SUPPORT_POPULATION_H_
