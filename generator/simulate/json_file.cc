#include "generator/simulate/json_file.h"

#include "generator/error.h"

namespace scopedown {

std::string place_in_file(const std::string& path, std::string_view text, std::size_t byte) {
  const TextPlace place = place_of(text, byte);
  return path + ":" + std::to_string(place.line) + ":" + std::to_string(place.column);
}

JsonNode read_json_text(const std::string& path, std::string_view text) {
  try {
    return read_json(text);
  } catch (const JsonError& error) {
    throw Error(place_in_file(path, text, error.span().begin),
                std::string("not JSON: ") + error.what());
  }
}

}  // namespace scopedown
