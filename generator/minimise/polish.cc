// Problem. The search before this adds up prices of tokens. The text's size does not add up: a word
// that another token has already is nearly free to STS. So what was found may be a little over the
// budget, or leave some of it unspent.
//
// Method. Local search on the real measure, with moves of one token in one statement:
//
//   up     acme-orders, acme-users  →  acme-*           saves text, lets more in
//   down   acme-*  →  acme-orders, acme-users           costs text, lets less in
//   drop   a token whose grants others hold              saves text
//   merge  two statements                                saves text, lets more in
//
// While it does not fit, the move that brings the policy nearest to the budget for each unit of
// excess is taken. When it fits, the move that lowers excess most and still fits is taken; if none
// does, one that does not fit is repaired by others, as long as the excess stays below what it was.
// It ends when no such pair is left, or the looks are used up; or before that, where the looks that
// are left would not bring it into the budget at the pace of those that were used. That is a guess,
// since a later move may save more; of 180 searches of the calibrated population none lost by it.
//
// What a move lets in is known at once (tally.h), what it adds to the text only by packing it, which
// costs more than all else. So of all moves those few are priced that look best by an estimate of
// their growth (growth.h).
//
// Not optimal: it stops where none of the moves that it looked at helps, repaired or not. The number of texts priced
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

constexpr std::size_t repairs_max = 4;    // moves that may make room for one
constexpr std::size_t looks_a_step = 8;   // moves that are priced
constexpr std::size_t too_large_max = 3;  // moves over budget that are repaired in a round
constexpr std::size_t pace_looks = 64;    // looks that tell how fast it gets on

LabelSet with(LabelSet set, LabelSet bit) {
  return static_cast<LabelSet>(set | bit);
}

LabelSet without(LabelSet set, LabelSet bit) {
  return static_cast<LabelSet>(set & ~bit);
}

bool is_above(const std::vector<std::size_t>& above, std::size_t token) {
  return std::ranges::find(above, token) != above.end();
}

using Move = std::vector<Change>;

// All that one move may do. Some of them lose an access: the tally says so.
class Moves {
 public:
  // Keeps references.
  Moves(const Candidates& candidates, const Labels& from) : candidates_(candidates), from_(from) {
    for (const LabelSet set : from.actions)
      used_ = with(used_, set);
  }

  std::vector<Move> saving() {
    made_.clear();
    up(candidates_.resources, Side::Resources);
    up(candidates_.actions, Side::Actions);
    drop(candidates_.resources, Side::Resources);
    drop(candidates_.actions, Side::Actions);
    merge();
    return std::move(made_);
  }

  std::vector<Move> narrowing() {
    made_.clear();
    down(candidates_.resources, Side::Resources);
    down(candidates_.actions, Side::Actions);
    drop(candidates_.resources, Side::Resources);
    drop(candidates_.actions, Side::Actions);
    return std::move(made_);
  }

 private:
  [[nodiscard]] const std::vector<LabelSet>& labels(Side side) const { return from_.of(side); }

  template <class Do>
  void for_each_label(Side side, Do act) {
    const std::vector<LabelSet>& all = labels(side);
    for (std::size_t token = 0; token < all.size(); ++token) {
      for (LabelSet left = all[token]; left != 0;) {
        const auto bit = static_cast<LabelSet>(left & -left);
        left = without(left, bit);
        act(token, bit);
      }
    }
  }

  template <class Token>
  void up(const std::vector<Token>& tokens, Side side) {
    const std::vector<LabelSet>& all = labels(side);
    std::vector<LabelSet> tried(tokens.size(), 0);
    for_each_label(side, [&](std::size_t token, LabelSet bit) {
      for (const std::size_t above : tokens[token].above) {
        if ((tried[above] & bit) != 0) continue;
        tried[above] = with(tried[above], bit);
        Move& move = made_.emplace_back();
        for (std::size_t other = 0; other < all.size(); ++other) {
          if ((all[other] & bit) != 0 && is_above(tokens[other].above, above))
            move.push_back({side, other, without(all[other], bit)});
        }
        move.push_back({side, above, with(all[above], bit)});
      }
    });
  }

