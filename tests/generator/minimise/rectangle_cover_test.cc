// Goal: the search tree finds the cheapest rectangles and proves it; merging and regrouping make covers
// that are covers, and regrouping only cheaper ones.
// Method: small random matrices, against all labellings; larger ones, against the definition.

#include "generator/minimise/rectangle_cover.h"

#include <algorithm>
#include <bit>
#include <ostream>
#include <vector>

#include <catch2/catch.hpp>

#include "generator/minimise/rectangle_groups.h"
#include "generator/minimise/rectangle_merging.h"
#include "tests/support/pick.h"

namespace scopedown {

static std::ostream& operator<<(std::ostream& out, const CoverMatrix& matrix) {
  for (std::size_t row = 0; row < matrix.cells.size(); ++row) {
    out << '\n';
    for (const CoverMatrix::Cell cell : matrix.cells[row])
      out << ".NX"[static_cast<int>(cell)];
    out << ' ' << matrix.row_costs[row];
  }
  out << "\ncolumns";
  for (const std::size_t cost : matrix.column_costs)
    out << ' ' << cost;
  return out;
}

}  // namespace scopedown

namespace scopedown::testing {
namespace {

using Cell = CoverMatrix::Cell;

// Each row and each column has a needed cell.
CoverMatrix any_matrix(Random& random, Size rows, Size columns) {
  CoverMatrix matrix;
  for (Size row = 0; row < rows; ++row)
    matrix.row_costs.push_back(1 + any_number(random, 30));
  for (Size column = 0; column < columns; ++column)
    matrix.column_costs.push_back(1 + any_number(random, 60));
  for (Size row = 0; row < rows; ++row) {
    std::vector<Cell>& cells = matrix.cells.emplace_back();
    for (Size column = 0; column < columns; ++column)
      cells.push_back(static_cast<Cell>(any_number(random, 2)));
    cells[any_number(random, columns - 1)] = Cell::Needed;
  }
  for (Size column = 0; column < columns; ++column)
    matrix.cells[any_number(random, rows - 1)][column] = Cell::Needed;
  return matrix;
}

// The cost of the labels, none if they cover too little or too much.
std::size_t cost_by_definition(const CoverMatrix& matrix, const std::vector<LabelSet>& rows,
                               const std::vector<LabelSet>& columns) {
  std::size_t cost = 0;
  for (std::size_t row = 0; row < rows.size(); ++row) {
    cost += matrix.row_costs[row] * static_cast<std::size_t>(std::popcount(rows[row]));
    for (std::size_t column = 0; column < columns.size(); ++column) {
      const bool covered = (rows[row] & columns[column]) != 0;
      if (matrix.cells[row][column] == (covered ? Cell::Excess : Cell::Needed))
        return RectangleCover::no_cost;
    }
  }
  for (std::size_t column = 0; column < columns.size(); ++column)
    cost += matrix.column_costs[column] * static_cast<std::size_t>(std::popcount(columns[column]));
  return cost;
}

// Counts all labels up, as the digits of a number. False once they are back at the first.
bool next_labels(std::vector<LabelSet>& labels, std::size_t rectangles) {
  for (LabelSet& label : labels) {
    if (++label < (1U << rectangles)) return true;
    label = 1;
  }
  return false;
}

std::size_t least_by_definition(const CoverMatrix& matrix, std::size_t rectangles) {
  std::size_t least = RectangleCover::no_cost;
  std::vector<LabelSet> rows(matrix.row_costs.size(), 1);
  do {
    std::vector<LabelSet> columns(matrix.column_costs.size(), 1);
    do {
      least = std::min(least, cost_by_definition(matrix, rows, columns));
    } while (next_labels(columns, rectangles));
  } while (next_labels(rows, rectangles));
  return least;
}

struct Question {
  CoverMatrix matrix;
  std::size_t rectangles = 1;

