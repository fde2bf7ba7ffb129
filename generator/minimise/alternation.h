// The best labels of one block at one exchange rate between text and excess.
// The problem and the method are told in alternation.cc.

#ifndef SCOPEDOWN_GENERATOR_MINIMISE_ALTERNATION_H_
#define SCOPEDOWN_GENERATOR_MINIMISE_ALTERNATION_H_

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "generator/minimise/block_tables.h"
#include "generator/minimise/labels.h"
#include "generator/minimise/tree_program.h"

namespace scopedown {

// Both sides of one block, as its tables number the tokens.
struct BlockLabels {
  std::int64_t objective = 0;  // price of the text + rate · excess
  Labels labels;
  bool found = false;
};

class BlockSolver {
 public:
  // Keeps a reference to the tables. `statements`: at most program_statements_max.
  BlockSolver(const BlockTables& tables, std::size_t statements);

  // At each rate, which is what a unit of excess is worth in units of price; `rates` fall.
  [[nodiscard]] std::vector<BlockLabels> solve(std::span<const std::int64_t> rates);

 private:
  using Amounts = std::array<std::int64_t, program_masks_max>;  // by labels

  struct Families {
    std::size_t actions = 0;
    std::size_t resources = 0;
  };

  [[nodiscard]] std::vector<std::vector<LabelSet>> starts() const;
  [[nodiscard]] std::vector<LabelSet> apart_by_bans() const;
  void solve_between(std::span<const std::int64_t> rates, std::span<BlockLabels> solved);
  [[nodiscard]] BlockLabels solve(std::int64_t rate, std::span<const std::vector<LabelSet>> starts);
  [[nodiscard]] BlockLabels alternate(const std::vector<LabelSet>& actions, Families families,
                                      std::int64_t rate);
  [[nodiscard]] bool label_resources(Labels& labels, std::size_t family, std::int64_t rate);
  [[nodiscard]] bool label_actions(Labels& labels, Families families, std::int64_t rate,
                                   std::int64_t& cost);
  [[nodiscard]] std::int64_t price(const Labels& labels, std::size_t family);
  void write_where_they_meet(const Amounts& by_set, std::int64_t factor, Amounts& by_labels) const;

  const BlockTables& tables_;
  std::size_t statements_;
  std::size_t masks_;
  std::array<LabelSets, program_masks_max> meeting_{};  // of each set: those that it meets
  std::vector<std::vector<LabelSet>> starts_;           // of the actions
  TreeProgram program_;

  // Filled anew each turn.
  std::array<std::vector<ProgramNode>, 2> action_nodes_;  // by family
  std::array<std::vector<ProgramNode>, 2> resource_nodes_;
  std::vector<LabelSet> reaching_;   // by reached action, or by resource token
  std::vector<LabelSet> forbidden_;  // by action token
  std::vector<Amounts> of_kinds_;    // by sets: weights of actions, or names of resources
  std::vector<char> used_;           // by place
};

}  // namespace scopedown

#endif  // SCOPEDOWN_GENERATOR_MINIMISE_ALTERNATION_H_
