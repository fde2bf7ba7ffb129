// Problem. Give every row and every column a set of labels, the rectangles that list it. Where a cell
// is needed its row and column share a label, where it is excess they share none; the fewer labels,
// weighed by what each costs, the better. NP-hard (lossless.cc), but the matrices are small: a row
// for all actions that are alike, a column for all resources that are.
//
// Method. Branch and bound on the rows of the shorter side. Once the rows have their labels, columns
// do not see one another: each takes the fewest labels that meet its needed rows' and avoid its
// excess rows'. Before that a column has a domain, the label sets that it may still take, as bits;
// a row's labels strike out some of it, and the fewest labels in what is left bound its cost below:
//
//   rows so far     GetObject {1}   PutObject {2}          domain of `object`, needed by both:
//                                                          {1 2} {1 2 3}: two labels at least
//
// Each node looks at every label set of every row without labels, and goes on with the row whose
// cheapest set raises the bound the most; its sets are tried the cheapest first. Labels that no row
// has yet are alike, so the lowest are taken. A node whose bound is no less than the best cover's
// cost is left out: with nodes enough the best is the cheapest.
//
// When the nodes run out, the tree may have been left in a corner. So what is known is improved by
// the same tree with all rows' labels kept but two, for every two rows, and then two columns, until
// no two can be improved: what a move of one row cannot do, because it blocks another, two can.
//
// Exact if the nodes last, which they do for most matrices of up to six by six; else a local optimum,
// with what the nodes that were not looked into cost at least. A node is one label set looked at:
// columns · 2^rectangles / 64 words. The improving has as many nodes as the tree. It stops because
// nodes are counted; no clock, no random number.
//
// Tested by tests/generator/minimise/rectangle_cover_test.cc, against all labellings of small
// matrices; by lossless_optima_test.cc against an integer program's optima.

#include "generator/minimise/rectangle_cover.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstdint>
#include <optional>
#include <utility>

namespace scopedown {
namespace {

using Cell = CoverMatrix::Cell;

// Some label sets: bit s stands for the set whose bits are those of s.
class Domain {
 public:
  void add(std::size_t set) { words_[set / 64] |= std::uint64_t{1} << (set % 64); }

  Domain& operator&=(const Domain& other) {
    for (std::size_t word = 0; word < words_.size(); ++word)
      words_[word] &= other.words_[word];
    return *this;
  }

  [[nodiscard]] bool meets(const Domain& other) const {
    std::uint64_t common = 0;
    for (std::size_t word = 0; word < words_.size(); ++word)
      common |= words_[word] & other.words_[word];
    return common != 0;
  }

  [[nodiscard]] bool contains(std::size_t set) const {
    return (words_[set / 64] >> (set % 64) & 1U) != 0;
  }

 private:
  std::array<std::uint64_t, (std::size_t{1} << rectangles_max) / 64> words_{};
};

std::size_t size_of(std::size_t set) {
  return static_cast<std::size_t>(std::popcount(set));
}

// What depends on the number of labels alone.
struct LabelSets {
  explicit LabelSets(std::size_t labels)
      : of_size(labels + 1), meeting(std::size_t{1} << labels), avoiding(meeting.size()) {
    for (std::size_t set = 0; set < meeting.size(); ++set) {
      of_size[size_of(set)].add(set);
      if (set != 0) all.add(set);
      if (set != 0) by_size.push_back(set);
      for (std::size_t other = 0; other < meeting.size(); ++other)
        ((set & other) != 0 ? meeting : avoiding)[set].add(other);
    }
    std::ranges::stable_sort(by_size, {}, size_of);
  }

  std::vector<std::size_t> by_size;  // but the empty one; the small first
  Domain all;                        // likewise
  std::vector<Domain> of_size;       // those with so many labels
  std::vector<Domain> meeting;       // those that share a label with each
  std::vector<Domain> avoiding;      // those that share none
};

const LabelSets& label_sets(std::size_t labels) {
  static const std::array<LabelSets, rectangles_max> all{LabelSets(1), LabelSets(2), LabelSets(3),
                                                         LabelSets(4), LabelSets(5), LabelSets(6),
                                                         LabelSets(7), LabelSets(8)};
  return all[labels - 1];
}

class BranchAndBound {
 public:
  // Keeps a reference to the matrix.
  BranchAndBound(const CoverMatrix& matrix, std::size_t rectangles)
      : matrix_(matrix),
        sets_(label_sets(rectangles)),
        rows_(matrix.row_costs.size()),
        columns_(matrix.column_costs.size()) {}

