#include "generator/minimise/isolation.h"

#include <algorithm>

namespace scopedown {
namespace {

bool shares_a_type(const CatalogueAction& action, const std::set<TypeIndex>& types) {
  return std::ranges::any_of(action.types, [&](const ActionType& supported) {
    return !supported.created && types.contains(supported.type);
  });
}

bool changes_something(const CatalogueAction* known) {
  return known == nullptr || known->level >= AccessLevel::Tagging;
}

ArnPattern pattern_of(const World::Resource& resource) {
  return resource.pattern ? *resource.pattern : ArnPattern::exactly(resource.arn);
}

}  // namespace

bool names(const Statement& statement, const Action& action, const ArnPattern& pattern) {
  const bool action_named = std::ranges::any_of(
      statement.actions, [&](const ActionPattern& named) { return named.matches(action); });
  if (action_named == statement.not_action) return false;
  if (statement.not_resource) {
    return std::ranges::none_of(statement.resources,
                                [&](const ArnPattern& named) { return named.covers(pattern); });
  }
  return std::ranges::any_of(statement.resources,
                             [&](const ArnPattern& named) { return named.may_overlap(pattern); });
}

Isolation::Isolation(const World& world, const Rules& rules, const Tenant& tenant)
    : world_(world), rules_(rules), tenant_(world.find(tenant)) {}

const Isolation::Reach& Isolation::reach(const ArnPattern& pattern) {
  const auto [place, added] = reaches_.try_emplace(pattern.text());
  Reach& reach = place->second;
  if (!added) return reach;
  const auto touched = world_.touched_by(pattern);
  // Who used a resource by its name is not kept from it by what was given to another as a pattern.
  const bool used_by_name = pattern.is_exact() && tenant_ != nullptr &&
                            std::ranges::any_of(touched, [&](const World::Resource* resource) {
                              return !resource->pattern && World::belongs_to(*resource, *tenant_);
                            });
  for (const World::Resource* resource : touched) {
    if (used_by_name && resource->pattern) continue;
    if (tenant_ != nullptr && World::belongs_to(*resource, *tenant_)) {
      if (resource->owners.size() > 1) reach.shared.push_back(resource);
      continue;
    }
    reach.foreign.push_back(resource);
    for (const TypeIndex type : rules_.catalogue.types_of(pattern_of(*resource)))
      reach.foreign_types.insert(type);
    for (const auto& [action, tenants] : resource->actions)
      reach.foreign_actions.insert(action);
  }
  if (tenant_ == nullptr) return reach;
  for (const auto& [action, arn] : world_.denied(*tenant_)) {
    if (pattern.may_match(arn)) reach.denied.insert(action);
  }
  return reach;
}

bool Isolation::concerns(const CatalogueAction* known, const Action& action,
                         const World::Resource& resource) const {
  if (known == nullptr || resource.actions.contains(action)) return true;
  return rules_.catalogue.reaches(*known, pattern_of(resource));
}

std::optional<Isolation::Break> Isolation::named_by_never(const Action& action,
                                                          const ArnPattern& pattern) const {
  if (!rules_.never) return std::nullopt;
  for (const Statement& statement : rules_.never->statements) {
    if (names(statement, action, pattern)) return Break{"never", pattern.text(), ""};
  }
  return std::nullopt;
}

bool Isolation::is_free(const ArnPattern& pattern) {
  const Reach& here = reach(pattern);
  return here.foreign.empty() && here.shared.empty() && here.denied.empty() && !rules_.never;
}

std::optional<Isolation::Break> Isolation::first_break(const Action& action,
                                                       const ArnPattern& pattern) {
  const CatalogueAction* known = rules_.catalogue.find(action);
  const Reach& here = reach(pattern);

  // An action without resource types is evaluated on `*`; it reaches nobody's resource by name.
  const bool untyped = known != nullptr && known->types.empty();
  const bool foreign =
      !here.foreign.empty() && (known == nullptr || here.foreign_actions.contains(action) ||
                                shares_a_type(*known, here.foreign_types));
  if (foreign && !untyped) {
    for (const World::Resource* resource : here.foreign) {
      if (concerns(known, action, *resource))
        return Break{"isolation", resource->arn, world_.tenants()[resource->owners.front()].text()};
    }
  }
  if (changes_something(known) && !untyped) {
    for (const World::Resource* resource : here.shared) {
      if (World::did(*resource, *tenant_, action) || !concerns(known, action, *resource)) continue;
      const TenantIndex other =
          resource->owners.front() == *tenant_ ? resource->owners[1] : resource->owners.front();
      return Break{"isolation", resource->arn, world_.tenants()[other].text()};
    }
  }
  if (here.denied.contains(action)) {
    for (const auto& [denied, arn] : world_.denied(*tenant_)) {
      if (denied == action && pattern.may_match(arn)) return Break{"denied", arn, ""};
    }
  }
  return named_by_never(action, pattern);
}

}  // namespace scopedown
