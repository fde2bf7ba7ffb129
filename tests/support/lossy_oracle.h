// The cheapest way to say what a small block needs, where patterns may let in more: by enumeration.
// Slow and obvious, and apart from the program's search, which is measured against it.
//
// A block has nodes on two sides: actions, and resources. Beside those that were observed there are
// those that a pattern lets in: an action of the catalogue that nobody called; "the unseen names
// under this prefix", one node that counts for so many names. A token covers some nodes and costs
// characters; which tokens there are, the caller says. A statement is some action tokens and some
// resource tokens: it grants every pair that they cover.
//
//   characters   statement_characters for each statement, and its tokens'
//   excess       for each pair that some statement grants and that is Excess, once:
//                the action's weight times the resource's names
//   objective    characters_price * characters + excess_price * excess
//
// Every Needed pair must be granted, no Forbidden one may be; Vacuous ones do not matter.

#ifndef SCOPEDOWN_TESTS_SUPPORT_LOSSY_ORACLE_H_
#define SCOPEDOWN_TESTS_SUPPORT_LOSSY_ORACLE_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

namespace scopedown::testing {

enum class LossyPair { Needed, Excess, Vacuous, Forbidden };

struct LossyToken {
  std::uint32_t nodes = 0;     // bit n: covers node n of its side
  std::size_t characters = 0;  // with quotes and comma
};

struct LossyBlock {
  std::vector<std::uint64_t> action_weights;  // of each action node
  std::vector<std::uint64_t> resource_names;  // how many names each resource node stands for
  std::vector<std::vector<LossyPair>> pairs;  // by action node, by resource node
  std::vector<LossyToken> action_tokens;
  std::vector<LossyToken> resource_tokens;
  std::size_t statement_characters = 43;
};

struct LossyPrices {
  std::uint64_t characters = 1;
  std::uint64_t excess = 1;
};

struct LossyStatement {
  std::vector<std::size_t> actions;    // into action_tokens
  std::vector<std::size_t> resources;  // into resource_tokens
};

struct LossyOptimum {
  std::uint64_t objective = 0;
  std::size_t characters = 0;
  std::uint64_t excess = 0;
  std::vector<LossyStatement> statements;
};

// What a choice of statements costs. None if a needed pair is not granted or a forbidden one is.
[[nodiscard]] std::optional<LossyOptimum> lossy_cost(const LossyBlock& block,
                                                     const LossyPrices& prices,
                                                     std::vector<LossyStatement> statements);

// The least objective of at most `statements_max` statements, 1 or 2; of equal ones one with the
// least excess. None if there is none. Throws std::invalid_argument beyond 16 tokens or 32 nodes a
// side. Time: a fraction of a second for five actions and six resources with as many patterns.
[[nodiscard]] std::optional<LossyOptimum> least_lossy(const LossyBlock& block,
                                                      const LossyPrices& prices,
                                                      std::size_t statements_max);

}  // namespace scopedown::testing

#endif  // SCOPEDOWN_TESTS_SUPPORT_LOSSY_ORACLE_H_
