// Goal: the program finds the cheapest labels of a tree. Method: all labellings of small random trees.

#include "generator/minimise/tree_program.h"

#include <algorithm>
#include <bit>
#include <ostream>
#include <vector>

#include <catch2/catch.hpp>

#include "tests/support/pick.h"

namespace scopedown::testing {
namespace {

struct Forest {
  std::size_t statements = 1;
  std::vector<std::vector<std::size_t>> children;
  std::vector<ProgramNode> nodes;  // which see those as they are: moved, never copied
  std::vector<std::size_t> roots;

  Forest() = default;
  Forest(Forest&&) = default;
  Forest& operator=(Forest&&) = default;
};

std::ostream& operator<<(std::ostream& out, const Forest& forest) {
  out << forest.statements << " statements";
  for (const ProgramNode& node : forest.nodes) {
    out << "\nfirst " << node.first << " again " << node.again << " edge " << node.edge
        << " forbidden " << node.forbidden << " children";
    for (const std::size_t child : node.children)
      out << ' ' << child;
    out << " excess";
    for (std::size_t mask = 0; mask < std::size_t{1} << forest.statements; ++mask)
      out << ' ' << node.excess[mask];
    out << " satisfied";
    out << ' ' << node.satisfied;
  }
  return out;
}

// What is satisfied stays so with more labels; excess only grows with them.
Forest any_forest(Random& random, Size size) {
  Forest forest;
  forest.statements = 1 + any_number(random, 1);
  const std::size_t masks = std::size_t{1} << forest.statements;
  const Size count = 1 + any_number(random, std::min<Size>(size, forest.statements == 1 ? 5 : 3));
  std::vector<std::size_t> parents(count, count);
  for (std::size_t node = 0; node + 1 < count; ++node)
    parents[node] = once_in(random, 4) ? count : node + 1 + any_number(random, count - node - 2);
  for (std::size_t index = 0; index < count; ++index) {
    ProgramNode node;
    std::vector<std::size_t>& children = forest.children.emplace_back();
    for (std::size_t child = 0; child < index; ++child) {
      if (parents[child] == index) children.push_back(child);
    }
    node.children = children;
    node.first = static_cast<std::int64_t>(1 + any_number(random, 9));
    node.again = static_cast<std::int64_t>(1 + any_number(random, 9));
    node.edge = static_cast<std::int64_t>(any_number(random, 9));
    const auto forbidden = once_in(random, 3) ? any_number(random, masks - 1) : 0;
    node.forbidden = static_cast<LabelSet>(forbidden);
    const std::size_t need = once_in(random, 2) ? any_number(random, masks - 1) : 0;
    for (std::size_t mask = 0; mask < masks; ++mask) {
      node.excess[mask] = static_cast<std::int64_t>(any_number(random, 6)) * std::popcount(mask);
      if ((need & ~mask) == 0) node.satisfied |= LabelSets{1} << mask;
    }
    if (parents[index] == count) forest.roots.push_back(index);
    forest.nodes.push_back(std::move(node));
  }
  return forest;
}

struct Priced {
  bool allowed = true;
  bool lists_something = false;
  std::int64_t cost = 0;
};

// The cost of a subtree under labels, word for word.
Priced priced(const Forest& forest, std::size_t index, LabelSet from,
              const std::vector<LabelSet>& labels) {
  const ProgramNode& node = forest.nodes[index];
  const LabelSet own = labels[index];
  const auto to = static_cast<LabelSet>(from | own);
  Priced here{(own & node.forbidden) == 0 && (own & from) == 0 && (node.satisfied >> to & 1U) != 0,
              own != 0, node.excess[to]};
  if (own != 0) here.cost += node.first + node.again * (std::popcount(own) - 1);
  for (const std::size_t child : node.children) {
    const Priced below = priced(forest, child, to, labels);
    here.allowed = here.allowed && below.allowed;
    here.lists_something = here.lists_something || below.lists_something;
    here.cost += below.cost;
  }
  if (here.lists_something) here.cost += node.edge;
  return here;
}

Priced priced(const Forest& forest, const std::vector<LabelSet>& labels) {
  Priced all;
  for (const std::size_t root : forest.roots) {
    const Priced tree = priced(forest, root, 0, labels);
    all.allowed = all.allowed && tree.allowed;
    all.cost += tree.cost;
  }
  return all;
}

}  // namespace

TEST_CASE("the program's labels are the cheapest of all") {
  std::size_t possible = 0;
  std::size_t impossible = 0;
  TreeProgram program;
  for_all(any_forest, [&](const Forest& forest) {
    const std::size_t masks = std::size_t{1} << forest.statements;
    bool any = false;
    std::int64_t least = 0;
    std::vector<LabelSet> labels(forest.nodes.size(), 0);
    while (true) {
      const Priced one = priced(forest, labels);
      if (one.allowed && (!any || one.cost < least)) least = one.cost;
      any = any || one.allowed;
      std::size_t digit = 0;
      while (digit < labels.size() && ++labels[digit] == masks)
        labels[digit++] = 0;
      if (digit == labels.size()) break;
    }
    const ProgramResult& solved = program.solve(forest.nodes, forest.roots, forest.statements);
    REQUIRE(solved.labels.empty() == !any);
    (any ? possible : impossible) += 1;
    if (!any) return;
    REQUIRE(solved.cost == least);
    const Priced ours = priced(forest, solved.labels);
    CAPTURE(solved.labels);
    REQUIRE(ours.allowed);
    REQUIRE(ours.cost == least);
  });
  CHECK(possible > 500);
  CHECK(impossible > 50);
}

}  // namespace scopedown::testing
