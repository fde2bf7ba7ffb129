// Two ways to see tokens as a forest.
//
// A name may be grouped with others by how it begins, how it ends or what it holds, so a token may
// stand under several others of which none covers the other; a tree program (tree_program.h) wants
// one. The first family goes by beginnings where those save any text, the second by whatever saves
// most. Each leaf is in both, a wide token in one, both or neither.

#ifndef SCOPEDOWN_GENERATOR_MINIMISE_FAMILIES_H_
#define SCOPEDOWN_GENERATOR_MINIMISE_FAMILIES_H_

#include <array>
#include <cstddef>
#include <span>
#include <vector>

namespace scopedown {

inline constexpr std::size_t no_token = static_cast<std::size_t>(-1);

// A token that was seen, and the wider ones that may be listed for it, by the ways of chains.h.
struct FamilyLeaf {
  std::size_t token = 0;
  std::vector<std::vector<std::size_t>>
      chains;                      // tokens, the widest first; by beginning comes first
  std::vector<std::size_t> types;  // of these, those that say no more than the type
};

struct FamilyTree {
  std::vector<std::size_t> parents;  // of each token; no_token: none
  std::vector<char> holds;           // whether the token is in this family

  friend bool operator==(const FamilyTree&, const FamilyTree&) = default;
};

// `sizes`: characters of each token's text.
[[nodiscard]] std::array<FamilyTree, 2> families_of(std::span<const FamilyLeaf> leaves,
                                                    std::span<const std::size_t> sizes);

// One family of some tokens, as a forest. A place is one in `order`.
struct Family {
  std::vector<std::size_t> order;                  // its tokens, children first
  std::vector<std::vector<std::size_t>> children;  // by place: places
  std::vector<std::size_t> roots;                  // places

  friend bool operator==(const Family&, const Family&) = default;
};

// By block: `block_of` each token, as far as it is in the tree.
[[nodiscard]] std::vector<Family> forests_of(const FamilyTree& tree,
                                             std::span<const std::size_t> block_of,
                                             std::size_t blocks);

}  // namespace scopedown

#endif  // SCOPEDOWN_GENERATOR_MINIMISE_FAMILIES_H_
