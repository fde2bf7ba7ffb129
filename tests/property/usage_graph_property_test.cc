// Goal: the graph holds the accesses it was made of, and its blocks are exactly the components.
// Method: random small graphs; components by definition: two nodes are in one if a walk joins them.

#include "model/usage_graph.h"

#include <algorithm>
#include <set>
#include <vector>

#include <catch2/catch.hpp>

#include "tests/support/pick.h"
#include "tests/support/print.h"

namespace scopedown::testing {
namespace {

AccessUsage any_accesses(Random& random, Size size) {
  AccessUsage accesses;
  for (Size left = any_number(random, size); left > 0; --left) {
    const Action action{once_in(random, 2) ? "s3" : "sqs", std::string(1, pick(random, "ABCDE"))};
    const std::string name(1, "abcdef*"[any_number(random, 6)]);
    const ArnPattern resource = name == "*" ? ArnPattern() : ArnPattern::exactly("arn:aws:s3:::" + name);
    accesses[{action, resource}].merge({1 + any_number(random, 3), 0, 0});
  }
  return accesses;
}

// Whatever it says, always the same for the same pair.
bool compatible(std::size_t action, std::size_t resource) {
  return (action * 7 + resource * 5) % 6 == 0;
}

// Which nodes (actions first) a walk from `node` comes to.
std::set<std::size_t> reached_from(std::size_t node, const UsageGraph& graph) {
  const std::size_t actions = graph.actions().size();
  const std::size_t nodes = actions + graph.resources().size();
  std::set<std::size_t> reached{node};
  for (std::size_t round = 0; round < nodes; ++round) {
    for (std::size_t action = 0; action < actions; ++action) {
      for (std::size_t resource = 0; resource < graph.resources().size(); ++resource) {
        if (!graph.contains(action, resource) && !compatible(action, resource)) continue;
        if (reached.contains(action)) reached.insert(actions + resource);
        if (reached.contains(actions + resource)) reached.insert(action);
      }
    }
  }
  return reached;
}

}  // namespace

TEST_CASE("a graph holds the accesses that it was made of, in order") {
  for_all(any_accesses, [](const AccessUsage& accesses) {
    const UsageGraph graph(accesses);
    REQUIRE(std::ranges::is_sorted(graph.actions()));
    REQUIRE(std::ranges::is_sorted(graph.resources()));
    std::size_t edges = 0;
    for (std::size_t action = 0; action < graph.actions().size(); ++action) {
      REQUIRE_FALSE(graph.edges_of(action).empty());
      for (const auto& edge : graph.edges_of(action)) {
        REQUIRE(edge.action == action);
        REQUIRE(&edge == &graph.edges()[edges++]);
        const auto access = accesses.find({graph.actions()[action], graph.resources()[edge.resource]});
        REQUIRE(access != accesses.end());
        REQUIRE(access->second.count == edge.usage.count);
      }
      for (std::size_t resource = 0; resource < graph.resources().size(); ++resource) {
        REQUIRE(graph.contains(action, resource) ==
                accesses.contains({graph.actions()[action], graph.resources()[resource]}));
      }
    }
    REQUIRE(edges == accesses.size());
  });
}

TEST_CASE("blocks are the connected components, each node in one") {
  std::size_t several = 0;
  for_all(any_accesses, [&](const AccessUsage& accesses) {
    const UsageGraph graph(accesses);
    const auto blocks = graph.blocks(compatible);
    several += blocks.size() > 1 ? 1 : 0;
    std::set<std::size_t> placed;
    for (const UsageGraph::Block& block : blocks) {
      REQUIRE(std::ranges::is_sorted(block.actions));
      REQUIRE(std::ranges::is_sorted(block.resources));
      std::set<std::size_t> nodes(block.actions.begin(), block.actions.end());
      for (const std::size_t resource : block.resources)
        nodes.insert(graph.actions().size() + resource);
      REQUIRE_FALSE(nodes.empty());
      REQUIRE(nodes == reached_from(*nodes.begin(), graph));
      placed.insert(nodes.begin(), nodes.end());
    }
    REQUIRE(placed.size() == graph.actions().size() + graph.resources().size());
  });
  CHECK(several > 100);
}

}  // namespace scopedown::testing
