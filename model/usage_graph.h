// What a tenant did: a bipartite graph, IAM actions on one side, resources on the other, an edge
// for each access.
//
//   s3:GetObject ──── arn:aws:s3:::orders/2026/*
//                └─── arn:aws:s3:::orders/index
//   sqs:SendMessage ─ arn:aws:sqs:eu-west-1:111122223333:work
//
// Nodes are sorted and numbered from 0; edges are sorted by (action, resource). The graph never
// changes once it is made, so a number stands for the same node everywhere.

#ifndef SCOPEDOWN_MODEL_USAGE_GRAPH_H_
#define SCOPEDOWN_MODEL_USAGE_GRAPH_H_

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <span>
#include <string>
#include <vector>

#include "model/access.h"

namespace scopedown {

// How often, and when, an access was seen. Times are seconds since 1970 UTC, 0 if unknown.
struct Usage {
  std::uint64_t count = 0;
  std::int64_t first_seen = 0;
  std::int64_t last_seen = 0;

  // Takes in another count of the same access.
  void merge(const Usage& other);
};

using AccessUsage = std::map<Access, Usage>;

class UsageGraph {
 public:
  struct Edge {
    std::size_t action = 0;    // into actions()
    std::size_t resource = 0;  // into resources()
    Usage usage;
  };

  // Some of the nodes: both lists sorted.
  struct Block {
    std::vector<std::size_t> actions;
    std::vector<std::size_t> resources;
  };

  UsageGraph() = default;
  explicit UsageGraph(const AccessUsage& accesses);

  [[nodiscard]] std::span<const Action> actions() const { return actions_; }

  [[nodiscard]] std::span<const ArnPattern> resources() const { return resources_; }

  [[nodiscard]] std::span<const Edge> edges() const { return edges_; }

  // The edges of one action: consecutive, sorted by resource.
  [[nodiscard]] std::span<const Edge> edges_of(std::size_t action) const;

  [[nodiscard]] bool contains(std::size_t action, std::size_t resource) const;

  // The connected components of the graph to which an edge is added wherever `compatible(action,
  // resource)`: nodes of two blocks share no pair that could ever be requested. Sorted.
  [[nodiscard]] std::vector<Block> blocks(
      const std::function<bool(std::size_t, std::size_t)>& compatible) const;

 private:
  std::vector<Action> actions_;
  std::vector<ArnPattern> resources_;
  std::vector<Edge> edges_;
  std::vector<std::size_t> first_edge_;  // of each action, and one past the last
};

}  // namespace scopedown

#endif  // SCOPEDOWN_MODEL_USAGE_GRAPH_H_
