// A table of records: what Athena answers, as CSV with a header, or the same with tabs.

#ifndef SCOPEDOWN_GENERATOR_LOGS_EVENT_TABLE_H_
#define SCOPEDOWN_GENERATOR_LOGS_EVENT_TABLE_H_

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace scopedown {

// What a header may have at most: those of CloudTrail's tables have some 500 bytes.
inline constexpr std::size_t table_header_bytes_max = 65'536;

// True if the text begins with a header that names CloudTrail's columns: all of it, to the line's end
// or the text's.
[[nodiscard]] bool is_event_table(std::string_view text);

// The records of such a table, one a line; empty if `text` is none.
[[nodiscard]] std::optional<std::string> unwrap_table(std::string_view text);

}  // namespace scopedown

#endif  // SCOPEDOWN_GENERATOR_LOGS_EVENT_TABLE_H_
