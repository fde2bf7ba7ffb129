#include "generator/role/pattern_set.h"

#include <algorithm>

namespace scopedown {

void PatternSet::add(const ArnPattern& pattern) {
  const std::string beginning = pattern.text().substr(0, pattern.text().find_first_of("*?$"));
  lengths_.insert(beginning.size());
  by_beginning_[beginning].push_back(pattern);
}

bool PatternSet::covers(const ArnPattern& pattern) const {
  for (const std::size_t length : lengths_) {
    if (length > pattern.text().size()) break;
    const auto found = by_beginning_.find(pattern.text().substr(0, length));
    if (found == by_beginning_.end()) continue;
    const bool covered = std::ranges::any_of(found->second, [&](const ArnPattern& wide) {
      if (wide == pattern || !wide.covers(pattern)) return false;
      return !pattern.covers(wide) || wide < pattern;
    });
    if (covered) return true;
  }
  return false;
}

}  // namespace scopedown
