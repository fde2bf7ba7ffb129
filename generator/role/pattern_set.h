// Resource patterns, asked whether one of them covers another pattern or a name.
//
// They are looked up by what they begin with before their first wildcard, so that thousands of
// patterns cost as much as the different lengths of their beginnings.

#ifndef SCOPEDOWN_GENERATOR_ROLE_PATTERN_SET_H_
#define SCOPEDOWN_GENERATOR_ROLE_PATTERN_SET_H_

#include <cstddef>
#include <set>
#include <string>
#include <unordered_map>
#include <vector>

#include "model/arn_pattern.h"

namespace scopedown {

class PatternSet {
 public:
  void add(const ArnPattern& pattern);

  // One that is not the pattern itself covers it; of two that cover each other, the smaller text
  // covers the larger.
  [[nodiscard]] bool covers(const ArnPattern& pattern) const;

 private:
  std::set<std::size_t> lengths_;
  std::unordered_map<std::string, std::vector<ArnPattern>> by_beginning_;  // looked up, not listed
};

}  // namespace scopedown

#endif  // SCOPEDOWN_GENERATOR_ROLE_PATTERN_SET_H_
