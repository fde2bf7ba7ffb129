#include "generator/minimise/isolation.h"

#include <algorithm>

namespace scopedown {
namespace {

// Whether the action could be asked of the resource, going by the catalogue and by what was seen.
bool concerns(const CatalogueAction* known, const Action& action, const World::Resource& resource) {
  return resource.actions.contains(action) || World::could_be_asked(known, resource);
}

bool changes_something(const CatalogueAction* known) {
  return known == nullptr || known->level >= AccessLevel::Tagging;
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
  find_foreign(pattern, reach);
  if (tenant_ == nullptr) return reach;
  for (const World::Resource* resource : world_.owned_under(pattern, *tenant_)) {
    if (reach.used_by_name && resource->pattern) continue;
    if (resource->owners.size() > 1) reach.shared.push_back(resource);
  }
  for (const auto& [action, arn] : world_.denied(*tenant_)) {
    if (pattern.may_match(arn)) reach.denied.insert(action);
  }
  return reach;
}

// One resource of each type is enough: what may be asked of a resource hangs on its type, but for
// the odd ones.
void Isolation::find_foreign(const ArnPattern& pattern, Reach& reach) {
  const auto is_mine = [&](const World::Resource& resource) {
    return tenant_ != nullptr && World::belongs_to(resource, *tenant_);
  };
  // Who used a resource by its name is not kept from it by what others have as a pattern.
  if (pattern.is_exact()) {
    world_.visit(pattern, [&](const World::Resource& resource) {
      reach.used_by_name = !resource.pattern && is_mine(resource);
      return !reach.used_by_name;
    });
  }
  const auto counts = [&](const World::Resource& resource) {
    return !is_mine(resource) && !(reach.used_by_name && resource.pattern);
  };
  // Of each type that there is and that the pattern might be of, one will do.
  std::vector<TypeIndex> types(world_.types().begin(), world_.types().end());
  if (!pattern.is_everything()) {
    types = types_of(pattern);
    std::erase_if(types, [&](TypeIndex type) { return !world_.types().contains(type); });
  }
  for (const TypeIndex type : types) {
    if (const World::Resource* resource = world_.first_foreign(type, pattern, tenant_))
      reach.foreign.emplace(type, resource);
  }
  world_.visit_patterns(pattern, [&](const World::Resource& resource) {
    if (counts(resource)) {
      for (const TypeIndex type : resource.types)
        reach.foreign.try_emplace(type, &resource);
    }
    return true;
  });
  for (const World::Resource* resource : world_.odd()) {
    const bool touched = resource->pattern ? pattern.may_overlap(*resource->pattern)
                                           : pattern.may_match(resource->arn);
    if (touched && counts(*resource)) reach.odd.push_back(resource);
  }
}

const World::Resource* Isolation::foreign_to(const CatalogueAction* known, const Action& action,
                                             const Reach& here) const {
  if (known == nullptr && !here.foreign.empty()) return here.foreign.begin()->second;
  if (known != nullptr) {
    for (const ActionType& supported : known->types) {
      const auto place = here.foreign.find(supported.type);
      if (!supported.created && place != here.foreign.end()) return place->second;
    }
  }
  const auto odd = std::ranges::find_if(here.odd, [&](const World::Resource* resource) {
    return concerns(known, action, *resource);
  });
  return odd == here.odd.end() ? nullptr : *odd;
}

bool Isolation::is_named_by_never(const Action& action, const ArnPattern& pattern) const {
  return rules_.never &&
         std::ranges::any_of(rules_.never->statements, [&](const Statement& statement) {
           return names(statement, action, pattern);
         });
}

bool Isolation::is_free(const ArnPattern& pattern) {
  const Reach& here = reach(pattern);
  return here.foreign.empty() && here.odd.empty() && here.shared.empty() && here.denied.empty() &&
         !rules_.never;
}

const std::vector<TypeIndex>& Isolation::types_of(const ArnPattern& pattern) {
  const auto [place, added] = types_.try_emplace(pattern.text());
  if (added) place->second = rules_.catalogue.types_of(pattern);
  return place->second;
}

std::optional<Isolation::Break> Isolation::first_break(const Action& action,
                                                       const ArnPattern& pattern) {
  return first_break(rules_.catalogue.find(action), action, pattern);
}

std::optional<Isolation::Break> Isolation::first_break(const CatalogueAction* known,
                                                       const Action& action,
                                                       const ArnPattern& pattern) {
  const auto why = reason(known, action, pattern, reach(pattern));
  if (!why) return std::nullopt;
  Break found{why->rule, pattern.text(), ""};
  if (const World::Resource* resource = why->resource) {
    const bool mine = tenant_ != nullptr && resource->owners.front() == *tenant_;
    found.resource = resource->arn;
    found.owner = world_.tenants()[resource->owners[mine ? 1 : 0]].text();
  } else if (found.rule == "denied") {
    for (const auto& [denied, arn] : world_.denied(*tenant_)) {
      if (denied == action && pattern.may_match(arn)) {
        found.resource = arn;
        break;
      }
    }
  }
  return found;
}

std::vector<bool> Isolation::broken(
    const ArnPattern& pattern,
    std::span<const std::pair<const CatalogueAction*, const Action*>> actions) {
  const Reach& here = reach(pattern);
  std::vector<bool> broken;
  broken.reserve(actions.size());
  for (const auto& [known, action] : actions)
    broken.push_back(reason(known, *action, pattern, here).has_value());
  return broken;
}

std::optional<Isolation::Reason> Isolation::reason(const CatalogueAction* known,
                                                   const Action& action, const ArnPattern& pattern,
                                                   const Reach& here) const {
  // An action without resource types is evaluated on `*`; it reaches nobody's resource by name.
  const bool untyped = known != nullptr && known->types.empty();
  if (!untyped) {
    if (const World::Resource* foreign = foreign_to(known, action, here))
      return Reason{"isolation", foreign};
  }
  if (changes_something(known) && !untyped) {
    for (const World::Resource* resource : here.shared) {
      if (!World::did(*resource, *tenant_, action) && concerns(known, action, *resource))
        return Reason{"isolation", resource};
    }
  }
  if (here.denied.contains(action)) return Reason{"denied", nullptr};
  if (is_named_by_never(action, pattern)) return Reason{"never", nullptr};
  return std::nullopt;
}

}  // namespace scopedown
