#include "model/world.h"

#include <algorithm>
#include <utility>

#include "model/wildcard.h"

namespace scopedown {
namespace {

void insert_sorted(std::vector<TenantIndex>& tenants, TenantIndex tenant) {
  const auto place = std::ranges::lower_bound(tenants, tenant);
  if (place == tenants.end() || *place != tenant) tenants.insert(place, tenant);
}

// The owners of one become owners of the other, with what they did.
void take_in(World::Resource& resource, const World::Resource& other) {
  for (const TenantIndex tenant : other.owners)
    insert_sorted(resource.owners, tenant);
  for (const auto& [action, tenants] : other.actions) {
    for (const TenantIndex tenant : tenants)
      insert_sorted(resource.actions[action], tenant);
  }
}

bool contains_sorted(const std::vector<TenantIndex>& tenants, TenantIndex tenant) {
  return std::ranges::binary_search(tenants, tenant);
}

}  // namespace

TenantIndex World::index_of(const Tenant& tenant) {
  const auto [place, added] = by_tenant_.emplace(tenant, static_cast<TenantIndex>(tenants_.size()));
  if (added) {
    tenants_.push_back(tenant);
    denied_.emplace_back();
    on_everything_.emplace_back();
  }
  return place->second;
}

void World::claim(TenantIndex tenant, const Access& access, const std::string& holder,
                  Source source) {
  const bool exact = access.resource.is_exact();
  const auto place =
      collected_.try_emplace({exact ? access.resource.glob() : access.resource.text(), holder})
          .first;
  Resource& resource = place->second;
  if (!exact) resource.pattern = access.resource;
  resource.source = std::max(resource.source, source);
  insert_sorted(resource.owners, tenant);
  insert_sorted(resource.actions[access.action], tenant);
}

void World::add(const Tenant& tenant, const Access& access) {
  const TenantIndex index = index_of(tenant);
  if (access.resource.is_everything()) {
    on_everything_[index].insert(access.action);
  } else {
    claim(index, access, "", Source::Observed);
  }
}

void World::add_unwritable(const Tenant& tenant, const Access& access) {
  claim(index_of(tenant), access, tenant.text(), Source::Unwritable);
}

void World::add_given(const Tenant& tenant, const Access& access) {
  if (access.resource.is_everything()) return add(tenant, access);
  claim(index_of(tenant), access, "", Source::Given);
}

void World::add_denied(const Tenant& tenant, const Access& access) {
  const ArnPattern& resource = access.resource;
  denied_[index_of(tenant)].emplace(access.action,
                                    resource.is_exact() ? resource.glob() : resource.text());
}

void World::settle() {
  for (auto& [key, resource] : collected_) {
    resource.arn = key.first;
    if (resource.pattern) patterns_.push_back(resources_.size());
    resources_.push_back(std::move(resource));
  }
  collected_.clear();
  join_patterns();
  for (const Resource& resource : resources_) {
    for (const auto& [action, tenants] : resource.actions) {
      for (const TenantIndex tenant : tenants)
        denied_[tenant].erase({action, resource.arn});
    }
  }
  for (std::size_t tenant = 0; tenant < tenants_.size(); ++tenant) {
    for (const Action& action : on_everything_[tenant])
      denied_[tenant].erase({action, "*"});
  }
}

void World::join_patterns() {
  for (const std::size_t index : patterns_) {
    Resource& wide = resources_[index];
    if (wide.source != Source::Observed) continue;
    const bool one_resource = wide.pattern->glob().find(any_run) == std::string::npos;
    const std::string_view prefix = literal_prefix(wide.pattern->glob());
    auto place = std::ranges::lower_bound(resources_, prefix, {}, &Resource::arn);
    for (; place != resources_.end() && place->arn.starts_with(prefix); ++place) {
      if (place->pattern || !wide.pattern->may_match(place->arn)) continue;
      const Resource narrow = *place;
      take_in(*place, wide);
      if (one_resource) take_in(wide, narrow);
    }
  }
}

const TenantIndex* World::find(const Tenant& tenant) const {
  const auto place = by_tenant_.find(tenant);
  return place == by_tenant_.end() ? nullptr : &place->second;
}

std::vector<const World::Resource*> World::touched_by(const ArnPattern& pattern) const {
  std::vector<const Resource*> touched;
  const std::string_view prefix = literal_prefix(pattern.glob());
  auto place = std::ranges::lower_bound(resources_, prefix, {}, &Resource::arn);
  for (; place != resources_.end() && place->arn.starts_with(prefix); ++place) {
    if (!place->pattern && pattern.may_match(place->arn)) touched.push_back(&*place);
  }
  for (const std::size_t index : patterns_) {
    if (pattern.may_overlap(*resources_[index].pattern)) touched.push_back(&resources_[index]);
  }
  std::ranges::sort(touched, {},
                    [](const Resource* resource) -> const std::string& { return resource->arn; });
  return touched;
}

const std::set<std::pair<Action, std::string>>& World::denied(TenantIndex tenant) const {
  return denied_[tenant];
}

bool World::belongs_to(const Resource& resource, TenantIndex tenant) {
  return contains_sorted(resource.owners, tenant);
}

bool World::did(const Resource& resource, TenantIndex tenant, const Action& action) {
  const auto place = resource.actions.find(action);
  return place != resource.actions.end() && contains_sorted(place->second, tenant);
}

}  // namespace scopedown
