#include "model/usage_graph.h"

#include <algorithm>

#include <boost/graph/adjacency_list.hpp>
#include <boost/graph/connected_components.hpp>

namespace scopedown {
namespace {

template <class Value>
void sort_distinct(std::vector<Value>& values) {
  std::ranges::sort(values);
  values.erase(std::unique(values.begin(), values.end()), values.end());
}

template <class Value>
std::size_t index_of(const std::vector<Value>& sorted, const Value& value) {
  return static_cast<std::size_t>(std::ranges::lower_bound(sorted, value) - sorted.begin());
}

std::int64_t earliest(std::int64_t one, std::int64_t other) {
  if (one == 0 || other == 0) return std::max(one, other);
  return std::min(one, other);
}

}  // namespace

void Usage::merge(const Usage& other) {
  count += other.count;
  first_seen = earliest(first_seen, other.first_seen);
  last_seen = std::max(last_seen, other.last_seen);
}

UsageGraph::UsageGraph(const AccessUsage& accesses) {
  for (const auto& [access, usage] : accesses) {
    actions_.push_back(access.action);
    resources_.push_back(access.resource);
  }
  sort_distinct(actions_);
  sort_distinct(resources_);
  // The map is sorted by action, then resource: so are the edges.
  for (const auto& [access, usage] : accesses)
    edges_.push_back(
        {index_of(actions_, access.action), index_of(resources_, access.resource), usage});
  for (std::size_t index = 0; index < edges_.size(); ++index) {
    while (first_edge_.size() <= edges_[index].action)
      first_edge_.push_back(index);
  }
  first_edge_.push_back(edges_.size());
}

std::span<const UsageGraph::Edge> UsageGraph::edges_of(std::size_t action) const {
  const std::size_t begin = first_edge_[action];
  return std::span(edges_).subspan(begin, first_edge_[action + 1] - begin);
}

bool UsageGraph::contains(std::size_t action, std::size_t resource) const {
  const auto edges = edges_of(action);
  const auto edge = std::ranges::lower_bound(edges, resource, {}, &Edge::resource);
  return edge != edges.end() && edge->resource == resource;
}

std::vector<UsageGraph::Block> UsageGraph::blocks(
    const std::function<bool(std::size_t, std::size_t)>& compatible) const {
  using Graph = boost::adjacency_list<boost::vecS, boost::vecS, boost::undirectedS>;
  Graph graph(actions_.size() + resources_.size());
  for (const Edge& edge : edges_)
    boost::add_edge(edge.action, actions_.size() + edge.resource, graph);
  for (std::size_t action = 0; action < actions_.size(); ++action) {
    for (std::size_t resource = 0; resource < resources_.size(); ++resource) {
      if (compatible(action, resource)) boost::add_edge(action, actions_.size() + resource, graph);
    }
  }
  std::vector<std::size_t> component(boost::num_vertices(graph));
  if (component.empty()) return {};
  std::vector<Block> blocks(boost::connected_components(graph, component.data()));
  for (std::size_t node = 0; node < component.size(); ++node) {
    Block& block = blocks[component[node]];
    if (node < actions_.size()) {
      block.actions.push_back(node);
    } else {
      block.resources.push_back(node - actions_.size());
    }
  }
  return blocks;
}

}  // namespace scopedown
