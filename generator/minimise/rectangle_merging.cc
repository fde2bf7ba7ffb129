// Problem. As in rectangle_cover.cc, for matrices of any size, and a rectangle costs something too.
//
// Method. Start with a rectangle for each set of columns on which the same rows are needed, and merge
// the pair that saves the most until no pair can be merged without taking in an excess cell:
//
//   {Get} × {a}   {Get, Put} × {b}      Put on `a` is excess, Get is needed on both
//   {List} × {c}                        List sees neither `a` nor `b`: it merges with either
//
// Merging always pays: it saves a rectangle, and each name that both held. Done from the columns'
// side and from the rows' side; the better is kept. Last, a name is taken out of a rectangle if its
// needed cells are in others.
//
// Not optimal: merging may take a wrong turn, on average 1 % over the optimum of a policy (30 medium
// tenants). Cost: sets³ · names / 64. It stops because each step removes a rectangle.
//
// Tested by tests/generator/minimise/rectangle_cover_test.cc.

#include "generator/minimise/rectangle_merging.h"

#include <algorithm>
#include <map>
#include <utility>

#include <boost/dynamic_bitset.hpp>

namespace scopedown {
namespace {

using Bits = boost::dynamic_bitset<>;
using Cell = CoverMatrix::Cell;

struct BitRectangle {
  Bits rows;
  Bits columns;
  Bits room;  // the columns that are no excess for any of its rows
};

class Merger {
 public:
  Merger(const CoverMatrix& matrix, std::size_t rectangle_cost)
      : matrix_(matrix),
        rectangle_cost_(rectangle_cost),
        rows_(matrix.row_costs.size()),
        columns_(matrix.column_costs.size()) {
    for (const std::vector<Cell>& cells : matrix.cells) {
      Bits needed(columns_);
      Bits harmless(columns_);
      for (std::size_t column = 0; column < columns_; ++column) {
        needed[column] = cells[column] == Cell::Needed;
        harmless[column] = cells[column] != Cell::Excess;
      }
      needed_.push_back(std::move(needed));
      harmless_.push_back(std::move(harmless));
    }
  }

  [[nodiscard]] std::vector<BitRectangle> best() const {
    std::vector<BitRectangle> best = merged(by_columns());
    std::vector<BitRectangle> other = merged(by_rows());
    if (cost(other) < cost(best)) best.swap(other);
    return best;
  }

 private:
  [[nodiscard]] Bits room_of(const Bits& rows) const {
    Bits room(columns_);
    room.set();
    for (std::size_t row = rows.find_first(); row != Bits::npos; row = rows.find_next(row))
      room &= harmless_[row];
    return room;
  }

  // A rectangle for each set of columns on which the same rows are needed.
  [[nodiscard]] std::vector<BitRectangle> by_columns() const {
    std::map<Bits, Bits> sets;
    for (std::size_t column = 0; column < columns_; ++column) {
      Bits rows(rows_);
      for (std::size_t row = 0; row < rows_; ++row)
        rows[row] = needed_[row][column];
      sets.try_emplace(rows, columns_).first->second.set(column);
    }
    std::vector<BitRectangle> rectangles;
    rectangles.reserve(sets.size());
    for (const auto& [rows, columns] : sets)
      rectangles.push_back({rows, columns, room_of(rows)});
    return rectangles;
  }

  // A rectangle for each set of rows that are needed on the same columns.
  [[nodiscard]] std::vector<BitRectangle> by_rows() const {
    std::map<Bits, Bits> sets;
    for (std::size_t row = 0; row < rows_; ++row)
      sets.try_emplace(needed_[row], rows_).first->second.set(row);
    std::vector<BitRectangle> rectangles;
    rectangles.reserve(sets.size());
    for (const auto& [columns, rows] : sets)
      rectangles.push_back({rows, columns, room_of(rows)});
    return rectangles;
  }

  struct Pair {
    std::size_t saving = 0;  // 0: no pair can be merged
    std::size_t one = 0;
    std::size_t other = 0;
  };

  [[nodiscard]] Pair best_pair(const std::vector<BitRectangle>& rectangles) const {
    Pair best;
    for (std::size_t one = 0; one < rectangles.size(); ++one) {
      for (std::size_t other = one + 1; other < rectangles.size(); ++other) {
        if (!can_merge(rectangles[one], rectangles[other])) continue;
        const std::size_t saving = saving_of(rectangles[one], rectangles[other]);
        if (saving > best.saving) best = {saving, one, other};
      }
    }
    return best;
  }

  [[nodiscard]] std::vector<BitRectangle> merged(std::vector<BitRectangle> rectangles) const {
    for (Pair pair = best_pair(rectangles); pair.saving > 0; pair = best_pair(rectangles)) {
      BitRectangle& kept = rectangles[pair.one];
      kept.rows |= rectangles[pair.other].rows;
      kept.columns |= rectangles[pair.other].columns;
      kept.room &= rectangles[pair.other].room;
      rectangles.erase(rectangles.begin() + static_cast<std::ptrdiff_t>(pair.other));
    }
    prune(rectangles);
    return rectangles;
  }

