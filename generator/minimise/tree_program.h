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

// Labels for all nodes of a forest, such that every node is satisfied, at the least cost. `labels`
// is empty if there are none. Exact. Time: nodes · 3^K.
[[nodiscard]] ProgramResult solve(std::span<const ProgramNode> nodes,
                                  std::span<const std::size_t> roots, std::size_t statements);

}  // namespace scopedown

#endif  // SCOPEDOWN_GENERATOR_MINIMISE_TREE_PROGRAM_H_
