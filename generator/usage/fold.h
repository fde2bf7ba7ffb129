// Folding: many rows that differ only in their item become few, by common folders.
//
//   uploads/2026/11/01/a.json  ...  (10,001 of them)  →  uploads/2026/11/  smallest  largest
//
// Rows of the same caller, call, parameters and so on, that differ only in the item, are a group.
// A group of at most `fan_out` items stays exact (`folded` 0). A larger one keeps the first three
// folders of each item (1); if there are more than `fan_out` of those, the first two (2), the
// first one (3), or none (4): the finest of the five that does not exceed `fan_out`. All rows of a
// group have the same `folded`. A folder ends with `/`, and the prefix holds it.
//
// Folding parts first makes no difference, whatever the parts:
//   fold(fold(a) + fold(b)) = fold(a + b)
// since more rows only ever make a group coarser, and a coarser prefix follows from a finer one.
// So ledgers, months and engines can be folded apart and merged.

#ifndef SCOPEDOWN_GENERATOR_USAGE_FOLD_H_
#define SCOPEDOWN_GENERATOR_USAGE_FOLD_H_

#include <cstddef>
#include <vector>

#include "generator/usage/usage_row.h"

namespace scopedown {

inline constexpr std::size_t default_fan_out = 10'000;

// Takes rows in any order, the same key repeated or not. Returns them sorted by key, merged,
// folded.
[[nodiscard]] std::vector<UsageRow> fold(std::vector<UsageRow> rows,
                                         std::size_t fan_out = default_fan_out);

}  // namespace scopedown

#endif  // SCOPEDOWN_GENERATOR_USAGE_FOLD_H_
