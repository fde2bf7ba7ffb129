// What a session policy may measure at most: characters, and packed size.

#ifndef SCOPEDOWN_MODEL_BUDGET_H_
#define SCOPEDOWN_MODEL_BUDGET_H_

#include <cstddef>
#include <optional>

namespace scopedown {

// Source: EKS User Guide, "Pod Identity session policies"; STS API Reference, AssumeRole, `Policy`:
// the plaintext is at most 2,048 characters, white space included.
inline constexpr std::size_t session_policy_characters_max = 2'048;

// STS refuses above 100 % packed. The estimate errs by about 4 points and the search fills what it
// is given, so that 95 is the most that is surely accepted (packed_size.h).
inline constexpr int packed_percent_max_by_default = 95;

struct Budget {
  std::size_t characters_max = session_policy_characters_max;
  std::optional<int> packed_percent_max = packed_percent_max_by_default;  // none: not asked for
};

}  // namespace scopedown

#endif  // SCOPEDOWN_MODEL_BUDGET_H_
