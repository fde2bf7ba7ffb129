// What is sought: statements that allow every need, fit the documents of a role, and allow the least
// beside. Resources of different kinds do not meet in a pattern, so that each kind is a problem of its
// own (resource_group.h) and characters are all that they have in common: at a price for excess each
// answers for itself, and the answers together are a point on the lower hull of characters against
// excess. The price is halved down until the documents hold them: by bisection, since characters
// fall with it, to an eighth of a factor of two. Points inside the hull are not found, so that some
// room may be left.
//
// What nobody needs but the world knows stands in the trees too, so that a pattern is charged for it.
// A need that another need's pattern covers asks for nothing. Statements of the same actions are
// joined, whatever they are about.
//
// Measured: see README.md, "The shared role". Tested by permissions_test.cc.

#include "generator/role/permissions.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <optional>
#include <string>
#include <utility>

#include "generator/error.h"
#include "generator/minimise/excess.h"
#include "generator/role/pattern_set.h"
#include "generator/role/resource_group.h"
#include "model/arn_segments.h"

namespace scopedown {
namespace {

constexpr double unknown_weight = 8;    // of an action that the catalogue does not have: as a write
constexpr int eighths_most = 8 * 140;   // of the price's power of two: nothing is generalised
constexpr int eighths_least = 8 * -40;  // characters alone count

// The needs that no other need covers: those on everything, and the rest by resource.
struct Sorted {
  std::set<Action> on_everything;
  std::map<ArnPattern, std::vector<Action>> by_resource;
};

Sorted sorted_needs(const std::set<Access>& needs) {
  Sorted sorted;
  std::map<Action, PatternSet> wide;
  for (const Access& access : needs) {
    if (access.resource.is_everything()) {
      sorted.on_everything.insert(access.action);
    } else if (!access.resource.is_exact()) {
      wide[access.action].add(access.resource);
    }
  }
  for (const Access& access : needs) {
    if (sorted.on_everything.contains(access.action)) continue;
    const auto found = wide.find(access.action);
    if (found != wide.end() && found->second.covers(access.resource)) continue;
    sorted.by_resource[access.resource].push_back(access.action);
  }
  return sorted;
}

struct Kind {
  std::string head;
  std::string account;
  std::vector<TypeIndex> types;

  friend auto operator<=>(const Kind&, const Kind&) = default;
};

struct Member {
  ArnParts parts;
  std::vector<Action> actions;  // needed
};

std::optional<ArnParts> parts_of(const std::string& text) {
  const auto segments = arn_segments(text);
  if (!segments) return std::nullopt;
  const auto& [arn, partition, service, region, account, resource] = *segments;
  return ArnParts{
      std::string(arn) + ":" + std::string(partition) + ":" + std::string(service) + ":",
      std::string(region), std::string(account), std::string(resource)};
}

// What the resource of every ARN of the types begins with.
std::string fixed_beginning(const std::vector<TypeIndex>& types, const Catalogue& catalogue) {
  std::optional<std::string> fixed;
  for (const TypeIndex type : types) {
    for (const std::string_view one : templates_of(catalogue.types()[type])) {
      const auto segments = arn_segments(one);
      if (!segments) return "";
      const std::string_view resource = (*segments)[5];
      std::string here(resource.substr(0, resource.find("${")));
      if (!fixed) fixed = here;
      std::size_t same = 0;
      while (same < fixed->size() && same < here.size() && (*fixed)[same] == here[same])
        ++same;
      fixed->resize(same);
    }
  }
  return fixed.value_or("");
}

double weight_in_role(const Action& action, const Catalogue& catalogue) {
  const CatalogueAction* known = catalogue.find(action);
  return known == nullptr ? unknown_weight : static_cast<double>(weight_of(*known));
}

ResourceGroup group_of(const Kind& kind, std::vector<Member> members, const Catalogue& catalogue) {
  std::vector<Action> actions;
  for (const Member& member : members)
    actions.insert(actions.end(), member.actions.begin(), member.actions.end());
  std::ranges::sort(actions);
  actions.erase(std::unique(actions.begin(), actions.end()), actions.end());
  std::vector<double> weights;
  for (const Action& action : actions)
    weights.push_back(weight_in_role(action, catalogue));
  ResourceGroup group(fixed_beginning(kind.types, catalogue), actions, std::move(weights));
  for (Member& member : members) {
    std::vector<std::size_t> needed;
    for (const Action& action : member.actions)
      needed.push_back(
          static_cast<std::size_t>(std::ranges::lower_bound(actions, action) - actions.begin()));
    std::ranges::sort(needed);
    group.add(std::move(member.parts), std::move(needed));
  }
  group.settle();
  return group;
}

}  // namespace

struct PermissionSearch::State {
  std::optional<Statement> on_everything;
  std::vector<ResourceGroup> groups;

