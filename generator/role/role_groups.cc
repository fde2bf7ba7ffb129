// Bin packing with items that share, which is harder than without: so by estimates, and the search
// has the last word.
//
// What a unit adds to a role is, about, the words that the role does not have yet: actions, and where
// every resource is named those too, else what its resources' kinds begin with; and what the unit's
// own statements take beside its words, which is measured. The largest unit is placed first, each
// into the role to which it adds the least: so units of like usage come together, and small ones
// fill what is left. While the estimate says that there is room it is believed; where it says that
// there is none, the search is asked of the few likeliest roles before one more is begun. A role that
// refused a unit is not asked again for one that adds as much. At the end every role is searched
// whole; what does not fit after all is placed again, by the search alone.
//
// Nothing that the world knows is charged for: it is the number of roles that is wanted, not which
// patterns are in them. Cost: units × roles × words for the estimates; a few searches for each role and
// each unit that found no room by estimate. Tested by role_groups_test.cc: groups within quota, nobody
// lost, never fewer than the bound, and against every division of small fleets.

#include "generator/role/role_groups.h"

#include <algorithm>
#include <limits>
#include <map>
#include <numeric>
#include <set>
#include <string>
#include <tuple>
#include <utility>

#include "generator/error.h"
#include "generator/role/pattern_set.h"
#include "generator/role/resource_group.h"
#include "model/arn_segments.h"

namespace scopedown {
namespace {

// A kind of resources: a statement of its own, and what a pattern has behind its beginning.
constexpr std::size_t kind_characters = statement_characters + 40;

constexpr std::size_t asked_max = 3;  // roles, of each unit that has no room by estimate

struct Item {
  const UnitNeeds* unit = nullptr;
  std::vector<std::size_t> words;  // numbers, sorted
  std::size_t alone = 0;           // characters of its own shortest statements
  std::size_t besides = 0;         // of those, what its words do not account for
};

struct Bin {
  std::vector<std::size_t> items;
  std::vector<bool> words;  // that it has, by number
  std::size_t characters = 0;
  std::size_t refused = std::numeric_limits<std::size_t>::max();  // added that much: did not fit
};

// Every resource by name, or what those of its kind begin with: "arn:aws:sqs:".
std::string word_of(const ArnPattern& resource, bool exact) {
  const std::string& text = resource.text();
  if (exact) return text;
  const auto segments = arn_segments(text);
  if (!segments) return text;
  return text.substr(0, static_cast<std::size_t>((*segments)[3].data() - text.data()));
}

class Grouping {
 public:
  Grouping(const std::vector<UnitNeeds>& units, const Catalogue& catalogue, const RoleQuota& quota,
           bool exact)
      : catalogue_(catalogue),
        quota_(quota),
        exact_(exact),
        room_(quota.characters_of_all(quota.documents_max())) {
    world_.settle(catalogue);
    for (const UnitNeeds& unit : units) {
      if (!unit.accesses.empty()) needing_.push_back(&unit);
    }
  }

  RoleGroups run() {
    RoleGroups made;
    if (needing_.empty()) return made;
    if (PermissionSearch(needs_of(needing_), world_, catalogue_).fits(quota_, exact_)) {
      made.groups.push_back(group(needing_));
    } else {
      measure(made.too_large);
      for (const std::size_t item : largest_first())
        place(item, true);
      settle();
      for (const Bin& bin : bins_)
        made.groups.push_back(group(units_of(bin.items)));
    }
    std::ranges::sort(made.too_large);
    made.lower_bound = lower_bound(made.too_large);
    std::ranges::sort(made.groups, [](const RoleGroup& a, const RoleGroup& b) {
      return a.units.front() < b.units.front();
    });
    return made;
  }

 private:
  using Units = std::vector<const UnitNeeds*>;

  static std::set<Access> needs_of(const Units& units) {
    std::set<Access> needs;
    for (const UnitNeeds* unit : units)
      needs.insert(unit->accesses.begin(), unit->accesses.end());
    return needs;
  }

  [[nodiscard]] Units units_of(const std::vector<std::size_t>& items) const {
    Units units;
    for (const std::size_t item : items)
      units.push_back(items_[item].unit);
    return units;
  }

  // The units that a role holds alone, and their words.
  void measure(std::vector<Unit>& too_large) {
    std::map<std::string, std::size_t> numbers;
    const auto number_of = [&](const std::string& word, std::size_t more) {
      const auto [place, added] = numbers.try_emplace(word, weights_.size());
      if (added) weights_.push_back(characters_of(word) + list_characters + more);
      return place->second;
    };
    for (const UnitNeeds* unit : needing_) {
      const PermissionSearch search(needs_of({unit}), world_, catalogue_);
      if (!search.fits(quota_, exact_)) {
        too_large.push_back(unit->unit);
        continue;
      }
      std::set<std::size_t> words;
      for (const Access& access : unit->accesses) {
        words.insert(number_of(access.action.text(), 0));
        words.insert(number_of(word_of(access.resource, exact_), exact_ ? 0 : kind_characters));
      }
      std::size_t of_words = 0;
      for (const std::size_t word : words)
        of_words += weights_[word];
      const std::size_t alone = search.characters_least(exact_);
      // Statements by pattern are shared, those by name are each unit's own.
      items_.push_back({unit,
                        {words.begin(), words.end()},
                        alone,
                        exact_ ? alone - std::min(alone, of_words) : 0});
    }
  }

