// Which nodes a statement covers matters, not by which tokens: so all subsets of tokens are listed
// once for each side, and of those that cover the same nodes the cheapest is kept. Of two that cover
// the same needed nodes the one that lets in fewer others, and is not dearer, is as good in every
// statement; the other is dropped. What is left is tried in all combinations, two statements at a time.
//
// Cost: sides of a and r covers, a² r² combinations; most are ruled out because two covers together
// miss a needed node. Tested by lossy_oracle_test.cc, against trying every subset of tokens for each
// statement without any of the above.

#include "tests/support/lossy_oracle.h"

#include <algorithm>
#include <array>
#include <map>
#include <stdexcept>
#include <utility>

namespace scopedown::testing {
namespace {

constexpr std::size_t tokens_max = 16;
constexpr std::size_t nodes_max = 32;

// Some nodes of a side, and the cheapest tokens that cover just these.
struct Cover {
  std::uint32_t nodes = 0;
  std::size_t characters = 0;
  std::vector<std::size_t> tokens;
};

std::vector<std::size_t> tokens_in(std::uint32_t subset) {
  std::vector<std::size_t> tokens;
  for (std::size_t token = 0; token < tokens_max; ++token) {
    if ((subset >> token & 1U) != 0) tokens.push_back(token);
  }
  return tokens;
}

std::vector<Cover> covers_of(const std::vector<LossyToken>& tokens, std::uint32_t needed) {
  std::map<std::uint32_t, Cover> cheapest;
  for (std::uint32_t subset = 0; subset < (1U << tokens.size()); ++subset) {
    Cover cover;
    for (const std::size_t token : tokens_in(subset)) {
      cover.nodes |= tokens[token].nodes;
      cover.characters += tokens[token].characters;
    }
    const auto [place, added] = cheapest.try_emplace(cover.nodes);
    if (!added && place->second.characters <= cover.characters) continue;
    cover.tokens = tokens_in(subset);
    place->second = std::move(cover);
  }
  std::vector<Cover> kept;
  for (const auto& entry : cheapest) {
    const Cover& cover = entry.second;
    const bool dominated = std::ranges::any_of(cheapest, [&](const auto& item) {
      const Cover& other = item.second;
      return other.nodes != cover.nodes && (other.nodes & needed) == (cover.nodes & needed) &&
             (other.nodes & ~cover.nodes) == 0 && other.characters <= cover.characters;
    });
    if (!dominated) kept.push_back(cover);
  }
  return kept;
}

class Enumeration {
 public:
  Enumeration(const LossyBlock& block, const LossyPrices& prices) : block_(block), prices_(prices) {
    for (std::size_t action = 0; action < block.pairs.size(); ++action) {
      for (std::size_t resource = 0; resource < block.pairs[action].size(); ++resource) {
        if (block.pairs[action][resource] != LossyPair::Needed) continue;
        needed_actions_ |= 1U << action;
        needed_resources_ |= 1U << resource;
      }
    }
    actions_ = covers_of(block.action_tokens, needed_actions_);
    resources_ = covers_of(block.resource_tokens, needed_resources_);
  }

  std::optional<LossyOptimum> run(std::size_t statements_max) {
    for (std::size_t one = 0; one < actions_.size(); ++one) {
      // The empty cover is the first: a second statement without actions is none.
      const std::size_t last = statements_max == 1 ? 0 : one;
      for (std::size_t other = 0; other <= last; ++other) {
        if (((actions_[one].nodes | actions_[other].nodes) & needed_actions_) == needed_actions_)
          try_resources(actions_[one], actions_[other]);
      }
    }
    return std::move(best_);
  }

 private:
  // What granting a resource to the first statement (1), the second (2) or both (3) costs.
  struct Prospect {
    std::array<std::uint64_t, 4> excess{};
    std::array<bool, 4> possible{};
  };

  std::vector<Prospect> prospects(const Cover& one, const Cover& other) const {
    const std::array<std::uint32_t, 4> actions{0, one.nodes, other.nodes, one.nodes | other.nodes};
    std::vector<Prospect> prospects(block_.resource_names.size());
    for (std::size_t resource = 0; resource < prospects.size(); ++resource) {
      for (std::size_t way = 0; way < 4; ++way) {
        Prospect& prospect = prospects[resource];
        prospect.possible[way] = true;
        for (std::size_t action = 0; action < block_.action_weights.size(); ++action) {
          const bool granted = (actions[way] >> action & 1U) != 0;
          const LossyPair pair = block_.pairs[action][resource];
          if (pair == (granted ? LossyPair::Forbidden : LossyPair::Needed))
            prospect.possible[way] = false;
          if (granted && pair == LossyPair::Excess)
            prospect.excess[way] += block_.action_weights[action] * block_.resource_names[resource];
        }
      }
    }
    return prospects;
  }

