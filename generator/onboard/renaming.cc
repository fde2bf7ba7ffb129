#include "generator/onboard/renaming.h"

#include <algorithm>
#include <array>
#include <string>

#include "generator/error.h"
#include "model/arn_segments.h"

namespace scopedown {
namespace {

bool is_word_byte(char byte) {
  return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') ||
         (byte >= '0' && byte <= '9') || static_cast<unsigned char>(byte) >= 0x80U;
}

// Whether `text[begin, begin + size)` is not a part of a longer word.
bool is_whole(std::string_view text, std::size_t begin, std::size_t size) {
  const std::size_t end = begin + size;
  const bool joined_before =
      begin > 0 && is_word_byte(text[begin - 1]) && is_word_byte(text[begin]);
  const bool joined_after =
      end < text.size() && is_word_byte(text[end - 1]) && is_word_byte(text[end]);
  return !joined_before && !joined_after;
}

}  // namespace

Renaming::Renaming(std::vector<std::pair<std::string, std::string>> names,
                   std::vector<std::pair<std::string, std::string>> said)
    : anywhere_(std::move(said)), in_resource_(anywhere_) {
  in_resource_.insert(in_resource_.end(), names.begin(), names.end());
  for (Names* list : {&anywhere_, &in_resource_})  // stable: what was said comes first
    std::ranges::stable_sort(*list, [](const auto& one, const auto& other) {
      return one.first.size() > other.first.size();
    });
}

std::optional<std::string> Renaming::replaced(std::string_view text, const Names& names) {
  std::string made;
  bool any = false;
  for (std::size_t index = 0; index < text.size();) {
    const auto found = std::ranges::find_if(names, [&](const auto& name) {
      return text.substr(index).starts_with(name.first) && is_whole(text, index, name.first.size());
    });
    if (found == names.end()) {
      made += text[index++];
      continue;
    }
    made += found->second;
    index += found->first.size();
    any = true;
  }
  if (!any) return std::nullopt;
  return made;
}

std::optional<ArnPattern> Renaming::renamed(const ArnPattern& pattern) const {
  const auto segments = arn_segments(pattern.text());
  if (!segments) return std::nullopt;  // everything
  std::string text;
  bool any = false;
  for (std::size_t index = 0; index < segments->size(); ++index) {
    std::optional<std::string> segment;
    if (index == 3 || index == 4) segment = replaced((*segments)[index], anywhere_);
    if (index == 5) segment = replaced((*segments)[index], in_resource_);
    any = any || segment;
    text.append(index == 0 ? "" : ":").append(segment ? *segment : (*segments)[index]);
  }
  if (!any) return std::nullopt;
  const auto made = ArnPattern::parse(text);
  if (!made) throw Error(pattern.text(), "with its names replaced it is no ARN: " + text);
  return made;
}

std::string Renaming::renamed_name(const std::string& name) const {
  return replaced(name, in_resource_).value_or(name);
}

}  // namespace scopedown
