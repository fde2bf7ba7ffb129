// Given: a matrix, actions × ARNs, of what is needed. Wanted: statements whose patterns cover every
// need, at the least of characters + price × excess. A price is a point of the trade; the sweep over
// prices that meets a quota is permissions.cc's.
//
// Two questions are told apart. *Which actions stand together* is answered by trying: actions that
// are needed on the same resources begin as one class, then the two classes are joined that lose
// the least excess for the characters that a joint list of resources saves, until one is left; and
// the other way round, resources on which the same actions are needed. Every stage is a plan. The
// first of each is exact: where all is named, nothing is allowed that nobody needs.
//
// *Which patterns cover a class* is exact, for one tree: at each node either its pattern covers all
// below, or its children answer for themselves. That is a dynamic program in the order of the
// nodes, children first; what nobody needs has no cost until a pattern covers it. Two trees are
// tried (names by their beginnings and by their ends), four where regions differ, and the better one
// of a class is taken. Patterns across trees are not, so this is no optimum over all patterns.
//
// How open a pattern is: the share of unseen names that it would match, were each character of a
// name worth two bits, which is about what names have. So `a*` is open, and `acme-eu-orders-*` as
// good as exact; the unit is such that ten characters of a name count as much as one known resource.
//
// Cost: nodes × classes for each price. Joining is cubic in the number of classes, which is bounded.
// Tested by resource_group_test.cc: needs are never lost, and against all sets of patterns of small
// groups.

#include "generator/role/resource_group.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>
#include <map>
#include <numeric>

#include "generator/error.h"

