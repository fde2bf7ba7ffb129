#include "generator/usage/list_text.h"

#include <algorithm>
#include <array>
#include <cstddef>

#include "generator/usage/usage_row.h"

namespace scopedown {
namespace {

struct Escape {
  char character;
  std::string_view text;
};

constexpr std::array escapes{Escape{'%', "%25"}, Escape{list_separator, "%1F"}, Escape{'\n', "%0A"},
                             Escape{'\r', "%0D"}, Escape{'=', "%3D"}};

void append_escaped(std::string& text, std::string_view part, bool is_name) {
  for (const char c : part) {
    const auto* const escape = std::ranges::find(escapes, c, &Escape::character);
    if (escape == escapes.end() || (c == '=' && !is_name)) {
      text += c;
    } else {
      text += escape->text;
    }
  }
}

std::string unescaped(std::string_view text) {
  if (text.find('%') == std::string_view::npos) return std::string(text);
  std::string part;
  while (!text.empty()) {
    const auto* const escape = std::ranges::find(escapes, text.substr(0, 3), &Escape::text);
    const bool found = escape != escapes.end();
    part += found ? escape->character : text.front();
    text.remove_prefix(found ? 3 : 1);
  }
  return part;
}

std::string joined(std::vector<std::string> entries) {
  std::ranges::sort(entries);
  entries.erase(std::unique(entries.begin(), entries.end()), entries.end());
  std::string list;
  for (const std::string& entry : entries) {
    if (&entry != entries.data()) list += list_separator;
    list += entry;
  }
  return list;
}

std::vector<std::string_view> entries_of(std::string_view list) {
  std::vector<std::string_view> entries;
  if (list.empty()) return entries;
  entries.reserve(1 + static_cast<std::size_t>(std::ranges::count(list, list_separator)));
  while (true) {
    const std::size_t end = list.find(list_separator);
    entries.push_back(list.substr(0, end));
    if (end == std::string_view::npos) return entries;
    list.remove_prefix(end + 1);
  }
}

}  // namespace

std::string list_text(const std::vector<NamedValue>& pairs) {
  std::vector<std::string> entries;
  entries.reserve(pairs.size());
  for (const auto& [name, value] : pairs) {
    std::string& entry = entries.emplace_back();
    append_escaped(entry, name, true);
    entry += '=';
    append_escaped(entry, value, false);
  }
  return joined(std::move(entries));
}

std::string list_text(const std::vector<std::string>& values) {
  std::vector<std::string> entries;
  entries.reserve(values.size());
  for (const std::string& value : values)
    append_escaped(entries.emplace_back(), value, false);
  return joined(std::move(entries));
}

std::vector<NamedValue> named_values(std::string_view list) {
  const std::vector<std::string_view> entries = entries_of(list);
  std::vector<NamedValue> pairs;
  pairs.reserve(entries.size());
  for (const std::string_view entry : entries) {
    const std::size_t equals = std::min(entry.find('='), entry.size());
    const std::size_t value = std::min(equals + 1, entry.size());
    pairs.push_back({unescaped(entry.substr(0, equals)), unescaped(entry.substr(value))});
  }
  return pairs;
}

std::vector<std::string> values(std::string_view list) {
  std::vector<std::string> values;
  for (const std::string_view entry : entries_of(list))
    values.push_back(unescaped(entry));
  return values;
}

std::optional<std::string> value_of(std::string_view list, std::string_view name) {
  for (NamedValue& pair : named_values(list)) {
    if (pair.name == name) return std::move(pair.value);
  }
  return std::nullopt;
}

}  // namespace scopedown
