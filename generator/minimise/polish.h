// Improves a labelling token by token, on the text itself. The problem and the method are told in
// polish.cc.

#ifndef SCOPEDOWN_GENERATOR_MINIMISE_POLISH_H_
#define SCOPEDOWN_GENERATOR_MINIMISE_POLISH_H_

#include <cstddef>
#include <cstdint>

#include "generator/minimise/assessment.h"
#include "generator/minimise/growth.h"
#include "generator/minimise/tally.h"

namespace scopedown {

// A labelling with what it is worth.
struct Solution {
  Labels labels;
  Measure measure;
  std::uint64_t excess = 0;
};

struct Polished {
  Solution solution;        // fits, if anything that fits was found; else the nearest
  PackedSize packed_least;  // of all that was looked at
};

// `start` must grant what it must. `tally` and `growth` are of the assessor's candidates; which labels
// they have is of no matter. `looks_max`: how many texts may be priced.
[[nodiscard]] Polished polish(const Solution& start, const Assessor& assessor, Tally& tally,
                              Growth& growth, const Budget& budget, std::size_t looks_max);

}  // namespace scopedown

#endif  // SCOPEDOWN_GENERATOR_MINIMISE_POLISH_H_
