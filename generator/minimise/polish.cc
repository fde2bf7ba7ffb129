// Problem. The search before this adds up prices of tokens. The text's size does not add up: a word
// that another token has already is nearly free to STS. So what was found may be a little over the
// budget, or leave some of it unspent.
//
// Method. Local search on the real measure, with moves of one token in one statement:
//
//   up     acme-orders, acme-users  →  acme-*           saves text, lets more in
//   down   acme-*  →  acme-orders, acme-users           costs text, lets less in
//   drop   a token that others cover                     saves text
//   merge  two statements                                saves text, lets more in
//
// While it does not fit, the move that brings the policy nearest to the budget for each unit of
// excess is taken. When it fits, the move that lowers excess most and still fits is taken; if none
// does, one that does not fit is repaired by others, as long as the excess stays below what it was.
// It ends when no such pair is left, or the looks are used up.
//
// Not optimal: it stops where no single move, and no repaired move, helps. The number of texts priced
// is bounded, and no clock is read, so the same input gives the same policy.
//
// Tested by tests/generator/minimise/search_test.cc (it never adds excess) and minimise_test.cc.

#include "generator/minimise/polish.h"

#include <algorithm>
#include <optional>
#include <utility>
#include <vector>

namespace scopedown {
namespace {

__extension__ using Wide = unsigned __int128;  // products of gains and costs

constexpr std::size_t repairs_max = 6;    // moves that may make room for one
constexpr std::size_t too_large_max = 8;  // moves over budget that are repaired in a round

LabelSet with(LabelSet set, LabelSet bit) {
  return static_cast<LabelSet>(set | bit);
}

LabelSet without(LabelSet set, LabelSet bit) {
  return static_cast<LabelSet>(set & ~bit);
}

bool is_above(const std::vector<std::size_t>& above, std::size_t token) {
  return std::ranges::find(above, token) != above.end();
}

// All labellings that one move makes. Some of them may lose an access: the assessor says so.
class Moves {
 public:
  Moves(const Candidates& candidates, const Labels& from) : candidates_(candidates), from_(from) {
    for (const LabelSet set : from.actions)
      used_ = with(used_, set);
  }

  std::vector<Labels> saving() {
    made_.clear();
    up(candidates_.resources, &Labels::resources);
    up(candidates_.actions, &Labels::actions);
    drop(&Labels::resources);
    drop(&Labels::actions);
    merge();
    return std::move(made_);
  }

  std::vector<Labels> narrowing() {
    made_.clear();
    down(candidates_.resources, &Labels::resources);
    down(candidates_.actions, &Labels::actions);
    drop(&Labels::resources);
    drop(&Labels::actions);
    return std::move(made_);
  }

 private:
  using Side = std::vector<LabelSet> Labels::*;

  template <class Do>
  void for_each_label(Side side, Do act) {
    const std::vector<LabelSet>& labels = from_.*side;
    for (std::size_t token = 0; token < labels.size(); ++token) {
      for (LabelSet left = labels[token]; left != 0;) {
        const auto bit = static_cast<LabelSet>(left & -left);
        left = without(left, bit);
        act(token, bit);
      }
    }
  }

  template <class Token>
  void up(const std::vector<Token>& tokens, Side side) {
    std::vector<std::pair<std::size_t, LabelSet>> tried;
    for_each_label(side, [&](std::size_t token, LabelSet bit) {
      for (const std::size_t above : tokens[token].above) {
        if (std::ranges::find(tried, std::pair(above, bit)) != tried.end()) continue;
        tried.emplace_back(above, bit);
        Labels next = from_;
        std::vector<LabelSet>& labels = next.*side;
        for (std::size_t other = 0; other < labels.size(); ++other) {
          if ((labels[other] & bit) != 0 && is_above(tokens[other].above, above))
            labels[other] = without(labels[other], bit);
        }
        labels[above] = with(labels[above], bit);
        made_.push_back(std::move(next));
      }
    });
  }

  void drop(Side side) {
    for_each_label(side, [&](std::size_t token, LabelSet bit) {
      Labels next = from_;
      (next.*side)[token] = without((next.*side)[token], bit);
      made_.push_back(std::move(next));
    });
  }

  void merge() {
    for (LabelSet one = 1; one != 0 && one <= used_; one = static_cast<LabelSet>(one << 1U)) {
      if ((used_ & one) == 0) continue;
      for (auto other = static_cast<LabelSet>(one << 1U); other != 0 && other <= used_;
           other = static_cast<LabelSet>(other << 1U)) {
        if ((used_ & other) == 0) continue;
        Labels next = from_;
        for (auto* labels : {&next.actions, &next.resources}) {
          for (LabelSet& set : *labels) {
            if ((set & other) != 0) set = with(without(set, other), one);
          }
        }
        made_.push_back(std::move(next));
      }
    }
  }

  // In place of a token those below it: the widest that cover what was seen, or just that.
  template <class Token>
  void down(const std::vector<Token>& tokens, Side side) {
    for_each_label(side, [&](std::size_t token, LabelSet bit) {
      for (const bool all_the_way : {false, true}) {
        Labels next = from_;
        std::vector<LabelSet>& labels = next.*side;
        labels[token] = without(labels[token], bit);
        bool any = false;
        for (const std::size_t leaf : seen_below(side, token)) {
          std::size_t narrow = leaf;
          if (!all_the_way) {
            for (const std::size_t between : tokens[leaf].above) {
              if (is_above(tokens[between].above, token) &&
                  (narrow == leaf || tokens[between].above.size() < tokens[narrow].above.size()))
                narrow = between;
            }
          }
          labels[narrow] = with(labels[narrow], bit);
          any = true;
        }
        if (any) made_.push_back(std::move(next));
      }
    });
  }