  // Takes out every name all of whose needed cells are in other rectangles too.
  void prune(std::vector<BitRectangle>& rectangles) const {
    for (BitRectangle& rectangle : rectangles) {
      for (std::size_t row = 0; row < rows_; ++row) {
        if (rectangle.rows[row] && !needs_row(rectangle, rectangles, row))
          rectangle.rows.reset(row);
      }
      for (std::size_t column = 0; column < columns_; ++column) {
        if (rectangle.columns[column] && !needs_column(rectangle, rectangles, column))
          rectangle.columns.reset(column);
      }
    }
    std::erase_if(rectangles, [](const BitRectangle& rectangle) {
      return rectangle.rows.none() || rectangle.columns.none();
    });
  }

  [[nodiscard]] bool needs_row(const BitRectangle& rectangle,
                               const std::vector<BitRectangle>& rectangles, std::size_t row) const {
    Bits needed = needed_[row] & rectangle.columns;
    for (const BitRectangle& other : rectangles) {
      if (&other != &rectangle && other.rows[row]) needed -= other.columns;
    }
    return needed.any();
  }

  [[nodiscard]] bool needs_column(const BitRectangle& rectangle,
                                  const std::vector<BitRectangle>& rectangles,
                                  std::size_t column) const {
    for (std::size_t row = 0; row < rows_; ++row) {
      if (!rectangle.rows[row] || !needed_[row][column]) continue;
      const bool elsewhere = std::ranges::any_of(rectangles, [&](const BitRectangle& other) {
        return &other != &rectangle && other.rows[row] && other.columns[column];
      });
      if (!elsewhere) return true;
    }
    return false;
  }

  static bool can_merge(const BitRectangle& one, const BitRectangle& other) {
    return other.columns.is_subset_of(one.room) && one.columns.is_subset_of(other.room);
  }

  [[nodiscard]] std::size_t saving_of(const BitRectangle& one, const BitRectangle& other) const {
    return rectangle_cost_ + sum(one.rows & other.rows, matrix_.row_costs) +
           sum(one.columns & other.columns, matrix_.column_costs);
  }

  [[nodiscard]] std::size_t cost(const std::vector<BitRectangle>& rectangles) const {
    std::size_t cost = rectangle_cost_ * rectangles.size();
    for (const BitRectangle& rectangle : rectangles)
      cost += sum(rectangle.rows, matrix_.row_costs) + sum(rectangle.columns, matrix_.column_costs);
    return cost;
  }

  static std::size_t sum(const Bits& names, const std::vector<std::size_t>& costs) {
    std::size_t total = 0;
    for (std::size_t name = names.find_first(); name != Bits::npos; name = names.find_next(name))
      total += costs[name];
    return total;
  }

  const CoverMatrix& matrix_;
  std::size_t rectangle_cost_;
  std::size_t rows_;
  std::size_t columns_;
  std::vector<Bits> needed_;    // of each row: the columns
  std::vector<Bits> harmless_;  // likewise: needed, or vacuous
};

std::vector<std::size_t> numbers_in(const Bits& bits) {
  std::vector<std::size_t> numbers;
  for (std::size_t bit = bits.find_first(); bit != Bits::npos; bit = bits.find_next(bit))
    numbers.push_back(bit);
  return numbers;
}

}  // namespace

std::vector<Rectangle> merged_rectangles(const CoverMatrix& matrix, std::size_t rectangle_cost) {
  std::vector<Rectangle> rectangles;
  for (const BitRectangle& found : Merger(matrix, rectangle_cost).best())
    rectangles.push_back({numbers_in(found.rows), numbers_in(found.columns)});
  std::ranges::sort(rectangles, {}, [](const Rectangle& rectangle) {
    return std::pair(rectangle.rows, rectangle.columns);
  });
  return rectangles;
}

RectangleCover cover_of(const CoverMatrix& matrix, const std::vector<Rectangle>& rectangles) {
  RectangleCover cover;
  if (rectangles.empty()) return cover;
  cover.cost = cost_of(matrix, rectangles);
  cover.rows.assign(matrix.row_costs.size(), 0);
  cover.columns.assign(matrix.column_costs.size(), 0);
  for (std::size_t index = 0; index < rectangles.size(); ++index) {
    const auto label = static_cast<LabelSet>(1U << index);
    for (const std::size_t row : rectangles[index].rows)
      cover.rows[row] = static_cast<LabelSet>(cover.rows[row] | label);
    for (const std::size_t column : rectangles[index].columns)
      cover.columns[column] = static_cast<LabelSet>(cover.columns[column] | label);
  }
  return cover;
}

std::vector<Rectangle> rectangles_of(const RectangleCover& cover) {
  std::vector<Rectangle> rectangles(rectangles_max);
  for (std::size_t index = 0; index < rectangles.size(); ++index) {
    for (std::size_t row = 0; row < cover.rows.size(); ++row) {
      if ((cover.rows[row] >> index & 1U) != 0) rectangles[index].rows.push_back(row);
    }
    for (std::size_t column = 0; column < cover.columns.size(); ++column) {
      if ((cover.columns[column] >> index & 1U) != 0) rectangles[index].columns.push_back(column);
    }
  }
  std::erase_if(rectangles, [](const Rectangle& rectangle) {
    return rectangle.rows.empty() || rectangle.columns.empty();
  });
  return rectangles;
}

std::size_t cost_of(const CoverMatrix& matrix, const std::vector<Rectangle>& rectangles) {
  std::size_t cost = 0;
  for (const Rectangle& rectangle : rectangles) {
    for (const std::size_t row : rectangle.rows)
      cost += matrix.row_costs[row];
    for (const std::size_t column : rectangle.columns)
      cost += matrix.column_costs[column];
  }
  return cost;
}

}  // namespace scopedown
