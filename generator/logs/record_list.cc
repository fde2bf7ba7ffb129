#include "generator/logs/record_list.h"

#include <algorithm>

namespace scopedown {

std::size_t after(std::string_view text, std::size_t at, std::string_view passed) {
  return std::min(text.find_first_not_of(passed, at), text.size());
}

std::string_view without_byte_order_mark(std::string_view text) {
  constexpr std::string_view mark = "\xef\xbb\xbf";
  return text.starts_with(mark) ? text.substr(mark.size()) : text;
}

std::size_t opening_bytes(std::string_view text, std::size_t at) {
  std::size_t end = at;
  for (const std::string_view part : {"{", "\"Records\"", ":", "["}) {
    end = after(text, end, json_space);
    if (!text.substr(end).starts_with(part)) return 0;
    end += part.size();
  }
  return end - at;
}

}  // namespace scopedown
