// Writes the population (population.h), for what reads files:
//
//   make_population accesses [TENANTS]   JSON lines that `scopedown import` takes; 5,000 tenants
//   make_population medium               the same of the medium tenants and their bystanders
//   make_population matrices             what the medium tenants need, for a solver: a line of JSON
//                                        each: {"tenant","actions":[NAME],"resources":[ARN],
//                                        "matrix":[ROW]}, a row for each action, of a character for
//                                        each resource: 1 needed, 0 excess, * vacuous

#include <cstdlib>
#include <iostream>
#include <string>
#include <string_view>

#include <nlohmann/json.hpp>

#include "data/load.h"
#include "tests/support/population.h"

namespace scopedown::testing {
namespace {

char cell(const UsageGraph& graph, std::size_t action, std::size_t resource) {
  if (graph.contains(action, resource)) return '1';
  const ArnPattern& pattern = graph.resources()[resource];
  if (pattern.is_everything()) return '0';  // would grant the action on whatever it supports
  const CatalogueAction* known = built_in_catalogue().find(graph.actions()[action]);
  return known == nullptr || built_in_catalogue().supports(*known, pattern) ? '0' : '*';
}

std::string matrix_line(const PopulationTenant& tenant) {
  const UsageGraph graph(tenant.accesses);
  nlohmann::ordered_json line{{"tenant", std::get<Namespace>(tenant.unit.tenant.who).name},
                              {"actions", nlohmann::json::array()},
                              {"resources", nlohmann::json::array()},
                              {"matrix", nlohmann::json::array()}};
  for (const ArnPattern& resource : graph.resources())
    line["resources"].push_back(resource.text());
  for (std::size_t action = 0; action < graph.actions().size(); ++action) {
    line["actions"].push_back(graph.actions()[action].text());
    std::string row;
    for (std::size_t resource = 0; resource < graph.resources().size(); ++resource)
      row += cell(graph, action, resource);
    line["matrix"].push_back(row);
  }
  return line.dump() + "\n";
}

int write(std::string_view what, std::size_t tenants) {
  if (what == "accesses") {
    std::cout << accesses_text(calibrated_population(tenants));
  } else if (what == "medium") {
    std::cout << accesses_text(medium_population());
  } else if (what == "matrices") {
    const Population medium = medium_population();
    for (std::size_t number = 0; number < medium_tenants; ++number)
      std::cout << matrix_line(medium[number]);
  } else {
    return 2;
  }
  return 0;
}

}  // namespace
}  // namespace scopedown::testing

int main(int argc, char** argv) {
  using scopedown::testing::population_tenants;
  const std::size_t tenants = argc == 3 ? std::strtoull(argv[2], nullptr, 10) : population_tenants;
  const int exit_code = argc == 2 || argc == 3 ? scopedown::testing::write(argv[1], tenants) : 2;
  if (exit_code != 0)
    std::cerr << "usage: make_population accesses [TENANTS] | medium | matrices\n";
  return exit_code;
}
