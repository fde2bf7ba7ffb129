// Moments, as CloudTrail and people write them: ISO 8601 in UTC, to the second.
//
//   2026-11-01T10:30:00Z         as every record has it
//   2026-11-01T10:30:00.250Z     a fraction is read and dropped
//   2026-11-01T12:30:00+02:00    an offset is taken off
//   2026-11-01 10:30:00          as CloudTrail Lake prints it: UTC
//   2026-11-01                   as people type it: the first second of that day
//
// A moment is counted in seconds since 1970-01-01T00:00:00Z; years 0001 to 9999.

#ifndef SCOPEDOWN_GENERATOR_USAGE_TIMESTAMP_H_
#define SCOPEDOWN_GENERATOR_USAGE_TIMESTAMP_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace scopedown {

// Empty if `text` is none of the five forms or no such day exists; never throws.
[[nodiscard]] std::optional<std::int64_t> parse_timestamp(std::string_view text);

// The first form. Requires a moment within the years above; parse_timestamp gives it back.
[[nodiscard]] std::string timestamp_text(std::int64_t seconds);

}  // namespace scopedown

#endif  // SCOPEDOWN_GENERATOR_USAGE_TIMESTAMP_H_
