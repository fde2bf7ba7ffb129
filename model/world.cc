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

// The owners of one become owners of the other, with what they did and could do there too: who made
// a log group has made none of its streams.
void take_in(World::Resource& resource, const World::Resource& other, const Catalogue& catalogue) {
  for (const TenantIndex tenant : other.owners)
    insert_sorted(resource.owners, tenant);
  for (const auto& [action, tenants] : other.actions) {
    if (!World::could_be_asked(catalogue.find(action), resource)) continue;
    for (const TenantIndex tenant : tenants)
      insert_sorted(resource.actions[action], tenant);
  }
}

// By their last bytes first.
bool ends_before(std::string_view one, std::string_view other) {
  return std::lexicographical_compare(one.rbegin(), one.rend(), other.rbegin(), other.rend());
}

// The part behind the last wildcard: every text that the glob stands for ends with it.
std::string_view literal_ending(std::string_view glob) {
  const std::size_t wildcard = glob.find_last_of(std::string{any_run, any_one});
  return wildcard == std::string_view::npos ? glob : glob.substr(wildcard + 1);
}

// `act` on each word of an ARN or of its glob. In a glob, only on words that no wildcard touches: those
// are words of every ARN that it stands for.
template <class Act>
void for_each_word(std::string_view text, Act act) {
  constexpr std::string_view delimiters = "/:-._";
  const auto is_wildcard = [](char byte) { return byte == any_run || byte == any_one; };
  bool is_whole = true;
  std::size_t begin = 0;
  for (std::size_t index = 0; index <= text.size(); ++index) {
    if (index < text.size() && is_wildcard(text[index])) {
      is_whole = false;
    } else if (index == text.size() || delimiters.find(text[index]) != std::string_view::npos) {
      if (is_whole && index > begin) act(text.substr(begin, index - begin));
      is_whole = true;
      begin = index + 1;
    }
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

void World::settle(const Catalogue& catalogue) {
  for (auto& [key, resource] : collected_) {
    resource.arn = key.first;
    if (resource.pattern) patterns_.push_back(resources_.size());
    resources_.push_back(std::move(resource));
  }
  collected_.clear();
  find_types(catalogue);
  join_patterns(catalogue);
  find_odd(catalogue);
  index();
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

void World::join_patterns(const Catalogue& catalogue) {
  for (const std::size_t index : patterns_) {
    Resource& wide = resources_[index];
    if (wide.source != Source::Observed) continue;
    const bool one_resource = wide.pattern->glob().find(any_run) == std::string::npos;
    const std::string_view prefix = literal_prefix(wide.pattern->glob());
    auto place = std::ranges::lower_bound(resources_, prefix, {}, &Resource::arn);
    for (; place != resources_.end() && place->arn.starts_with(prefix); ++place) {
      if (place->pattern || !wide.pattern->may_match(place->arn)) continue;
      const Resource narrow = *place;
      take_in(*place, wide, catalogue);
      if (one_resource) take_in(wide, narrow, catalogue);
    }
  }
}

void World::find_types(const Catalogue& catalogue) {
  for (Resource& resource : resources_) {
    resource.types = catalogue.types_of(resource.pattern ? *resource.pattern
                                                         : ArnPattern::exactly(resource.arn));
    types_.insert(resource.types.begin(), resource.types.end());
  }
}

void World::find_odd(const Catalogue& catalogue) {
  for (Resource& resource : resources_) {
    resource.is_odd = std::ranges::any_of(resource.actions, [&](const auto& done) {
      const CatalogueAction* known = catalogue.find(done.first);
      return known == nullptr || !could_be_asked(known, resource);
    });
    if (resource.is_odd) odd_.push_back(&resource);
  }
}

void World::index() {
  owned_.resize(tenants_.size());
  for (std::size_t index = 0; index < resources_.size(); ++index) {
    const Resource& resource = resources_[index];
    for (const TenantIndex owner : resource.owners)
      owned_[owner].push_back(index);
    sole_owner_.push_back(resource.owners.size() == 1 ? resource.owners.front() : several);
    if (resource.pattern) {
      by_prefix_.emplace_back(literal_prefix(resource.pattern->glob()), index);
    } else {
      all_.by_beginning.push_back(index);
      for (const TypeIndex type : resource.types)
        by_type_[type].by_beginning.push_back(index);
    }
  }
  std::ranges::sort(by_prefix_);
  sort_by_ending(all_);
  find_words(all_);
  for (auto& [type, names] : by_type_) {
    sort_by_ending(names);
    find_words(names);
  }
}

void World::find_words(Names& names) const {
  for (const std::size_t index : names.by_beginning) {
    for_each_word(resources_[index].arn, [&](std::string_view word) {
      std::vector<std::size_t>& holders = names.by_word[word];
      if (holders.empty() || holders.back() != index) holders.push_back(index);
    });
  }
}

void World::sort_by_ending(Names& names) const {
  names.by_ending = names.by_beginning;
  std::ranges::sort(names.by_ending, [&](std::size_t one, std::size_t other) {
    return ends_before(resources_[one].arn, resources_[other].arn);
  });
}

const TenantIndex* World::find(const Tenant& tenant) const {
  const auto place = by_tenant_.find(tenant);
  return place == by_tenant_.end() ? nullptr : &place->second;
}

// The names that begin as the pattern begins, or end as it ends, or hold a word of it, whichever are
// fewest.
std::span<const std::size_t> World::near(const Names& names, std::string_view glob) const {
  const std::string_view prefix = literal_prefix(glob);
  const std::string_view ending = literal_ending(glob);
  const auto arn_of = [&](std::size_t index) -> std::string_view { return resources_[index].arn; };
  const auto first = std::ranges::lower_bound(names.by_beginning, prefix, {}, arn_of);
  const auto last = std::partition_point(first, names.by_beginning.end(), [&](std::size_t index) {
    return arn_of(index).starts_with(prefix);
  });
  std::span<const std::size_t> fewest(first, last);
  const auto take = [&](std::span<const std::size_t> found) {
    if (found.size() < fewest.size()) fewest = found;
  };
  if (!ending.empty() && fewest.size() > 1) {
    const auto ends_so = [&](std::size_t index) { return arn_of(index).ends_with(ending); };
    const auto first_ending = std::partition_point(
        names.by_ending.begin(), names.by_ending.end(),
        [&](std::size_t index) { return !ends_so(index) && ends_before(arn_of(index), ending); });
    take({first_ending, std::partition_point(first_ending, names.by_ending.end(), ends_so)});
  }
  if (fewest.size() > 1) {
    for_each_word(glob, [&](std::string_view word) {
      const auto holders = names.by_word.find(word);
      take(holders == names.by_word.end() ? std::span<const std::size_t>() : holders->second);
    });
  }
  return fewest;
}

void World::visit(const ArnPattern& pattern,
                  const std::function<bool(const Resource&)>& look) const {
  for (const std::size_t index : near(all_, pattern.glob())) {
    if (pattern.may_match(resources_[index].arn) && !look(resources_[index])) return;
  }
  visit_patterns(pattern, look);
}

const World::Resource* World::first_foreign(TypeIndex type, const ArnPattern& pattern,
                                            const TenantIndex* tenant) const {
  const auto names = by_type_.find(type);
  if (names == by_type_.end()) return nullptr;
  for (const std::size_t index : near(names->second, pattern.glob())) {
    const bool mine = tenant != nullptr &&
                      (sole_owner_[index] == *tenant ||
                       (sole_owner_[index] == several && belongs_to(resources_[index], *tenant)));
    if (!mine && pattern.may_match(resources_[index].arn)) return &resources_[index];
  }
  return nullptr;
}

// A pattern overlaps another only if the literal beginning of one begins the other's.
void World::visit_patterns(const ArnPattern& pattern,
                           const std::function<bool(const Resource&)>& look) const {
  const std::string_view prefix = literal_prefix(pattern.glob());
  const auto consider = [&](std::size_t index) {
    return !pattern.may_overlap(*resources_[index].pattern) || look(resources_[index]);
  };
  const auto by_text = [](const auto& item) -> std::string_view { return item.first; };
  for (std::size_t size = 0; size < prefix.size(); ++size) {
    const std::string_view shorter = prefix.substr(0, size);
    auto place = std::ranges::lower_bound(by_prefix_, shorter, {}, by_text);
    for (; place != by_prefix_.end() && place->first == shorter; ++place) {
      if (!consider(place->second)) return;
    }
  }
  auto place = std::ranges::lower_bound(by_prefix_, prefix, {}, by_text);
  for (; place != by_prefix_.end() && place->first.starts_with(prefix); ++place) {
    if (!consider(place->second)) return;
  }
}

std::vector<const World::Resource*> World::touched_by(const ArnPattern& pattern) const {
  std::vector<const Resource*> touched;
  visit(pattern, [&](const Resource& resource) {
    touched.push_back(&resource);
    return true;
  });
  std::ranges::sort(touched, {},
                    [](const Resource* resource) -> const std::string& { return resource->arn; });
  return touched;
}

std::vector<const World::Resource*> World::owned_under(const ArnPattern& pattern,
                                                       TenantIndex tenant) const {
  std::vector<const Resource*> owned;
  const std::string_view prefix = literal_prefix(pattern.glob());
  for (const std::size_t index : owned_[tenant]) {
    const Resource& resource = resources_[index];
    const bool touched = resource.pattern
                             ? pattern.may_overlap(*resource.pattern)
                             : resource.arn.starts_with(prefix) && pattern.may_match(resource.arn);
    if (touched) owned.push_back(&resource);
  }
  return owned;
}

const std::set<std::pair<Action, std::string>>& World::denied(TenantIndex tenant) const {
  return denied_[tenant];
}

bool World::belongs_to(const Resource& resource, TenantIndex tenant) {
  return contains_sorted(resource.owners, tenant);
}

bool World::could_be_asked(const CatalogueAction* known, const Resource& resource) {
  return known == nullptr || std::ranges::any_of(known->types, [&](const ActionType& supported) {
           return !supported.created && std::ranges::binary_search(resource.types, supported.type);
         });
}

bool World::did(const Resource& resource, TenantIndex tenant, const Action& action) {
  const auto place = resource.actions.find(action);
  return place != resource.actions.end() && contains_sorted(place->second, tenant);
}

}  // namespace scopedown
