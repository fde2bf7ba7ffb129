// Whether policies allow a request, as far as their text alone tells: what promises are judged by.
// With the circumstances known there is one answer, which lies between these: authorisation.h.
// A request is allowed if some statement allows it and none denies it. Nothing else. A session may
// do what its role's identity policies and its session policy both allow.
//
// Some answers are not to be had from the text alone: whether `*` crosses a colon, whether a
// condition holds, what a policy variable stands for. A statement therefore applies to a request
// surely, perhaps or not at all, and the caller says which way to lean:
//
//   Reading::Surely     what may be relied on: an Allow must apply surely, a Deny counts if it might
//   Reading::Possibly   what must be feared: an Allow counts if it might, a Deny must apply surely
//
// LAWS: surely allowed ⇒ possibly allowed; a deny beats every allow; the order of statements and
// the letter case of actions do not matter; role ∩ session allows what both allow.
//
// The minimiser never uses this, and this knows nothing of the minimiser.
// Source: IAM User Guide, "Policy evaluation logic".

#ifndef SCOPEDOWN_MODEL_EVALUATOR_H_
#define SCOPEDOWN_MODEL_EVALUATOR_H_

#include <cstddef>
#include <optional>
#include <span>

#include "model/policy.h"
#include "model/request.h"

namespace scopedown {

enum class Reading { Surely, Possibly };

enum class Decision { Allowed, ImplicitDeny, ExplicitDeny };

struct Verdict {
  Decision decision = Decision::ImplicitDeny;
  std::optional<std::size_t> statement;  // the first that decided, from 0; none: no statement did

  [[nodiscard]] bool allowed() const { return decision == Decision::Allowed; }

  friend bool operator==(const Verdict&, const Verdict&) = default;
};

// In the order of the enumeration, so that the least certain part decides.
enum class Applies { No, Perhaps, Surely };

// Whether a statement speaks of the request at all, whatever its effect.
[[nodiscard]] Applies applies(const Statement& statement, const Request& request);

[[nodiscard]] Verdict decide(const Policy& policy, const Request& request, Reading reading);

// Identity ∩ session: some policy of the role allows it, the session policy allows it, nothing
// denies it.
[[nodiscard]] bool allows(std::span<const Policy> identity, const Policy& session,
                          const Request& request, Reading reading);

}  // namespace scopedown

#endif  // SCOPEDOWN_MODEL_EVALUATOR_H_
