// Problem. Actions × resources, 1 where a pair was observed, 0 where it could be requested and was
// not, a dot where it never can be. Cover the 1s by so many rectangles that hold no 0, with as few
// characters of names as may be (rectangle_cover.cc).
//
// Method. Names are made few first. Resources with the same column of 1, 0 and dot always go
// together, so do actions: twins are one row or one column at the sum of their costs. Proof: give
// every twin the labels of the one that has the fewest; every pair is granted as before.
//
//              a  b  c                   a,b  c
//   Get        1  1  0      Get            1  0
//   Put        1  1  1      Put, Delete    1  1
//   Delete     1  1  1
//
// What is left is mostly of at most six by six. For one statement, two, three and so on the search
// tree is asked, starting from the best cover that is known: that of one statement fewer, and that
// of merging, once it has no more statements. Beyond rectangles_max there is merging alone.
//
// Exact where the tree says so (cost_at_least == cost). Cost: nodes_max for each number of
// statements, and merging. Tested by tests/generator/minimise/lossless_test.cc.

#include "generator/minimise/lossless_block.h"

#include <algorithm>
#include <map>
#include <tuple>
#include <utility>

#include "generator/minimise/rectangle_groups.h"

namespace scopedown {
namespace {

using Cell = CoverMatrix::Cell;

constexpr std::size_t nodes_max = 5'000;          // of each search: a fraction of a millisecond
constexpr std::size_t statement_characters = 43;  // of its keys and brackets

Cell cell_of(const Tokens& tokens, std::size_t action, std::size_t resource) {
  if (tokens.graph().contains(action, resource)) return Cell::Needed;
  return tokens.compatible(action, resource) ? Cell::Excess : Cell::Vacuous;
}

std::size_t cost_of_text(const std::string& text) {
  return characters_of(text) + 3;  // quotes and a comma
}

using Cells = std::vector<std::vector<Cell>>;

Cells transposed(const Cells& cells) {
  if (cells.empty()) return {};
  Cells other(cells.front().size());
  for (const std::vector<Cell>& row : cells) {
    for (std::size_t column = 0; column < row.size(); ++column)
      other[column].push_back(row[column]);
  }
  return other;
}

// Rows without a needed cell are left out, equal ones made one. `names` are those of each row.
void join_twins(Cells& cells, std::vector<std::vector<std::size_t>>& names,
                std::vector<std::size_t>& costs) {
  std::map<std::vector<Cell>, std::size_t> places;
  std::size_t kept = 0;
  for (std::size_t row = 0; row < cells.size(); ++row) {
    if (!std::ranges::count(cells[row], Cell::Needed)) continue;
    const auto [place, added] = places.try_emplace(cells[row], kept);
    if (added) {
      cells[kept] = cells[row];
      names[kept] = names[row];
      costs[kept] = costs[row];
      ++kept;
    } else {
      std::vector<std::size_t>& twins = names[place->second];
      twins.insert(twins.end(), names[row].begin(), names[row].end());
      costs[place->second] += costs[row];
    }
  }
  cells.resize(kept);
  names.resize(kept);
  costs.resize(kept);
}

std::vector<std::size_t> names_of(const std::vector<std::size_t>& numbers,
                                  const std::vector<std::vector<std::size_t>>& names) {
  std::vector<std::size_t> all;
  for (const std::size_t number : numbers)
    all.insert(all.end(), names[number].begin(), names[number].end());
  std::ranges::sort(all);
  return all;
}

}  // namespace

LosslessBlock::LosslessBlock(const Tokens& tokens, const UsageGraph::Block& block) {
  for (const std::size_t action : block.actions) {
    actions_.push_back({action});
    matrix_.row_costs.push_back(cost_of_text(tokens.action(action).pattern.text()));
    std::vector<Cell>& cells = matrix_.cells.emplace_back();
    for (const std::size_t resource : block.resources) {
      if (!tokens.resource(resource).pattern.is_everything())
        cells.push_back(cell_of(tokens, action, resource));
    }
  }
  for (const std::size_t resource : block.resources) {
    const ArnPattern& pattern = tokens.resource(resource).pattern;
    if (pattern.is_everything()) continue;
    resources_.push_back({resource});
    matrix_.column_costs.push_back(cost_of_text(pattern.text()));
  }
  join_twins(matrix_.cells, actions_, matrix_.row_costs);
  if (!is_needed()) return;
  Cells columns = transposed(matrix_.cells);
  join_twins(columns, resources_, matrix_.column_costs);
  matrix_.cells = transposed(columns);
  // Actions that differed on what is not needed alone are twins now.
  join_twins(matrix_.cells, actions_, matrix_.row_costs);
  for (const auto* costs : {&matrix_.row_costs, &matrix_.column_costs}) {
    for (const std::size_t cost : *costs)
      cost_of_names_ += cost;
  }
  merged_ = merged_rectangles(matrix_, statement_characters);
}

std::size_t LosslessBlock::fooling_set() const {
  constexpr std::size_t pairs_max = 2'000;  // quadratic: beyond, the bound is only weaker
  std::vector<std::pair<std::size_t, std::size_t>> chosen;
  std::size_t looked_at = 0;
  for (std::size_t row = 0; row < matrix_.cells.size(); ++row) {
    for (std::size_t column = 0; column < matrix_.cells[row].size(); ++column) {
      if (matrix_.cells[row][column] != Cell::Needed) continue;
      if (++looked_at > pairs_max) return chosen.size();
      const bool conflicts = std::ranges::all_of(chosen, [&](const auto& pair) {
        return matrix_.cells[row][pair.second] == Cell::Excess ||
               matrix_.cells[pair.first][column] == Cell::Excess;
      });
      if (conflicts) chosen.emplace_back(row, column);
    }
  }
  return chosen.size();
}

void LosslessBlock::allow(std::size_t statements) {
  if (cost_ == cost_of_names_) return;
  if (merged_.size() <= statements && !merged_taken_) {
    merged_taken_ = true;
    keep_if_cheaper(regrouped(matrix_, merged_, nodes_max));
  }
  if (statements > rectangles_max) {
    cost_at_least_ = cost_of_names_;
    return;
  }
  if (cost_ == cost_of_names_) {
    cost_at_least_ = cost_;
    return;
  }
  const RectangleCover cover =
      cover_by_rectangles(matrix_, statements, cover_of(matrix_, parts_), nodes_max);
  if (cover.is_found()) keep_if_cheaper(rectangles_of(cover));
  cost_at_least_ = cover.cost_at_least;
}

void LosslessBlock::keep_if_cheaper(std::vector<Rectangle> rectangles) {
  const std::size_t cost = cost_of(matrix_, rectangles);
  if (cost >= cost_) return;
  cost_ = cost;
  parts_ = std::move(rectangles);
}

std::vector<DraftStatement> LosslessBlock::parts() const {
  std::vector<DraftStatement> parts;
  for (const Rectangle& rectangle : parts_)
    parts.push_back({names_of(rectangle.rows, actions_), names_of(rectangle.columns, resources_)});
  std::ranges::sort(parts, {}, [](const DraftStatement& part) {
    const int single = (part.actions.size() == 1 ? 1 : 0) + (part.resources.size() == 1 ? 1 : 0);
    return std::tuple(single, part.actions, part.resources);
  });
  return parts;
}

}  // namespace scopedown
