// Letting others make roles, without letting them out: a permissions boundary, and the statements by
// which an administrator of an account's path of roles is held to it.
//
// The boundary is one managed policy of at most 6,144 characters that allows what the shared role
// does, as tightly as fits, and nothing of IAM's own that would lift it. Whoever has the delegation
// may make roles under the path, with this boundary, and change and remove them; not without the
// boundary, not elsewhere, and not the boundary itself.
//
// Source: IAM User Guide, "Permissions boundaries for IAM entities", "Delegating responsibility to
// others using permissions boundaries".

#ifndef SCOPEDOWN_GENERATOR_ROLE_BOUNDARY_H_
#define SCOPEDOWN_GENERATOR_ROLE_BOUNDARY_H_

#include <cstddef>
#include <set>
#include <string>

#include "generator/role/permissions.h"
#include "model/access.h"
#include "model/policy.h"

namespace scopedown {

inline constexpr std::size_t boundary_characters_max = 6'144;

struct Boundary {
  Policy policy;
  // How it was made to fit: "resources", or, where even those are too many, "actions" (each on
  // everything) or "services" (all their actions, on everything).
  std::string bounds_by;
};

// `needs` are those of `search`.
[[nodiscard]] Boundary boundary_of(const PermissionSearch& search, const std::set<Access>& needs);

struct Delegation {
  std::string partition = "aws";
  std::string account;   // twelve digits
  std::string path;      // of the roles: "/tenants/"
  std::string boundary;  // ARN of the managed policy
};

// An identity policy.
[[nodiscard]] Policy delegation_policy(const Delegation& delegation);

}  // namespace scopedown

#endif  // SCOPEDOWN_GENERATOR_ROLE_BOUNDARY_H_
