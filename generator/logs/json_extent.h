// Where a JSON value ends, found without parsing it: for logs that are damaged, and for documents
// that follow one another without a line between them.
//
// Checks the structure (strings closed, brackets that match, commas and colons where they belong)
// and not what a scalar spells. Inside a string nothing counts, so text that an attacker chose can
// neither open nor close anything.

#ifndef SCOPEDOWN_GENERATOR_LOGS_JSON_EXTENT_H_
#define SCOPEDOWN_GENERATOR_LOGS_JSON_EXTENT_H_

#include <cstddef>
#include <string_view>

namespace scopedown {

// How deep objects and lists may nest. Deeper text is taken as damaged: no AWS API comes near.
inline constexpr std::size_t json_depth_max = 128;

struct JsonExtent {
  bool whole = false;   // the value is structurally sound
  std::size_t end = 0;  // one past its last byte; else where it stops making sense
};

// Of the object or list that begins at `text[begin]`, which is '{' or '['.
[[nodiscard]] JsonExtent json_extent(std::string_view text, std::size_t begin);

}  // namespace scopedown

#endif  // SCOPEDOWN_GENERATOR_LOGS_JSON_EXTENT_H_
