#include "generator/minimise/families.h"

#include <algorithm>
#include <functional>
#include <set>
#include <utility>

namespace scopedown {
namespace {

constexpr std::size_t beside_a_text = 3;  // quotes and a comma

class Chooser {
 public:
  Chooser(std::span<const FamilyLeaf> leaves, std::span<const std::size_t> sizes)
      : sizes_(sizes), leaves_under_(sizes.size(), 0) {
    for (const FamilyLeaf& leaf : leaves) {
      std::set<std::size_t> counted;
      for (const auto& chain : leaf.chains)
        counted.insert(chain.begin(), chain.end());
      for (const std::size_t token : counted)
        ++leaves_under_[token];
    }
  }

  // The chain that the family sees of the leaf.
  [[nodiscard]] const std::vector<std::size_t>& chain_of(const FamilyLeaf& leaf,
                                                         bool by_beginning) const {
    const std::vector<std::size_t>* best = &leaf.chains.front();
    std::ptrdiff_t most = by_beginning ? saved_by(*best, leaf) : 0;
    if (most > 0) return *best;
    for (std::size_t way = 1; way < leaf.chains.size(); ++way) {
      const std::ptrdiff_t saved = saved_by(leaf.chains[way], leaf);
      if (saved <= most) continue;
      best = &leaf.chains[way];
      most = saved;
    }
    return *best;
  }

 private:
  // The most characters that a pattern of the chain saves for the leaf, its own shared among all that
  // it groups. Patterns that say no more than the type are in every chain.
  [[nodiscard]] std::ptrdiff_t saved_by(const std::vector<std::size_t>& chain,
                                        const FamilyLeaf& leaf) const {
    std::ptrdiff_t most = 0;
    for (const std::size_t token : chain) {
      if (std::ranges::find(leaf.types, token) != leaf.types.end()) continue;
      const std::size_t share = (sizes_[token] + beside_a_text) / leaves_under_[token];
      most = std::max(most, static_cast<std::ptrdiff_t>(sizes_[leaf.token] + beside_a_text) -
                                static_cast<std::ptrdiff_t>(share));
    }
    return most;
  }

  std::span<const std::size_t> sizes_;
  std::vector<std::size_t> leaves_under_;
};

}  // namespace

std::array<FamilyTree, 2> families_of(std::span<const FamilyLeaf> leaves,
                                      std::span<const std::size_t> sizes) {
  const Chooser chooser(leaves, sizes);
  std::array<FamilyTree, 2> trees;
  for (const std::size_t number : {0U, 1U}) {
    FamilyTree& tree = trees[number];
    tree.parents.assign(sizes.size(), no_token);
    tree.holds.assign(sizes.size(), 0);
    const auto add = [&](std::size_t token, std::size_t parent) {
      if (tree.holds[token] == 0) tree.parents[token] = parent;
      tree.holds[token] = 1;
    };
    for (const FamilyLeaf& leaf : leaves) {
      std::size_t parent = no_token;
      for (const std::size_t token : chooser.chain_of(leaf, number == 0)) {
        if (token == leaf.token) break;
        add(token, parent);
        parent = token;
      }
      add(leaf.token, parent);
    }
  }
  return trees;
}

std::vector<Family> forests_of(const FamilyTree& tree, std::span<const std::size_t> block_of,
                               std::size_t blocks) {
  const std::size_t tokens = tree.parents.size();
  std::vector<std::vector<std::size_t>> children(tokens);
  for (std::size_t token = 0; token < tokens; ++token) {
    if (tree.parents[token] != no_token) children[tree.parents[token]].push_back(token);
  }
  // Returns the token's place.
  const std::function<std::size_t(Family&, std::size_t)> visit = [&](Family& family,
                                                                     std::size_t token) {
    std::vector<std::size_t> places;
    for (const std::size_t child : children[token])
      places.push_back(visit(family, child));
    family.order.push_back(token);
    family.children.push_back(std::move(places));
    return family.order.size() - 1;
  };
  std::vector<Family> forests(blocks);
  for (std::size_t token = 0; token < tokens; ++token) {
    if (tree.holds[token] == 0 || tree.parents[token] != no_token) continue;
    Family& family = forests[block_of[token]];
    family.roots.push_back(visit(family, token));
  }
  return forests;
}

}  // namespace scopedown
