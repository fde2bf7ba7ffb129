// The smallest policy that allows what was seen and nothing else, every name written out.
// The problem, the picture and the method are told in lossless.cc.

#ifndef SCOPEDOWN_GENERATOR_MINIMISE_LOSSLESS_H_
#define SCOPEDOWN_GENERATOR_MINIMISE_LOSSLESS_H_

#include <cstddef>

#include "generator/minimise/draft.h"

namespace scopedown {

struct Lossless {
  Draft draft;
  std::size_t statements_lower_bound = 0;  // proven: no policy of written-out names has fewer
  std::size_t characters_lower_bound = 0;  // likewise
};

// Tokens beyond the graph's nodes are not used, so the draft's numbers are the graph's. An action on
// `*` must stand on nothing else: it would be covered. The same graph has the same answer, however
// fast the machine: the search is bounded by counts.
[[nodiscard]] Lossless lossless(const Tokens& tokens);

}  // namespace scopedown

#endif  // SCOPEDOWN_GENERATOR_MINIMISE_LOSSLESS_H_
