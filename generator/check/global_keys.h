// The condition keys that are AWS's own, whatever the service: `aws:...`.
//
// Keys of services are not known here: AWS lists them by action, and our catalogue does not have
// those lists.
//
// Source: IAM User Guide, "AWS global condition context keys".

#ifndef SCOPEDOWN_GENERATOR_CHECK_GLOBAL_KEYS_H_
#define SCOPEDOWN_GENERATOR_CHECK_GLOBAL_KEYS_H_

#include <string>
#include <string_view>
#include <vector>

namespace scopedown {

// Whether AWS has a global key of that name, in whatever letter case; tag keys by what stands
// before the slash.
[[nodiscard]] bool is_global_key(std::string_view key);

// As AWS writes them.
[[nodiscard]] std::vector<std::string> global_keys();

}  // namespace scopedown

#endif  // SCOPEDOWN_GENERATOR_CHECK_GLOBAL_KEYS_H_