  friend std::ostream& operator<<(std::ostream& out, const Question& question) {
    return out << question.rectangles << " rectangles" << question.matrix;
  }
};

Question any_small_question(Random& random, Size size) {
  const Size rectangles = 1 + any_number(random, 2);
  const Size rows = 1 + any_number(random, std::min<Size>(size, 2));
  const Size columns = 1 + any_number(random, std::min<Size>(size, rectangles == 3 ? 1 : 3));
  const bool turned = once_in(random, 2);
  return {any_matrix(random, turned ? columns : rows, turned ? rows : columns), rectangles};
}

CoverMatrix any_large_matrix(Random& random, Size size) {
  CoverMatrix matrix = any_matrix(random, 2 + any_number(random, size), 2 + any_number(random, 12));
  for (auto& cells : matrix.cells) {
    for (Cell& cell : cells) {
      if (cell == Cell::Excess && once_in(random, 3)) cell = Cell::Vacuous;
    }
  }
  return matrix;
}

bool covers(const CoverMatrix& matrix, const std::vector<Rectangle>& rectangles) {
  std::vector<std::vector<bool>> covered(matrix.row_costs.size(),
                                         std::vector<bool>(matrix.column_costs.size(), false));
  for (const Rectangle& rectangle : rectangles) {
    for (const std::size_t row : rectangle.rows) {
      for (const std::size_t column : rectangle.columns)
        covered[row][column] = true;
    }
  }
  for (std::size_t row = 0; row < covered.size(); ++row) {
    for (std::size_t column = 0; column < covered[row].size(); ++column) {
      if (matrix.cells[row][column] == (covered[row][column] ? Cell::Excess : Cell::Needed))
        return false;
    }
  }
  return true;
}

constexpr std::size_t nodes_enough = 1'000'000;

}  // namespace

TEST_CASE("the search tree finds the cheapest rectangles, and proves it") {
  std::size_t impossible = 0;
  std::size_t several = 0;
  for_all(any_small_question, [&](const Question& question) {
    const std::size_t least = least_by_definition(question.matrix, question.rectangles);
    const RectangleCover found =
        cover_by_rectangles(question.matrix, question.rectangles, {}, nodes_enough);
    REQUIRE(found.cost == least);
    REQUIRE(found.cost_at_least == least);
    REQUIRE(found.is_impossible() == !found.is_found());
    impossible += found.is_impossible() ? 1 : 0;
    if (!found.is_found()) return;
    REQUIRE(cost_by_definition(question.matrix, found.rows, found.columns) == least);
    several += rectangles_of(found).size() > 1 ? 1 : 0;
  });
  CHECK(impossible > 100);
  CHECK(several > 200);
}

TEST_CASE("with few nodes the search says no more than it knows") {
  std::size_t open = 0;
  for_all(any_small_question, [&](const Question& question) {
    const std::size_t least = least_by_definition(question.matrix, question.rectangles);
    for (const std::size_t nodes : {0U, 1U, 3U, 10U}) {
      const RectangleCover found =
          cover_by_rectangles(question.matrix, question.rectangles, {}, nodes);
      CAPTURE(nodes, found.cost, found.cost_at_least, least);
      REQUIRE(found.cost_at_least <= least);
      REQUIRE(found.cost >= least);
      open += found.cost_at_least < least ? 1 : 0;
      if (found.is_found())
        REQUIRE(cost_by_definition(question.matrix, found.rows, found.columns) == found.cost);
    }
  });
  CHECK(open > 200);
}

TEST_CASE("merging makes a cover, and no search that starts from it makes it dearer") {
  std::size_t cheaper = 0;
  std::size_t regrouped_cheaper = 0;
  for_all(
      any_large_matrix,
      [&](const CoverMatrix& matrix) {
        const std::vector<Rectangle> merged = merged_rectangles(matrix, 43);
        REQUIRE(covers(matrix, merged));
        const std::vector<Rectangle> better = regrouped(matrix, merged, 1'000);
        CAPTURE(merged.size(), better.size());
        REQUIRE(covers(matrix, better));
        REQUIRE(better.size() <= merged.size());
        REQUIRE(cost_of(matrix, better) <= cost_of(matrix, merged));
        regrouped_cheaper += cost_of(matrix, better) < cost_of(matrix, merged) ? 1 : 0;
        if (merged.size() > rectangles_max) return;
        const RectangleCover start = cover_of(matrix, merged);
        REQUIRE(rectangles_of(start) == merged);
        const RectangleCover found = cover_by_rectangles(matrix, merged.size(), start, 1'000);
        REQUIRE(covers(matrix, rectangles_of(found)));
        REQUIRE(cost_of(matrix, rectangles_of(found)) <= found.cost);
        REQUIRE(found.cost <= start.cost);
        REQUIRE(found.cost_at_least <= found.cost);
        cheaper += found.cost < start.cost ? 1 : 0;
      },
      200);
  CHECK(cheaper > 40);
  CHECK(regrouped_cheaper > 40);
}

TEST_CASE("two rows that must part company are listed once, what they share twice") {
  const Cell needed = Cell::Needed;
  const Cell excess = Cell::Excess;
  const CoverMatrix matrix{{10, 10}, {30, 50}, {{needed, needed}, {needed, excess}}};
  CHECK(cover_by_rectangles(matrix, 1, {}, nodes_enough).is_impossible());
  const RectangleCover found = cover_by_rectangles(matrix, 2, {}, nodes_enough);
  CHECK(found.cost == 10 + 10 + 10 + 30 + 50);  // the first row in both
  CHECK(found.cost_at_least == found.cost);
}

}  // namespace scopedown::testing
