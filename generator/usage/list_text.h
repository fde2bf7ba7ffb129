// Lists as one text: how a row of the ledger holds several values in one column.
//
//   name=value␟name=value      parameters and tags
//   value␟value                ARNs
//
// Sorted by bytes, without repetition, joined by U+001F (`list_separator`, usage_row.h). Inside a
// name or a value `%`, U+001F, line feed and carriage return are written %25, %1F, %0A, %0D, and
// inside a name `=` is written %3D: a row stays one line of any export, and two lists with the same
// text are the same list. Four replacements: every SQL engine can make the same text.

#ifndef SCOPEDOWN_GENERATOR_USAGE_LIST_TEXT_H_
#define SCOPEDOWN_GENERATOR_USAGE_LIST_TEXT_H_

#include <compare>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace scopedown {

struct NamedValue {
  std::string name;
  std::string value;
  friend auto operator<=>(const NamedValue&, const NamedValue&) = default;
};

// Both take their values in any order, and repeated.
[[nodiscard]] std::string list_text(const std::vector<NamedValue>& pairs);
[[nodiscard]] std::string list_text(const std::vector<std::string>& values);

// What a list was made of, in its order. Never throws: what list_text did not write is read as
// far as it goes (a pair without `=` is a name with an empty value).
[[nodiscard]] std::vector<NamedValue> named_values(std::string_view list);
[[nodiscard]] std::vector<std::string> values(std::string_view list);

// The first value of that name; empty if the list has none.
[[nodiscard]] std::optional<std::string> value_of(std::string_view list, std::string_view name);

}  // namespace scopedown

#endif  // SCOPEDOWN_GENERATOR_USAGE_LIST_TEXT_H_
