// The six parts of an ARN, or of a glob of ARNs: five colons separate, and the sixth part keeps its own.

#ifndef SCOPEDOWN_MODEL_ARN_SEGMENTS_H_
#define SCOPEDOWN_MODEL_ARN_SEGMENTS_H_

#include <array>
#include <optional>
#include <string_view>

namespace scopedown {

// Empty if there are fewer. Says nothing of what stands in them.
[[nodiscard]] std::optional<std::array<std::string_view, 6>> arn_segments(std::string_view text);

}  // namespace scopedown

#endif  // SCOPEDOWN_MODEL_ARN_SEGMENTS_H_
