// A condition of a policy statement: one operator on one key.
//
//   "Condition": {"StringLike": {"s3:prefix": ["reports/*", "inbox/"]}}
//
// Several conditions of a statement must all hold; of several values one must match.
// Whether it holds: condition_evaluation.h. Without circumstances it holds perhaps: evaluator.h.
//
// Source: IAM User Guide, "IAM JSON policy elements: Condition".

#ifndef SCOPEDOWN_MODEL_CONDITION_H_
#define SCOPEDOWN_MODEL_CONDITION_H_

#include <compare>
#include <string>
#include <vector>

namespace scopedown {

struct Condition {
  std::string operation;  // "StringLike", "ForAllValues:StringEquals", "BoolIfExists"
  std::string key;        // "s3:prefix"
  std::vector<std::string> values;

  friend auto operator<=>(const Condition&, const Condition&) = default;
};

}  // namespace scopedown

#endif  // SCOPEDOWN_MODEL_CONDITION_H_
