// The template of a resource type's ARNs, compiled to a shape: its literal bytes, and for each
// variable one control byte that says which separators the variable never holds.
//
//   arn:${Partition}:s3:::${BucketName}/${ObjectName}   ->   arn:<4>:s3:::<5>/<3>
//
// Which ARNs a template stands for: catalogue.h.

#ifndef SCOPEDOWN_MODEL_ARN_SHAPE_H_
#define SCOPEDOWN_MODEL_ARN_SHAPE_H_

#include <string>
#include <string_view>
#include <vector>

namespace scopedown {

// A variable in a shape: one or more bytes, none of them...
inline constexpr char any_bytes = '\x03';  // (whatever they are)
inline constexpr char no_colon = '\x04';
inline constexpr char no_slash = '\x05';
inline constexpr char no_separator = '\x06';  // neither of the two

[[nodiscard]] constexpr bool is_variable(char symbol) {
  return symbol >= any_bytes && symbol <= no_separator;
}

// Whether a variable of a shape may hold the byte.
[[nodiscard]] constexpr bool may_hold(char variable, char byte) {
  if (byte == ':') return variable == any_bytes || variable == no_slash;
  if (byte == '/') return variable == any_bytes || variable == no_colon;
  return true;
}

// Each variable, and each `*`, as one byte; what follows it decides what it holds.
[[nodiscard]] std::string shape_of(std::string_view arn_template);

// All shapes of one service: a variable at the end of one stops where a longer one goes on.
void narrow_shape_ends(const std::vector<std::string*>& shapes);

}  // namespace scopedown

#endif  // SCOPEDOWN_MODEL_ARN_SHAPE_H_