  void try_resources(const Cover& one, const Cover& other) {
    const std::vector<Prospect> prospects = this->prospects(one, other);
    for (const Cover& first : resources_) {
      if ((first.nodes == 0) != (one.nodes == 0)) continue;
      for (const Cover& second : resources_) {
        if ((second.nodes == 0) != (other.nodes == 0)) continue;
        if (((first.nodes | second.nodes) & needed_resources_) != needed_resources_) continue;
        std::uint64_t excess = 0;
        bool possible = true;
        for (std::size_t resource = 0; possible && resource < prospects.size(); ++resource) {
          const std::size_t way =
              (first.nodes >> resource & 1U) + 2 * (second.nodes >> resource & 1U);
          possible = prospects[resource].possible[way];
          excess += prospects[resource].excess[way];
        }
        if (possible) consider({&one, &other}, {&first, &second}, excess);
      }
    }
  }

  void consider(const std::array<const Cover*, 2>& actions,
                const std::array<const Cover*, 2>& resources, std::uint64_t excess) {
    LossyOptimum found;
    found.excess = excess;
    for (std::size_t index = 0; index < 2; ++index) {
      if (actions[index]->nodes == 0) continue;
      found.characters +=
          block_.statement_characters + actions[index]->characters + resources[index]->characters;
    }
    found.objective = prices_.characters * found.characters + prices_.excess * excess;
    if (best_ &&
        std::pair(best_->objective, best_->excess) <= std::pair(found.objective, found.excess))
      return;
    for (std::size_t index = 0; index < 2; ++index) {
      if (actions[index]->nodes != 0)
        found.statements.push_back({actions[index]->tokens, resources[index]->tokens});
    }
    best_ = std::move(found);
  }

  const LossyBlock& block_;
  const LossyPrices& prices_;
  std::uint32_t needed_actions_ = 0;
  std::uint32_t needed_resources_ = 0;
  std::vector<Cover> actions_;    // by nodes: the empty one first
  std::vector<Cover> resources_;  // likewise
  std::optional<LossyOptimum> best_;
};

void expect_small(const LossyBlock& block) {
  if (block.action_tokens.size() > tokens_max || block.resource_tokens.size() > tokens_max ||
      block.action_weights.size() > nodes_max || block.resource_names.size() > nodes_max)
    throw std::invalid_argument("a block as large as this is not to be enumerated");
}

}  // namespace

std::optional<LossyOptimum> lossy_cost(const LossyBlock& block, const LossyPrices& prices,
                                       std::vector<LossyStatement> statements) {
  LossyOptimum cost;
  std::vector<std::vector<char>> granted(block.action_weights.size(),
                                         std::vector<char>(block.resource_names.size(), 0));
  for (const LossyStatement& statement : statements) {
    std::uint32_t actions = 0;
    std::uint32_t resources = 0;
    cost.characters += block.statement_characters;
    for (const std::size_t token : statement.actions) {
      actions |= block.action_tokens[token].nodes;
      cost.characters += block.action_tokens[token].characters;
    }
    for (const std::size_t token : statement.resources) {
      resources |= block.resource_tokens[token].nodes;
      cost.characters += block.resource_tokens[token].characters;
    }
    for (std::size_t action = 0; action < granted.size(); ++action) {
      for (std::size_t resource = 0; resource < granted[action].size(); ++resource) {
        if ((actions >> action & 1U) != 0 && (resources >> resource & 1U) != 0)
          granted[action][resource] = 1;
      }
    }
  }
  for (std::size_t action = 0; action < granted.size(); ++action) {
    for (std::size_t resource = 0; resource < granted[action].size(); ++resource) {
      const LossyPair pair = block.pairs[action][resource];
      const bool is_granted = granted[action][resource] != 0;
      if (pair == (is_granted ? LossyPair::Forbidden : LossyPair::Needed)) return std::nullopt;
      if (is_granted && pair == LossyPair::Excess)
        cost.excess += block.action_weights[action] * block.resource_names[resource];
    }
  }
  cost.objective = prices.characters * cost.characters + prices.excess * cost.excess;
  cost.statements = std::move(statements);
  return cost;
}

std::optional<LossyOptimum> least_lossy(const LossyBlock& block, const LossyPrices& prices,
                                        std::size_t statements_max) {
  expect_small(block);
  if (statements_max != 1 && statements_max != 2)
    throw std::invalid_argument("one statement or two");
  return Enumeration(block, prices).run(statements_max);
}

}  // namespace scopedown::testing
