// Clustering in the space of actions: a unit is the set of actions that it needs, each as long as its
// weight (minimise/excess.h); a group's centre is the share of its units that need each. The distance
// of a unit from the centre is then about what a role made for the group would give the unit beyond
// its needs, and the sum over all is what is made small: k-means.
//
// Where it begins matters more than how it goes on. So the centres to begin with are chosen one after
// the other, each the unit that makes the sum least, of a hundred that are spread evenly over the
// fleet; a giant among the tenants is then no centre of its own unless that pays. From there each unit
// goes to the nearest centre, the first of equals, and the centres follow, until nobody moves or
// rounds run out. That is a local optimum. No randomness: the same units, the same groups.
//
// Cost: roles × a hundred × the units' actions to begin with, roles × rounds × the same after that.
// Tested by role_division_test.cc: everybody in one group, kinds that share nothing kept apart, and
// against every division of small fleets.

#include "generator/role/role_division.h"

#include <algorithm>
#include <limits>
#include <map>
#include <set>

#include "generator/minimise/excess.h"

namespace scopedown {
namespace {

constexpr std::size_t candidates_max = 100;
constexpr std::size_t rounds_max = 50;
constexpr double unknown_weight = 8;  // of an action that the catalogue does not have: as a write

struct Member {
  std::size_t unit = 0;              // into the units that were given
  std::vector<std::size_t> actions;  // numbers, sorted
};

class Division {
 public:
  Division(const std::vector<UnitNeeds>& units, const Catalogue& catalogue) {
    std::map<Action, std::size_t> numbers;
    for (std::size_t unit = 0; unit < units.size(); ++unit) {
      if (units[unit].accesses.empty()) continue;
      std::set<std::size_t> actions;
      for (const Access& access : units[unit].accesses) {
        const auto [place, added] = numbers.try_emplace(access.action, weights_.size());
        if (added) {
          const CatalogueAction* known = catalogue.find(access.action);
          weights_.push_back(known == nullptr ? unknown_weight
                                              : static_cast<double>(weight_of(*known)));
        }
        actions.insert(place->second);
      }
      members_.push_back({unit, {actions.begin(), actions.end()}});
    }
  }

  std::vector<std::vector<std::size_t>> run(std::size_t roles) {
    begin(roles);
    for (std::size_t round = 0; round < rounds_max && move(); ++round)
      follow();
    std::vector<std::vector<std::size_t>> groups(centres_.size());
    for (std::size_t member = 0; member < members_.size(); ++member)
      groups[group_of_[member]].push_back(members_[member].unit);
    std::erase_if(groups, [](const auto& group) { return group.empty(); });
    std::ranges::sort(groups);
    return groups;
  }

 private:
  struct Centre {
    std::vector<double> share;  // by action
    double length = 0;          // squared, weighted

    friend bool operator==(const Centre&, const Centre&) = default;
  };

  [[nodiscard]] Centre centre_of(const std::vector<std::size_t>& members) const {
    Centre centre{std::vector<double>(weights_.size()), 0};
    for (const std::size_t member : members) {
      for (const std::size_t action : members_[member].actions)
        centre.share[action] += 1;
    }
    for (std::size_t action = 0; action < weights_.size(); ++action) {
      centre.share[action] /= static_cast<double>(members.size());
      centre.length += weights_[action] * centre.share[action] * centre.share[action];
    }
    return centre;
  }

  // Squared.
  [[nodiscard]] double distance(const Member& member, const Centre& centre) const {
    double distance = centre.length;
    for (const std::size_t action : member.actions)
      distance += weights_[action] * (1 - 2 * centre.share[action]);
    return distance;
  }

  void begin(std::size_t roles) {
    std::vector<double> nearest(members_.size(), std::numeric_limits<double>::max());
    const std::size_t step = members_.size() / candidates_max + 1;
    while (centres_.size() < std::min(roles, members_.size())) {
      double least = std::numeric_limits<double>::max();
      Centre best;
      for (std::size_t candidate = 0; candidate < members_.size(); candidate += step) {
        Centre centre = centre_of({candidate});
        double sum = 0;
        for (std::size_t member = 0; member < members_.size(); ++member)
          sum += std::min(nearest[member], distance(members_[member], centre));
        if (sum >= least) continue;
        least = sum;
        best = std::move(centre);
      }
      for (std::size_t member = 0; member < members_.size(); ++member)
        nearest[member] = std::min(nearest[member], distance(members_[member], best));
      if (std::ranges::find(centres_, best) != centres_.end()) break;  // nobody else is different
      centres_.push_back(std::move(best));
    }
    group_of_.assign(members_.size(), centres_.size());
  }

  // Whether anybody moved.
  bool move() {
    bool moved = false;
    for (std::size_t member = 0; member < members_.size(); ++member) {
      std::size_t nearest = 0;
      double least = std::numeric_limits<double>::max();
      for (std::size_t centre = 0; centre < centres_.size(); ++centre) {
        const double here = distance(members_[member], centres_[centre]);
        if (here >= least) continue;
        least = here;
        nearest = centre;
      }
      moved = moved || group_of_[member] != nearest;
      group_of_[member] = nearest;
    }
    return moved;
  }

  void follow() {
    std::vector<std::vector<std::size_t>> groups(centres_.size());
    for (std::size_t member = 0; member < members_.size(); ++member)
      groups[group_of_[member]].push_back(member);
    for (std::size_t centre = 0; centre < centres_.size(); ++centre) {
      if (!groups[centre].empty()) centres_[centre] = centre_of(groups[centre]);
    }
  }

  std::vector<double> weights_;  // of the actions
  std::vector<Member> members_;
  std::vector<Centre> centres_;
  std::vector<std::size_t> group_of_;  // of each member
};

}  // namespace

std::vector<std::vector<std::size_t>> divided_by_usage(const std::vector<UnitNeeds>& units,
                                                       std::size_t roles,
                                                       const Catalogue& catalogue) {
  return Division(units, catalogue).run(roles);
}

}  // namespace scopedown
