// Goal: families are forests in which every leaf stands under what its chain says. Method: chains of a
// random tree and of another, and the trees that come of them.

#include "generator/minimise/families.h"

#include <algorithm>
#include <ostream>

#include <catch2/catch.hpp>

#include "tests/support/pick.h"

namespace scopedown::testing {
namespace {

// Leaves are the last tokens; of the others each belongs to one of two ways.
struct Tokens {
  std::vector<FamilyLeaf> leaves;
  std::vector<std::size_t> sizes;
};

std::ostream& operator<<(std::ostream& out, const Tokens& tokens) {
  for (const FamilyLeaf& leaf : tokens.leaves) {
    out << "leaf " << leaf.token << " of " << tokens.sizes[leaf.token] << ':';
    for (const auto& chain : leaf.chains) {
      out << " (";
      for (const std::size_t token : chain)
        out << ' ' << token << '/' << tokens.sizes[token];
      out << " )";
    }
    out << '\n';
  }
  return out;
}

Tokens any_tokens(Random& random, Size size) {
  Tokens tokens;
  const Size inner = 2 + any_number(random, 6);  // of each way
  std::vector<std::size_t> up(2 * inner, no_token);
  for (std::size_t token = 0; token < 2 * inner; ++token) {
    const std::size_t first = token < inner ? 0 : inner;
    if (token > first && !once_in(random, 4))
      up[token] = first + any_number(random, token - first - 1);
    tokens.sizes.push_back(3 + any_number(random, 20));
  }
  for (Size leaf = 0; leaf < 1 + size % 8; ++leaf) {
    FamilyLeaf made;
    made.token = tokens.sizes.size();
    tokens.sizes.push_back(10 + any_number(random, 20));
    for (const std::size_t first : {std::size_t{0}, std::size_t{inner}}) {
      std::vector<std::size_t>& chain = made.chains.emplace_back();
      if (once_in(random, 5)) continue;
      for (std::size_t token = first + any_number(random, inner - 1); token != no_token;
           token = up[token])
        chain.insert(chain.begin(), token);
    }
    tokens.leaves.push_back(std::move(made));
  }
  return tokens;
}

std::vector<std::size_t> above(const FamilyTree& tree, std::size_t token) {
  std::vector<std::size_t> tokens;
  for (std::size_t up = tree.parents[token]; up != no_token; up = tree.parents[up])
    tokens.insert(tokens.begin(), up);
  return tokens;
}

}  // namespace

TEST_CASE("every leaf stands under one of its chains, in either family") {
  std::size_t differ = 0;
  for_all(any_tokens, [&](const Tokens& tokens) {
    const auto trees = families_of(tokens.leaves, tokens.sizes);
    for (const FamilyTree& tree : trees) {
      for (const FamilyLeaf& leaf : tokens.leaves) {
        CAPTURE(leaf.token);
        REQUIRE(tree.holds[leaf.token] != 0);
        REQUIRE(std::ranges::find(leaf.chains, above(tree, leaf.token)) != leaf.chains.end());
      }
      const std::vector<std::size_t> one_block(tokens.sizes.size(), 0);
      const Family forest = forests_of(tree, one_block, 1).front();
      REQUIRE(forest.order.size() ==
              static_cast<std::size_t>(std::ranges::count(tree.holds, char{1})));
      std::vector<char> seen(tokens.sizes.size(), 0);
      for (std::size_t place = 0; place < forest.order.size(); ++place) {
        const std::size_t token = forest.order[place];
        REQUIRE(seen[token] == 0);
        seen[token] = 1;
        for (const std::size_t child : forest.children[place]) {
          REQUIRE(child < place);
          REQUIRE(tree.parents[forest.order[child]] == token);
        }
      }
      for (const std::size_t root : forest.roots)
        REQUIRE(tree.parents[forest.order[root]] == no_token);
    }
    differ += trees[0] == trees[1] ? 0 : 1;
  });
  CHECK(differ > 100);
}

TEST_CASE(
    "the first family goes by beginnings where those save text, the second by what saves most") {
  // Two leaves of 30 characters: 0 groups them by their beginning at 20, 1 by their ending at 12.
  const std::vector<std::size_t> sizes{20, 12, 30, 30};
  std::vector<FamilyLeaf> leaves{{2, {{0}, {1}}, {}}, {3, {{0}, {1}}, {}}};
  auto trees = families_of(leaves, sizes);
  CHECK(trees[0].parents == std::vector<std::size_t>{no_token, no_token, 0, 0});
  CHECK(trees[1].parents == std::vector<std::size_t>{no_token, no_token, 1, 1});

  // A pattern that says no more than the type is no reason to go by beginnings.
  for (FamilyLeaf& leaf : leaves)
    leaf.types = {0};
  trees = families_of(leaves, {{11, 12, 30, 30}});
  CHECK(trees[0].parents == std::vector<std::size_t>{no_token, no_token, 1, 1});
}

}  // namespace scopedown::testing
