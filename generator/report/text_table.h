// Words and tables for a terminal.
//
// Names come from logs, and whoever writes them may be an attacker: a control character must not
// reach a terminal. Whoever prints a name puts it through `printable` first.

#ifndef SCOPEDOWN_GENERATOR_REPORT_TEXT_TABLE_H_
#define SCOPEDOWN_GENERATOR_REPORT_TEXT_TABLE_H_

#include <cstddef>
#include <cstdint>
#include <iosfwd>
#include <string>
#include <string_view>
#include <vector>

#include "model/packed_size.h"

namespace scopedown {

// Control characters as `\x1B`: U+0000 to U+001F, and U+007F to U+009F.
[[nodiscard]] std::string printable(std::string_view text);

using TableLine = std::vector<std::string>;

// Columns as wide as their widest cell; those whose numbers are in `right` end flush. Lines may
// have fewer cells than others.
void print_table(std::ostream& out, const std::vector<TableLine>& lines,
                 const std::vector<std::size_t>& right = {});

// "91.3 %": `part` of `whole`, to one place; "-" of nothing.
[[nodiscard]] std::string share_text(std::uint64_t part, std::uint64_t whole);

// "91.3 %".
[[nodiscard]] std::string percent_text(PackedSize packed);

}  // namespace scopedown

#endif  // SCOPEDOWN_GENERATOR_REPORT_TEXT_TABLE_H_
