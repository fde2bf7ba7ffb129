#include "generator/minimise/block_tables.h"

#include <algorithm>
#include <span>

namespace scopedown {
namespace {

// From the candidates' numbers to the block's.
class Numbering {
 public:
  explicit Numbering(std::size_t tokens) : numbers_(tokens, no_token) {}

  void add(std::size_t token, std::vector<std::size_t>& tokens) {
    if (numbers_[token] != no_token) return;
    numbers_[token] = tokens.size();
    tokens.push_back(token);
  }

  [[nodiscard]] std::size_t of(std::size_t token) const { return numbers_[token]; }

  // Those of them that are of the block.
  [[nodiscard]] std::vector<std::size_t> of(std::span<const std::size_t> tokens) const {
    std::vector<std::size_t> here;
    for (const std::size_t token : tokens) {
      if (numbers_[token] != no_token) here.push_back(numbers_[token]);
    }
    return here;
  }

 private:
  std::vector<std::size_t> numbers_;
};

BlockForest forest_of(const Family& family, const Numbering& numbers,
                      const std::vector<TokenPrice>& prices) {
  BlockForest forest{numbers.of(family.order), family.children, family.roots, {}, {}};
  for (const std::size_t token : family.order)
    forest.prices.push_back(prices[token]);
  return forest;
}

}  // namespace

BlockTables::BlockTables(const Candidates& candidates, const Block& block, const Prices& prices) {
  Numbering of_actions(candidates.actions.size());
  for (const std::size_t token : block.actions)
    of_actions.add(token, action_tokens);
  Numbering of_resources(candidates.resources.size());
  for (const Family& family : block.of_resources) {
    for (const std::size_t token : family.order)
      of_resources.add(token, resource_tokens);
  }

  Numbering of_kinds(candidates.kinds.size());
  std::vector<std::size_t> kind_numbers;
  Numbering of_reached(candidates.reached.size());
  std::vector<std::size_t> numbers;
  for (std::size_t number = 0; number < candidates.reached.size(); ++number) {
    const ReachedAction& from = candidates.reached[number];
    if (of_actions.of(from.tokens.front()) == no_token) continue;
    of_reached.add(number, numbers);
    of_kinds.add(from.kind, kind_numbers);
    Reached& made = reached.emplace_back();
    made.kind = of_kinds.of(from.kind);
    made.weight = static_cast<std::int64_t>(from.weight);
    if (!from.needs.empty()) made.exact = of_actions.of(from.exact);
    tokens_of_reached.add(of_actions.of(from.tokens));
    seen.add(of_resources.of(from.seen));
    needs.add(of_resources.of(from.needs));
  }
  kinds = kind_numbers.size();
  Rows resources_of_kind;
  for (const std::size_t kind : kind_numbers)
    resources_of_kind.add(of_resources.of(candidates.kinds[kind].tokens));
  for (const std::size_t token : resource_tokens) {
    const ResourceToken& resource = candidates.resources[token];
    names.push_back(static_cast<std::int64_t>(resource.names));
    above.add(of_resources.of(resource.above));
    std::vector<std::size_t> forbidden;
    for (std::size_t action = 0; resource.has_bans && action < action_tokens.size(); ++action) {
      if (resource.banned[action_tokens[action]]) forbidden.push_back(action);
    }
    banned.add(forbidden);
  }
  seers = seen.turned(resource_tokens.size());
  needers = needs.turned(resource_tokens.size());
  kinds_of_resource = resources_of_kind.turned(resource_tokens.size());

  for (const std::size_t family : {0U, 1U}) {
    resources[family] =
        forest_of(block.of_resources[family], of_resources, prices.resources[family]);
    actions[family] = forest_of(block.of_actions[family], of_actions, prices.actions[family]);
    for (const std::size_t token : actions[family].tokens)
      actions[family].reached.add(
          of_reached.of(candidates.actions[action_tokens[token]].reached[family]));
  }
  resource_families = block.of_resources[0] == block.of_resources[1] ? 1 : 2;
  action_families = block.of_actions[0] == block.of_actions[1] ? 1 : 2;
}

}  // namespace scopedown
