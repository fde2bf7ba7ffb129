// What statements hang on that their text does not tell: conditions and policy variables. Each
// distinct one has a number, so that the same condition in two policies is known to be the same.

#ifndef SCOPEDOWN_GENERATOR_DIFF_CIRCUMSTANCES_H_
#define SCOPEDOWN_GENERATOR_DIFF_CIRCUMSTANCES_H_

#include <cstddef>
#include <string>
#include <vector>

#include "model/arn_pattern.h"
#include "model/condition.h"

namespace scopedown {

// Circumstances that must all hold, by number; sorted.
using Circumstances = std::vector<std::size_t>;

class CircumstanceTable {
 public:
  // The number of a condition. Order and repetition of values and the letter case of keys do not
  // matter; whether `${...}` is a variable does.
  std::size_t add(const Condition& condition, Variables variables);

  // Of a pattern's variables standing for what the request's resource has there.
  std::size_t add_variable(const std::string& pattern);

  // Of their not doing so. Nothing is known of how the two hang together: both may be feared.
  std::size_t add_no_variable(const std::string& pattern);

  // All that holds if these hold: a condition implies another of the same operator and key that
  // accepts each of its values (negated: refuses no other value).
  [[nodiscard]] Circumstances implied_by(const Circumstances& held) const;

  // "StringLike s3:prefix reports/*, inbox/" joined by "and".
  [[nodiscard]] std::string text(const Circumstances& circumstances) const;

 private:
  struct Row {
    Condition condition;  // `operation` is empty if it is no condition; values sorted
    Variables variables = Variables::Read;
    std::string text;
  };

  std::size_t add(Row row);
  [[nodiscard]] static bool implies(const Row& one, const Row& other);

  std::vector<Row> rows_;
};

}  // namespace scopedown

#endif  // SCOPEDOWN_GENERATOR_DIFF_CIRCUMSTANCES_H_