  // The cheapest of the covers that cost less than `cost_below` and keep the labels that rows have
  // in `fixed`; 0: any. If there is none, it has no labels. Takes what it used from `nodes_left`.
  RectangleCover run(std::vector<LabelSet> fixed, std::size_t cost_below, std::size_t& nodes_left) {
    best_ = {};
    best_.cost = best_.cost_at_least = cost_below;
    labels_ = std::move(fixed);
    nodes_left_ = nodes_left;
    if (auto root = this->root()) descend(std::move(*root));
    best_.cost_at_least = std::min(best_.cost_at_least, best_.cost);
    nodes_left = nodes_left_;
    return std::move(best_);
  }

 private:
  struct Node {
    std::size_t bound = 0;                   // every row and column at the least that it may cost
    std::size_t used = 0;                    // labels, the lowest ones
    std::vector<Domain> domains;             // of each column
    std::vector<std::size_t> columns_least;  // the fewest labels in them
    std::vector<std::size_t> rows_least;     // the fewest that a row may have, or those that it has
  };

  struct Child {
    std::size_t bound = 0;
    std::size_t set = 0;
  };

  // Empty if the fixed labels cost too much, or leave some column without any.
  std::optional<Node> root() {
    Node node;
    node.domains.assign(columns_, sets_.all);
    node.columns_least.assign(columns_, 1);
    node.rows_least.assign(rows_, 1);
    for (const std::size_t cost : matrix_.row_costs)
      node.bound += cost;
    for (const std::size_t cost : matrix_.column_costs)
      node.bound += cost;
    for (std::size_t row = 0; row < rows_; ++row) {
      if (labels_[row] == 0) continue;
      const Child child{bound_with(node, row, labels_[row]), labels_[row]};
      if (child.bound >= best_.cost) return std::nullopt;
      node = node_with(node, row, child);
    }
    if (node.bound >= best_.cost) return std::nullopt;
    return node;
  }

  [[nodiscard]] const Domain& left_by(Cell cell, std::size_t set) const {
    return (cell == Cell::Needed ? sets_.meeting : sets_.avoiding)[set];
  }

  // What the node's bound becomes if the row gets these labels; the best cost or more if that leads
  // nowhere.
  [[nodiscard]] std::size_t bound_with(const Node& node, std::size_t row, std::size_t set) const {
    std::size_t bound = node.bound + matrix_.row_costs[row] * (size_of(set) - node.rows_least[row]);
    for (std::size_t column = 0; column < columns_ && bound < best_.cost; ++column) {
      const Cell cell = matrix_.cells[row][column];
      if (cell == Cell::Vacuous) continue;
      Domain domain = node.domains[column];
      domain &= left_by(cell, set);
      std::size_t least = node.columns_least[column];
      while (least < sets_.of_size.size() && !domain.meets(sets_.of_size[least]))
        ++least;
      if (least == sets_.of_size.size()) return best_.cost;
      bound += matrix_.column_costs[column] * (least - node.columns_least[column]);
    }
    return bound;
  }

  [[nodiscard]] Node node_with(const Node& node, std::size_t row, const Child& child) const {
    Node next = node;
    next.bound = child.bound;
    next.rows_least[row] = size_of(child.set);
    next.used = std::max<std::size_t>(next.used, std::bit_width(child.set));
    for (std::size_t column = 0; column < columns_; ++column) {
      const Cell cell = matrix_.cells[row][column];
      if (cell == Cell::Vacuous) continue;
      next.domains[column] &= left_by(cell, child.set);
      while (!next.domains[column].meets(sets_.of_size[next.columns_least[column]]))
        ++next.columns_least[column];
    }
    return next;
  }

  // Labels that no row has yet are alike: the lowest are taken.
  [[nodiscard]] static bool is_first_of_its_like(std::size_t set, std::size_t used) {
    const std::size_t fresh = set >> used;
    return (fresh & (fresh + 1)) == 0;
  }

  // The small sets first.
  [[nodiscard]] std::vector<Child> children(const Node& node, std::size_t row) {
    std::vector<Child> children;
    for (const std::size_t set : sets_.by_size) {
      if (size_of(set) < node.rows_least[row] || !is_first_of_its_like(set, node.used)) continue;
      if (nodes_left_ > 0) --nodes_left_;
      const std::size_t bound = bound_with(node, row, set);
      if (bound < best_.cost) children.push_back({bound, set});
    }
    return children;
  }

  // The row to go on with: its cheapest set raises the bound the most.
  struct Choice {
    std::size_t row = 0;
    std::size_t rise = 0;
    std::vector<Child> children;  // none: not chosen yet
    std::size_t rows_rise = 0;    // of the bound, by the fewest labels that the rows have at least
  };

