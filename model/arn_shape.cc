#include "model/arn_shape.h"

#include <algorithm>
#include <cstddef>

namespace scopedown {
namespace {

// The same variable, which now never holds `next` either.
char narrowed(char variable, char next) {
  const bool colon = next == ':' || !may_hold(variable, ':');
  const bool slash = next == '/' || !may_hold(variable, '/');
  if (colon) return slash ? no_separator : no_colon;
  return slash ? no_slash : any_bytes;
}

// As literals and variables go, whatever the variables may hold.
bool continues(std::string_view longer, std::string_view shape) {
  if (longer.size() <= shape.size()) return false;
  return std::equal(shape.begin(), shape.end(), longer.begin(),
                    [](char a, char b) { return a == b || (is_variable(a) && is_variable(b)); });
}

}  // namespace

std::string shape_of(std::string_view arn_template) {
  std::string shape;
  while (!arn_template.empty()) {
    std::size_t length = 1;
    if (arn_template.starts_with("${"))
      length = std::min(arn_template.find('}'), arn_template.size() - 1) + 1;
    shape += length > 1 || arn_template.front() == '*' ? any_bytes : arn_template.front();
    arn_template.remove_prefix(length);
  }
  for (std::size_t index = 0; index + 1 < shape.size(); ++index)
    if (is_variable(shape[index])) shape[index] = narrowed(shape[index], shape[index + 1]);
  return shape;
}

void narrow_shape_ends(const std::vector<std::string*>& shapes) {
  for (std::string* shape : shapes) {
    if (shape->empty() || !is_variable(shape->back())) continue;
    for (const std::string* other : shapes)
      if (continues(*other, *shape))
        shape->back() = narrowed(shape->back(), (*other)[shape->size()]);
  }
}

}  // namespace scopedown
