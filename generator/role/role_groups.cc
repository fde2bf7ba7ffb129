// Bin packing with items that share, which is harder than without: so an order and a greedy pass.
//
// Units are sorted by the services they use and the actions, so that neighbours write the same words.
// Then each role takes as many neighbours as it holds. How many that is is asked of the search
// itself, by doubling and then by halving: a role that holds some units holds fewer of them. Each
// answer is a whole search, of which a role of n units takes about twice the logarithm of n; searches
// of many units are dear where nothing fits, so the first guess is what the last role held.
//
// Nothing that the world knows is charged for: it is the number of roles that is wanted, not which
// patterns are in them. Tested by role_groups_test.cc: groups within quota, nobody lost, never fewer
// than the bound.

#include "generator/role/role_groups.h"

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <tuple>

#include "generator/role/pattern_set.h"

namespace scopedown {
namespace {

constexpr std::size_t first_guess = 8;

struct ByUsage {
  std::vector<std::string> services;
  std::vector<std::string> actions;
  const UnitNeeds* unit = nullptr;
};

std::vector<ByUsage> sorted_by_usage(const std::vector<UnitNeeds>& units) {
  std::vector<ByUsage> sorted;
  for (const UnitNeeds& unit : units) {
    if (unit.accesses.empty()) continue;
    std::set<std::string> services;
    std::set<std::string> actions;
    for (const Access& access : unit.accesses) {
      services.insert(access.action.service);
      actions.insert(access.action.text());
    }
    sorted.push_back({{services.begin(), services.end()}, {actions.begin(), actions.end()}, &unit});
  }
  std::ranges::sort(sorted, [](const ByUsage& a, const ByUsage& b) {
    return std::tie(a.services, a.actions, a.unit->unit) <
           std::tie(b.services, b.actions, b.unit->unit);
  });
  return sorted;
}

class Grouping {
 public:
  Grouping(const std::vector<UnitNeeds>& units, const Catalogue& catalogue, const RoleQuota& quota,
           bool exact)
      : units_(sorted_by_usage(units)), catalogue_(catalogue), quota_(quota), exact_(exact) {
    world_.settle(catalogue);
  }

  RoleGroups run() {
    RoleGroups made;
    std::size_t first = 0;
    while (first < units_.size()) {
      const std::size_t count = most_from(first);
      if (count == 0) {
        made.too_large.push_back(units_[first].unit->unit);
        ++first;
        continue;
      }
      made.groups.push_back(group(first, count));
      first += count;
      guess_ = count;
    }
    std::ranges::sort(made.too_large);
    made.lower_bound = lower_bound(made.too_large);
    std::ranges::sort(made.groups, [](const RoleGroup& a, const RoleGroup& b) {
      return a.units.front() < b.units.front();
    });
    return made;
  }

 private:
  [[nodiscard]] RolePermissions permissions(std::size_t first, std::size_t count) const {
    std::set<Access> needs;
    for (std::size_t index = first; index < first + count; ++index) {
      const auto& accesses = units_[index].unit->accesses;
      needs.insert(accesses.begin(), accesses.end());
    }
    const PermissionSearch search(needs, world_, catalogue_);
    return search.within(quota_, exact_);
  }

  [[nodiscard]] bool fits(std::size_t first, std::size_t count) const {
    return permissions(first, count).fits();
  }

  // How many units from the first on one role holds.
  [[nodiscard]] std::size_t most_from(std::size_t first) const {
    const std::size_t left = units_.size() - first;
    if (first == 0 && fits(first, left)) return left;
    std::size_t holds = 0;
    std::size_t too_many = left + 1;
    for (std::size_t guess = std::min(guess_, left); holds < left;
         guess = std::min(2 * guess, left)) {
      if (!fits(first, guess)) {
        too_many = guess;
        break;
      }
      holds = guess;
    }
    while (holds + 1 < too_many) {
      const std::size_t middle = holds + (too_many - holds) / 2;
      (fits(first, middle) ? holds : too_many) = middle;
    }
    return holds;
  }

  [[nodiscard]] RoleGroup group(std::size_t first, std::size_t count) const {
    RoleGroup made;
    for (std::size_t index = first; index < first + count; ++index)
      made.units.push_back(units_[index].unit->unit);
    std::ranges::sort(made.units);
    const RolePermissions permitted = permissions(first, count);
    made.documents = permitted.documents.size();
    made.names_all = permitted.names_all;
    for (const Policy& document : permitted.documents)
      made.characters += document.characters();
    return made;
  }

  // Every action once, and where all is named every resource that no pattern of another need covers.
  [[nodiscard]] std::size_t lower_bound(const std::vector<Unit>& left_out) const {
    std::map<Action, PatternSet> wide;
    for (const ByUsage& one : units_) {
      for (const Access& access : one.unit->accesses) {
        if (!access.resource.is_exact()) wide[access.action].add(access.resource);
      }
    }
    std::set<std::string> words;
    for (const ByUsage& one : units_) {
      if (std::ranges::binary_search(left_out, one.unit->unit)) continue;
      words.insert(one.actions.begin(), one.actions.end());
      if (!exact_) continue;
      for (const Access& access : one.unit->accesses) {
        if (access.resource.is_exact() && !wide[access.action].covers(access.resource))
          words.insert(access.resource.text());
      }
    }
    if (words.empty()) return 0;
    std::size_t characters = 0;
    for (const std::string& word : words)
      characters += characters_of(word) + 3;
    const std::size_t room = quota_.characters_of_all(quota_.documents_max());
    return (characters + room - 1) / room;
  }

  std::vector<ByUsage> units_;
  const Catalogue& catalogue_;
  const RoleQuota& quota_;
  bool exact_;
  World world_;
  std::size_t guess_ = first_guess;
};

}  // namespace

RoleGroups role_groups(const std::vector<UnitNeeds>& units, const Catalogue& catalogue,
                       const RoleQuota& quota, bool exact) {
  return Grouping(units, catalogue, quota, exact).run();
}

}  // namespace scopedown
