#include "model/request_context.h"

#include <algorithm>
#include <utility>

#include "model/action.h"

namespace scopedown {

RequestContext::RequestContext(const std::map<std::string, std::vector<std::string>>& keys) {
  keys_.reserve(keys.size() + 8);  // and what is derived
  for (const auto& [key, values] : keys)
    set(key, values);
}

std::size_t RequestContext::position(std::string_view key) const {
  const auto found = std::ranges::find_if(keys_, [&](const auto& known) {
    return known.first.size() == key.size() &&
           std::ranges::equal(known.first, key, {}, folded_byte, folded_byte);
  });
  return static_cast<std::size_t>(found - keys_.begin());
}

const std::vector<std::string>* RequestContext::find(std::string_view key) const {
  const std::size_t index = position(key);
  return index == keys_.size() ? nullptr : &keys_[index].second;
}

const std::string* RequestContext::only(std::string_view key) const {
  const auto* values = find(key);
  return values == nullptr || values->size() != 1 ? nullptr : &values->front();
}

void RequestContext::set(std::string_view key, std::vector<std::string> values) {
  if (values.empty()) return;
  const std::size_t index = position(key);
  if (index == keys_.size()) keys_.emplace_back(key, std::vector<std::string>());
  keys_[index].second = std::move(values);
}

void RequestContext::derive(std::string_view key, const std::string& value) {
  if (find(key) == nullptr) set(key, {value});
}

}  // namespace scopedown
