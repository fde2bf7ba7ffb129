#include "generator/commands/role_policies.h"

#include <utility>

#include "generator/simulate/policy_file.h"

namespace scopedown {

std::optional<Role> read_role(const std::vector<std::string>& paths) {
  if (paths.empty()) return std::nullopt;
  std::vector<Policy> policies;
  for (const std::string& path : paths)
    policies.push_back(read_policy_file(path, PolicyGrammar::Identity).document.policy);
  return Role(std::move(policies));
}

}  // namespace scopedown
