// The enumeration against a still plainer one: every subset of tokens for each statement.

#include "tests/support/lossy_oracle.h"

#include <ostream>

#include <catch2/catch.hpp>

#include "tests/support/for_all.h"
#include "tests/support/pick.h"

namespace scopedown::testing {
namespace {

struct AnyBlock {
  LossyBlock block;
  LossyPrices prices;

  friend std::ostream& operator<<(std::ostream& out, const AnyBlock& any) {
    for (const auto& row : any.block.pairs) {
      for (const LossyPair pair : row)
        out << "10*!"[static_cast<int>(pair)];
      out << '\n';
    }
    for (const auto* tokens : {&any.block.action_tokens, &any.block.resource_tokens}) {
      for (const LossyToken& token : *tokens)
        out << token.nodes << " for " << token.characters << "; ";
      out << '\n';
    }
    return out << any.prices.characters << " a character, " << any.prices.excess << " excess";
  }
};

std::vector<LossyToken> any_tokens(Random& random, Size nodes) {
  std::vector<LossyToken> tokens;
  for (Size node = 0; node < nodes; ++node)
    tokens.push_back({1U << node, 3 + any_number(random, 9)});
  tokens.push_back({static_cast<std::uint32_t>(any_number(random, (1U << nodes) - 1)),
                    3 + any_number(random, 9)});
  return tokens;
}

AnyBlock any_block(Random& random, Size size) {
  AnyBlock any;
  any.prices = {1 + any_number(random, 3), any_number(random, 3)};
  any.block.statement_characters = any_number(random, 12);
  const Size actions = 1 + any_number(random, 1 + size / 10);
  const Size resources = 1 + any_number(random, 1 + size / 20);
  any.block.pairs.resize(actions);
  for (auto& row : any.block.pairs) {
    for (Size resource = 0; resource < resources; ++resource) {
      const bool forbidden = once_in(random, 8);
      row.push_back(forbidden ? LossyPair::Forbidden
                              : static_cast<LossyPair>(any_number(random, 2)));
    }
    any.block.action_weights.push_back(1 + any_number(random, 7));
  }
  for (Size resource = 0; resource < resources; ++resource)
    any.block.resource_names.push_back(1 + any_number(random, 3));
  any.block.action_tokens = any_tokens(random, actions);
  any.block.resource_tokens = any_tokens(random, resources);
  return any;
}

std::vector<std::size_t> chosen(std::uint32_t subset) {
  std::vector<std::size_t> tokens;
  for (std::size_t token = 0; token < 32; ++token) {
    if ((subset >> token & 1U) != 0) tokens.push_back(token);
  }
  return tokens;
}

std::optional<std::uint64_t> least_by_definition(const AnyBlock& any, std::size_t statements_max) {
  const std::uint32_t actions = 1U << any.block.action_tokens.size();
  const std::uint32_t resources = 1U << any.block.resource_tokens.size();
  std::vector<LossyStatement> every;
  for (std::uint32_t action = 1; action < actions; ++action) {
    for (std::uint32_t resource = 1; resource < resources; ++resource)
      every.push_back({chosen(action), chosen(resource)});
  }
  std::optional<std::uint64_t> least;
  const auto consider = [&](std::vector<LossyStatement> statements) {
    const auto cost = lossy_cost(any.block, any.prices, std::move(statements));
    if (cost && (!least || cost->objective < *least)) least = cost->objective;
  };
  consider({});
  for (std::size_t one = 0; one < every.size(); ++one) {
    consider({every[one]});
    for (std::size_t other = 0; statements_max == 2 && other < one; ++other)
      consider({every[one], every[other]});
  }
  return least;
}

}  // namespace

TEST_CASE("enumeration finds the least objective of all choices of tokens") {
  const std::size_t statements_max = GENERATE(1U, 2U);
  for_all(
      any_block,
      [&](const AnyBlock& any) {
        const auto least = least_by_definition(any, statements_max);
        const auto found = least_lossy(any.block, any.prices, statements_max);
        REQUIRE(found.has_value() == least.has_value());
        if (!found) return;
        REQUIRE(found->objective == *least);
        REQUIRE(found->statements.size() <= statements_max);
        const auto cost = lossy_cost(any.block, any.prices, found->statements);
        REQUIRE(cost.has_value());
        REQUIRE(cost->objective == found->objective);
        REQUIRE(cost->characters == found->characters);
        REQUIRE(cost->excess == found->excess);
      },
      150);
}

TEST_CASE("a pattern pays where its excess is cheap") {
  // Two queues, SendMessage on both; a prefix that covers both and names that nobody has.
  LossyBlock block;
  block.action_weights = {8};
  block.resource_names = {1, 1, 4};
  block.pairs = {{LossyPair::Needed, LossyPair::Needed, LossyPair::Excess}};
  block.action_tokens = {{0b1, 18}};
  block.resource_tokens = {{0b001, 50}, {0b010, 50}, {0b111, 40}};
  const auto dear = least_lossy(block, {1, 2}, 2);
  REQUIRE(dear);
  CHECK(dear->excess == 0);
  CHECK(dear->characters == 43 + 18 + 50 + 50);
  const auto cheap = least_lossy(block, {1, 1}, 2);
  REQUIRE(cheap);
  CHECK(cheap->excess == 32);
  CHECK(cheap->characters == 43 + 18 + 40);
}

TEST_CASE("what only a forbidden pair could cover has no answer") {
  LossyBlock block;
  block.action_weights = {1};
  block.resource_names = {1, 1};
  block.pairs = {{LossyPair::Needed, LossyPair::Forbidden}};
  block.action_tokens = {{0b1, 10}};
  block.resource_tokens = {{0b11, 10}};
  CHECK_FALSE(least_lossy(block, {1, 1}, 2));
}

}  // namespace scopedown::testing
