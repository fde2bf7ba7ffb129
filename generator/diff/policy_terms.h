// A policy taken apart for comparison: its statements as terms, each an effect on the ARNs of one
// pattern (or of none of several), under circumstances.

#ifndef SCOPEDOWN_GENERATOR_DIFF_POLICY_TERMS_H_
#define SCOPEDOWN_GENERATOR_DIFF_POLICY_TERMS_H_

#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "generator/diff/circumstances.h"
#include "model/authorisation.h"
#include "model/pattern_walk.h"
#include "model/policy_document.h"

namespace scopedown {

// The distinct patterns of the policies that are compared, by number. Everything (`*`) is none.
class PatternTable {
 public:
  // `crosses`: also where colons stop, since what a variable stands for may hold one.
  std::size_t add(const std::string& glob, bool crosses);

  [[nodiscard]] TextPattern text_pattern(std::size_t number, Colons colons) const;
  [[nodiscard]] bool matches(std::size_t number, const std::string& arn, Colons colons) const;

  // Whether both may match one text, in either reading of colons.
  [[nodiscard]] bool may_overlap(std::size_t one, std::size_t other) const;

 private:
  std::vector<std::pair<std::string, bool>> rows_;
};

struct PolicyTerm {
  std::size_t statement = 0;
  Effect effect = Effect::Allow;
  bool everything = false;  // on every resource
  bool inverted = false;    // on what none of `patterns` matches; else on what one does
  PatternSet patterns;
  Circumstances circumstances;
  std::string resource;  // as a person reads it

  // Whether it is on a resource that is matched by these patterns alone.
  [[nodiscard]] bool is_on(const PatternSet& matched) const;
};

// In the order of statements.
[[nodiscard]] std::vector<PolicyTerm> terms_of(const PolicyDocument& document,
                                               PatternTable& patterns,
                                               CircumstanceTable& circumstances);

}  // namespace scopedown

#endif  // SCOPEDOWN_GENERATOR_DIFF_POLICY_TERMS_H_
