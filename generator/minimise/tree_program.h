// The cheapest way to label the tokens of a tree, when the other side's labels are given.
// The problem and the method are told in tree_program.cc.

#ifndef SCOPEDOWN_GENERATOR_MINIMISE_TREE_PROGRAM_H_
#define SCOPEDOWN_GENERATOR_MINIMISE_TREE_PROGRAM_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "generator/minimise/labels.h"

namespace scopedown {

// Statements that a program can tell apart: its tables have 2^K columns, its time 3^K.
inline constexpr std::size_t program_statements_max = 4;

inline constexpr std::size_t program_masks_max = std::size_t{1} << program_statements_max;

// Sets of labels, a bit for each set that there is.
using LabelSets = std::uint32_t;

// One token of the tree, with what it costs to list it and what it lets in. All costs in one unit.
struct ProgramNode {
  std::span<const std::size_t> children;  // numbers of nodes; each child stands before its parent
  std::int64_t first = 0;                 // to list it in one statement
  std::int64_t again = 0;                 // in each further one
  std::int64_t edge = 0;                  // once, if it or any token under it is listed at all
  std::array<std::int64_t, program_masks_max> excess{};  // by the labels that reach it, its own and
                                                         // those above
  LabelSets satisfied = 0;  // those of these with which what was seen there is granted
  LabelSet forbidden = 0;   // statements that must not list it
};

struct ProgramResult {
  std::int64_t cost = 0;
  std::vector<LabelSet> labels;  // of each node
};

// Keeps its tables between forests, which is most of what a small one costs.
class TreeProgram {
 public:
  // Labels for all nodes of a forest, such that every node is satisfied, at the least cost. `labels`
  // is empty if there are none. Exact. Time: nodes · 3^K. The result holds until the next call.
  const ProgramResult& solve(std::span<const ProgramNode> nodes, std::span<const std::size_t> roots,
                             std::size_t statements);

 private:
  // Of one node under one set of labels from above.
  struct Cell {
    std::int64_t idle = 0;  // the cost if nothing is listed here or below
    std::int64_t busy = 0;  // if something is
    LabelSet chosen = 0;    // then: the labels here, those from above included

    [[nodiscard]] std::int64_t best() const { return idle < busy ? idle : busy; }
  };

  template <std::size_t statements>
  void fill(std::span<const ProgramNode> nodes);
  template <std::size_t statements>
  void fill(const ProgramNode& node, Cell* here);
  void trace(std::size_t index, std::size_t from, bool something);

  std::span<const ProgramNode> nodes_;
  std::size_t masks_ = 0;
  std::vector<Cell> cells_;  // by node, then by labels
  ProgramResult result_;
};

}  // namespace scopedown

#endif  // SCOPEDOWN_GENERATOR_MINIMISE_TREE_PROGRAM_H_
