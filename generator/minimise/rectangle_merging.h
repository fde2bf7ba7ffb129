// A cover of a matrix by merging rectangles, one after the other: good and fast at any size, where
// rectangle_cover.h is better on small ones. The method is told in rectangle_merging.cc.

#ifndef SCOPEDOWN_GENERATOR_MINIMISE_RECTANGLE_MERGING_H_
#define SCOPEDOWN_GENERATOR_MINIMISE_RECTANGLE_MERGING_H_

#include <cstddef>
#include <vector>

#include "generator/minimise/rectangle_cover.h"

namespace scopedown {

struct Rectangle {
  std::vector<std::size_t> rows;     // sorted, not empty
  std::vector<std::size_t> columns;  // likewise

  friend bool operator==(const Rectangle&, const Rectangle&) = default;
};

// Each needed cell is in a rectangle, no excess cell is. `rectangle_cost`: what one more costs.
[[nodiscard]] std::vector<Rectangle> merged_rectangles(const CoverMatrix& matrix,
                                                       std::size_t rectangle_cost);

// The rectangles of a cover that was found, those that list nothing left out; and the cover of some,
// no more than rectangles_max.
[[nodiscard]] std::vector<Rectangle> rectangles_of(const RectangleCover& cover);
[[nodiscard]] RectangleCover cover_of(const CoverMatrix& matrix,
                                      const std::vector<Rectangle>& rectangles);

// Of the rows and columns that they list.
[[nodiscard]] std::size_t cost_of(const CoverMatrix& matrix,
                                  const std::vector<Rectangle>& rectangles);

}  // namespace scopedown

#endif  // SCOPEDOWN_GENERATOR_MINIMISE_RECTANGLE_MERGING_H_
