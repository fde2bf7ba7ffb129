// A file's text as JSON, and places in files as messages name them.

#ifndef SCOPEDOWN_GENERATOR_SIMULATE_JSON_FILE_H_
#define SCOPEDOWN_GENERATOR_SIMULATE_JSON_FILE_H_

#include <cstddef>
#include <string>
#include <string_view>

#include "model/located_json.h"

namespace scopedown {

// "file:line:column" of a byte of the file's text.
[[nodiscard]] std::string place_in_file(const std::string& path, std::string_view text,
                                        std::size_t byte);

// Throws Error: "file:line:column: not JSON: why".
[[nodiscard]] JsonNode read_json_text(const std::string& path, std::string_view text);

}  // namespace scopedown

#endif  // SCOPEDOWN_GENERATOR_SIMULATE_JSON_FILE_H_
