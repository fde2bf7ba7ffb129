#include "model/policy_variables.h"

#include "model/wildcard.h"

namespace scopedown {
namespace {

std::string_view trimmed(std::string_view text) {
  while (text.starts_with(' '))
    text.remove_prefix(1);
  while (text.ends_with(' '))
    text.remove_suffix(1);
  return text;
}

// What stands between the braces.
std::optional<std::string> value_of(std::string_view inside, const RequestContext& context) {
  if (inside == "*" || inside == "?" || inside == "$") return std::string(inside);
  const std::size_t comma = inside.find(',');
  const std::string* value = context.only(trimmed(inside.substr(0, comma)));
  if (value != nullptr) {
    // A glob has these two bytes for its wildcards, and no policy can name such a value.
    if (value->find_first_of(std::string{any_run, any_one}) != std::string::npos)
      return std::nullopt;
    return *value;
  }
  if (comma == std::string_view::npos) return std::nullopt;
  std::string_view otherwise = trimmed(inside.substr(comma + 1));
  if (otherwise.size() < 2 || !otherwise.starts_with('\'') || !otherwise.ends_with('\''))
    return std::nullopt;
  return std::string(otherwise.substr(1, otherwise.size() - 2));
}

std::optional<std::string> filled(std::string_view text, Variables variables,
                                  const RequestContext& context, bool as_glob) {
  std::string out;
  const auto put = [&](std::string_view plain) {
    if (as_glob) {
      out += glob_of(plain);
    } else {
      out += plain;
    }
  };
  while (variables == Variables::Read) {
    const std::size_t dollar = text.find("${");
    const std::size_t brace = dollar == std::string_view::npos ? dollar : text.find('}', dollar);
    if (brace == std::string_view::npos) break;  // what no brace closes is plain text
    put(text.substr(0, dollar));
    const auto value = value_of(text.substr(dollar + 2, brace - dollar - 2), context);
    if (!value) return std::nullopt;
    out += *value;
    text.remove_prefix(brace + 1);
  }
  put(text);
  return out;
}

}  // namespace

std::optional<std::string> filled_text(std::string_view text, Variables variables,
                                       const RequestContext& context) {
  return filled(text, variables, context, false);
}

std::optional<std::string> filled_glob(std::string_view text, Variables variables,
                                       const RequestContext& context) {
  return filled(text, variables, context, true);
}

}  // namespace scopedown
