// Which statements list a token: a set of statement numbers, as bits.
//
// A policy of K statements is a label for every token: bit k is set where statement k lists it. Seen
// so, a statement needs no object of its own, and the search moves labels.

#ifndef SCOPEDOWN_GENERATOR_MINIMISE_LABELS_H_
#define SCOPEDOWN_GENERATOR_MINIMISE_LABELS_H_

#include <cstddef>
#include <cstdint>
#include <vector>

namespace scopedown {

using LabelSet = std::uint16_t;

inline constexpr std::size_t statements_max = 16;  // that the search can label

enum class Side : std::uint8_t { Actions, Resources };

// Tokens are numbered by Candidates; actions and resources each from 0.
struct Labels {
  std::vector<LabelSet> actions;
  std::vector<LabelSet> resources;

  [[nodiscard]] const std::vector<LabelSet>& of(Side side) const {
    return side == Side::Actions ? actions : resources;
  }

  friend auto operator<=>(const Labels&, const Labels&) = default;
};

// That the tokens have, together.
template <class Numbers>
[[nodiscard]] LabelSet labels_of(const Numbers& tokens, const std::vector<LabelSet>& labels) {
  LabelSet set = 0;
  for (const auto token : tokens)
    set = static_cast<LabelSet>(set | labels[token]);
  return set;
}

// A token gets other labels.
struct Change {
  Side side = Side::Actions;
  std::size_t token = 0;
  LabelSet labels = 0;

  friend bool operator==(const Change&, const Change&) = default;
};

}  // namespace scopedown

#endif  // SCOPEDOWN_GENERATOR_MINIMISE_LABELS_H_
