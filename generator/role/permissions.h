// The permission policies of a role that tenants share: exact actions on resources as tight as the
// role's quotas allow, in as few documents as will hold them.
//
// Session policies keep tenants apart; the role bounds what all of them together may do, and pins
// what a session policy then may leave open: partition, service and account of everything. So
// isolation is not asked here, and actions are never abbreviated: a role that grew by a wildcard
// would let every session policy grow with it. Where names written out do not fit, resources are
// generalised by resource_group.h, at the least excess that was found.
//
// What leaves the program has been judged by role_judge.h.

#ifndef SCOPEDOWN_GENERATOR_ROLE_PERMISSIONS_H_
#define SCOPEDOWN_GENERATOR_ROLE_PERMISSIONS_H_

#include <cstddef>
#include <memory>
#include <set>
#include <vector>

#include "generator/role/packing.h"
#include "model/access.h"
#include "model/catalogue.h"
#include "model/policy.h"
#include "model/world.h"

namespace scopedown {

struct RolePermissions {
  std::vector<Policy> documents;        // packing.h: the inline one first; empty if nothing fits
  bool names_all = false;               // no resource was generalised
  std::size_t characters_of_names = 0;  // of one document that names every resource
  std::size_t characters_least = 0;     // of one document of the shortest statements found

  [[nodiscard]] bool fits() const { return !documents.empty(); }
};

// The ways of writing the permissions down, made ready once: each quota is then a sweep.
class PermissionSearch {
 public:
  // Keeps nothing of the world. `needs`: what session policies allow.
  PermissionSearch(const std::set<Access>& needs, const World& world, const Catalogue& catalogue);
  ~PermissionSearch();
  PermissionSearch(PermissionSearch&&) noexcept;
  PermissionSearch& operator=(PermissionSearch&&) noexcept;

  // `exact`: every resource by the name that was seen, or not at all.
  [[nodiscard]] RolePermissions within(const RoleQuota& quota, bool exact) const;

  // The same question without its answer: whether the shortest statements that were found fit. One
  // choice, where `within` sweeps.
  [[nodiscard]] bool fits(const RoleQuota& quota, bool exact) const;

  // Of one document of the shortest statements that were found.
  [[nodiscard]] std::size_t characters_least(bool exact) const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace scopedown

#endif  // SCOPEDOWN_GENERATOR_ROLE_PERMISSIONS_H_
