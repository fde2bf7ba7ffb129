// --role-policy: the identity policies of the shared role, as files.

#ifndef SCOPEDOWN_GENERATOR_COMMANDS_ROLE_POLICIES_H_
#define SCOPEDOWN_GENERATOR_COMMANDS_ROLE_POLICIES_H_

#include <optional>
#include <string>
#include <vector>

#include "generator/role/role.h"

namespace scopedown {

// None of no files. Throws Error that names file, line and column if one is no identity policy.
[[nodiscard]] std::optional<Role> read_role(const std::vector<std::string>& paths);

}  // namespace scopedown

#endif  // SCOPEDOWN_GENERATOR_COMMANDS_ROLE_POLICIES_H_
