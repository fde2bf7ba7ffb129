// One IAM action on one resource: the edge of the usage graph, and the evaluator's question.
//
// The resource is a pattern, because it need not be fully known: an observed call names an ARN
// (an exact pattern) or, where the log does not say, the narrowest pattern that surely holds it;
// a given access (`--also`) may hold wildcards; an action without resources stands on `*`.

#ifndef SCOPEDOWN_MODEL_ACCESS_H_
#define SCOPEDOWN_MODEL_ACCESS_H_

#include <compare>

#include "model/action.h"
#include "model/arn_pattern.h"

namespace scopedown {

struct Access {
  Action action;
  ArnPattern resource;

  friend bool operator==(const Access&, const Access&) = default;
  friend auto operator<=>(const Access&, const Access&) = default;
};

}  // namespace scopedown

#endif  // SCOPEDOWN_MODEL_ACCESS_H_
