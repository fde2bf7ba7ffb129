// Problem. As in rectangle_cover.cc, with more rectangles than its search tree can take on, or a
// matrix of which it sees too little.
//
// Method. Take a rectangle and the few that have most names in common with it, and cover anew what
// they alone cover: a smaller matrix of the same kind, for the search tree.
//
//   all rectangles    A B C D E F G H      group    C, and D E F that share names with it
//   needed in it      the cells of C, D, E and F that are in none of A, B, G and H
//   vacuous in it     what was, and what A, B, G and H cover
//
// Each rectangle in turn leads a group, until a round brings nothing.
//
// Not optimal: a better cover may take more rectangles apart at once. Cost: rectangles · nodes_max a
// round. It stops because each further round made the cover cheaper, and after rounds_max.
//
// Tested by tests/generator/minimise/rectangle_cover_test.cc.

#include "generator/minimise/rectangle_groups.h"

#include <algorithm>
#include <iterator>
#include <utility>

namespace scopedown {
namespace {

using Cell = CoverMatrix::Cell;

constexpr std::size_t group_max = 5;
constexpr std::size_t rounds_max = 4;

// What names both list cost.
std::size_t cost_in_common(const CoverMatrix& matrix, const Rectangle& one,
                           const Rectangle& other) {
  Rectangle common;
  std::ranges::set_intersection(one.rows, other.rows, std::back_inserter(common.rows));
  std::ranges::set_intersection(one.columns, other.columns, std::back_inserter(common.columns));
  return cost_of(matrix, {common});
}

// The leader, and those that have most in common with it.
std::vector<std::size_t> group_of(const CoverMatrix& matrix,
                                  const std::vector<Rectangle>& rectangles, std::size_t leader) {
  std::vector<std::pair<std::size_t, std::size_t>> others;
  for (std::size_t index = 0; index < rectangles.size(); ++index) {
    if (index == leader) continue;
    const std::size_t common = cost_in_common(matrix, rectangles[leader], rectangles[index]);
    if (common > 0) others.emplace_back(common, index);
  }
  std::ranges::stable_sort(
      others, [](const auto& one, const auto& other) { return one.first > other.first; });
  std::vector<std::size_t> group{leader};
  for (const auto& [common, index] : others) {
    if (group.size() < group_max) group.push_back(index);
  }
  return group;
}

// Some rows and columns of a matrix, and which they are there.
struct Part {
  CoverMatrix matrix;
  std::vector<std::size_t> rows;
  std::vector<std::size_t> columns;
};

std::vector<std::vector<Cell>> cells_left(const CoverMatrix& matrix,
                                          const std::vector<Rectangle>& others) {
  std::vector<std::vector<Cell>> cells = matrix.cells;
  for (const Rectangle& rectangle : others) {
    for (const std::size_t row : rectangle.rows) {
      for (const std::size_t column : rectangle.columns)
        cells[row][column] = Cell::Vacuous;
    }
  }
  return cells;
}

// What is left to cover beside the others.
Part part_beside(const CoverMatrix& matrix, const std::vector<Rectangle>& others) {
  const std::vector<std::vector<Cell>> cells = cells_left(matrix, others);
  Part part;
  for (std::size_t row = 0; row < cells.size(); ++row) {
    if (std::ranges::count(cells[row], Cell::Needed) == 0) continue;
    part.rows.push_back(row);
    part.matrix.row_costs.push_back(matrix.row_costs[row]);
  }
  for (std::size_t column = 0; column < matrix.column_costs.size(); ++column) {
    const bool needed = std::ranges::any_of(
        part.rows, [&](std::size_t row) { return cells[row][column] == Cell::Needed; });
    if (!needed) continue;
    part.columns.push_back(column);
    part.matrix.column_costs.push_back(matrix.column_costs[column]);
  }
  for (const std::size_t row : part.rows) {
    std::vector<Cell>& kept = part.matrix.cells.emplace_back();
    for (const std::size_t column : part.columns)
      kept.push_back(cells[row][column]);
  }
  return part;
}

// The group's rectangles anew, if that is cheaper; else none.
std::vector<Rectangle> covered_anew(const Part& part, std::size_t rectangles,
                                    std::size_t cost_below, std::size_t nodes_max) {
  RectangleCover known;
  known.cost = cost_below;
  const RectangleCover cover =
      cover_by_rectangles(part.matrix, rectangles, std::move(known), nodes_max);
  std::vector<Rectangle> found;
  if (cover.cost >= cost_below) return found;
  for (const Rectangle& rectangle : rectangles_of(cover)) {
    Rectangle& whole = found.emplace_back();
    for (const std::size_t row : rectangle.rows)
      whole.rows.push_back(part.rows[row]);
    for (const std::size_t column : rectangle.columns)
      whole.columns.push_back(part.columns[column]);
  }
  return found;
}

// Whether the group that it leads could be improved; if so, it is now.
bool improve_group(const CoverMatrix& matrix, std::vector<Rectangle>& rectangles,
                   std::size_t leader, std::size_t nodes_max) {
  const std::vector<std::size_t> group = group_of(matrix, rectangles, leader);
  if (group.size() < 2) return false;
  std::vector<Rectangle> own;
  std::vector<Rectangle> others;
  for (std::size_t index = 0; index < rectangles.size(); ++index)
    (std::ranges::count(group, index) > 0 ? own : others).push_back(rectangles[index]);
  const Part part = part_beside(matrix, others);
  if (part.rows.empty()) {
    rectangles = std::move(others);
    return true;
  }
  std::vector<Rectangle> found = covered_anew(part, group.size(), cost_of(matrix, own), nodes_max);
  if (found.empty()) return false;
  std::ranges::move(found, std::back_inserter(others));
  rectangles = std::move(others);
  return true;
}

}  // namespace

std::vector<Rectangle> regrouped(const CoverMatrix& matrix, std::vector<Rectangle> rectangles,
                                 std::size_t nodes_max) {
  bool improved = true;
  for (std::size_t round = 0; improved && round < rounds_max; ++round) {
    improved = false;
    for (std::size_t leader = 0; leader < rectangles.size(); ++leader)
      improved = improve_group(matrix, rectangles, leader, nodes_max) || improved;
  }
  return rectangles;
}

}  // namespace scopedown
