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
//   blocks meet only in the number of statements, and a policy needs as many as its worst block.
//   Twins. Resources with the same row of 1, 0 and dot always go together; so do actions.
//   Merging. Start with a rectangle for each class of twins, and merge the pair that saves the most
//   characters until no pair can be merged without taking in a 0. Done from the resources' side
//   and from the actions' side; the better is kept. Merging always pays: it saves a statement
//   and each name that both held. Last, a name is taken out of a rectangle if its pairs stand
//   elsewhere.
//
// Not optimal: merging may take a wrong turn (measured by others at 0.5 % over the optimum on
// average). Cost: classes³ · names / 64 in a block. It stops because each step removes a rectangle.
//
// `*` stands apart: a statement on `*` grants everything to each action in it, so those actions
// whose calls AWS evaluates on `*` have a statement to themselves.
//
// Bounds. Pairs that no rectangle can hold two of are a fooling set: as many statements are needed.
// Found greedily, so it may be too low, never too high.
//
// Tested by tests/generator/minimise/lossless_test.cc, against every cover on small graphs.

#include "generator/minimise/lossless.h"

#include <algorithm>
#include <map>
#include <vector>

#include <boost/dynamic_bitset.hpp>

namespace scopedown {
namespace {

using Bits = boost::dynamic_bitset<>;

// One block, its actions and resources numbered from 0.
struct Matrix {
  std::vector<std::size_t> actions;    // graph numbers
  std::vector<std::size_t> resources;  // likewise
  std::vector<Bits> observed;          // of each action: the resources
  std::vector<Bits> harmless;          // of each action: observed, or never to be requested
};

struct Rectangle {
  Bits actions;
  Bits resources;
  Bits room;  // the resources that are harmless for all its actions
};

std::size_t action_characters(const Tokens& tokens, std::size_t node) {
  return characters_of(tokens.action(node).pattern.text()) + 3;  // quotes and a comma
}

std::size_t resource_characters(const Tokens& tokens, std::size_t node) {
  return characters_of(tokens.resource(node).pattern.text()) + 3;
}

constexpr std::size_t statement_characters = 43;  // of its keys and brackets

Matrix matrix_of(const Tokens& tokens, const UsageGraph::Block& block) {
  Matrix matrix;
  matrix.actions = block.actions;
  for (const std::size_t resource : block.resources) {
    if (!tokens.resource(resource).pattern.is_everything()) matrix.resources.push_back(resource);
  }
  for (const std::size_t action : block.actions) {
    Bits observed(matrix.resources.size());
    Bits harmless(matrix.resources.size());
    for (std::size_t column = 0; column < matrix.resources.size(); ++column) {
      observed[column] = tokens.graph().contains(action, matrix.resources[column]);
      harmless[column] = observed[column] || !tokens.compatible(action, matrix.resources[column]);
    }
    matrix.observed.push_back(std::move(observed));
    matrix.harmless.push_back(std::move(harmless));
  }
  return matrix;
}

Bits room_of(const Matrix& matrix, const Bits& actions) {
  Bits room(matrix.resources.size());
  room.set();
  for (std::size_t row = actions.find_first(); row != Bits::npos; row = actions.find_next(row))
    room &= matrix.harmless[row];
  return room;
}

// A rectangle for each set of resources on which the same actions were observed.
std::vector<Rectangle> by_resources(const Matrix& matrix) {
  std::map<Bits, Bits> classes;
  for (std::size_t column = 0; column < matrix.resources.size(); ++column) {
    Bits actions(matrix.actions.size());
    for (std::size_t row = 0; row < matrix.actions.size(); ++row)
      actions[row] = matrix.observed[row][column];
    auto& resources = classes.try_emplace(actions, matrix.resources.size()).first->second;
    resources.set(column);
  }
  std::vector<Rectangle> rectangles;
  for (const auto& [actions, resources] : classes) {
    if (actions.any()) rectangles.push_back({actions, resources, room_of(matrix, actions)});
  }
  return rectangles;
}

// A rectangle for each set of actions that were observed on the same resources.
std::vector<Rectangle> by_actions(const Matrix& matrix) {
  std::map<Bits, Bits> classes;
  for (std::size_t row = 0; row < matrix.actions.size(); ++row)
    classes.try_emplace(matrix.observed[row], matrix.actions.size()).first->second.set(row);
  std::vector<Rectangle> rectangles;
  for (const auto& [resources, actions] : classes) {
    if (resources.any()) rectangles.push_back({actions, resources, room_of(matrix, actions)});
  }
  return rectangles;
}

class Merger {
 public:
  Merger(const Tokens& tokens, const Matrix& matrix) {
    for (const std::size_t action : matrix.actions)
      action_cost_.push_back(action_characters(tokens, action));
    for (const std::size_t resource : matrix.resources)
      resource_cost_.push_back(resource_characters(tokens, resource));
  }

