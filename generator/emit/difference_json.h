// A change of policies, for machines.
//
//   {"verdict":"widens","policies":[{"policy","verdict","added","removed",
//     "newly_allowed":[{"action","level","resource","certain","example","why"}],
//     "no_longer_allowed":[...]}]}
//
// Verdicts: policy_pairs.h. `level` is null of an action that the catalogue does not know, `example`
// where none was found; `why` says what an uncertain change hangs on.

#ifndef SCOPEDOWN_GENERATOR_EMIT_DIFFERENCE_JSON_H_
#define SCOPEDOWN_GENERATOR_EMIT_DIFFERENCE_JSON_H_

#include <string>

#include "generator/diff/policy_pairs.h"

namespace scopedown {

[[nodiscard]] std::string difference_json(const PolicyChange& change);

}  // namespace scopedown

#endif  // SCOPEDOWN_GENERATOR_EMIT_DIFFERENCE_JSON_H_
