#include "tests/support/population.h"

#include <algorithm>
#include <array>
#include <map>
#include <set>

#include "data/load.h"
#include "generator/usage/given.h"
#include "tests/support/draw.h"
#include "tests/support/workload_profile.h"

namespace scopedown::testing {
namespace {

// How many times the average number of resources a tenant has, in percent. Most are small, some are
// very large.
constexpr std::array<std::uint64_t, 20> scales_percent{
    0, 0, 0, 0, 0, 5, 10, 15, 20, 25, 35, 45, 60, 75, 100, 140, 220, 360, 680, 1300};

// How likely it is to use a kind, likewise.
constexpr std::uint64_t breadth_percent_least = 90;
constexpr std::uint64_t breadth_percent_most = 165;

// Some namespaces hold applications of two archetypes, or of three.
constexpr std::uint64_t three_archetypes_percent = 10;
constexpr std::uint64_t two_or_three_archetypes_percent = 24;

constexpr std::size_t medium_bystanders = 170;

constexpr std::array<std::string_view, 30> fronts{
    "north", "blue",  "iron",  "green",  "sun",  "moon",  "star",  "river", "lake", "stone",
    "clear", "swift", "grand", "prime",  "alta", "terra", "vita",  "nova",  "omni", "pure",
    "true",  "open",  "high",  "silver", "gold", "red",   "white", "black", "deep", "bright"};
constexpr std::array<std::string_view, 30> backs{
    "wind", "peak", "bank", "soft", "works", "labs", "mart", "field", "wood",  "port",
    "gate", "path", "line", "cast", "loop",  "grid", "flow", "mind",  "care",  "food",
    "pay",  "shop", "ride", "tech", "data",  "link", "mesh", "forge", "craft", "view"};
constexpr std::array<std::string_view, 12> variants{"",    "-eu", "-us",   "-10",  "-1",   "-2",
                                                    "-ap", "-uk", "-test", "-pro", "-100", "-labs"};

// Six tenants share the front of their names: `acme`, `acme-eu`, `acme-10`.
std::string tenant_name(std::size_t number, std::uint64_t seed) {
  constexpr std::size_t relatives = 6;
  const std::size_t family = number / relatives;
  std::string name = "acme";
  if (family > 0) {
    const std::size_t word = (family - 1) % (fronts.size() * backs.size());
    // 7 and 900 have no common factor: every pair comes once.
    const std::size_t mixed = word * 7 % (fronts.size() * backs.size());
    name = std::string(fronts[mixed / backs.size()]) + std::string(backs[mixed % backs.size()]);
    if (family - 1 >= fronts.size() * backs.size()) name += std::to_string(family);
  }
  const std::size_t first = Draw(seed, name).below(variants.size());
  const std::size_t relative = number % relatives;
  return name +
         std::string(relative == 0 ? "" : variants[1 + (first + relative) % (variants.size() - 1)]);
}

struct Size {
  std::uint64_t scale_percent = 100;
  std::uint64_t breadth_percent = 100;
  std::uint64_t archetypes = 1;
};

// Of the medium tenants: from as small as most are to as large as few are.
constexpr std::array<Size, medium_tenants> medium_sizes{
    {{10, 160, 1},  {5, 110, 1},   {10, 130, 1},   {20, 120, 1},   {70, 150, 1},   {20, 130, 1},
     {20, 170, 1},  {60, 120, 1},  {60, 140, 1},   {70, 110, 1},   {60, 110, 1},   {100, 130, 1},
     {120, 120, 1}, {130, 150, 1}, {150, 120, 1},  {150, 110, 2},  {200, 130, 1},  {250, 110, 1},
     {250, 140, 2}, {300, 120, 1}, {350, 130, 1},  {500, 120, 3},  {500, 150, 1},  {600, 120, 1},
     {600, 150, 2}, {900, 120, 1}, {1000, 130, 1}, {1100, 140, 3}, {1600, 140, 1}, {2300, 160, 3}}};

// The actions of a kind, read once.
const std::vector<Action>& actions_of(const ResourceKind& kind) {
  static const auto all = [] {
    std::map<std::string_view, std::vector<Action>> actions;
    for (const ResourceKind& each : resource_kinds()) {
      for (const std::string_view name : parts_of(each.actions, ' '))
        actions[each.name].push_back(Action::parse(name).value());
    }
    return actions;
  }();
  return all.at(kind.name);
}

class TenantMaker {
 public:
  TenantMaker(std::size_t number, std::uint64_t seed, std::size_t archetype, Naming naming)
      : name_(tenant_name(number, seed)),
        draw_(seed, name_),
        archetype_(archetypes()[archetype]),
        completeness_percent_(draw_.between(70, 100)) {
    made_.unit = Unit{Tenant{Namespace{"arn:aws:eks:" + std::string(population_region) + ":" +
                                           std::string(population_account) + ":cluster/tenants-" +
                                           std::to_string(number % 5 + 1),
                                       name_}},
                      "app"};
    made_.archetype = archetype_.name;
    made_.naming = naming;
  }