  void merge(std::vector<Rectangle>& rectangles) const {
    while (true) {
      std::size_t best_saving = 0;
      std::size_t best_one = 0;
      std::size_t best_other = 0;
      for (std::size_t one = 0; one < rectangles.size(); ++one) {
        for (std::size_t other = one + 1; other < rectangles.size(); ++other) {
          if (!can_merge(rectangles[one], rectangles[other])) continue;
          const std::size_t saving = saving_of(rectangles[one], rectangles[other]);
          if (saving <= best_saving) continue;
          best_saving = saving;
          best_one = one;
          best_other = other;
        }
      }
      if (best_saving == 0) return;
      Rectangle& kept = rectangles[best_one];
      kept.actions |= rectangles[best_other].actions;
      kept.resources |= rectangles[best_other].resources;
      kept.room &= rectangles[best_other].room;
      rectangles.erase(rectangles.begin() + static_cast<std::ptrdiff_t>(best_other));
    }
  }

  // Takes out every name all of whose observed pairs stand in other rectangles too.
  static void prune(std::vector<Rectangle>& rectangles, const Matrix& matrix) {
    for (Rectangle& rectangle : rectangles) {
      for (std::size_t row = 0; row < matrix.actions.size(); ++row) {
        if (!rectangle.actions[row]) continue;
        Bits needed = matrix.observed[row] & rectangle.resources;
        for (const Rectangle& other : rectangles) {
          if (&other != &rectangle && other.actions[row]) needed -= other.resources;
        }
        if (needed.none()) rectangle.actions.reset(row);
      }
      for (std::size_t column = 0; column < matrix.resources.size(); ++column) {
        if (rectangle.resources[column] && !needs(rectangle, rectangles, matrix, column))
          rectangle.resources.reset(column);
      }
    }
    std::erase_if(rectangles, [](const Rectangle& rectangle) {
      return rectangle.actions.none() || rectangle.resources.none();
    });
  }

  [[nodiscard]] std::size_t cost_of(const std::vector<Rectangle>& rectangles) const {
    std::size_t cost = 0;
    for (const Rectangle& rectangle : rectangles)
      cost += statement_characters + sum(rectangle.actions, action_cost_) +
              sum(rectangle.resources, resource_cost_);
    return cost;
  }

 private:
  static bool needs(const Rectangle& rectangle, const std::vector<Rectangle>& rectangles,
                    const Matrix& matrix, std::size_t column) {
    for (std::size_t row = 0; row < matrix.actions.size(); ++row) {
      if (!rectangle.actions[row] || !matrix.observed[row][column]) continue;
      const bool elsewhere = std::ranges::any_of(rectangles, [&](const Rectangle& other) {
        return &other != &rectangle && other.actions[row] && other.resources[column];
      });
      if (!elsewhere) return true;
    }
    return false;
  }

  static bool can_merge(const Rectangle& one, const Rectangle& other) {
    return other.resources.is_subset_of(one.room) && one.resources.is_subset_of(other.room);
  }

  [[nodiscard]] std::size_t saving_of(const Rectangle& one, const Rectangle& other) const {
    return statement_characters + sum(one.actions & other.actions, action_cost_) +
           sum(one.resources & other.resources, resource_cost_);
  }

  static std::size_t sum(const Bits& names, const std::vector<std::size_t>& costs) {
    std::size_t total = 0;
    for (std::size_t name = names.find_first(); name != Bits::npos; name = names.find_next(name))
      total += costs[name];
    return total;
  }

