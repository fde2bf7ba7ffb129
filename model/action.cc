#include "model/action.h"

#include <algorithm>

#include "model/wildcard.h"

namespace scopedown {
namespace {

bool is_letter_or_digit(char byte) {
  return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') ||
         (byte >= '0' && byte <= '9');
}

bool is_prefix(std::string_view text) {
  return !text.empty() && std::ranges::all_of(text, [](char byte) {
    return is_letter_or_digit(byte) || byte == '-';
  });
}

bool is_name(std::string_view text, std::string_view also) {
  return !text.empty() && std::ranges::all_of(text, [&](char byte) {
    return is_letter_or_digit(byte) || also.find(byte) != std::string_view::npos;
  });
}

}  // namespace

std::string folded_case(std::string_view text) {
  std::string folded(text);
  std::ranges::transform(folded, folded.begin(), folded_byte);
  return folded;
}

bool folded_less(std::string_view one, std::string_view other) {
  return std::ranges::lexicographical_compare(one, other, {}, folded_byte, folded_byte);
}

std::optional<Action> Action::parse(std::string_view text) {
  const std::size_t colon = text.find(':');
  if (colon == std::string_view::npos) return std::nullopt;
  const std::string_view service = text.substr(0, colon);
  const std::string_view name = text.substr(colon + 1);
  if (!is_prefix(service) || !is_name(name, "-")) return std::nullopt;
  return Action{.service = std::string(service), .name = std::string(name)};
}

std::optional<ActionPattern> ActionPattern::parse(std::string_view text) {
  const std::size_t colon = text.find(':');
  const bool everything = text == "*";
  if (!everything && colon == std::string_view::npos) return std::nullopt;
  if (!everything && !is_prefix(text.substr(0, colon))) return std::nullopt;
  if (!everything && !is_name(text.substr(colon + 1), "-*?")) return std::nullopt;
  ActionPattern pattern;
  pattern.text_ = text;
  pattern.glob_ = glob_of(folded_case(text));
  return pattern;
}

ActionPattern ActionPattern::exactly(const Action& action) {
  ActionPattern pattern;
  pattern.text_ = action.text();
  pattern.glob_ = folded_case(pattern.text_);
  return pattern;
}

bool ActionPattern::is_exact() const {
  return is_literal(glob_);
}

bool ActionPattern::matches(const Action& action) const {
  const std::size_t size = action.service.size() + 1 + action.name.size();
  // Most patterns are of another service: no wildcard stands there, but in `*`.
  const std::size_t known =
      glob_.front() == any_run ? 0 : std::min(glob_.size(), action.service.size());
  for (std::size_t index = 0; index < known; ++index) {
    if (glob_[index] != folded_byte(action.service[index])) return false;
  }
  if (size != glob_.size() && is_exact()) return false;
  return wildcard_matches(glob_, folded_case(action.text()));
}

}  // namespace scopedown
