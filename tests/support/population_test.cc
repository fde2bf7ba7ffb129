// The population is what its header says: real actions on real resource types, apart and alike as
// tenants are, and as hard as the figures that the minimiser is compared with ask for.

#include "tests/support/population.h"

#include <algorithm>
#include <cstdlib>
#include <map>
#include <set>
#include <string>
#include <vector>

#include <catch2/catch.hpp>

#include "data/load.h"
#include "generator/usage/given.h"
#include "model/evaluator.h"
#include "tests/support/baseline.h"
#include "tests/support/oracle.h"
#include "tests/support/workload_profile.h"

namespace scopedown::testing {
namespace {

// Made once for the cases that need all of it.
const Population& whole_population() {
  static const Population population = calibrated_population();
  return population;
}

struct Counts {
  std::size_t actions = 0;
  std::size_t resources = 0;  // without `*`
  std::size_t edges = 0;      // likewise
};

Counts counts_of(const PopulationTenant& tenant) {
  std::set<Action> actions;
  std::set<ArnPattern> resources;
  Counts counts;
  for (const auto& [access, usage] : tenant.accesses) {
    actions.insert(access.action);
    if (access.resource.is_everything()) continue;
    resources.insert(access.resource);
    ++counts.edges;
  }
  counts.actions = actions.size();
  counts.resources = resources.size();
  return counts;
}

std::size_t median(std::vector<std::size_t> numbers) {
  std::ranges::sort(numbers);
  return numbers[numbers.size() / 2];
}

// Of the tenants whose policy fits 2,048 characters.
class Share {
 public:
  void count(const Policy& policy) { fitting_ += policy.characters() <= 2'048 ? 1 : 0; }

  [[nodiscard]] double percent() const {
    return 100.0 * static_cast<double>(fitting_) / static_cast<double>(whole_population().size());
  }

 private:
  std::size_t fitting_ = 0;
};

}  // namespace

TEST_CASE("the population is as hard as the one that the prototype was measured on") {
  Share grouped;
  Share by_service;
  Share on_everything;
  for (const PopulationTenant& tenant : whole_population()) {
    const UsageGraph graph(tenant.accesses);
    grouped.count(grouped_policy(graph));
    by_service.count(policy_per_service(graph));
    on_everything.count(policy_on_everything(graph));
  }
  // Source: measured on the prototype's population of 5,000: 675, 891 and 4,739.
  CHECK(grouped.percent() == Approx(13.5).margin(2));
  CHECK(by_service.percent() == Approx(17.8).margin(2));
  CHECK(on_everything.percent() == Approx(94.8).margin(2));
}

TEST_CASE("the population is as large as the one that the prototype was measured on") {
  std::vector<std::size_t> actions;
  std::vector<std::size_t> resources;
  std::size_t edges = 0;
  std::set<std::string> arns;
  std::set<Tenant> tenants;
  for (const PopulationTenant& tenant : whole_population()) {
    tenants.insert(tenant.unit.tenant);
    const Counts counts = counts_of(tenant);
    actions.push_back(counts.actions);
    resources.push_back(counts.resources);
    edges += counts.edges;
    for (const auto& [access, usage] : tenant.accesses)
      arns.insert(access.resource.text());
  }
  CHECK(tenants.size() == 5'000);
  CHECK(median(actions) == 42);
  CHECK(median(resources) == 15);
  CHECK(static_cast<double>(arns.size()) == Approx(104'500).epsilon(0.02));
  CHECK(static_cast<double>(edges) == Approx(367'000).epsilon(0.06));
}

TEST_CASE("tenants have names of their own, some of which begin like another's") {
  const Population some = calibrated_population(1'000);
  std::set<std::string> names;
  for (const PopulationTenant& tenant : some)
    names.insert(std::get<Namespace>(tenant.unit.tenant.who).name);
  CHECK(names.size() == some.size());
  std::size_t colliding = 0;
  for (const std::string& name : names)
    colliding += names.contains(name.substr(0, name.find('-'))) ? 1 : 0;
  CHECK(colliding == names.size());
}

TEST_CASE("every archetype and every way of naming is there") {
  std::map<std::string_view, std::size_t> archetypes_seen;
  std::map<Naming, std::size_t> namings_seen;
  for (const PopulationTenant& tenant : calibrated_population(1'000)) {
    ++archetypes_seen[tenant.archetype];
    ++namings_seen[tenant.naming];
  }
  CHECK(archetypes_seen.size() == 6);
  CHECK(namings_seen.size() == 5);
  for (const auto& [name, count] : archetypes_seen)
    CHECK(count > 100);
  for (const auto& [naming, count] : namings_seen)
    CHECK(count > 100);
}

TEST_CASE("some resources are shared, most are one tenant's") {
  const Population some = calibrated_population(300);
  const World world = world_of(some);
  const auto shared = static_cast<std::size_t>(std::ranges::count_if(
      world.resources(),
      [](const World::Resource& resource) { return resource.owners.size() > 1; }));
  CHECK(shared >= 15);
  CHECK(shared < world.resources().size() / 50);
}

TEST_CASE("every kind of resource has actions that the catalogue supports on it") {
  const ResourceNaming names("acme", Naming::Prefix, {"orders"}, 1);
  for (const ResourceKind& kind : resource_kinds()) {
    for (const std::string_view name : parts_of(kind.actions, ' ')) {
      CAPTURE(kind.name, name);
      const auto action = Action::parse(name);
      REQUIRE(action);
      const CatalogueAction* known = built_in_catalogue().find(*action);
      REQUIRE(known != nullptr);
      CHECK(known->action == *action);  // as AWS writes it
      if (kind.arn.empty()) {
        // Evaluated on `*` for ordinary metrics: data/overrides.tsv.
        CHECK((known->types.empty() || name == "cloudwatch:PutMetricData"));
      } else {
        const std::string arn = names.arn(kind, 0);
        CAPTURE(arn);
        CHECK(arn.find_first_of("{}* ") == std::string::npos);
        CHECK(built_in_catalogue().reaches(*known, ArnPattern::exactly(arn)));
      }
    }
  }
}

TEST_CASE("a tenant does not depend on how many there are") {
  const Population few = calibrated_population(20);
  const Population more = calibrated_population(40);
  for (std::size_t number = 0; number < few.size(); ++number) {
    CHECK(few[number].unit == more[number].unit);
    CHECK(accesses_text({few[number]}) == accesses_text({more[number]}));
  }
}

TEST_CASE("the population can be imported") {
  const Population few = calibrated_population(20);
  const auto accesses = read_given(accesses_text(few), "population");
  std::size_t expected = 0;
  for (const PopulationTenant& tenant : few)
    expected += tenant.accesses.size();
  CHECK(accesses.size() == expected);
  CHECK(given_text(accesses) == accesses_text(few));
}

TEST_CASE("a tenant's services are dealt out to two service accounts") {
  for (const PopulationTenant& tenant : calibrated_population(200)) {
    const auto [first, second] = split_by_service(tenant);
    CAPTURE(tenant.unit.text());
    std::set<std::string> services;
    for (const auto& [access, usage] : first.accesses) {
      services.insert(access.action.service);
      CHECK(tenant.accesses.contains(access));
    }
    for (const auto& [access, usage] : second.accesses) {
      CHECK_FALSE(services.contains(access.action.service));
      CHECK(tenant.accesses.contains(access));
    }
    CHECK(first.accesses.size() + second.accesses.size() == tenant.accesses.size());
    CHECK_FALSE(second.accesses.empty());
    CHECK(first.unit.tenant == second.unit.tenant);
    CHECK_FALSE(first.unit == second.unit);
  }
}

TEST_CASE("the shared role allows what any tenant did, and no other action") {
  const Population some = calibrated_population(30);
  std::set<Action> used;
  for (const PopulationTenant& tenant : some) {
    for (const auto& [access, usage] : tenant.accesses)
      used.insert(access.action);
  }
  const RoleScope scope = GENERATE(RoleScope::Everything, RoleScope::Pinned);
  const Policy role = role_of(some, scope);
  for (const PopulationTenant& tenant : some) {
    for (const auto& [access, usage] : tenant.accesses) {
      const std::string arn = access.resource.is_everything() ? "*" : access.resource.glob();
      CAPTURE(access.action.text(), arn);
      CHECK(decide(role, {"", access.action, arn, {}}, Reading::Surely).allowed());
    }
  }
  for (const CatalogueAction& action : built_in_catalogue().actions_of("sqs")) {
    const Request request{"", action.action, "arn:aws:sqs:eu-west-1:111122223333:any", {}};
    CHECK(decide(role, request, Reading::Possibly).allowed() == used.contains(action.action));
  }
  const Request elsewhere{"", Action{"sqs", "SendMessage"}, "arn:aws:sqs:us-east-1:1:any", {}};
  CHECK(decide(role, elsewhere, Reading::Surely).allowed() == (scope == RoleScope::Everything));
}

TEST_CASE("the medium tenants go from small to large") {
  const Population medium = medium_population();
  std::vector<std::size_t> resources;
  std::vector<std::size_t> actions;
  for (std::size_t number = 0; number < medium_tenants; ++number) {
    const Counts counts = counts_of(medium[number]);
    resources.push_back(counts.resources);
    actions.push_back(counts.actions);
  }
  CHECK(std::ranges::min(resources) == 12);
  CHECK(std::ranges::max(resources) == 202);
  CHECK(std::ranges::min(actions) == 30);
  CHECK(std::ranges::max(actions) == 96);
}

}  // namespace scopedown::testing
