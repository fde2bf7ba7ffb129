// Something that `check` has to say about a place of a policy.

#ifndef SCOPEDOWN_GENERATOR_CHECK_FINDING_H_
#define SCOPEDOWN_GENERATOR_CHECK_FINDING_H_

#include <cstdint>
#include <string>
#include <string_view>

#include "model/located_json.h"

namespace scopedown {

// Access Analyzer's four kinds: AWS refuses it or it cannot work; it lets too much out; it probably
// does not do what was meant; it could be shorter.
enum class Severity : std::uint8_t { Error, SecurityWarning, Warning, Suggestion };

// "error", "security warning", "warning", "suggestion".
[[nodiscard]] std::string_view text(Severity severity);

struct Finding {
  Severity severity = Severity::Error;
  std::string_view rule;  // "unknown_action": stable, for machines
  TextSpan span;          // in the text of the policy
  std::string message;    // one line, with the remedy where there is one

  friend bool operator==(const Finding&, const Finding&) = default;
};

}  // namespace scopedown

#endif  // SCOPEDOWN_GENERATOR_CHECK_FINDING_H_
