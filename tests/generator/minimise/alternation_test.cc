// Goal: the labels of a block cost hardly more than the cheapest that there are. Method: blocks of small
// random worlds, at rates from text alone to excess alone, against enumeration. What is compared is
// what labels cost by the enumeration's own count, in one family of each side, as the solver sees it.

#include "generator/minimise/alternation.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>
#include <vector>

#include <catch2/catch.hpp>

#include "tests/support/labelled_case.h"
#include "tests/support/lossy_oracle.h"
#include "tests/support/pick.h"
#include "tests/support/print.h"

namespace scopedown::testing {
namespace {

constexpr std::size_t tokens_max = 11;  // of a side, for the enumeration's sake
constexpr std::size_t nodes_max = 32;

bool holds(const std::vector<std::size_t>& numbers, std::size_t number) {
  return std::ranges::find(numbers, number) != numbers.end();
}

// What a solver that takes one family of each side sees, by the candidates' numbers.
struct BlockParts {
  std::vector<std::size_t> actions;    // tokens
  std::vector<std::size_t> resources;  // tokens
  std::vector<std::size_t> reached;    // actions of the catalogue
};

BlockParts parts_of(const Candidates& candidates, const BlockTables& tables,
                    std::size_t action_family, std::size_t resource_family) {
  BlockParts parts;
  for (const std::size_t token : tables.actions[action_family].tokens)
    parts.actions.push_back(tables.action_tokens[token]);
  for (const std::size_t token : tables.resources[resource_family].tokens)
    parts.resources.push_back(tables.resource_tokens[token]);
  for (std::size_t number = 0; number < candidates.reached.size(); ++number) {
    const auto& tokens = candidates.reached[number].tokens;
    if (std::ranges::any_of(tokens, [&](auto token) { return holds(parts.actions, token); }))
      parts.reached.push_back(number);
  }
  return parts;
}

LossyPair pair_of(const Candidates& candidates, const ReachedAction& action, std::size_t token) {
  const ResourceToken& resource = candidates.resources[token];
  if (holds(action.needs, token)) return LossyPair::Needed;
  const bool forbidden =
      std::ranges::all_of(action.tokens, [&](auto reaching) { return resource.banned[reaching]; });
  if (forbidden) return LossyPair::Forbidden;
  const bool possible = holds(candidates.kinds[action.kind].tokens, token);
  return possible && !holds(action.seen, token) ? LossyPair::Excess : LossyPair::Vacuous;
}

// A node for each action that is reached, and for the names that each resource token adds to those
// below it.
LossyBlock block_of(const Candidates& candidates, const BlockParts& parts) {
  LossyBlock block;
  block.statement_characters = 0;
  for (const std::size_t number : parts.reached) {
    const ReachedAction& action = candidates.reached[number];
    block.action_weights.push_back(action.weight);
    auto& row = block.pairs.emplace_back();
    for (const std::size_t token : parts.resources)
      row.push_back(pair_of(candidates, action, token));
  }
  for (const std::size_t token : parts.resources)
    block.resource_names.push_back(candidates.resources[token].names);
  for (const std::size_t token : parts.actions) {
    LossyToken& made = block.action_tokens.emplace_back();
    made.characters = candidates.actions[token].pattern.text().size() + characters_around;
    for (std::size_t node = 0; node < parts.reached.size(); ++node) {
      if (holds(candidates.reached[parts.reached[node]].tokens, token)) made.nodes |= 1U << node;
    }
  }
  for (const std::size_t token : parts.resources) {
    LossyToken& made = block.resource_tokens.emplace_back();
    made.characters = candidates.resources[token].pattern.text().size() + characters_around;
    for (std::size_t node = 0; node < parts.resources.size(); ++node) {
      const std::size_t under = parts.resources[node];
      if (under == token || holds(candidates.resources[under].above, token))
        made.nodes |= 1U << node;
    }
  }
  return block;
}

// None if a token is listed that is not of these parts.
std::optional<std::vector<LossyStatement>> statements_of(const Labels& labels,
                                                         const BlockTables& tables,
                                                         const BlockParts& parts,
                                                         std::size_t statements) {
  std::vector<LossyStatement> made(statements);
  const auto list = [&](const std::vector<LabelSet>& of, const std::vector<std::size_t>& tokens,
                        const std::vector<std::size_t>& here, auto member) {
    for (std::size_t token = 0; token < of.size(); ++token) {
      if (of[token] == 0) continue;
      const auto place = std::ranges::find(here, tokens[token]);
      if (place == here.end()) return false;
      for (std::size_t statement = 0; statement < statements; ++statement) {
        if ((of[token] >> statement & 1U) != 0)
          (made[statement].*member).push_back(static_cast<std::size_t>(place - here.begin()));
      }
    }
    return true;
  };
  const bool all =
      list(labels.actions, tables.action_tokens, parts.actions, &LossyStatement::actions) &&
      list(labels.resources, tables.resource_tokens, parts.resources, &LossyStatement::resources);
  return all ? std::optional(made) : std::nullopt;
}

// How far above the cheapest, added up.
struct Comparison {
  std::size_t blocks = 0;
  std::size_t cheapest = 0;
  std::size_t missed = 0;  // blocks that can be labelled, and were not
  double above = 0;
};

void compare(const BlockTables& tables, const Candidates& candidates, std::int64_t rate,
             std::size_t statements, Comparison& sum) {
  const LossyPrices prices{static_cast<std::uint64_t>(price_per_character),
                           static_cast<std::uint64_t>(rate)};
  const BlockLabels found = BlockSolver(tables, statements).solve(std::array{rate}).front();
  std::optional<std::uint64_t> least;
  std::optional<std::uint64_t> objective;  // of the labels that were found
  for (std::size_t actions = 0; actions < tables.action_families; ++actions) {
    for (std::size_t resources = 0; resources < tables.resource_families; ++resources) {
      const BlockParts parts = parts_of(candidates, tables, actions, resources);
      if (parts.actions.size() > tokens_max || parts.resources.size() > tokens_max ||
          parts.reached.size() > nodes_max)
        return;
      const LossyBlock block = block_of(candidates, parts);
      const auto here = least_lossy(block, prices, statements);
      if (here && (!least || here->objective < *least)) least = here->objective;
      const auto made = statements_of(found.labels, tables, parts, statements);
      const auto cost = made ? lossy_cost(block, prices, *made) : std::nullopt;
      if (cost && (!objective || cost->objective < *objective)) objective = cost->objective;
    }
  }
  CAPTURE(rate, statements, least.has_value(), found.objective);
  REQUIRE(found.found == objective.has_value());
  if (!least) REQUIRE_FALSE(found.found);
  if (!least) return;
  if (!found.found) {
    ++sum.missed;
    return;
  }
  REQUIRE(*objective >= *least);
  ++sum.blocks;
  sum.cheapest += *objective == *least ? 1 : 0;
  sum.above += static_cast<double>(*objective - *least) / static_cast<double>(*least);
}

}  // namespace

TEST_CASE("labels of a block are hardly dearer than the cheapest") {
  Comparison low;   // a unit of excess is worth two characters at most
  Comparison high;  // up to 131
  for_all(any_labelled_case, [&](const LabelledCase& labelled) {
    LabelledWorld here(labelled);
    const Candidates candidates = here.candidates();
    Random random(labelled.seed);
    const Prices prices = prices_in_characters(candidates);
    for (const Block& block : candidates.blocks) {
      const BlockTables tables(candidates, block, prices);
      const std::int64_t rate = std::int64_t{1} << (2 * any_number(random, 8));
      for (const std::size_t statements : {1U, 2U})
        compare(tables, candidates, rate, statements, rate > 2 * price_per_character ? high : low);
    }
  });
  const auto average = [](const Comparison& sum) {
    return sum.above / static_cast<double>(sum.blocks);
  };
  CAPTURE(low.missed, high.missed, low.blocks, low.cheapest, average(low), high.blocks,
          high.cheapest, average(high));
  CHECK(low.missed + high.missed == 0);
  CHECK(low.blocks > 2'000);
  CHECK(average(low) < 0.002);
  CHECK(low.cheapest * 100 > low.blocks * 97);
  CHECK(high.blocks > 2'000);
  CHECK(average(high) < 0.01);
  CHECK(high.cheapest * 100 > high.blocks * 96);
}

}  // namespace scopedown::testing
