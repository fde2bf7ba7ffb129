// Problem. A statement is a rectangle, actions × resources, and grants every pair in it. Cover all
// observed pairs by rectangles that hold no pair that could be requested and was not observed.
//
//                bucket  object  queue     1 observed   0 not observed   . can never be requested
//   ListBucket      1       .      .
//   GetObject       .       1      .       {ListBucket, GetObject, SendMessage} × {bucket, object,
//   SendMessage     .       .      1       queue} is one rectangle without a 0: one statement
//   GetQueueUrl     .       .      0       ... while this one would need a second
//
// The dots are what makes it small: grouping by equal resources or equal actions, as other tools
// do, cannot use them. Minimum cover by bicliques is NP-hard and hard to approximate (Orlin 1977;
// Chalermsook et al. 2014), but the instances are tiny once cut up:
//
//   Blocks. The connected components of the graph of observed *and possible* pairs. Rectangles of
//   different blocks make one statement at no cost, since all pairs between them are dots. So
//   blocks meet only in the number of statements K, and the shortest policy is
//
//     envelope + the least, over K, of 43 K + the sum of what each block costs in K statements
//
//   Each block is asked for one K after the other (lossless_block.cc). A statement more costs 43
//   characters and saves names that would stand in several. K ends where even a policy with each
//   name written once would be no shorter, or after one that brought nothing.
//   Brackets. A list of one name has none. A block's parts with such lists are put last, where
//   blocks of fewer parts do not reach.
//
// `*` stands apart: a statement on `*` grants everything to each action in it, so those actions
// whose calls AWS evaluates on `*` have a statement to themselves.
//
// Exact where every block is, but for brackets: two characters each. Measured on the 30 medium
// tenants: 26 of the 27 optima that an integer program proved are met, the average is 0.03 % above
// what it found (merging alone: 1.03 %). Cost: the nodes of the search trees, next to nothing for
// most blocks.
//
// Bounds. Proven by the blocks: the fewest statements that none of them finds impossible, and the
// least of the formula above with what each block costs at least. Brackets are taken as saved
// wherever there are few enough names for that.
//
// Tested by tests/generator/minimise/lossless_test.cc, against every cover on small graphs, and by
// lossless_optima_test.cc.

#include "generator/minimise/lossless.h"

#include <algorithm>
#include <limits>
#include <utility>
#include <vector>

#include "generator/minimise/lossless_block.h"

namespace scopedown {
namespace {

std::size_t characters_of_names(const Tokens& tokens, const DraftStatement& statement) {
  std::size_t characters = 0;
  for (const std::size_t action : statement.actions)
    characters += characters_of(tokens.action(action).pattern.text()) + 3;  // quotes and a comma
  for (const std::size_t resource : statement.resources)
    characters += characters_of(tokens.resource(resource).pattern.text()) + 3;
  return characters;
}

// A list's brackets and the comma that its last name lacks, beside `[]`.
std::size_t saved_in_list(std::size_t names) {
  return names == 1 ? 3 : 1;
}

// Of a policy with so many statements and nothing in their lists.
std::size_t envelope(std::size_t statements) {
  Policy empty;
  empty.statements.resize(statements);
  return empty.characters();
}

std::size_t characters_of_draft(const Tokens& tokens, const Draft& draft) {
  std::size_t characters = envelope(draft.size());
  for (const DraftStatement& statement : draft)
    characters += characters_of_names(tokens, statement) - saved_in_list(statement.actions.size()) -
                  saved_in_list(statement.resources.size());
  return characters;
}

class Coupling {
 public:
  explicit Coupling(const Tokens& tokens) : tokens_(tokens) {
    const UsageGraph& graph = tokens.graph();
    for (const auto& edge : graph.edges()) {
      if (!tokens.resource(edge.resource).pattern.is_everything()) continue;
      on_everything_.actions.push_back(edge.action);
      on_everything_.resources = {edge.resource};
    }
    // Pairs with `*` are left out here, or they would join all blocks.
    const auto possible = [&](std::size_t action, std::size_t resource) {
      return !tokens.resource(resource).pattern.is_everything() &&
             tokens.compatible(action, resource);
    };
    for (const UsageGraph::Block& each : graph.blocks(possible)) {
      LosslessBlock block(tokens, each);
      if (!block.is_needed()) continue;
      cost_of_names_ += block.cost_of_names();
      blocks_.push_back(std::move(block));
    }
    actions_ = graph.actions().size() - on_everything_.actions.size();
    resources_ = graph.resources().size() - on_everything_.resources.size();
  }

