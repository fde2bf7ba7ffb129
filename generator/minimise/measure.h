// What a policy measures, as far as the budget asks.

#ifndef SCOPEDOWN_GENERATOR_MINIMISE_MEASURE_H_
#define SCOPEDOWN_GENERATOR_MINIMISE_MEASURE_H_

#include <cstddef>
#include <cstdint>

#include "model/budget.h"
#include "model/packed_size.h"

namespace scopedown {

struct Measure {
  std::size_t characters = 0;
  PackedSize packed;

  // How far it is over the budget: 0 if it fits; else the sum of both overshoots, in millionths.
  [[nodiscard]] std::uint64_t over(const Budget& budget) const;
};

}  // namespace scopedown

#endif  // SCOPEDOWN_GENERATOR_MINIMISE_MEASURE_H_
