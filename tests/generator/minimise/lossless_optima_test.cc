// Goal: on tenants of ordinary size the lossless policy is as short as any of written-out names can be.
// Method: the 30 medium tenants, against the optima that an integer program found and mostly proved
// (tests/support/optima.py, which says how; tests/golden/lossless_optima.tsv).

#include <algorithm>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include <catch2/catch.hpp>

#include "data/load.h"
#include "generator/minimise/isolation.h"
#include "generator/minimise/lossless.h"
#include "tests/support/population.h"

namespace scopedown::testing {
namespace {

// A line of the golden file.
struct Optimum {
  std::string tenant;
  std::size_t actions = 0;
  std::size_t resources = 0;
  std::size_t edges = 0;
  std::size_t characters = 0;  // of the shortest that was found
  std::size_t statements = 0;
  std::size_t characters_lower_bound = 0;  // proven
  std::size_t statements_least = 0;        // likewise
  std::string proven;                      // "yes": the shortest there is
};

std::vector<Optimum> read_optima() {
  std::ifstream file(SCOPEDOWN_ROOT "/tests/golden/lossless_optima.tsv");
  std::vector<Optimum> optima;
  std::string line;
  std::getline(file, line);  // the columns' names
  while (std::getline(file, line)) {
    std::istringstream cells(line);
    Optimum optimum;
    cells >> optimum.tenant >> optimum.actions >> optimum.resources >> optimum.edges >>
        optimum.characters >> optimum.statements >> optimum.characters_lower_bound >>
        optimum.statements_least >> optimum.proven;
    REQUIRE(cells);
    optima.push_back(std::move(optimum));
  }
  return optima;
}

}  // namespace

TEST_CASE("the lossless policy of a medium tenant is as short as the integer program's") {
  const std::vector<Optimum> optima = read_optima();
  REQUIRE(optima.size() == medium_tenants);
  const Population population = medium_population();
  const World world = world_of(population);
  const Rules rules{.catalogue = built_in_catalogue()};
  std::size_t proven = 0;
  std::size_t met = 0;
  std::size_t met_in_budget = 0;
  std::size_t statements_proven = 0;
  double over_percent = 0;
  for (std::size_t number = 0; number < medium_tenants; ++number) {
    const Optimum& optimum = optima[number];
    const PopulationTenant& tenant = population[number];
    CAPTURE(optimum.tenant);
    REQUIRE(std::get<Namespace>(tenant.unit.tenant.who).name == optimum.tenant);
    const UsageGraph graph(tenant.accesses);
    REQUIRE(graph.actions().size() == optimum.actions);  // else the golden file is of other tenants
    REQUIRE(graph.resources().size() == optimum.resources);
    REQUIRE(graph.edges().size() == optimum.edges);

    Isolation isolation(world, rules, tenant.unit.tenant);
    const Tokens tokens(graph, isolation, rules);
    const Lossless found = lossless(tokens);
    const std::size_t characters = tokens.policy_of(found.draft).characters();
    CAPTURE(characters, optimum.characters);
    CHECK(characters >= optimum.characters_lower_bound);
    CHECK(found.characters_lower_bound <= optimum.characters);
    CHECK(found.statements_lower_bound <= optimum.statements_least);
    statements_proven += found.statements_lower_bound == optimum.statements_least ? 1 : 0;
    over_percent +=
        100.0 * static_cast<double>(characters) / static_cast<double>(optimum.characters) - 100.0;
    proven += optimum.proven == "yes" ? 1 : 0;
    met += optimum.proven == "yes" && characters == optimum.characters ? 1 : 0;
    if (optimum.characters > 2'048) continue;
    CHECK(optimum.proven == "yes");
    CHECK(characters == optimum.characters);
    ++met_in_budget;
  }
  over_percent /= static_cast<double>(medium_tenants);
  CAPTURE(proven, met, statements_proven, over_percent);
  CHECK(over_percent <= 0.1);
  CHECK(proven >= 27);
  CHECK(met >= proven - 1);
  CHECK(statements_proven >= 28);
  CHECK(met_in_budget > 0);
}

}  // namespace scopedown::testing