  std::vector<std::size_t> action_cost_;
  std::vector<std::size_t> resource_cost_;
};

std::vector<Rectangle> cover_of(const Tokens& tokens, const Matrix& matrix) {
  const Merger merger(tokens, matrix);
  auto best = by_resources(matrix);
  auto other = by_actions(matrix);
  merger.merge(best);
  merger.merge(other);
  Merger::prune(best, matrix);
  Merger::prune(other, matrix);
  if (merger.cost_of(other) < merger.cost_of(best)) best.swap(other);
  std::ranges::sort(best, {}, [](const Rectangle& rectangle) {
    return std::pair(rectangle.actions, rectangle.resources);
  });
  return best;
}

// Pairs of which no two fit in one rectangle, taken greedily from the classes' representatives.
std::size_t fooling_set(const Matrix& matrix) {
  constexpr std::size_t pairs_max = 2'000;  // quadratic: beyond, the bound is only weaker
  std::vector<std::pair<std::size_t, std::size_t>> chosen;
  std::size_t looked_at = 0;
  for (std::size_t row = 0; row < matrix.actions.size(); ++row) {
    const Bits& observed = matrix.observed[row];
    for (auto column = observed.find_first(); column != Bits::npos;
         column = observed.find_next(column)) {
      if (++looked_at > pairs_max) return chosen.size();
      const bool conflicts = std::ranges::all_of(chosen, [&](const auto& pair) {
        return !matrix.harmless[row][pair.second] || !matrix.harmless[pair.first][column];
      });
      if (conflicts) chosen.emplace_back(row, column);
    }
  }
  return chosen.size();
}

// Characters of a policy with so many statements, each name of the graph written once.
std::size_t characters_at_least(const Tokens& tokens, std::size_t statements) {
  Policy empty;
  empty.statements.resize(statements);
  std::size_t characters = empty.characters();
  const UsageGraph& graph = tokens.graph();
  for (std::size_t node = 0; node < graph.actions().size(); ++node)
    characters += action_characters(tokens, node);
  for (std::size_t node = 0; node < graph.resources().size(); ++node)
    characters += resource_characters(tokens, node);
  return characters - 6 * statements;  // a list of one has neither brackets nor comma
}

}  // namespace

Lossless lossless(const Tokens& tokens) {
  const UsageGraph& graph = tokens.graph();
  Lossless result;
  DraftStatement on_everything;
  std::size_t fooled = 0;
  for (const auto& edge : graph.edges()) {
    if (!tokens.resource(edge.resource).pattern.is_everything()) continue;
    on_everything.actions.push_back(edge.action);
    on_everything.resources = {edge.resource};
  }
  // Pairs with `*` are left out here, or they would join all blocks.
  const auto possible = [&](std::size_t action, std::size_t resource) {
    return !tokens.resource(resource).pattern.is_everything() &&
           tokens.compatible(action, resource);
  };
  for (const UsageGraph::Block& block : graph.blocks(possible)) {
    const Matrix matrix = matrix_of(tokens, block);
    const auto rectangles = cover_of(tokens, matrix);
    fooled = std::max(fooled, fooling_set(matrix));
    if (result.draft.size() < rectangles.size()) result.draft.resize(rectangles.size());
    for (std::size_t index = 0; index < rectangles.size(); ++index) {
      DraftStatement& statement = result.draft[index];
      for (std::size_t row = 0; row < matrix.actions.size(); ++row) {
        if (rectangles[index].actions[row]) statement.actions.push_back(matrix.actions[row]);
      }
      for (std::size_t column = 0; column < matrix.resources.size(); ++column) {
        if (rectangles[index].resources[column])
          statement.resources.push_back(matrix.resources[column]);
      }
    }
  }
  if (!on_everything.actions.empty()) result.draft.push_back(std::move(on_everything));
  for (DraftStatement& statement : result.draft) {
    std::ranges::sort(statement.actions);
    std::ranges::sort(statement.resources);
  }
  const bool has_everything = graph.edges().size() > 0 &&
                              std::ranges::any_of(graph.resources(), &ArnPattern::is_everything);
  result.statements_lower_bound = fooled + (has_everything ? 1 : 0);
  result.characters_lower_bound = characters_at_least(tokens, result.statements_lower_bound);
  return result;
}

}  // namespace scopedown