  // A size drawn as those of the population are.
  Size any_size() {
    const std::uint64_t scale = scales_percent[draw_.below(scales_percent.size())];
    const std::uint64_t breadth = draw_.between(breadth_percent_least, breadth_percent_most);
    const std::uint64_t several = draw_.below(100);
    const std::uint64_t archetypes = several < three_archetypes_percent          ? 3
                                     : several < two_or_three_archetypes_percent ? 2
                                                                                 : 1;
    return {scale, breadth, archetypes};
  }

  PopulationTenant make(Size size) {
    std::vector<std::string_view> components = some_components(size);
    const ResourceNaming names(name_, made_.naming, std::move(components), draw_.next());
    add_uses(common_uses(), size, names);
    add_uses(archetype_.uses, size, names);
    for (std::uint64_t more = 1; more < size.archetypes; ++more)
      add_uses(archetypes()[draw_.below(archetypes().size())].uses, size, names);
    return std::move(made_);
  }

 private:
  std::vector<std::string_view> some_components(Size size) {
    auto components = parts_of(archetype_.components, '|');
    for (std::size_t index = components.size() - 1; index > 0; --index)
      std::swap(components[index], components[draw_.below(index + 1)]);
    const std::uint64_t most = size.scale_percent < 100 ? 3 : 6;
    components.resize(std::min<std::size_t>(components.size(), draw_.between(1, most)));
    return components;
  }

  std::size_t resources(const KindUse& use, Size size) {
    const std::uint64_t twice_mean =
        static_cast<std::uint64_t>(use.resources_tenths) * 2 * size.scale_percent;
    return 1 + draw_.below(twice_mean + 1000) / 1000;
  }

  void add_uses(std::span<const KindUse> uses, Size size, const ResourceNaming& names) {
    for (const KindUse& use : uses) {
      const std::uint64_t chance =
          static_cast<std::uint64_t>(use.tenants_percent) * size.breadth_percent / 100;
      if (draw_.percent(chance)) add(resource_kind(use.kind), resources(use, size), names);
    }
  }

