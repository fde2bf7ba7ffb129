// One block of the lossless policy: what its statements list, for each number of statements.
// The problem and the method are told in lossless_block.cc.

#ifndef SCOPEDOWN_GENERATOR_MINIMISE_LOSSLESS_BLOCK_H_
#define SCOPEDOWN_GENERATOR_MINIMISE_LOSSLESS_BLOCK_H_

#include <cstddef>
#include <vector>

#include "generator/minimise/draft.h"
#include "generator/minimise/rectangle_merging.h"
#include "model/usage_graph.h"

namespace scopedown {

// Costs are characters of names, with quotes and a comma each.
class LosslessBlock {
 public:
  // Of the block's names those that are needed: some pair of theirs, not on `*`, was observed.
  LosslessBlock(const Tokens& tokens, const UsageGraph::Block& block);

  // False if none is needed: then nothing else may be asked.
  [[nodiscard]] bool is_needed() const { return !matrix_.cells.empty(); }

  // Pairs of which no two fit in one statement, so many statements at least: it may take more.
  [[nodiscard]] std::size_t fooling_set() const;

  // From here on it is about covers by so many statements, or fewer. Each call allows more than
  // the last.
  void allow(std::size_t statements);

  // False if no cover was found.
  [[nodiscard]] bool is_covered() const { return !parts_.empty(); }

  // The cheapest that was found; each part is to be in a statement of its own. Those with most lists
  // of a single name come last, since a statement without other blocks saves these their brackets.
  [[nodiscard]] std::vector<DraftStatement> parts() const;

  [[nodiscard]] std::size_t cost() const { return cost_; }

  // Proven: no cover costs less, or there is none.
  [[nodiscard]] std::size_t cost_at_least() const { return cost_at_least_; }

  [[nodiscard]] bool is_impossible() const { return cost_at_least_ == RectangleCover::no_cost; }

  // Each name once: no number of statements makes it less.
  [[nodiscard]] std::size_t cost_of_names() const { return cost_of_names_; }

  // With so many there is the cover by merging, too.
  [[nodiscard]] std::size_t merged_statements() const { return merged_.size(); }

 private:
  void keep_if_cheaper(std::vector<Rectangle> rectangles);

  std::vector<std::vector<std::size_t>> actions_;    // graph numbers, of each row: they are alike
  std::vector<std::vector<std::size_t>> resources_;  // likewise, of each column
  CoverMatrix matrix_;
  std::size_t cost_of_names_ = 0;
  std::vector<Rectangle> merged_;
  bool merged_taken_ = false;  // once there were statements enough for it
  std::vector<Rectangle> parts_;
  std::size_t cost_ = RectangleCover::no_cost;
  std::size_t cost_at_least_ = RectangleCover::no_cost;
};

}  // namespace scopedown

#endif  // SCOPEDOWN_GENERATOR_MINIMISE_LOSSLESS_BLOCK_H_
