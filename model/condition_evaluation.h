// Whether a condition holds under the circumstances of one request.
//
//   plain            some value of the request matches some value of the policy
//   negated          no value of the request matches any value of the policy
//   ForAnyValue:     one value of the request passes (negated: matches none of the policy's)
//   ForAllValues:    every value of the request passes; so does a request without the key
//   ...IfExists      passes as well where the key is missing
//   Null             "true": the key is missing; "false": it is there
//
// A missing key fails the plain operators and passes the negated ones. A value that cannot be read
// as what the operator compares (a number, a moment, an address, an ARN) matches nothing, nor does
// a policy's value with an unresolved variable; so under a negated operator both pass.
//
// Letter case counts but for keys, `...IgnoreCase` and the words of Bool and Null. ARNs are
// compared segment by segment, wildcards and all, by all four ARN operators alike.
//
// Source: IAM User Guide, "IAM JSON policy elements: Condition operators", "Multivalued context
// keys".

#ifndef SCOPEDOWN_MODEL_CONDITION_EVALUATION_H_
#define SCOPEDOWN_MODEL_CONDITION_EVALUATION_H_

#include <string_view>

#include "model/arn_pattern.h"
#include "model/condition.h"
#include "model/request_context.h"

namespace scopedown {

// An operator that IAM does not have holds never: readers refuse it before.
[[nodiscard]] bool holds(const Condition& condition, Variables variables,
                         const RequestContext& context);

// Whether the ARN is one of those that the glob stands for, segment by segment: five splits, and
// the rest, in which `*` crosses colons.
[[nodiscard]] bool arn_matches(std::string_view glob, std::string_view arn);

}  // namespace scopedown

#endif  // SCOPEDOWN_MODEL_CONDITION_EVALUATION_H_
