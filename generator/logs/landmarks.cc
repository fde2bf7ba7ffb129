#include "generator/logs/landmarks.h"

#include <algorithm>

#include "generator/logs/record_list.h"

namespace scopedown {

std::size_t Landmarks::next(std::size_t at) {
  while (version_ <= at)
    version_ = next_version(version_);
  while (line_ <= at)
    line_ = next_line(line_);
  return std::min(version_, line_);
}

// `{"eventVersion"`: a quote inside a string has a backslash before it, so this is not in one.
std::size_t Landmarks::next_version(std::size_t from) {
  constexpr std::string_view key = "\"eventVersion\"";
  while ((version_key_ = text_.find(key, version_key_)) < text_.size()) {
    const std::size_t before = version_key_ == 0
                                   ? std::string_view::npos
                                   : text_.find_last_not_of(json_space, version_key_ - 1);
    version_key_ += key.size();
    if (before != std::string_view::npos && before > from && text_[before] == '{') return before;
  }
  return text_.size() + 1;
}

std::size_t Landmarks::next_line(std::size_t from) const {
  for (std::size_t end = from; (end = text_.find('\n', end)) < text_.size();) {
    ++end;
    if (end < text_.size() && (text_[end] == '{' || text_[end] == '[')) return end;
  }
  return text_.size() + 1;
}

}  // namespace scopedown
