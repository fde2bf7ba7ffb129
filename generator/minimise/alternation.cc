// Problem. Label a block's action tokens and resource tokens together, at the least
// price + rate · excess. A statement grants every pair of its tokens, so the two sides cannot be
// labelled apart: it is biclique cover with weights, NP-hard.
//
// Method. With one side's labels given, the other side's best labels are found exactly
// (tree_program.h), but that an action under a beginning and an ending, neither of which is under the
// other, is counted once for each. So they are found in turn, actions, resources, actions, …, until
// nothing is gained, or a few turns are over. Where it ends depends on where it starts, hence several
// starts: everything in one statement; reads apart from changes; actions that were seen on the same
// resources together, and each of the first few such groups apart from all others; what is shared with
// neighbours apart. So for the highest and the lowest rate; between two rates whose labels differ,
// what was best at either is the start.
//
// Not optimal; but for that double count, no other labels of one side alone are better.
// Measured against enumeration on 5,800 small blocks of random worlds (alternation_test.cc): the
// cheapest in 98 %; above it by 0.08 % on the average where a unit of excess is worth no more than two
// characters, by 0.6 % where it is worth up to 131. Cost: starts · turns · tokens · 3^K.
//
// Tested by tests/generator/minimise/alternation_test.cc, and by search_test.cc and minimise_test.cc
// through what comes of it.

#include "generator/minimise/alternation.h"

#include <algorithm>
#include <bit>
#include <functional>
#include <map>
#include <set>
#include <utility>

