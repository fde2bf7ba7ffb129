#include "generator/minimise/measure.h"

#include <algorithm>

namespace scopedown {

std::uint64_t Measure::over(const Budget& budget) const {
  constexpr std::uint64_t million = 1'000'000;
  std::uint64_t over = 0;
  if (characters > budget.characters_max) {
    const std::size_t most = std::max<std::size_t>(budget.characters_max, 1);
    over += (characters - budget.characters_max) * million / most + 1;
  }
  if (budget.packed_percent_max) {
    const auto most = PackedSize::of_percent(*budget.packed_percent_max).ten_thousandths;
    const auto above = packed.ten_thousandths - most;
    if (above > 0) {
      over += static_cast<std::uint64_t>(above) * million /
                  static_cast<std::uint64_t>(std::max<std::int64_t>(most, 1)) +
              1;
    }
  }
  return over;
}

}  // namespace scopedown
