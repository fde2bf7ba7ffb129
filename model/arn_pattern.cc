#include "model/arn_pattern.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "model/arn_segments.h"
#include "model/wildcard.h"

namespace scopedown {
namespace {

// How many bytes the UTF-8 character that begins with `lead` has.
std::size_t character_bytes(char lead) {
  const auto byte = static_cast<unsigned char>(lead);
  if (byte < 0x80U) return 1;
  if (byte < 0xE0U) return 2;
  return byte < 0xF0U ? 3 : 4;
}

// U+0009, U+000A, U+000D, U+0020 to U+00FF.
bool is_writable(std::string_view character) {
  const auto lead = static_cast<unsigned char>(character.front());
  if (character.size() == 1) return lead >= 0x20U || lead == '\t' || lead == '\n' || lead == '\r';
  return character.size() == 2 && (lead == 0xC2U || lead == 0xC3U);
}

// True if a policy writes the name as it is: most are.
bool is_plain(std::string_view name) {
  bool plain = true;
  for (const char byte : name) {  // to the end: the compiler takes many bytes at a time
    const auto value = static_cast<unsigned char>(byte);
    plain &= value >= 0x20U && value < 0x80U && byte != '*' && byte != '?' && byte != '$';
  }
  return plain;
}

// Calls `take(character)` for each character of `name`.
template <class Take>
void for_each_character(std::string_view name, Take take) {
  for (std::size_t index = 0; index < name.size();) {
    const std::string_view character = name.substr(index, character_bytes(name[index]));
    take(character);
    index += character.size();
  }
}

// What `${...}` at `begin` says: one of the three escapes, another variable, or nothing that ends.
struct Variable {
  char literal = '\0';    // '*', '?' or '$'; '\0' if it is no escape
  std::size_t bytes = 0;  // of the whole; 0 if no brace closes it
};

Variable variable_at(std::string_view text, std::size_t begin) {
  const std::size_t brace = text.find('}', begin);
  if (brace == std::string_view::npos) return {};
  const std::string_view inside = text.substr(begin + 2, brace - begin - 2);
  const bool escape = inside == "*" || inside == "?" || inside == "$";
  return {escape ? inside.front() : '\0', brace + 1 - begin};
}

bool segments_match(std::string_view glob, std::string_view text,
                    bool (*answers)(std::string_view, std::string_view)) {
  const auto patterns = arn_segments(glob);
  const auto parts = arn_segments(text);
  if (!patterns || !parts) return false;
  for (std::size_t index = 0; index < 6; ++index) {
    if (!answers((*patterns)[index], (*parts)[index])) return false;
  }
  return true;
}

constexpr std::string_view everything_glob{&any_run, 1};

}  // namespace

ArnPattern::ArnPattern() : text_("*"), glob_(everything_glob) {}

std::optional<ArnPattern> ArnPattern::parse(std::string_view text, Variables variables) {
  ArnPattern pattern;
  if (text == "*") return pattern;
  const auto parts = arn_segments(text);
  if (!parts || parts->front() != "arn" || parts->back().empty()) return std::nullopt;
  pattern.text_ = text;
  pattern.glob_.clear();
  while (!text.empty()) {
    const std::size_t dollar =
        variables == Variables::Read ? text.find("${") : std::string_view::npos;
    pattern.glob_ += glob_of(text.substr(0, dollar));
    if (dollar == std::string_view::npos) break;
    text.remove_prefix(dollar);
    const Variable variable = variable_at(text, 0);
    if (variable.bytes == 0) {
      pattern.glob_ += text.front();
    } else {
      pattern.glob_ += variable.literal == '\0' ? any_run : variable.literal;
      pattern.has_variable_ = pattern.has_variable_ || variable.literal == '\0';
    }
    text.remove_prefix(std::max<std::size_t>(variable.bytes, 1));
  }
  return pattern;
}

ArnPattern ArnPattern::exactly(std::string_view arn) {
  ArnPattern pattern;
  if (arn == "*") return pattern;
  if (is_plain(arn)) {
    pattern.text_ = pattern.glob_ = arn;
    return pattern;
  }
  pattern.text_ = escaped_name(arn);
  pattern.glob_.clear();
  for_each_character(arn, [&](std::string_view character) {
    if (is_writable(character)) {
      pattern.glob_ += character;
    } else {
      pattern.glob_ += any_one;
    }
  });
  return pattern;
}

bool ArnPattern::is_exact() const {
  return is_literal(glob_);
}

bool ArnPattern::matches(std::string_view arn) const {
  if (is_everything()) return true;
  return !has_variable_ && segments_match(glob_, arn, wildcard_matches);
}

bool ArnPattern::may_match(std::string_view arn) const {
  return wildcard_matches(glob_, arn);
}

bool ArnPattern::covers(const ArnPattern& narrow) const {
  if (is_everything()) return true;
  return !has_variable_ && segments_match(glob_, narrow.glob_, wildcard_covers);
}

bool ArnPattern::may_overlap(const ArnPattern& other) const {
  return wildcards_overlap(glob_, other.glob_);
}

bool is_writable_name(std::string_view name) {
  bool writable = true;
  for_each_character(
      name, [&](std::string_view character) { writable = writable && is_writable(character); });
  return writable;
}

std::string escaped_name(std::string_view name) {
  if (is_plain(name)) return std::string(name);
  std::string text;
  text.reserve(name.size());
  for_each_character(name, [&](std::string_view character) {
    if (!is_writable(character)) {
      text += '?';
    } else if (character == "*" || character == "?" || character == "$") {
      text.append("${").append(character).append("}");
    } else {
      text += character;
    }
  });
  return text;
}

}  // namespace scopedown