  Lossless run() {
    if (blocks_.empty()) {
      const Draft draft = this->draft();
      return {draft, draft.size(), characters_of_draft(tokens_, draft)};
    }
    std::size_t statements =
        std::ranges::max(blocks_, {}, &LosslessBlock::fooling_set).fooling_set();
    try_with(statements);
    while (!is_last(statements))
      try_with(++statements);
    // More statements were not tried: with each name once they would have so many characters.
    const std::size_t further = at_least(statements + 1, cost_of_names_);
    best_.characters_lower_bound = std::min(
        {best_.characters_lower_bound, further, characters_of_draft(tokens_, best_.draft)});
    return std::move(best_);
  }

 private:
  static constexpr std::size_t patience = 1;  // numbers of statements that may bring nothing
  static constexpr std::size_t none = std::numeric_limits<std::size_t>::max();

  void try_with(std::size_t statements) {
    for (LosslessBlock& block : blocks_) {
      block.allow(statements);
      if (block.is_impossible()) return;
    }
    if (best_.statements_lower_bound == 0) best_.statements_lower_bound = statements + top();
    best_.characters_lower_bound =
        std::min(best_.characters_lower_bound, at_least(statements, cost_at_least()));
    if (!std::ranges::all_of(blocks_, &LosslessBlock::is_covered)) return;
    Draft found = draft();
    const std::size_t characters = characters_of_draft(tokens_, found);
    if (characters >= shortest_) return;
    best_.draft = std::move(found);
    shortest_ = characters;
    shortest_statements_ = statements;
  }

  // Whether more statements than these need not be tried.
  [[nodiscard]] bool is_last(std::size_t statements) const {
    if (shortest_ == none) return false;
    if (at_least(statements + 1, cost_of_names_) >= shortest_) return true;
    return statements >= shortest_statements_ + patience && statements >= merged_statements();
  }

  // Statements beside the blocks': that on `*`.
  [[nodiscard]] std::size_t top() const { return on_everything_.actions.empty() ? 0 : 1; }

  [[nodiscard]] std::size_t cost_at_least() const {
    std::size_t cost = 0;
    for (const LosslessBlock& block : blocks_)
      cost += block.cost_at_least();
    return cost;
  }

  [[nodiscard]] std::size_t merged_statements() const {
    std::size_t most = 1;
    for (const LosslessBlock& block : blocks_)
      most = std::max(most, block.merged_statements());
    return most;
  }

  // Characters of a policy with so many statements beside that on `*`, whose names cost so much.
  [[nodiscard]] std::size_t at_least(std::size_t statements, std::size_t cost) const {
    // So many lists may be of one name if all names are to stand somewhere.
    const auto saved = [&](std::size_t names) {
      const std::size_t single = names > statements ? statements - 1 : statements;
      return statements * saved_in_list(2) + single * (saved_in_list(1) - saved_in_list(2));
    };
    std::size_t characters = envelope(statements + top()) + cost;
    if (top() > 0) {
      characters += characters_of_names(tokens_, on_everything_);
      characters -= saved_in_list(on_everything_.actions.size()) + saved_in_list(1);
    }
    return characters - saved(actions_) - saved(resources_);
  }

  // The blocks' parts dealt out to statements, the first of each to the first.
  [[nodiscard]] Draft draft() const {
    Draft draft;
    for (const LosslessBlock& block : blocks_) {
      const std::vector<DraftStatement> parts = block.parts();
      if (draft.size() < parts.size()) draft.resize(parts.size());
      for (std::size_t index = 0; index < parts.size(); ++index) {
        DraftStatement& statement = draft[index];
        const DraftStatement& part = parts[index];
        statement.actions.insert(statement.actions.end(), part.actions.begin(), part.actions.end());
        statement.resources.insert(statement.resources.end(), part.resources.begin(),
                                   part.resources.end());
      }
    }
    if (top() > 0) draft.push_back(on_everything_);
    for (DraftStatement& statement : draft) {
      std::ranges::sort(statement.actions);
      std::ranges::sort(statement.resources);
    }
    return draft;
  }

  const Tokens& tokens_;
  DraftStatement on_everything_;
  std::vector<LosslessBlock> blocks_;
  std::size_t cost_of_names_ = 0;
  std::size_t actions_ = 0;    // that are not on `*`
  std::size_t resources_ = 0;  // but `*`
  Lossless best_{{}, 0, none};
  std::size_t shortest_ = none;          // characters of its draft
  std::size_t shortest_statements_ = 0;  // that were allowed
};

}  // namespace

Lossless lossless(const Tokens& tokens) {
  return Coupling(tokens).run();
}

}  // namespace scopedown
