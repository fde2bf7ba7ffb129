// The cheapest rectangles that cover the needed cells of a small matrix and hold none of those that
// must stay out. The problem and the method are told in rectangle_cover.cc.
//
//                bucket  object  tagged     N must be in a rectangle, X in none, . does not matter
//   ListBucket      N       .       .       a row or a column costs what it costs to list it, in
//   GetObject       .       N       N       each rectangle that lists it
//   PutObject       .       N       X       here: two rectangles, and GetObject or `object` in both

#ifndef SCOPEDOWN_GENERATOR_MINIMISE_RECTANGLE_COVER_H_
#define SCOPEDOWN_GENERATOR_MINIMISE_RECTANGLE_COVER_H_

#include <cstddef>
#include <limits>
#include <vector>

#include "generator/minimise/labels.h"

namespace scopedown {

struct CoverMatrix {
  enum class Cell : char { Vacuous, Needed, Excess };

  std::vector<std::size_t> row_costs;
  std::vector<std::size_t> column_costs;
  std::vector<std::vector<Cell>> cells;  // by row, by column; a Needed one in each of both
};

struct RectangleCover {
  static constexpr std::size_t no_cost = std::numeric_limits<std::size_t>::max();

  std::size_t cost = no_cost;     // of the rows and columns listed; no_cost: none was found
  std::size_t cost_at_least = 0;  // proven for every cover; no_cost: there is none
  std::vector<LabelSet> rows;     // the rectangles that list each, as bits; empty: none was found
  std::vector<LabelSet> columns;  // likewise

  [[nodiscard]] bool is_found() const { return cost != no_cost; }

  [[nodiscard]] bool is_impossible() const { return cost_at_least == no_cost; }
};

inline constexpr std::size_t rectangles_max = 8;  // that are told apart: tables have 2^8 entries

// The best cover found by at most `rectangles`, 1 to rectangles_max. `start` is one that is known,
// or has none. `nodes_max`: how much of the search tree may be looked at; with enough the cover is
// the cheapest, and cost_at_least its cost. The same answer to the same question, always.
[[nodiscard]] RectangleCover cover_by_rectangles(const CoverMatrix& matrix, std::size_t rectangles,
                                                 RectangleCover start, std::size_t nodes_max);

}  // namespace scopedown

#endif  // SCOPEDOWN_GENERATOR_MINIMISE_RECTANGLE_COVER_H_