namespace scopedown {
namespace {

constexpr std::size_t turns_max = 8;
constexpr std::size_t uses_apart_max = 4;  // measured: more found hardly more

std::vector<ProgramNode> nodes_of(const BlockForest& forest) {
  std::vector<ProgramNode> nodes(forest.tokens.size());
  for (std::size_t place = 0; place < nodes.size(); ++place) {
    nodes[place].children = forest.children[place];
    nodes[place].first = forest.prices[place].first;
    nodes[place].again = forest.prices[place].again;
    nodes[place].edge = forest.prices[place].edge;
  }
  return nodes;
}

void write(const BlockForest& forest, const ProgramResult& solved, std::vector<LabelSet>& labels) {
  std::ranges::fill(labels, LabelSet{0});
  for (std::size_t place = 0; place < forest.tokens.size(); ++place)
    labels[forest.tokens[place]] = solved.labels[place];
}

}  // namespace

BlockSolver::BlockSolver(const BlockTables& tables, std::size_t statements)
    : tables_(tables),
      statements_(statements),
      masks_(std::size_t{1} << statements),
      forbidden_(tables.action_tokens.size(), 0),
      of_kinds_(tables.kinds) {
  for (std::size_t set = 0; set < masks_; ++set) {
    for (std::size_t mask = 1; mask < masks_; ++mask) {
      if ((mask & set) != 0) meeting_[set] |= LabelSets{1} << mask;
    }
  }
  for (const std::size_t family : {0U, 1U}) {
    action_nodes_[family] = nodes_of(tables.actions[family]);
    resource_nodes_[family] = nodes_of(tables.resources[family]);
  }
  starts_ = starts();
  std::ranges::sort(starts_);
  starts_.erase(std::unique(starts_.begin(), starts_.end()), starts_.end());
}

std::vector<std::vector<LabelSet>> BlockSolver::starts() const {
  const std::vector<LabelSet> nothing(tables_.action_tokens.size(), 0);
  std::vector<LabelSet> together = nothing;
  std::vector<LabelSet> by_level = nothing;
  std::vector<LabelSet> by_use = nothing;
  std::map<std::vector<std::size_t>, std::size_t> uses;
  std::vector<std::size_t> use_of(tables_.reached.size(), 0);
  for (std::size_t number = 0; number < tables_.reached.size(); ++number) {
    const BlockTables::Reached& reached = tables_.reached[number];
    if (reached.exact == no_token) continue;
    together[reached.exact] = 1;
    by_level[reached.exact] = reached.weight >= 4 ? 2 : 1;
    const auto needs = tables_.needs[number];
    const std::size_t use =
        uses.try_emplace({needs.begin(), needs.end()}, uses.size()).first->second;
    use_of[number] = use;
    by_use[reached.exact] = static_cast<LabelSet>(1U << (use % statements_));
  }
  if (statements_ == 1) return {together};
  std::vector<std::vector<LabelSet>> all{together, by_level, by_use, apart_by_bans()};
  // One group apart from none is `together`; of two, one apart is the other apart.
  const std::size_t groups = uses.size() > 2 ? uses.size() : uses.size() / 2;
  for (std::size_t use = 0; use < std::min(groups, uses_apart_max); ++use) {
    std::vector<LabelSet>& apart = all.emplace_back(together);
    for (std::size_t number = 0; number < tables_.reached.size(); ++number) {
      const std::size_t exact = tables_.reached[number].exact;
      if (exact != no_token && use_of[number] == use) apart[exact] = 2;
    }
  }
  return all;
}

// What is shared with neighbours, with all that may stand there: resources that forbid the same are put
// into the first statement where nothing is that they forbid and somebody needs, nothing that they need
// is forbidden by others, and no action is left without a statement; those that forbid most come
// first, and what fits nowhere is left to the turns that follow. Statement 0 is tried last, so that
// the others' actions need not be parted. What nobody forbids is everywhere.
std::vector<LabelSet> BlockSolver::apart_by_bans() const {
  std::vector<LabelSet> labels(tables_.action_tokens.size(), 0);
  std::vector<char> wanted(labels.size(), 0);
  for (const BlockTables::Reached& reached : tables_.reached) {
    if (reached.exact != no_token) wanted[reached.exact] = 1;
  }
  using Tokens = std::set<std::size_t>;  // of actions
  std::map<Tokens, Tokens> needs_by_bans;
  for (std::size_t resource = 0; resource < tables_.resource_tokens.size(); ++resource) {
    const auto needers = tables_.needers[resource];
    if (needers.empty()) continue;
    Tokens forbidden;
    for (const std::uint32_t token : tables_.banned[resource]) {
      if (wanted[token] != 0) forbidden.insert(token);
    }
    if (forbidden.empty()) continue;
    Tokens& needed = needs_by_bans[std::move(forbidden)];
    for (const std::uint32_t needer : needers)
      needed.insert(tables_.reached[needer].exact);
  }
  std::vector<std::pair<Tokens, Tokens>> groups(needs_by_bans.begin(), needs_by_bans.end());
  std::ranges::stable_sort(groups, std::greater<>(),
                           [](const auto& group) { return group.first.size(); });

  LabelSet used = 1;
  std::vector<LabelSet> needed_where(labels.size(), 0);  // the statements where a group needs it
  for (std::size_t token = 0; token < labels.size(); ++token)
    labels[token] = static_cast<LabelSet>(wanted[token] != 0 ? masks_ - 1 : 0);
  for (const auto& [forbidden, needed] : groups) {
    for (std::size_t next = 1; next <= statements_; ++next) {
      const auto bit = static_cast<LabelSet>(1U << (next % statements_));
      const bool is_needed = std::ranges::any_of(forbidden, [&](std::size_t token) {
        return (needed_where[token] & bit) != 0 || labels[token] == bit;
      });
      const bool is_forbidden = std::ranges::any_of(
          needed, [&](std::size_t token) { return (labels[token] & bit) == 0; });
      if (is_needed || is_forbidden) continue;
      for (const std::size_t token : forbidden)
        labels[token] = static_cast<LabelSet>(labels[token] & ~bit);
      for (const std::size_t token : needed)
        needed_where[token] = static_cast<LabelSet>(needed_where[token] | bit);
      used = static_cast<LabelSet>(used | bit);
      break;
    }
  }
  for (const LabelSet set : labels) {
    if ((set & used) == 0) used = static_cast<LabelSet>(used | (set & -set));
  }
  for (LabelSet& set : labels)
    set = static_cast<LabelSet>(set & used);
  return labels;
}

std::vector<BlockLabels> BlockSolver::solve(std::span<const std::int64_t> rates) {
  std::vector<BlockLabels> solved(rates.size());
  if (rates.empty()) return solved;
  std::vector<std::vector<LabelSet>> starts = starts_;
  solved.front() = solve(rates.front(), starts);
  if (solved.front().found) starts.push_back(solved.front().labels.actions);
  solved.back() = solve(rates.back(), starts);
  solve_between(rates, solved);
  return solved;
}

// Labels that are best at two rates are best at every rate between: there price + rate · excess is a
// line, and others' lines, above it at both ends, stay above it. Where they differ, both are starts.
void BlockSolver::solve_between(std::span<const std::int64_t> rates,
                                std::span<BlockLabels> solved) {
  if (rates.size() < 3) return;
  const std::size_t middle = rates.size() / 2;
  const BlockLabels& high = solved.front();
  const BlockLabels& low = solved.back();
  if (high.found && low.found && high.labels == low.labels) {
    for (std::size_t index = 1; index + 1 < rates.size(); ++index)
      solved[index] = high;
    return;
  }
  if (!high.found || !low.found) return;
  solved[middle] = solve(rates[middle], std::array{high.labels.actions, low.labels.actions});
  solve_between(rates.first(middle + 1), solved.first(middle + 1));
  solve_between(rates.subspan(middle), solved.subspan(middle));
}

BlockLabels BlockSolver::solve(std::int64_t rate, std::span<const std::vector<LabelSet>> starts) {
  BlockLabels best;
  for (Families families; families.actions < tables_.action_families; ++families.actions) {
    for (families.resources = 0; families.resources < tables_.resource_families;
         ++families.resources) {
      for (const std::vector<LabelSet>& start : starts) {
        BlockLabels next = alternate(start, families, rate);
        if (next.found && (!best.found || next.objective < best.objective)) best = std::move(next);
      }
    }
  }
  return best;
}

BlockLabels BlockSolver::alternate(const std::vector<LabelSet>& actions, Families families,
                                   std::int64_t rate) {
  BlockLabels best;
  Labels labels{actions, std::vector<LabelSet>(tables_.resource_tokens.size(), 0)};
  std::int64_t cost = 0;
  for (std::size_t turn = 0; turn < turns_max; ++turn) {
    if (!label_resources(labels, families.resources, rate)) break;
    if (!label_actions(labels, families, rate, cost)) break;
    if (best.found && cost >= best.objective) break;
    best = {cost, labels, true};
  }
  return best;
}

// `by_set`: amounts of what has just these labels. By labels that meet them: all but those amounts
// whose sets lie in the rest.
void BlockSolver::write_where_they_meet(const Amounts& by_set, std::int64_t factor,
                                        Amounts& by_labels) const {
  Amounts within = by_set;  // by labels: of all sets within them
  for (std::size_t bit = 1; bit < masks_; bit <<= 1U) {
    for (std::size_t mask = 0; mask < masks_; ++mask) {
      if ((mask & bit) != 0) within[mask] += within[mask ^ bit];
    }
  }
  for (std::size_t mask = 1; mask < masks_; ++mask)
    by_labels[mask] = factor * (within[masks_ - 1] - within[masks_ - 1 - mask]);
}

bool BlockSolver::label_resources(Labels& labels, std::size_t family, std::int64_t rate) {
  for (Amounts& amounts : of_kinds_)
    std::fill_n(amounts.begin(), masks_, 0);
  reaching_.resize(tables_.reached.size());
  for (std::size_t number = 0; number < tables_.reached.size(); ++number) {
    const BlockTables::Reached& reached = tables_.reached[number];
    reaching_[number] = labels_of(tables_.tokens_of_reached[number], labels.actions);
    of_kinds_[reached.kind][reaching_[number]] += reached.weight;
  }

  const BlockForest& forest = tables_.resources[family];
  std::vector<ProgramNode>& nodes = resource_nodes_[family];
  for (std::size_t place = 0; place < nodes.size(); ++place) {
    const std::size_t token = forest.tokens[place];
    ProgramNode& node = nodes[place];
    Amounts weights{};
    for (const std::uint32_t kind : tables_.kinds_of_resource[token]) {
      for (std::size_t set = 1; set < masks_; ++set)
        weights[set] += of_kinds_[kind][set];
    }
    for (const std::uint32_t seer : tables_.seers[token])
      weights[reaching_[seer]] -= tables_.reached[seer].weight;
    weights[0] = 0;
    write_where_they_meet(weights, rate * tables_.names[token], node.excess);
    node.satisfied = ~LabelSets{0};
    for (const std::uint32_t needer : tables_.needers[token])
      node.satisfied &= meeting_[reaching_[needer]];
    node.forbidden = labels_of(tables_.banned[token], labels.actions);
  }
  const ProgramResult& solved = program_.solve(nodes, forest.roots, statements_);
  if (solved.labels.empty() && !nodes.empty()) return false;
  write(forest, solved, labels.resources);
  return true;
}

bool BlockSolver::label_actions(Labels& labels, Families families, std::int64_t rate,
                                std::int64_t& cost) {
  for (Amounts& amounts : of_kinds_)
    std::fill_n(amounts.begin(), masks_, 0);
  std::ranges::fill(forbidden_, LabelSet{0});
  reaching_.assign(tables_.resource_tokens.size(), 0);
  for (const std::size_t token : tables_.resources[families.resources].tokens) {
    const LabelSet own = labels.resources[token];
    reaching_[token] =
        static_cast<LabelSet>(own | labels_of(tables_.above[token], labels.resources));
    for (const std::uint32_t kind : tables_.kinds_of_resource[token])
      of_kinds_[kind][reaching_[token]] += tables_.names[token];
    if (own == 0) continue;
    for (const std::uint32_t action : tables_.banned[token])
      forbidden_[action] = static_cast<LabelSet>(forbidden_[action] | own);
  }

  const BlockForest& forest = tables_.actions[families.actions];
  std::vector<ProgramNode>& nodes = action_nodes_[families.actions];
  for (std::size_t place = 0; place < nodes.size(); ++place) {
    ProgramNode& node = nodes[place];
    node.satisfied = ~LabelSets{0};
    node.forbidden = forbidden_[forest.tokens[place]];
    Amounts unseen{};
    for (const std::uint32_t number : forest.reached[place]) {
      const BlockTables::Reached& reached = tables_.reached[number];
      for (std::size_t set = 1; set < masks_; ++set)
        unseen[set] += reached.weight * of_kinds_[reached.kind][set];
      for (const std::uint32_t token : tables_.seen[number])
        unseen[reaching_[token]] -= reached.weight * tables_.names[token];
      if (forest.tokens[place] != reached.exact) continue;
      for (const std::uint32_t token : tables_.needs[number])
        node.satisfied &= meeting_[reaching_[token]];
    }
    unseen[0] = 0;
    write_where_they_meet(unseen, rate, node.excess);
  }
  const ProgramResult& solved = program_.solve(nodes, forest.roots, statements_);
  if (solved.labels.empty() && !nodes.empty()) return false;
  write(forest, solved, labels.actions);
  cost = solved.cost + price(labels, families.resources);
  return true;
}

// Of the resource tokens, which the program for actions does not see.
std::int64_t BlockSolver::price(const Labels& labels, std::size_t family) {
  const BlockForest& forest = tables_.resources[family];
  used_.assign(forest.tokens.size(), 0);
  std::int64_t sum = 0;
  for (std::size_t place = 0; place < forest.tokens.size(); ++place) {
    const TokenPrice& price = forest.prices[place];
    const LabelSet own = labels.resources[forest.tokens[place]];
    if (own != 0) sum += price.first + price.again * (std::popcount(own) - 1);
    used_[place] = own != 0 ? 1 : 0;
    for (const std::size_t child : forest.children[place])
      used_[place] = used_[place] | used_[child];
    if (used_[place] != 0) sum += price.edge;
  }
  return sum;
}

}  // namespace scopedown
