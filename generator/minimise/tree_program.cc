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
#include <bit>
#include <limits>

namespace scopedown {
namespace {

constexpr std::int64_t impossible = std::numeric_limits<std::int64_t>::max() / 4;

class Program {
 public:
  Program(std::span<const ProgramNode> nodes, std::size_t statements)
      : nodes_(nodes),
        masks_(std::size_t{1} << statements),
        idle_(nodes.size() * masks_, impossible),
        busy_(nodes.size() * masks_, impossible),
        chosen_(nodes.size() * masks_, 0) {
    for (std::size_t node = 0; node < nodes.size(); ++node)
      fill(node);
  }

  ProgramResult from(std::span<const std::size_t> roots) {
    ProgramResult result;
    result.labels.assign(nodes_.size(), 0);
    for (const std::size_t root : roots) {
      const std::int64_t cost = best(root, 0);
      if (cost >= impossible) return {impossible, {}};
      result.cost += cost;
      trace(root, 0, busy(root, 0) < idle(root, 0), result.labels);
    }
    return result;
  }

 private:
  std::int64_t& idle(std::size_t node, std::size_t from) { return idle_[node * masks_ + from]; }

  std::int64_t& busy(std::size_t node, std::size_t from) { return busy_[node * masks_ + from]; }

  std::int64_t best(std::size_t node, std::size_t from) {
    return std::min(idle(node, from), busy(node, from));
  }

  // The children under labels `to`, whether something is listed below or not; `must`: something is.
  std::int64_t below(const ProgramNode& node, std::size_t to, bool must) {
    std::int64_t sum = 0;
    std::int64_t least_extra = impossible;
    for (const std::size_t child : node.children) {
      const std::int64_t cost = best(child, to);
      sum += cost;
      if (sum >= impossible) return impossible;
      least_extra = std::min(least_extra, busy(child, to) - cost);
    }
    if (!must) return sum;
    return least_extra >= impossible ? impossible : sum + least_extra;
  }

  void fill(std::size_t index) {
    const ProgramNode& node = nodes_[index];
    for (std::size_t from = 0; from < masks_; ++from) {
      // Nothing is listed here or below.
      if ((node.satisfied >> from & 1U) != 0) {
        std::int64_t cost = node.excess[from];
        for (const std::size_t child : node.children) {
          if (cost < impossible) cost += idle(child, from);
        }
        idle(index, from) = std::min(cost, impossible);
      }
      // Something is: a token here, or only below.
      std::int64_t least = impossible;
      std::size_t choice = from;
      const std::size_t open = (masks_ - 1) & ~from & ~static_cast<std::size_t>(node.forbidden);
      for (std::size_t added = open;; added = (added - 1) & open) {
        const std::size_t to = from | added;
        if ((node.satisfied >> to & 1U) != 0) {
          std::int64_t cost = below(node, to, added == 0);
          if (cost < impossible) {
            cost += node.edge + node.excess[to];
            if (added != 0) cost += node.first + node.again * (std::popcount(added) - 1);
            // Of equals the one with fewer labels, so that the result does not hang on the order.
            if (cost < least || (cost == least && std::popcount(to) < std::popcount(choice))) {
              least = cost;
              choice = to;
            }
          }
        }
        if (added == 0) break;
      }
      busy(index, from) = least;
      chosen_[index * masks_ + from] = static_cast<LabelSet>(choice);
    }
  }

  // Writes the labels of the solution that `best` priced.
  void trace(std::size_t index, std::size_t from, bool something, std::vector<LabelSet>& labels) {
    if (!something) return;
    const ProgramNode& node = nodes_[index];
    const std::size_t to = chosen_[index * masks_ + from];
    labels[index] = static_cast<LabelSet>(to & ~from);
    // Where nothing is listed here, some child must; if none would by itself, the cheapest does.
    const bool must = to == from;
    std::size_t forced = node.children.size();
    if (must) {
      std::int64_t least = impossible;
      for (std::size_t place = 0; place < node.children.size(); ++place) {
        const std::size_t child = node.children[place];
        const std::int64_t extra = busy(child, to) - best(child, to);
        if (extra >= least) continue;
        least = extra;
        forced = place;
      }
    }
    for (std::size_t place = 0; place < node.children.size(); ++place) {
      const std::size_t child = node.children[place];
      trace(child, to, place == forced || busy(child, to) < idle(child, to), labels);
    }
  }

  std::span<const ProgramNode> nodes_;
  std::size_t masks_;
  std::vector<std::int64_t> idle_;
  std::vector<std::int64_t> busy_;
  std::vector<LabelSet> chosen_;
};

}  // namespace

ProgramResult solve(std::span<const ProgramNode> nodes, std::span<const std::size_t> roots,
                    std::size_t statements) {
  return Program(nodes, statements).from(roots);
}

}  // namespace scopedown
