// ARNs that differ in region and resource alone, as a tree whose inner nodes are patterns.
//
//   arn:aws:sqs:eu-west-1:111122223333:      acme-*
//                                            ├── acme-eu-*-events
//                                            │   ├── acme-eu-orders-events
//                                            │   └── acme-eu-stock-events
//                                            └── acme-jobs
//
// A node holds the ARNs below it and is the tightest pattern of one wildcard in the resource that
// covers them all: what their resources begin with, `*`, what they end with; `*` for the region if
// theirs differ. How the tree branches hangs on the order in which the ARNs were sorted.

#ifndef SCOPEDOWN_GENERATOR_ROLE_ARN_TREE_H_
#define SCOPEDOWN_GENERATOR_ROLE_ARN_TREE_H_

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace scopedown {

// An ARN, or a pattern of ARNs, as a policy writes it, in three parts.
struct ArnParts {
  std::string head;      // "arn:aws:sqs:": the same in a tree
  std::string region;    // "eu-west-1"
  std::string account;   // the same in a tree
  std::string resource;  // "acme-eu-orders-events"; may hold wildcards

  [[nodiscard]] std::string text() const;

  friend auto operator<=>(const ArnParts&, const ArnParts&) = default;
};

// By what the tree branches first and then.
enum class TreeOrder : std::uint8_t { Beginning, Ending, RegionBeginning, RegionEnding };

class ArnTree {
 public:
  struct Node {
    std::size_t first = 0;      // of its leaves, in the order of leaves()
    std::size_t last = 0;       // one past
    std::size_t parent = 0;     // of the root: itself
    std::size_t beginning = 0;  // bytes that the resources have in common there
    std::size_t ending = 0;
    std::size_t shortest = 0;  // bytes of the shortest resource
    bool one_resource = true;  // the ARNs differ by region alone
    bool one_region = true;

    [[nodiscard]] bool is_leaf() const { return last - first == 1; }
  };

  // `arns` must outlive the tree, be at least one, and hold none twice. Time: n log n comparisons.
  ArnTree(std::span<const ArnParts> arns, TreeOrder order);

  // Children before parents; the root is the last.
  [[nodiscard]] const std::vector<Node>& nodes() const { return nodes_; }

  // Numbers of the ARNs, sorted by the order.
  [[nodiscard]] const std::vector<std::size_t>& leaves() const { return leaves_; }

  [[nodiscard]] std::string pattern(const Node& node) const;
  [[nodiscard]] std::size_t pattern_characters(const Node& node) const;

 private:
  void add_nodes(const std::vector<std::string>& keys);
  void join(Node& parent, const Node& child) const;
  void trim(Node& node) const;

  std::span<const ArnParts> arns_;
  std::vector<std::size_t> leaves_;
  std::vector<Node> nodes_;
};

}  // namespace scopedown

#endif  // SCOPEDOWN_GENERATOR_ROLE_ARN_TREE_H_