  void add(const ResourceKind& kind, std::size_t resources, const ResourceNaming& names) {
    for (std::size_t number = 0; number < (kind.arn.empty() ? 1 : resources); ++number) {
      const ArnPattern resource =
          kind.arn.empty() ? ArnPattern() : ArnPattern::exactly(names.arn(kind, number));
      for (const Action& action : actions_of(kind)) {
        if (!draw_.percent(completeness_percent_)) continue;
        const std::int64_t first =
            1'790'000'000 + static_cast<std::int64_t>(draw_.below(2'000'000));
        const Usage usage{1 + draw_.below(10'000), first,
                          first + static_cast<std::int64_t>(draw_.below(5'000'000))};
        made_.accesses[{action, resource}].merge(usage);
      }
    }
  }

  std::string name_;
  Draw draw_;
  const Archetype& archetype_;
  std::uint64_t completeness_percent_;
  PopulationTenant made_;
};

Naming style(std::uint64_t number) {
  constexpr std::array styles{Naming::Prefix, Naming::Suffix, Naming::SharedBucket,
                              Naming::CloudFormation, Naming::Mixed};
  return styles[number % styles.size()];
}

PopulationTenant any_tenant(std::size_t number, std::uint64_t seed) {
  Draw draw(seed, "tenant " + std::to_string(number));
  const std::size_t archetype = draw.below(archetypes().size());
  TenantMaker maker(number, seed, archetype, style(draw.next()));
  const Size size = maker.any_size();
  return maker.make(size);
}

// What the resources and actions of each service weigh in a policy, the heaviest first.
std::vector<std::pair<std::size_t, std::string>> service_weights(const AccessUsage& accesses) {
  std::map<std::string, std::set<std::string>> names;
  for (const auto& [access, usage] : accesses) {
    names[access.action.service].insert(access.action.text());
    names[access.action.service].insert(access.resource.text());
  }
  std::vector<std::pair<std::size_t, std::string>> weights;
  for (const auto& [service, texts] : names) {
    std::size_t weight = 0;
    for (const std::string& text : texts)
      weight += text.size() + 3;
    weights.emplace_back(weight, service);
  }
  std::ranges::sort(weights, std::ranges::greater());
  return weights;
}

}  // namespace

Population calibrated_population(std::size_t tenants, std::uint64_t seed) {
  Population population;
  population.reserve(tenants);
  for (std::size_t number = 0; number < tenants; ++number)
    population.push_back(any_tenant(number, seed));
  return population;
}

Population medium_population() {
  constexpr std::uint64_t seed = 2;
  Population population;
  for (std::size_t number = 0; number < medium_tenants; ++number) {
    TenantMaker maker(number, seed, number % archetypes().size(), style(number));
    population.push_back(maker.make(medium_sizes[number]));
  }
  for (std::size_t number = medium_tenants; number < medium_tenants + medium_bystanders; ++number)
    population.push_back(any_tenant(number, seed));
  return population;
}

std::pair<PopulationTenant, PopulationTenant> split_by_service(const PopulationTenant& tenant) {
  std::pair<PopulationTenant, PopulationTenant> halves{tenant, tenant};
  halves.first.unit.service_account = "app-1";
  halves.second.unit.service_account = "app-2";
  halves.first.accesses.clear();
  halves.second.accesses.clear();
  std::set<std::string> services_of_first;
  std::size_t first = 0;
  std::size_t second = 0;
  for (const auto& [weight, service] : service_weights(tenant.accesses)) {
    if (first <= second) {
      services_of_first.insert(service);
      first += weight;
    } else {
      second += weight;
    }
  }
  for (const auto& item : tenant.accesses) {
    const bool in_first = services_of_first.contains(item.first.action.service);
    (in_first ? halves.first : halves.second).accesses.insert(item);
  }
  return halves;
}

World world_of(const Population& population) {
  World world;
  for (const PopulationTenant& tenant : population) {
    for (const auto& [access, usage] : tenant.accesses)
      world.add(tenant.unit.tenant, access);
  }
  world.settle(built_in_catalogue());
  return world;
}

Policy role_of(const Population& population, RoleScope scope) {
  std::set<ActionPattern> everywhere;
  std::set<ActionPattern> pinned;
  std::set<ArnPattern> services;
  for (const PopulationTenant& tenant : population) {
    for (const auto& [access, usage] : tenant.accesses) {
      const std::string& resource = access.resource.text();
      const bool on_everything = scope == RoleScope::Everything || access.resource.is_everything();
      (on_everything ? everywhere : pinned).insert(ActionPattern::exactly(access.action));
      if (on_everything) continue;
      std::size_t end = 0;
      for (int colons = 0; colons < 5; ++colons)
        end = resource.find(':', end) + 1;
      services.insert(ArnPattern::parse(resource.substr(0, end) + "*").value());
    }
  }
  Policy role;
  const auto add = [&](const std::set<ActionPattern>& actions, std::vector<ArnPattern> resources) {
    if (actions.empty()) return;
    Statement statement;
    statement.actions.assign(actions.begin(), actions.end());
    statement.resources = std::move(resources);
    role.statements.push_back(std::move(statement));
  };
  add(everywhere, {ArnPattern()});
  add(pinned, {services.begin(), services.end()});
  return role;
}

std::string accesses_text(const Population& population) {
  std::vector<GivenAccess> accesses;
  for (const PopulationTenant& tenant : population) {
    for (const auto& [access, usage] : tenant.accesses)
      accesses.push_back({tenant.unit, access, usage.count, usage.first_seen, usage.last_seen});
  }
  return given_text(std::move(accesses));
}

}  // namespace scopedown::testing
