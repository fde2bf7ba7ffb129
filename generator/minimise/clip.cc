#include "generator/minimise/clip.h"

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

namespace scopedown {
namespace {

// Letters' case does not tell actions apart.
template <class Iterator>
std::size_t common(Iterator one, Iterator one_end, Iterator other, Iterator other_end) {
  std::size_t size = 0;
  for (; one != one_end && other != other_end; ++one, ++other, ++size) {
    if (folded_byte(*one) != folded_byte(*other)) break;
  }
  return size;
}

std::size_t common_beginning(std::string_view one, std::string_view other) {
  return common(one.begin(), one.end(), other.begin(), other.end());
}

std::size_t common_ending(std::string_view one, std::string_view other) {
  return common(one.rbegin(), one.rend(), other.rbegin(), other.rend());
}

// How many characters of the first name all of its group have in common, and nobody else; 0: none.
template <class Common>
std::size_t telling(const std::vector<std::string_view>& group,
                    const std::vector<std::string_view>& others, Common common_part) {
  std::size_t shared = group.front().size();
  for (const std::string_view name : group)
    shared = std::min(shared, common_part(group.front(), name));
  std::size_t needed = 1;
  for (const std::string_view name : others)
    needed = std::max(needed, common_part(group.front(), name) + 1);
  return needed <= shared ? needed : 0;
}

}  // namespace

bool cuts_a_word(const ActionPattern& pattern, const Catalogue& catalogue) {
  const std::string& text = pattern.text();
  const std::size_t colon = text.find(':');
  const std::size_t wildcard = text.find('*');
  if (colon == std::string::npos || wildcard == std::string::npos) return false;
  const std::size_t before = wildcard - colon - 1;  // characters of the name
  const std::size_t after = text.size() - text.rfind('*') - 1;
  const auto begins_a_word = [](std::string_view name, std::size_t place) {
    return place == 0 || place >= name.size() || name[place] < 'a' || name[place] > 'z';
  };
  return std::ranges::any_of(catalogue.matching(pattern), [&](const CatalogueAction* action) {
    const std::string_view name = action->action.name;
    if (before > 0 && !begins_a_word(name, before)) return true;
    return after > 0 && !begins_a_word(name, name.size() - after);
  });
}

ActionPattern clipped(const ActionPattern& pattern, const Catalogue& catalogue) {
  const std::size_t colon = pattern.text().find(':');
  if (colon == std::string::npos) return pattern;
  const std::string service = pattern.text().substr(0, colon);
  std::vector<const CatalogueAction*> reached = catalogue.matching(pattern);
  if (reached.empty()) return pattern;
  std::ranges::sort(reached);
  std::vector<std::string_view> group;
  std::vector<std::string_view> others;
  auto next = reached.begin();
  for (const CatalogueAction& action : catalogue.actions_of(service)) {
    const bool is_reached = next != reached.end() && *next == &action;
    if (is_reached) ++next;
    (is_reached ? group : others).emplace_back(action.action.name);
  }

  std::string shortest = pattern.text();
  const auto take = [&](const std::string& name) {
    if (service.size() + 1 + name.size() < shortest.size()) shortest = service + ":" + name;
  };
  if (others.empty()) take("*");
  const std::string_view first = group.front();
  if (const std::size_t size = telling(group, others, common_beginning); size > 0)
    take(std::string(first.substr(0, size)) + "*");
  if (const std::size_t size = telling(group, others, common_ending); size > 0)
    take("*" + std::string(first.substr(first.size() - size)));
  return ActionPattern::parse(shortest).value_or(pattern);
}

}  // namespace scopedown