  // Exact tokens below it that something needs.
  std::vector<std::size_t> seen_below(Side side, std::size_t token) const {
    std::vector<std::size_t> below;
    if (side == &Labels::resources) {
      for (std::size_t leaf = 0; leaf < candidates_.resources.size(); ++leaf) {
        const ResourceToken& resource = candidates_.resources[leaf];
        if (resource.is_seen && is_above(resource.above, token)) below.push_back(leaf);
      }
    } else {
      for (std::size_t leaf = 0; leaf < candidates_.actions.size(); ++leaf) {
        const ActionToken& action = candidates_.actions[leaf];
        if (action.is_seen && is_above(action.above, token)) below.push_back(leaf);
      }
    }
    return below;
  }

  const Candidates& candidates_;
  const Labels& from_;
  LabelSet used_ = 0;
  std::vector<Labels> made_;
};

class Polisher {
 public:
  Polisher(const Assessor& assessor, const Budget& budget, std::size_t looks_max)
      : assessor_(assessor), budget_(budget), looks_left_(looks_max) {}

  Polished run(const Solution& start) {
    least_ = start.measure.packed;
    Solution now = start;
    if (now.measure.over(budget_) > 0) now = repaired(now, no_limit, no_limit);
    if (now.measure.over(budget_) == 0) now = narrowed(now);
    return {std::move(now), least_};
  }

 private:
  static constexpr std::uint64_t no_limit = ~std::uint64_t{0};

  std::optional<Measure> priced(const Labels& labels) {
    if (looks_left_ == 0) return std::nullopt;
    --looks_left_;
    const Measure measure = assessor_.measure(labels);
    least_ = std::min(least_, measure.packed);
    return measure;
  }

  // Nearer and nearer to the budget; what is returned may still be over it.
  Solution repaired(Solution now, std::uint64_t excess_limit, std::size_t steps) {
    for (std::size_t step = 0; step < steps && now.measure.over(budget_) > 0; ++step) {
      std::optional<Solution> best;
      for (Labels& labels : Moves(assessor_.candidates(), now.labels).saving()) {
        const auto excess = assessor_.excess(labels);
        if (!excess || *excess >= excess_limit) continue;
        const auto measure = priced(labels);
        if (!measure) return now;
        if (measure->over(budget_) >= now.measure.over(budget_)) continue;
        Solution next{std::move(labels), *measure, *excess};
        if (!best || is_better_step(now, next, *best)) best = std::move(next);
      }
      if (!best) return now;
      now = std::move(*best);
    }
    return now;
  }

  // More of the way to the budget for each unit of excess; what costs nothing comes first.
  bool is_better_step(const Solution& from, const Solution& one, const Solution& other) const {
    const auto gain = [&](const Solution& to) {
      return Wide{from.measure.over(budget_) - to.measure.over(budget_)};
    };
    const auto cost = [&](const Solution& to) {
      return Wide{to.excess > from.excess ? to.excess - from.excess : 0} + 1;
    };
    const Wide left = gain(one) * cost(other);
    const Wide right = gain(other) * cost(one);
    if (left != right) return left > right;
    if (one.excess != other.excess) return one.excess < other.excess;
    return one.labels < other.labels;
  }

  Solution narrowed(Solution now) {
    while (now.excess > 0) {
      std::vector<Solution> better;
      for (Labels& labels : Moves(assessor_.candidates(), now.labels).narrowing()) {
        const auto excess = assessor_.excess(labels);
        if (excess && *excess < now.excess) better.push_back({std::move(labels), {}, *excess});
      }
      std::ranges::sort(better, [](const Solution& one, const Solution& other) {
        return std::pair(one.excess, one.labels) < std::pair(other.excess, other.labels);
      });
      auto next = first_that_fits(better, now);
      if (!next) return now;
      now = std::move(*next);
    }
    return now;
  }

  std::optional<Solution> first_that_fits(std::vector<Solution>& better, const Solution& now) {
    std::vector<Solution> too_large;
    for (Solution& next : better) {
      const auto measure = priced(next.labels);
      if (!measure) return std::nullopt;
      next.measure = *measure;
      if (measure->over(budget_) == 0) return std::move(next);
      too_large.push_back(std::move(next));
    }
    std::ranges::stable_sort(too_large, [&](const Solution& one, const Solution& other) {
      return one.measure.over(budget_) < other.measure.over(budget_);
    });
    if (too_large.size() > too_large_max) too_large.resize(too_large_max);
    for (Solution& next : too_large) {
      Solution fixed = repaired(std::move(next), now.excess, repairs_max);
      if (fixed.measure.over(budget_) == 0 && fixed.excess < now.excess) return fixed;
    }
    return std::nullopt;
  }

  const Assessor& assessor_;
  const Budget& budget_;
  std::size_t looks_left_;
  PackedSize least_;
};

}  // namespace

Polished polish(const Solution& start, const Assessor& assessor, const Budget& budget,
                std::size_t looks_max) {
  return Polisher(assessor, budget, looks_max).run(start);
}

}  // namespace scopedown