namespace scopedown {
namespace {

constexpr double open_excess = 1'048'576;  // of a pattern that holds every name: 4 to the tenth
constexpr double open_regions = 16;        // as many as a region's `*` is taken to stand for
constexpr std::size_t bits_a_character = 2;
constexpr std::size_t bits_max = 800;  // beyond that nothing is left

constexpr std::size_t classes_max = 48;         // that joining begins with
constexpr std::size_t matrix_max = 600'000;     // classes × ARNs, likewise
constexpr std::size_t action_characters = 20;   // of an action's name, about
constexpr std::size_t plans_kept_by_count = 6;  // of so few classes each; and the first

// Numbers in one of two sorted lists and not in the other.
std::vector<std::size_t> without(const std::vector<std::size_t>& all,
                                 const std::vector<std::size_t>& taken) {
  std::vector<std::size_t> left;
  std::ranges::set_difference(all, taken, std::back_inserter(left));
  return left;
}

std::vector<std::size_t> joined(const std::vector<std::size_t>& one,
                                const std::vector<std::size_t>& other) {
  std::vector<std::size_t> both;
  std::ranges::set_union(one, other, std::back_inserter(both));
  return both;
}

using Part = ResourceGroup::Part;

Part joined(const Part& one, const Part& other) {
  return {joined(one.actions, other.actions), joined(one.signatures, other.signatures),
          one.amount + other.amount};
}

using JoiningCost = std::function<double(const Part&, const Part&)>;

// Every stage of joining the two parts whose joining costs the least, until one is left; the first is
// the parts as they are.
std::vector<std::vector<Part>> stages_of(std::vector<Part> parts, const JoiningCost& cost) {
  std::vector<std::vector<Part>> stages{parts};
  while (parts.size() > 1) {
    double least = std::numeric_limits<double>::infinity();
    std::pair<std::size_t, std::size_t> pair{0, 1};
    for (std::size_t a = 0; a < parts.size(); ++a) {
      for (std::size_t b = a + 1; b < parts.size(); ++b) {
        const double here = cost(parts[a], parts[b]);
        if (here >= least) continue;
        least = here;
        pair = {a, b};
      }
    }
    parts[pair.first] = joined(parts[pair.first], parts[pair.second]);
    parts.erase(parts.begin() + static_cast<std::ptrdiff_t>(pair.second));
    if (parts.size() <= plans_kept_by_count) stages.push_back(parts);
  }
  return stages;
}

}  // namespace

ResourceGroup::ResourceGroup(std::string fixed, std::vector<Action> actions,
                             std::vector<double> weights)
    : fixed_(std::move(fixed)), actions_(std::move(actions)), weights_(std::move(weights)) {}

void ResourceGroup::add(ArnParts arn, std::vector<std::size_t> needed) {
  arns_.push_back(std::move(arn));
  const auto [place, added] = numbers_.try_emplace(std::move(needed), signatures_.size());
  signature_of_.push_back(place->second);
  if (added) {
    signatures_.push_back(place->first);
    holders_.push_back(0);
  }
  ++holders_[place->second];
}

void ResourceGroup::settle() {
  std::vector<TreeOrder> orders{TreeOrder::Beginning, TreeOrder::Ending};
  const bool one_region = std::ranges::all_of(
      arns_, [&](const ArnParts& arn) { return arn.region == arns_.front().region; });
  if (!one_region) {
    orders.push_back(TreeOrder::RegionBeginning);
    orders.push_back(TreeOrder::RegionEnding);
  }
  for (const TreeOrder order : orders) {
    const ArnTree& tree = trees_.emplace_back(arns_, order);
    std::vector<double>& open = openness_.emplace_back();
    for (const ArnTree::Node& node : tree.nodes())
      open.push_back(openness(node));
  }
  plan_by_actions();
  plan_by_needs();
}

double ResourceGroup::openness(const ArnTree::Node& node) const {
  if (node.is_leaf()) return 0;
  const std::size_t known = node.one_resource ? node.shortest : node.beginning + node.ending;
  const std::size_t bits =
      std::min(bits_a_character * (known > fixed_.size() ? known - fixed_.size() : 0), bits_max);
  return (node.one_region ? 1 : open_regions) * std::ldexp(open_excess, -static_cast<int>(bits));
}

std::size_t ResourceGroup::class_of(const std::vector<std::size_t>& actions,
                                    std::vector<bool> needs) {
  for (std::size_t number = 0; number < classes_.size(); ++number) {
    if (classes_[number].actions == actions && classes_[number].needs == needs) return number;
  }
  Class made{actions, std::move(needs), {}, 0, statement_characters};
  for (const std::size_t action : actions) {
    made.weight += weights_[action];
    made.characters += static_cast<double>(actions_[action].text().size() + list_characters);
  }
  for (const std::vector<std::size_t>& signature : signatures_) {
    double foreign = 0;
    for (const std::size_t action : without(actions, signature))
      foreign += weights_[action];
    made.foreign.push_back(foreign);
  }
  classes_.push_back(std::move(made));
  return classes_.size() - 1;
}

void ResourceGroup::add_plan(const std::vector<Part>& parts) {
  Plan plan;
  for (const Part& part : parts) {
    std::vector<bool> needs(signatures_.size());
    for (const std::size_t signature : part.signatures)
      needs[signature] = true;
    plan.push_back(class_of(part.actions, std::move(needs)));
  }
  std::ranges::sort(plan);
  if (std::ranges::find(plans_, plan) == plans_.end()) plans_.push_back(std::move(plan));
}

double ResourceGroup::holders_of(const std::vector<std::size_t>& signatures) const {
  double count = 0;
  for (const std::size_t signature : signatures)
    count += static_cast<double>(holders_[signature]);
  return count;
}

double ResourceGroup::weight_of_all(const std::vector<std::size_t>& actions) const {
  double weight = 0;
  for (const std::size_t action : actions)
    weight += weights_[action];
  return weight;
}

// Classes of actions, each with all resources that need one of them.
void ResourceGroup::plan_by_actions() {
  std::map<std::vector<std::size_t>, Part> by_signatures;
  for (std::size_t action = 0; action < actions_.size(); ++action) {
    std::vector<std::size_t> needing;
    for (std::size_t signature = 0; signature < signatures_.size(); ++signature) {
      if (std::ranges::binary_search(signatures_[signature], action)) needing.push_back(signature);
    }
    Part& part = by_signatures[needing];
    part.signatures = needing;
    part.actions.push_back(action);
    part.amount += weights_[action];
  }
  std::vector<Part> parts;
  for (auto& [signatures, part] : by_signatures)
    parts.push_back(std::move(part));
  if (parts.size() > classes_max || parts.size() * signatures_.size() > matrix_max) {
    // Too many to join pair by pair: by how much harm they do, and all of them.
    std::map<double, Part> by_weight;
    for (const Part& part : parts) {
      double heaviest = 0;
      for (const std::size_t action : part.actions)
        heaviest = std::max(heaviest, weights_[action]);
      const auto [place, added] = by_weight.try_emplace(heaviest, part);
      if (!added) place->second = joined(place->second, part);
    }
    parts.clear();
    for (auto& [weight, part] : by_weight)
      parts.push_back(std::move(part));
  }
  const auto cost = [&](const Part& a, const Part& b) {
    const double only_a = holders_of(without(a.signatures, b.signatures));
    const double lost =
        a.amount * holders_of(without(b.signatures, a.signatures)) + b.amount * only_a;
    return lost / (statement_characters * (1 + holders_of(a.signatures) - only_a));
  };
  for (const std::vector<Part>& stage : stages_of(std::move(parts), cost))
    add_plan(stage);
}

// Classes of resources, each with all actions that are needed on one of them.
void ResourceGroup::plan_by_needs() {
  std::vector<Part> parts;
  for (std::size_t number = 0; number < signatures_.size(); ++number) {
    if (!signatures_[number].empty())
      parts.push_back({signatures_[number], {number}, static_cast<double>(holders_[number])});
  }
  if (parts.size() > 2 * classes_max || parts.size() * arns_.size() > matrix_max) return;
  const auto cost = [&](const Part& a, const Part& b) {
    const std::vector<std::size_t> more = without(b.actions, a.actions);
    const double lost =
        weight_of_all(more) * a.amount + weight_of_all(without(a.actions, b.actions)) * b.amount;
    const std::size_t shared = b.actions.size() - more.size();
    return lost / static_cast<double>(statement_characters + action_characters * shared);
  };
  for (const std::vector<Part>& stage : stages_of(std::move(parts), cost))
    add_plan(stage);
}

ResourceGroup::Cut ResourceGroup::cut(const Class& one, std::size_t tree, double price,
                                      bool exact) const {
  const auto& nodes = trees_[tree].nodes();
  const auto& leaves = trees_[tree].leaves();

  struct Below {
    std::size_t needed = 0;
    double foreign = 0;  // of all ARNs below
    double characters = 0;
    double excess = 0;
  };

  std::vector<Below> below(nodes.size());
  Cut found{tree, std::vector<bool>(nodes.size()), 0, 0};
  for (std::size_t index = 0; index < nodes.size(); ++index) {
    Below& here = below[index];
    const ArnTree::Node& node = nodes[index];
    if (node.is_leaf()) {
      const std::size_t signature = signature_of_[leaves[node.first]];
      here.foreign = one.foreign[signature];
      if (one.needs[signature]) {
        here.needed = 1;
        here.characters =
            static_cast<double>(trees_[tree].pattern_characters(node) + list_characters);
        here.excess = here.foreign;
        found.here[index] = true;
      }
    } else if (here.needed > 0 && !exact) {
      const double characters =
          static_cast<double>(trees_[tree].pattern_characters(node) + list_characters);
      const double excess = here.foreign + one.weight * openness_[tree][index];
      if (characters + price * excess < here.characters + price * here.excess) {
        here.characters = characters;
        here.excess = excess;
        found.here[index] = true;
      }
    }
    if (node.parent == index) continue;
    Below& above = below[node.parent];
    above.needed += here.needed;
    above.foreign += here.foreign;
    above.characters += here.characters;
    above.excess += here.excess;
  }
  found.characters = one.characters + below.back().characters;
  found.excess = below.back().excess;
  return found;
}

ResourceGroup::Cut ResourceGroup::best_cut(const Class& one, double price, bool exact) const {
  Cut best = cut(one, 0, price, exact);
  for (std::size_t tree = 1; tree < trees_.size() && !exact; ++tree) {
    Cut other = cut(one, tree, price, exact);
    if (other.cost(price) < best.cost(price)) best = std::move(other);
  }
  return best;
}

ResourceGroup::Choice ResourceGroup::choose(double price, bool exact) const {
  std::vector<Cut> cuts;
  for (const Class& one : classes_)
    cuts.push_back(best_cut(one, price, exact));
  const auto cost = [&](const Plan& plan) {
    return std::accumulate(plan.begin(), plan.end(), 0.0, [&](double sum, std::size_t number) {
      return sum + cuts[number].cost(price);
    });
  };
  const Plan* best = nullptr;
  double least = 0;
  for (const Plan& plan : plans_) {
    const double here = cost(plan);
    if (best != nullptr && here >= least) continue;
    best = &plan;
    least = here;
  }
  Choice choice;
  if (best == nullptr) return choice;
  for (const std::size_t number : *best) {
    choice.characters += cuts[number].characters;
    choice.excess += cuts[number].excess;
    choice.statements.push_back(statement(classes_[number], cuts[number]));
  }
  return choice;
}

Statement ResourceGroup::statement(const Class& one, const Cut& cut) const {
  Statement statement;
  for (const std::size_t action : one.actions)
    statement.actions.push_back(ActionPattern::exactly(actions_[action]));
  const ArnTree& tree = trees_[cut.tree];
  // From the root: what a pattern covers is not looked into.
  std::vector<bool> covered(tree.nodes().size());
  for (std::size_t index = tree.nodes().size(); index-- > 0;) {
    const ArnTree::Node& node = tree.nodes()[index];
    covered[index] = node.parent != index && (covered[node.parent] || cut.here[node.parent]);
    if (covered[index] || !cut.here[index]) continue;
    const auto pattern = ArnPattern::parse(tree.pattern(node));
    ensure(pattern.has_value(), "a node of the tree is a pattern");
    statement.resources.push_back(*pattern);
  }
  std::ranges::sort(statement.resources);
  return statement;
}

}  // namespace scopedown
