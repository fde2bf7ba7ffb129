// Which pairs (action, resource) a tenant must not be granted, whatever the policy looks like.
//
//   (a) anything on a resource that only others used;
//   (b) on a resource that others use too, a write, tagging or permissions action that this tenant
//       was not seen doing there;
//   (c) a pair that this tenant was denied and never allowed;
//   (d) what a `never` document names.
//
// A pair that the catalogue does not support, and that nobody was seen doing, is not granted by
// naming it: it can never be requested. `*` is taken to cross colons: what might be granted counts.

#ifndef SCOPEDOWN_GENERATOR_MINIMISE_ISOLATION_H_
#define SCOPEDOWN_GENERATOR_MINIMISE_ISOLATION_H_

#include <map>
#include <memory>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "generator/minimise/rules.h"
#include "model/world.h"

namespace scopedown {

class Isolation {
 public:
  struct Break {
    std::string rule;      // "isolation", "denied", "never"
    std::string resource;  // ARN that must not be reached; of `never`, the pattern itself
    std::string owner;     // canonical text of a tenant that used it; "" where nobody did
  };

  // Keeps references to both.
  Isolation(const World& world, const Rules& rules, const Tenant& tenant);

  // The first pair that granting the action on the pattern would wrongly grant. None: it may be
  // granted.
  [[nodiscard]] std::optional<Break> first_break(const Action& action, const ArnPattern& pattern);

  // The same of an action that was looked up already; null: the catalogue does not know it.
  [[nodiscard]] std::optional<Break> first_break(const CatalogueAction* known, const Action& action,
                                                 const ArnPattern& pattern);

  // True if every action may be granted on the pattern.
  [[nodiscard]] bool is_free(const ArnPattern& pattern);

  // Which of many actions, likewise looked up already, may not be granted on the pattern.
  [[nodiscard]] std::vector<bool> broken(
      const ArnPattern& pattern,
      std::span<const std::pair<const CatalogueAction*, const Action*>> actions);

  // As the catalogue says, and kept: a unit's candidates are asked for again and again. Holds as long
  // as this does.
  [[nodiscard]] const std::vector<TypeIndex>& types_of(const ArnPattern& pattern);

 private:
  // What one pattern may match that is not this tenant's alone.
  struct Reach {
    std::map<TypeIndex, const World::Resource*> foreign;  // (a) one of each type
    std::vector<const World::Resource*> odd;              // (a) and what the catalogue cannot tell
    std::vector<const World::Resource*> shared;           // (b)
    std::set<Action> denied;                              // (c)
    bool used_by_name = false;  // the pattern is a name that this tenant itself used
  };

  // Why a pair may not be granted.
  struct Reason {
    const char* rule = nullptr;
    const World::Resource* resource = nullptr;  // of "isolation"
  };

  [[nodiscard]] std::optional<Reason> reason(const CatalogueAction* known, const Action& action,
                                             const ArnPattern& pattern, const Reach& here) const;

  const Reach& reach(const ArnPattern& pattern);
  void find_foreign(const ArnPattern& pattern, Reach& reach);
  [[nodiscard]] const World::Resource* foreign_to(const CatalogueAction* known,
                                                  const Action& action, const Reach& here) const;
  [[nodiscard]] bool is_named_by_never(const Action& action, const ArnPattern& pattern) const;

  const World& world_;
  const Rules& rules_;
  const TenantIndex* tenant_;
  // Looked up by the pattern's text, never listed.
  std::unordered_map<std::string, Reach> reaches_;
  std::unordered_map<std::string, std::vector<TypeIndex>> types_;
};

// Whether a statement of a `never` document names some pair of the action and the pattern.
[[nodiscard]] bool names(const Statement& statement, const Action& action,
                         const ArnPattern& pattern);

}  // namespace scopedown

#endif  // SCOPEDOWN_GENERATOR_MINIMISE_ISOLATION_H_
