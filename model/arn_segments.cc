#include "model/arn_segments.h"

#include <cstddef>

namespace scopedown {

std::optional<std::array<std::string_view, 6>> arn_segments(std::string_view text) {
  std::array<std::string_view, 6> segments;
  for (std::size_t index = 0; index < 5; ++index) {
    const std::size_t colon = text.find(':');
    if (colon == std::string_view::npos) return std::nullopt;
    segments[index] = text.substr(0, colon);
    text.remove_prefix(colon + 1);
  }
  segments[5] = text;
  return segments;
}

}  // namespace scopedown
