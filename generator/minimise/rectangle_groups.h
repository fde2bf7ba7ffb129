// Improves a cover of many rectangles, a few of them at a time. The method is told in
// rectangle_groups.cc.

#ifndef SCOPEDOWN_GENERATOR_MINIMISE_RECTANGLE_GROUPS_H_
#define SCOPEDOWN_GENERATOR_MINIMISE_RECTANGLE_GROUPS_H_

#include <cstddef>
#include <vector>

#include "generator/minimise/rectangle_merging.h"

namespace scopedown {

// A cover that costs no more, by no more rectangles. `nodes_max`: for each group that is tried.
[[nodiscard]] std::vector<Rectangle> regrouped(const CoverMatrix& matrix,
                                               std::vector<Rectangle> rectangles,
                                               std::size_t nodes_max);

}  // namespace scopedown

#endif  // SCOPEDOWN_GENERATOR_MINIMISE_RECTANGLE_GROUPS_H_