  [[nodiscard]] std::vector<Statement> statements(double price, bool exact) const {
    std::map<std::vector<ActionPattern>, std::set<ArnPattern>> joined;
    for (const ResourceGroup& group : groups) {
      for (Statement& statement : group.choose(price, exact).statements)
        joined[statement.actions].insert(statement.resources.begin(), statement.resources.end());
    }
    std::vector<Statement> all;
    if (on_everything) all.push_back(*on_everything);
    for (auto& [actions, resources] : joined) {
      Statement& statement = all.emplace_back();
      statement.actions = actions;
      statement.resources.assign(resources.begin(), resources.end());
    }
    return all;
  }

  [[nodiscard]] std::vector<Statement> at(int eighths, bool exact) const {
    return statements(std::exp2(eighths / 8.0), exact);
  }

  [[nodiscard]] std::vector<Statement> shortest(bool exact) const {
    return at(exact ? eighths_most : eighths_least, exact);
  }
};

PermissionSearch::PermissionSearch(const std::set<Access>& needs, const World& world,
                                   const Catalogue& catalogue)
    : state_(std::make_unique<State>()) {
  const Sorted sorted = sorted_needs(needs);
  if (!sorted.on_everything.empty()) {
    state_->on_everything.emplace().resources = {ArnPattern()};
    for (const Action& action : sorted.on_everything)
      state_->on_everything->actions.push_back(ActionPattern::exactly(action));
  }
  std::map<Kind, std::vector<Member>> kinds;
  for (const auto& [resource, actions] : sorted.by_resource) {
    auto parts = parts_of(resource.text());
    ensure(parts.has_value(), "a need that is not on everything has six segments");
    const Kind kind{parts->head, parts->account, catalogue.types_of(resource)};
    kinds[kind].push_back({std::move(*parts), actions});
  }
  for (const World::Resource& resource : world.resources()) {
    const ArnPattern pattern =
        resource.pattern ? *resource.pattern : ArnPattern::exactly(resource.arn);
    if (sorted.by_resource.contains(pattern)) continue;
    auto parts = parts_of(pattern.text());
    if (!parts) continue;
    const auto kind = kinds.find({parts->head, parts->account, resource.types});
    if (kind != kinds.end()) kind->second.push_back({std::move(*parts), {}});
  }
  for (auto& [kind, members] : kinds) {
    // Two odd resources may be written alike, where IAM cannot write their names.
    std::ranges::stable_sort(members,
                             [](const Member& a, const Member& b) { return a.parts < b.parts; });
    members.erase(std::unique(members.begin(), members.end(),
                              [](const Member& a, const Member& b) { return a.parts == b.parts; }),
                  members.end());
    state_->groups.push_back(group_of(kind, std::move(members), catalogue));
  }
}

PermissionSearch::~PermissionSearch() = default;
PermissionSearch::PermissionSearch(PermissionSearch&&) noexcept = default;
PermissionSearch& PermissionSearch::operator=(PermissionSearch&&) noexcept = default;

bool PermissionSearch::fits(const RoleQuota& quota, bool exact) const {
  return packed_into_documents(state_->shortest(exact), quota).has_value();
}

std::size_t PermissionSearch::characters_least(bool exact) const {
  return characters_together(state_->shortest(exact));
}

RolePermissions PermissionSearch::within(const RoleQuota& quota, bool exact) const {
  RolePermissions made;
  const auto at = [&](int eighths, bool named) { return state_->at(eighths, named); };
  const std::vector<Statement> named = at(eighths_most, true);
  made.characters_of_names = characters_together(named);
  if (auto documents = packed_into_documents(named, quota)) {
    made.documents = std::move(*documents);
    made.names_all = true;
    made.characters_least = made.characters_of_names;
    return made;
  }
  const std::vector<Statement> shortest = state_->shortest(exact);
  made.characters_least = characters_together(shortest);
  auto documents = packed_into_documents(shortest, quota);
  if (!documents) return made;
  made.documents = std::move(*documents);
  int fitting = eighths_least;
  int too_long = eighths_most;
  while (fitting + 1 < too_long) {
    const int middle = fitting + (too_long - fitting) / 2;
    if (auto tighter = packed_into_documents(at(middle, false), quota)) {
      made.documents = std::move(*tighter);
      fitting = middle;
    } else {
      too_long = middle;
    }
  }
  return made;
}

}  // namespace scopedown