  // One that another of its statement covers is not in the text.
  template <class Token>
  void drop(const std::vector<Token>& tokens, Side side) {
    const std::vector<LabelSet>& all = labels(side);
    for_each_label(side, [&](std::size_t token, LabelSet bit) {
      const bool covered = std::ranges::any_of(
          tokens[token].above, [&](std::size_t above) { return (all[above] & bit) != 0; });
      if (covered) return;
      made_.push_back({{side, token, without(all[token], bit)}});
    });
  }

  void merge() {
    for (LabelSet one = 1; one != 0 && one <= used_; one = static_cast<LabelSet>(one << 1U)) {
      if ((used_ & one) == 0) continue;
      for (auto other = static_cast<LabelSet>(one << 1U); other != 0 && other <= used_;
           other = static_cast<LabelSet>(other << 1U)) {
        if ((used_ & other) == 0) continue;
        Move& move = made_.emplace_back();
        for (const Side side : {Side::Actions, Side::Resources}) {
          for (std::size_t token = 0; token < labels(side).size(); ++token) {
            const LabelSet set = labels(side)[token];
            if ((set & other) != 0) move.push_back({side, token, with(without(set, other), one)});
          }
        }
      }
    }
  }

  // In place of a token those below it: the widest that cover what was seen, or just that.
  template <class Token>
  void down(const std::vector<Token>& tokens, Side side) {
    const std::vector<LabelSet>& all = labels(side);
    for_each_label(side, [&](std::size_t token, LabelSet bit) {
      Move widest{{side, token, without(all[token], bit)}};
      Move exact = widest;
      for (std::size_t leaf = 0; leaf < tokens.size(); ++leaf) {
        if (!tokens[leaf].is_seen || !is_above(tokens[leaf].above, token)) continue;
        std::size_t narrow = leaf;
        for (const std::size_t between : tokens[leaf].above) {
          if (is_above(tokens[between].above, token) &&
              (narrow == leaf || tokens[between].above.size() < tokens[narrow].above.size()))
            narrow = between;
        }
        const Change listed{side, narrow, with(all[narrow], bit)};
        if (std::ranges::find(widest, listed) == widest.end()) widest.push_back(listed);
        exact.push_back({side, leaf, with(all[leaf], bit)});
      }
      if (exact.size() == 1) return;
      const bool differ = widest != exact;
      made_.push_back(std::move(widest));
      if (differ) made_.push_back(std::move(exact));
    });
  }

  const Candidates& candidates_;
  const Labels& from_;
  LabelSet used_ = 0;
  std::vector<Move> made_;
};

// Makes a move, and takes it back at the end of its life.
class Trial {
 public:
  // Keeps a reference to the tally.
  Trial(Tally& tally, const Move& move) : tally_(tally) {
    for (const Change& change : move) {
      undo_.push_back({change.side, change.token, tally.labels().of(change.side)[change.token]});
      tally.make(change);
    }
  }

  ~Trial() {
    for (auto change = undo_.rbegin(); change != undo_.rend(); ++change)
      tally_.make(*change);
  }

  Trial(const Trial&) = delete;
  Trial& operator=(const Trial&) = delete;

 private:
  Tally& tally_;
  Move undo_;
};

class Polisher {
 public:
  Polisher(const Assessor& assessor, Tally& tally, Growth& growth, const Budget& budget,
           std::size_t looks_max)
      : assessor_(assessor),
        tally_(tally),
        growth_(growth),
        budget_(budget),
        looks_left_(looks_max) {}

  Polished run(const Solution& start) {
    least_ = start.measure.packed;
    Solution now = start;
    if (now.measure.over(budget_) > 0) now = repaired(now, no_limit, no_limit);
    if (now.measure.over(budget_) == 0) now = narrowed(now);
    return {std::move(now), least_};
  }

 private:
  static constexpr std::uint64_t no_limit = ~std::uint64_t{0};

  // A move from where the search stands.
  struct Step {
    const Move* move = nullptr;
    std::int64_t growth = 0;  // of the text, about (growth.h)
    std::uint64_t excess = 0;
    Measure measure;  // once it is priced
  };

  // All moves that are allowed, and let in less than the limit.
  std::vector<Step> allowed_of(const std::vector<Move>& moves, std::uint64_t excess_limit) {
    std::vector<Step> allowed;
    growth_.start(tally_.labels());
    for (const Move& move : moves) {
      const std::int64_t growth = growth_.of(move, tally_.labels());
      const Trial trial(tally_, move);
      const auto excess = tally_.excess();
      if (excess && *excess < excess_limit) allowed.push_back({&move, growth, *excess, {}});
    }
    return allowed;
  }

