// The best labels of one block at one exchange rate between text and excess.
// The problem and the method are told in alternation.cc.

#ifndef SCOPEDOWN_GENERATOR_MINIMISE_ALTERNATION_H_
#define SCOPEDOWN_GENERATOR_MINIMISE_ALTERNATION_H_

#include <array>
#include <cstdint>
#include <vector>

#include "generator/minimise/candidates.h"
#include "generator/minimise/labels.h"
#include "generator/minimise/prices.h"
#include "generator/minimise/tree_program.h"

namespace scopedown {

// Both sides of one block; tokens of other blocks have no label.
struct BlockLabels {
  std::int64_t objective = 0;  // price of the text + rate · excess
  Labels labels;
  bool found = false;
};

class BlockSolver {
 public:
  // Keeps references to all three. `statements`: at most program_statements_max.
  BlockSolver(const Candidates& candidates, const Block& block, const Prices& prices,
              std::size_t statements);

  // `rate`: what a unit of excess is worth in units of price. Tries all families, and starts of its
  // own as well as `warm`, the labels found at another rate, if not null.
  [[nodiscard]] BlockLabels solve(std::int64_t rate, const BlockLabels* warm) const;

 private:
  using Amounts = std::array<std::int64_t, program_masks_max>;  // by labels

  // A family of one side, its tokens numbered as they stand in its order.
  struct Forest {
    std::vector<std::vector<std::size_t>> children;
    std::vector<std::size_t> roots;
  };

  struct Families {
    std::size_t actions = 0;
    std::size_t resources = 0;
  };

  [[nodiscard]] std::vector<std::vector<LabelSet>> starts() const;
  [[nodiscard]] std::vector<LabelSet> apart_by_bans() const;
  [[nodiscard]] BlockLabels alternate(std::vector<LabelSet> actions, Families families,
                                      std::int64_t rate) const;
  [[nodiscard]] bool label_resources(Labels& labels, std::size_t family, std::int64_t rate,
                                     std::int64_t& cost) const;
  [[nodiscard]] bool label_actions(Labels& labels, Families families, std::int64_t rate,
                                   std::int64_t& cost) const;
  [[nodiscard]] std::int64_t price(const Labels& labels, std::size_t family) const;

  [[nodiscard]] static Forest numbered(const Family& family);

  const Candidates& candidates_;
  const Block& block_;
  const Prices& prices_;
  std::size_t statements_;
  std::size_t masks_;
  std::vector<std::size_t> reached_;                      // ReachedActions of the block
  std::vector<std::size_t> kinds_;                        // of them
  std::vector<std::vector<std::size_t>> kinds_of_token_;  // by resource token
  std::vector<std::vector<std::size_t>> seers_;           // by resource token: reached seen on it
  std::vector<std::vector<std::size_t>> needers_;         // by resource token: reached that need it
  std::vector<std::vector<LabelSet>> starts_;             // of the actions
  std::array<Forest, 2> actions_;                         // by family
  std::array<Forest, 2> resources_;
};

}  // namespace scopedown

#endif  // SCOPEDOWN_GENERATOR_MINIMISE_ALTERNATION_H_
