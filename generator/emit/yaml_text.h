// A JSON value as YAML: block style, two spaces, keys in their order, strings as `yaml_string` has
// them. What a YAML parser reads from it is the value.
//
// Time: linear.

#ifndef SCOPEDOWN_GENERATOR_EMIT_YAML_TEXT_H_
#define SCOPEDOWN_GENERATOR_EMIT_YAML_TEXT_H_

#include <string>

#include <nlohmann/json_fwd.hpp>

namespace scopedown {

// `value` is an object or a list that is not empty; ends in a line feed. Holds strings, booleans,
// objects and lists; ensures that there is nothing else.
[[nodiscard]] std::string yaml_text(const nlohmann::ordered_json& value);

}  // namespace scopedown

#endif  // SCOPEDOWN_GENERATOR_EMIT_YAML_TEXT_H_
