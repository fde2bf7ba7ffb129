#include "generator/emit/yaml_text.h"

#include <cstddef>

#include <nlohmann/json.hpp>

#include "generator/emit/quoted.h"
#include "generator/error.h"

namespace scopedown {
namespace {

using Json = nlohmann::ordered_json;

std::string scalar(const Json& value) {
  if (value.is_boolean()) return value.get<bool>() ? "true" : "false";
  ensure(value.is_string(), "YAML is written of strings and booleans");
  return yaml_string(value.get_ref<const std::string&>());
}

bool is_block(const Json& value) {
  return value.is_structured() && !value.empty();
}

// The lines of a block, each indented by `depth` spaces but the first where it goes on after `- `.
void put_block(std::string& out, const Json& value, std::size_t depth, bool goes_on) {
  const std::string indent(depth, ' ');
  const auto begin = [&] {
    if (!goes_on) out += indent;
    goes_on = false;
  };
  if (value.is_array()) {
    for (const Json& item : value) {
      begin();
      out += "- ";
      if (is_block(item)) {
        put_block(out, item, depth + 2, true);
      } else {
        out += item.is_structured() ? item.dump() + "\n" : scalar(item) + "\n";
      }
    }
    return;
  }
  for (const auto& item : value.items()) {
    begin();
    out += yaml_string(item.key()) + ":";
    if (is_block(item.value())) {
      out += "\n";
      put_block(out, item.value(), depth + 2, false);
    } else {
      out += " ";
      out += item.value().is_structured() ? item.value().dump() : scalar(item.value());
      out += "\n";
    }
  }
}

}  // namespace

std::string yaml_text(const Json& value) {
  ensure(is_block(value), "YAML is written of an object or a list that has something in it");
  std::string out;
  put_block(out, value, 0, false);
  return out;
}

}  // namespace scopedown
