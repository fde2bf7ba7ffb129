#include "model/request_context.h"

#include <utility>

#include "model/action.h"

namespace scopedown {

RequestContext::RequestContext(const std::map<std::string, std::vector<std::string>>& keys) {
  for (const auto& [key, values] : keys)
    set(key, values);
}

const std::vector<std::string>* RequestContext::find(std::string_view key) const {
  const auto found = keys_.find(folded_case(key));
  return found == keys_.end() ? nullptr : &found->second;
}

const std::string* RequestContext::only(std::string_view key) const {
  const auto* values = find(key);
  return values == nullptr || values->size() != 1 ? nullptr : &values->front();
}

void RequestContext::set(std::string_view key, std::vector<std::string> values) {
  if (values.empty()) return;
  keys_[folded_case(key)] = std::move(values);
}

void RequestContext::derive(std::string_view key, const std::string& value) {
  if (find(key) == nullptr) set(key, {value});
}

}  // namespace scopedown
