// Problem. The tokens that might stand for a unit's resources form a forest: under
//
//   arn:aws:sqs:eu-west-1:1111:*
//     …:1111:acme-*
//       …:1111:acme-orders        …:1111:acme-orders-dead
//
// each token covers those below it. The same holds for actions, by the words of their names. Given
// which statements list which actions, which resource tokens should each statement list, so that all
// that was seen is granted, at the least price for the text and the least excess? (And the other way
// round.)
//
// Method. A node is reached by the labels of the tokens above it and its own. Let S be what comes
// from above. A node may add labels to make T ⊇ S, pays for the tokens added and for the excess at T,
// and hands T to its children: they are independent of each other once T is known. So
//
//   best(v, S) = min over T ⊇ S of  token price of T∖S  +  excess(v, T)  +  Σ best(child, T)
//
// What a text costs is not additive over its tokens: a word that stands there already is nearly free
// to STS's packing. Words that tokens share by descent are priced on the tree's edges: an edge is
// paid once if anything below it is listed. That needs two tables, one for a subtree in which nothing
// is listed and one for a subtree in which something is.
//
// Exact for one tree of tokens; words shared across subtrees are priced by the caller as an average,
// and corrected afterwards by polish.h, on the text itself. Cost: nodes · 3^K steps for K statements.
//
// Tested by tests/generator/minimise/tree_program_test.cc, against all labellings of small trees.

#include "generator/minimise/tree_program.h"

#include <algorithm>
#include <array>
#include <bit>
#include <limits>

namespace scopedown {
namespace {

constexpr std::int64_t impossible = std::numeric_limits<std::int64_t>::max() / 4;

// How many labels each set has.
constexpr std::array<std::uint8_t, program_masks_max> size_of = [] {
  std::array<std::uint8_t, program_masks_max> sizes{};
  for (std::size_t set = 0; set < sizes.size(); ++set)
    sizes[set] = static_cast<std::uint8_t>(std::popcount(set));
  return sizes;
}();

}  // namespace

template <std::size_t statements>
void TreeProgram::fill(std::span<const ProgramNode> nodes) {
  for (std::size_t index = 0; index < nodes.size(); ++index)
    fill<statements>(nodes[index], &cells_[index << statements]);
}

template <std::size_t statements>
void TreeProgram::fill(const ProgramNode& node, Cell* here) {
  constexpr std::size_t masks = std::size_t{1} << statements;
  // The node and what is below it, by the labels here.
  std::array<std::int64_t, masks> nothing_listed{};
  std::array<std::int64_t, masks> maybe_listed{};  // below
  std::array<std::int64_t, masks> must_list{};     // below
  for (std::size_t to = 0; to < masks; ++to) {
    const bool is_satisfied = (node.satisfied >> to & 1U) != 0;
    std::int64_t idle = is_satisfied ? node.excess[to] : impossible;
    std::int64_t sum = is_satisfied ? node.excess[to] + node.edge : impossible;
    std::int64_t least_extra = impossible;
    for (const std::size_t child : node.children) {
      const Cell& below = cells_[(child << statements) + to];
      const std::int64_t cost = below.best();
      idle = std::min(idle + below.idle, impossible);
      sum = std::min(sum + cost, impossible);
      least_extra = std::min(least_extra, below.busy - cost);
    }
    nothing_listed[to] = idle;
    maybe_listed[to] = sum;
    must_list[to] = std::min(sum + least_extra, impossible);
  }
  std::array<std::int64_t, statements + 1> price{};  // of listing it in so many statements
  for (std::size_t count = 1; count <= statements; ++count)
    price[count] = node.first + node.again * static_cast<std::int64_t>(count - 1);

  for (std::size_t from = 0; from < masks; ++from) {
    std::int64_t least = impossible;
    std::size_t choice = from;
    const std::size_t open = (masks - 1) & ~from & ~static_cast<std::size_t>(node.forbidden);
    for (std::size_t added = open;; added = (added - 1) & open) {
      const std::size_t to = from | added;
      const std::int64_t cost =
          added == 0 ? must_list[to] : maybe_listed[to] + price[size_of[added]];
      // Of equals the one with fewer labels, so that the result does not hang on the order.
      if (cost < least || (cost == least && cost < impossible && size_of[to] < size_of[choice])) {
        least = cost;
        choice = to;
      }
      if (added == 0) break;
    }
    here[from] = {nothing_listed[from], least, static_cast<LabelSet>(choice)};
  }
}

// Writes the labels of the solution that was priced.
void TreeProgram::trace(std::size_t index, std::size_t from, bool something) {
  if (!something) return;
  const ProgramNode& node = nodes_[index];
  const std::size_t to = cells_[index * masks_ + from].chosen;
  result_.labels[index] = static_cast<LabelSet>(to & ~from);
  // Where nothing is listed here, some child must; if none would by itself, the cheapest does.
  const bool must = to == from;
  std::size_t forced = node.children.size();
  if (must) {
    std::int64_t least = impossible;
    for (std::size_t place = 0; place < node.children.size(); ++place) {
      const Cell& below = cells_[node.children[place] * masks_ + to];
      const std::int64_t extra = below.busy - below.best();
      if (extra >= least) continue;
      least = extra;
      forced = place;
    }
  }
  for (std::size_t place = 0; place < node.children.size(); ++place) {
    const std::size_t child = node.children[place];
    const Cell& below = cells_[child * masks_ + to];
    trace(child, to, place == forced || below.busy < below.idle);
  }
}

const ProgramResult& TreeProgram::solve(std::span<const ProgramNode> nodes,
                                        std::span<const std::size_t> roots,
                                        std::size_t statements) {
  nodes_ = nodes;
  masks_ = std::size_t{1} << statements;
  cells_.resize(nodes.size() * masks_);
  switch (statements) {
    case 1:
      fill<1>(nodes);
      break;
    case 2:
      fill<2>(nodes);
      break;
    case 3:
      fill<3>(nodes);
      break;
    default:
      fill<program_statements_max>(nodes);
  }
  result_.cost = 0;
  result_.labels.assign(nodes.size(), 0);
  for (const std::size_t root : roots) {
    const Cell& cell = cells_[root * masks_];
    if (cell.best() >= impossible) {
      result_ = {impossible, {}};
      break;
    }
    result_.cost += cell.best();
    trace(root, 0, cell.busy < cell.idle);
  }
  return result_;
}

}  // namespace scopedown
