// Makes the shared role of the population, and says how long each part took and what came out:
//
//   bench_role --tenants 5000 --managed 10
//
//   --tenants N      the first N of the 5,000 (all)
//   --managed N      managed policies that the role may have (10)
//   --no-inline      none of it inline
//   --documents      prints the documents too
//
// Needs are taken as they are: no name is opened. Times are of one thread's CPU.

#include <cstdio>
#include <ctime>
#include <iostream>
#include <string>

#include "data/load.h"
#include "generator/role/shared_role.h"
#include "tests/bench/arguments.h"
#include "tests/support/population.h"

namespace scopedown::testing {
namespace {

double seconds() {
  return static_cast<double>(std::clock()) / CLOCKS_PER_SEC;
}

struct Options {
  std::size_t tenants = population_tenants;
  RoleQuota quota;
  bool exact = false;
  bool documents = false;
};

void print(const SharedRole& role) {
  std::printf("needs %zu, actions %zu, characters if all are named %zu, least %zu\n", role.needs,
              role.actions, role.permissions.characters_of_names,
              role.permissions.characters_least);
  for (std::size_t number = 0; number < role.permissions.documents.size(); ++number) {
    std::printf("document %zu: %zu of %zu characters, %zu statements\n", number,
                role.permissions.documents[number].characters(), role.quota.characters_max(number),
                role.permissions.documents[number].statements.size());
  }
  std::printf("excess %zu pairs of known resources (%zu asked), %zu open patterns\n",
              role.excess.pairs, role.excess.questions, role.excess.open.size());
  for (const auto& [level, count] : role.excess.by_level)
    std::printf("  %s %zu\n", std::string(text(level)).c_str(), count);
}

int run(const Options& options) {
  double begun = seconds();
  const auto lap = [&](const char* what) {
    std::printf("%s: %.2f s\n", what, seconds() - begun);
    begun = seconds();
  };
  const Population population = calibrated_population(options.tenants);
  const World world = world_of(population);
  RoleNeeds needs;
  for (const PopulationTenant& tenant : population) {
    needs.units.push_back(tenant.unit);
    for (const auto& [access, usage] : tenant.accesses)
      needs.accesses.insert(access);
  }
  lap("population");
  const PermissionSearch search(needs.accesses, world, built_in_catalogue());
  lap("groups and trees");
  const SharedRole role =
      shared_role_of(needs, search, world, built_in_catalogue(), options.quota, options.exact);
  lap("sweep, and judged");
  print(role);
  if (options.documents) {
    for (const std::string& text : role.texts())
      std::cout << text << '\n';
  }
  return 0;
}

}  // namespace
}  // namespace scopedown::testing

int main(int argc, char** argv) {
  using namespace scopedown::testing;
  Options options;
  const std::vector<std::string> arguments(argv + 1, argv + argc);
  for (std::size_t index = 0; index < arguments.size(); ++index) {
    const std::string& name = arguments[index];
    if (name == "--documents") {
      options.documents = true;
    } else if (name == "--no-inline") {
      options.quota.inline_characters_max = 0;
    } else if (name == "--exact") {
      options.exact = true;
    } else if (index + 1 < arguments.size() && name == "--tenants") {
      options.tenants = number(arguments[++index]);
    } else if (index + 1 < arguments.size() && name == "--managed") {
      options.quota.managed_count_max = number(arguments[++index]);
    } else {
      std::cerr << "usage: bench_role [--tenants N] [--managed N] [--no-inline] [--exact] "
                   "[--documents]\n";
      return 2;
    }
  }
  return run(options);
}