  // Leaves those that come first, as many as are looked at.
  template <class Before>
  static void keep_the_first(std::vector<Step>& all, Before before) {
    std::ranges::stable_sort(all, before);
    if (all.size() > looks_a_step) all.resize(looks_a_step);
  }

  // False if there are no looks left.
  bool price(Step& step) {
    if (looks_left_ == 0) return false;
    --looks_left_;
    const Trial trial(tally_, *step.move);
    step.measure = assessor_.measure(tally_.labels());
    least_ = std::min(least_, step.measure.packed);
    return true;
  }

  Solution after(const Step& step) {
    const Trial trial(tally_, *step.move);
    return {tally_.labels(), step.measure, step.excess};
  }

  // Nearer and nearer to the budget; what is returned may still be over it.
  Solution repaired(Solution now, std::uint64_t excess_limit, std::size_t steps) {
    const std::uint64_t far = now.measure.over(budget_);
    const std::size_t looks = looks_left_;
    for (std::size_t step = 0; step < steps && now.measure.over(budget_) > 0; ++step) {
      if (is_hopeless(far, now.measure.over(budget_), looks - looks_left_)) return now;
      tally_.set(now.labels);
      const std::vector<Move> moves = Moves(assessor_.candidates(), now.labels).saving();
      std::vector<Step> next = allowed_of(moves, excess_limit);
      keep_the_first(next, [&](const Step& one, const Step& other) {
        const auto worth = [&](const Step& to) {
          return Wide{static_cast<std::uint64_t>(std::max<std::int64_t>(1, -to.growth))};
        };
        return worth(one) * cost(now, other) > worth(other) * cost(now, one);
      });
      std::optional<Step> best;
      for (Step& candidate : next) {
        if (!price(candidate)) return now;
        if (candidate.measure.over(budget_) >= now.measure.over(budget_)) continue;
        if (!best || is_better_step(now, candidate, *best)) best = candidate;
      }
      if (!best) return now;
      now = after(*best);
    }
    return now;
  }

  // At the pace so far.
  [[nodiscard]] bool is_hopeless(std::uint64_t far, std::uint64_t left, std::size_t used) const {
    return used >= pace_looks && Wide{far - left} * looks_left_ < Wide{left} * used;
  }

  static Wide cost(const Solution& from, const Step& to) {
    return Wide{to.excess > from.excess ? to.excess - from.excess : 0} + 1;
  }

  // More of the way to the budget for each unit of excess; what costs nothing comes first.
  bool is_better_step(const Solution& from, const Step& one, const Step& other) const {
    const auto gain = [&](const Step& to) {
      return Wide{from.measure.over(budget_) - to.measure.over(budget_)};
    };
    const Wide left = gain(one) * cost(from, other);
    const Wide right = gain(other) * cost(from, one);
    if (left != right) return left > right;
    return one.excess < other.excess;
  }

  Solution narrowed(Solution now) {
    while (now.excess > 0) {
      tally_.set(now.labels);
      const std::vector<Move> moves = Moves(assessor_.candidates(), now.labels).narrowing();
      std::vector<Step> better = allowed_of(moves, now.excess);
      keep_the_first(better, [](const Step& one, const Step& other) {
        return std::pair(one.growth, one.excess) < std::pair(other.growth, other.excess);
      });
      std::ranges::stable_sort(better, {}, &Step::excess);
      auto next = first_that_fits(better, now);
      if (!next) return now;
      now = std::move(*next);
    }
    return now;
  }

  std::optional<Solution> first_that_fits(std::vector<Step>& better, const Solution& now) {
    std::vector<Solution> too_large;
    for (Step& step : better) {
      if (!price(step)) return std::nullopt;
      Solution next = after(step);
      if (next.measure.over(budget_) == 0) return next;
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
  Tally& tally_;
  Growth& growth_;
  const Budget& budget_;
  std::size_t looks_left_;
  PackedSize least_;
};

}  // namespace

Polished polish(const Solution& start, const Assessor& assessor, Tally& tally, Growth& growth,
                const Budget& budget, std::size_t looks_max) {
  return Polisher(assessor, tally, growth, budget, looks_max).run(start);
}

}  // namespace scopedown