  [[nodiscard]] std::vector<std::size_t> largest_first() const {
    std::vector<std::size_t> order(items_.size());
    std::iota(order.begin(), order.end(), 0);
    std::ranges::sort(order, [&](std::size_t a, std::size_t b) {
      return std::tie(items_[b].alone, items_[a].unit->unit) <
             std::tie(items_[a].alone, items_[b].unit->unit);
    });
    return order;
  }

  [[nodiscard]] std::size_t added(const Bin& bin, const Item& item) const {
    std::size_t characters = item.besides;
    for (const std::size_t word : item.words)
      characters += bin.words[word] ? 0 : weights_[word];
    return characters;
  }

  void put(Bin& bin, std::size_t item, std::size_t characters) {
    bin.items.push_back(item);
    for (const std::size_t word : items_[item].words)
      bin.words[word] = true;
    bin.characters = characters;
  }

  // Into the role to which it adds the least, if the estimate is to be `believed` and says that there
  // is room; else into the first of the likeliest ones in which the search finds it; else alone.
  void place(std::size_t item, bool believed) {
    std::vector<std::pair<std::size_t, std::size_t>> likeliest;  // added, bin
    for (std::size_t bin = 0; bin < bins_.size(); ++bin)
      likeliest.emplace_back(added(bins_[bin], items_[item]), bin);
    std::ranges::sort(likeliest);
    for (const auto& [more, bin] : likeliest) {
      const std::size_t characters = bins_[bin].characters + more;
      if (believed && characters <= room_) return put(bins_[bin], item, characters);
    }
    std::size_t asked = 0;
    for (const auto& [more, bin] : likeliest) {
      if (more >= bins_[bin].refused) continue;
      if (++asked > asked_max) break;
      std::vector<std::size_t> together = bins_[bin].items;
      together.push_back(item);
      const PermissionSearch search(needs_of(units_of(together)), world_, catalogue_);
      if (search.fits(quota_, exact_))
        return put(bins_[bin], item, search.characters_least(exact_));
      bins_[bin].refused = more;
    }
    bins_.push_back({{}, std::vector<bool>(weights_.size()), 0, Bin{}.refused});
    put(bins_.back(), item, items_[item].alone);
  }

  // What was believed is asked: of a role that does not hold its units, the first ones stay.
  void settle() {
    std::vector<std::size_t> left;
    for (Bin& bin : bins_) {
      std::size_t holds = 1;
      std::size_t too_many = bin.items.size() + 1;
      for (std::size_t count = bin.items.size(); holds + 1 < too_many;
           count = holds + (too_many - holds) / 2) {
        const std::vector<std::size_t> some(bin.items.begin(),
                                            bin.items.begin() + static_cast<std::ptrdiff_t>(count));
        const PermissionSearch search(needs_of(units_of(some)), world_, catalogue_);
        (search.fits(quota_, exact_) ? holds : too_many) = count;
      }
      left.insert(left.end(), bin.items.begin() + static_cast<std::ptrdiff_t>(holds),
                  bin.items.end());
      bin.items.resize(holds);
      bin.words.assign(weights_.size(), false);
      for (const std::size_t item : bin.items) {
        for (const std::size_t word : items_[item].words)
          bin.words[word] = true;
      }
    }
    for (const std::size_t item : left)
      place(item, false);
  }

  [[nodiscard]] RoleGroup group(const Units& units) const {
    RoleGroup made;
    for (const UnitNeeds* unit : units)
      made.units.push_back(unit->unit);
    std::ranges::sort(made.units);
    const PermissionSearch search(needs_of(units), world_, catalogue_);
    const RolePermissions permitted = search.within(quota_, exact_);
    ensure(permitted.fits(), "a group's role is within its quota");
    made.documents = permitted.documents.size();
    made.names_all = permitted.names_all;
    for (const Policy& document : permitted.documents)
      made.characters += document.characters();
    return made;
  }

  // Every action once, and where all is named every resource that no pattern of another need covers.
  [[nodiscard]] std::size_t lower_bound(const std::vector<Unit>& left_out) const {
    std::map<Action, PatternSet> wide;
    for (const UnitNeeds* unit : needing_) {
      for (const Access& access : unit->accesses) {
        if (!access.resource.is_exact()) wide[access.action].add(access.resource);
      }
    }
    std::set<std::string> words;
    for (const UnitNeeds* unit : needing_) {
      if (std::ranges::binary_search(left_out, unit->unit)) continue;
      for (const Access& access : unit->accesses) {
        words.insert(access.action.text());
        if (exact_ && access.resource.is_exact() && !wide[access.action].covers(access.resource))
          words.insert(access.resource.text());
      }
    }
    if (words.empty()) return 0;
    std::size_t characters = 0;
    for (const std::string& word : words)
      characters += characters_of(word) + list_characters;
    return (characters + room_ - 1) / room_;
  }

  Units needing_;
  std::vector<Item> items_;
  std::vector<std::size_t> weights_;  // of the words
  std::vector<Bin> bins_;
  const Catalogue& catalogue_;
  RoleQuota quota_;
  bool exact_;
  std::size_t room_;
  World world_;
};

}  // namespace

RoleGroups role_groups(const std::vector<UnitNeeds>& units, const Catalogue& catalogue,
                       const RoleQuota& quota, bool exact) {
  return Grouping(units, catalogue, quota, exact).run();
}

}  // namespace scopedown