  // False if the row leads nowhere, whatever its labels.
  bool consider(std::size_t row, Node& node, Choice& choice) {
    std::vector<Child> found = children(node, row);
    if (found.empty()) return false;
    const std::size_t least = size_of(found.front().set);
    const std::size_t own = matrix_.row_costs[row] * (least - node.rows_least[row]);
    const std::size_t rise = std::ranges::min(found, {}, &Child::bound).bound - node.bound;
    node.rows_least[row] = least;
    choice.rows_rise += own;
    for (Child& child : found)
      child.bound -= own;
    const bool better = choice.children.empty() || rise > choice.rise ||
                        (rise == choice.rise && found.size() < choice.children.size());
    if (!better) return true;
    choice.row = row;
    choice.rise = rise;
    choice.children = std::move(found);
    return true;
  }

  void descend(Node node) {
    if (nodes_left_ == 0) {
      best_.cost_at_least = std::min(best_.cost_at_least, node.bound);
      return;
    }
    Choice choice;
    for (std::size_t row = 0; row < rows_; ++row) {
      if (labels_[row] == 0 && !consider(row, node, choice)) return;
    }
    if (choice.children.empty()) return keep(node);
    for (Child& child : choice.children)
      child.bound += choice.rows_rise;
    std::ranges::stable_sort(choice.children, {}, &Child::bound);
    for (const Child& child : choice.children) {
      if (child.bound >= best_.cost) break;
      labels_[choice.row] = static_cast<LabelSet>(child.set);
      descend(node_with(node, choice.row, child));
      labels_[choice.row] = 0;
    }
  }

  // All rows have their labels: each column takes the fewest that it may.
  void keep(const Node& node) {
    best_.cost = node.bound;
    best_.rows = labels_;
    best_.columns.clear();
    for (const Domain& domain : node.domains) {
      const auto fewest = std::ranges::find_if(
          sets_.by_size, [&](std::size_t set) { return domain.contains(set); });
      best_.columns.push_back(static_cast<LabelSet>(*fewest));
    }
  }

  const CoverMatrix& matrix_;
  const LabelSets& sets_;
  std::size_t rows_;
  std::size_t columns_;
  std::size_t nodes_left_ = 0;
  std::vector<LabelSet> labels_;  // of the rows that have theirs; 0: not yet
  RectangleCover best_;           // cost_at_least: of the nodes that were not looked into
};

CoverMatrix transposed(const CoverMatrix& matrix) {
  CoverMatrix other{matrix.column_costs, matrix.row_costs, {}};
  for (std::size_t column = 0; column < matrix.column_costs.size(); ++column) {
    std::vector<Cell>& cells = other.cells.emplace_back();
    for (const std::vector<Cell>& row : matrix.cells)
      cells.push_back(row[column]);
  }
  return other;
}

// Whether some two rows' labels could be better, with all others' kept; if so, they are now.
bool improve_pairs(BranchAndBound& program, RectangleCover& cover, std::size_t& nodes_left) {
  bool improved = false;
  for (std::size_t one = 0; one < cover.rows.size(); ++one) {
    for (std::size_t other = one + 1; other < cover.rows.size(); ++other) {
      std::vector<LabelSet> fixed = cover.rows;
      fixed[one] = fixed[other] = 0;
      RectangleCover found = program.run(std::move(fixed), cover.cost, nodes_left);
      if (found.rows.empty()) continue;
      found.cost_at_least = cover.cost_at_least;
      cover = std::move(found);
      improved = true;
    }
  }
  return improved;
}

}  // namespace

RectangleCover cover_by_rectangles(const CoverMatrix& matrix, std::size_t rectangles,
                                   RectangleCover start, std::size_t nodes_max) {
  if (matrix.row_costs.size() > matrix.column_costs.size()) {
    std::swap(start.rows, start.columns);
    RectangleCover cover =
        cover_by_rectangles(transposed(matrix), rectangles, std::move(start), nodes_max);
    std::swap(cover.rows, cover.columns);
    return cover;
  }
  BranchAndBound by_rows(matrix, rectangles);
  std::size_t nodes_left = nodes_max;
  RectangleCover cover =
      by_rows.run(std::vector<LabelSet>(matrix.row_costs.size(), 0), start.cost, nodes_left);
  if (cover.rows.empty()) {
    start.cost_at_least = cover.cost_at_least;
    cover = std::move(start);
  }
  if (cover.rows.empty() || cover.cost == cover.cost_at_least) return cover;

  const CoverMatrix other = transposed(matrix);
  BranchAndBound by_columns(other, rectangles);
  nodes_left = nodes_max;
  bool improved = true;
  while (improved && nodes_left > 0) {
    improved = improve_pairs(by_rows, cover, nodes_left);
    std::swap(cover.rows, cover.columns);
    improved = improve_pairs(by_columns, cover, nodes_left) || improved;
    std::swap(cover.rows, cover.columns);
  }
  return cover;
}

}  // namespace scopedown
