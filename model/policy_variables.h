// Policy variables, filled in: what `${...}` stands for under the circumstances of one request.
//
//   ${aws:PrincipalTag/team}            the key's value
//   ${aws:PrincipalTag/team, 'none'}    or, where the key is missing, the default
//   ${*} ${?} ${$}                      the character itself
//
// A value is data: a `*` in it is that character and no wildcard. A key that is missing, or has
// several values, leaves a variable without a default unresolved: what holds it matches nothing.
//
// Source: IAM User Guide, "IAM policy elements: Variables and tags".

#ifndef SCOPEDOWN_MODEL_POLICY_VARIABLES_H_
#define SCOPEDOWN_MODEL_POLICY_VARIABLES_H_

#include <optional>
#include <string>
#include <string_view>

#include "model/arn_pattern.h"
#include "model/request_context.h"

namespace scopedown {

// `*` and `?` are themselves. Empty: unresolved.
[[nodiscard]] std::optional<std::string> filled_text(std::string_view text, Variables variables,
                                                     const RequestContext& context);

// `*` and `?` are wildcards: a glob, for wildcard.h. Empty: unresolved.
[[nodiscard]] std::optional<std::string> filled_glob(std::string_view text, Variables variables,
                                                     const RequestContext& context);

}  // namespace scopedown

#endif  // SCOPEDOWN_MODEL_POLICY_VARIABLES_H_
