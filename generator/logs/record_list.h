// How a list of records begins: `{"Records":[`, with spaces wherever JSON has them.

#ifndef SCOPEDOWN_GENERATOR_LOGS_RECORD_LIST_H_
#define SCOPEDOWN_GENERATOR_LOGS_RECORD_LIST_H_

#include <cstddef>
#include <string_view>

namespace scopedown {

inline constexpr std::string_view json_space = " \t\r\n";
inline constexpr std::string_view between_records = " \t\r\n,]}";

// The first byte from `at` on that is none of `passed`; the text's size if there is none.
[[nodiscard]] std::size_t after(std::string_view text, std::size_t at, std::string_view passed);

// U+FEFF, with which some programs begin a file, is no part of it.
[[nodiscard]] std::string_view without_byte_order_mark(std::string_view text);

// How many bytes the beginning of a list takes at `at`, spaces included; 0 if something else is there.
[[nodiscard]] std::size_t opening_bytes(std::string_view text, std::size_t at);

}  // namespace scopedown

#endif  // SCOPEDOWN_GENERATOR_LOGS_RECORD_LIST_H_
