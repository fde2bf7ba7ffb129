#include "generator/minimise/families.h"

#include <algorithm>
#include <functional>
#include <set>

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
      if (sizes_[token] <= leaf.type_size) continue;
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
  std::vector<Family> forests(blocks);
  for (Family& family : forests)
    family.children.resize(tree.parents.size());
  for (std::size_t token = 0; token < tree.parents.size(); ++token) {
    if (tree.holds[token] == 0) continue;
    Family& family = forests[block_of[token]];
    const std::size_t parent = tree.parents[token];
    if (parent == no_token) {
      family.roots.push_back(token);
    } else {
      family.children[parent].push_back(token);
    }
  }
  const std::function<void(Family&, std::size_t)> visit = [&](Family& family, std::size_t token) {
    for (const std::size_t child : family.children[token])
      visit(family, child);
    family.order.push_back(token);
  };
  for (Family& family : forests) {
    for (const std::size_t root : family.roots)
      visit(family, root);
  }
  return forests;
}

}  // namespace scopedown
