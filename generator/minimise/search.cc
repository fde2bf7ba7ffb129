// Problem. Written out name by name, what was seen is over a budget: 2,048 characters, or the packed
// size. Patterns must stand for names, at the least excess.
//
// Method.
//   Blocks      Tokens of which no pair could be requested meet at no cost. So each block is labelled
//               on its own; blocks share only the number of statements.
//   Rate        How much text a unit of excess is worth. At a high rate nothing is let in that need
//               not be; as it falls, blocks trade excess for text, each where it costs least: at one
//               rate the sum over blocks is the best that there is at its size (Lagrange). The rates
//               are always the same, whatever the budget, so more room never gives more excess.
//   Statements  One, two or three, each tried.
//   Spelling    With action names cut between words, and then, if something that was not seen is
//               allowed still, cut as short as can be (clip.h): that room goes to narrower tokens.
//   Elision     With regions written out, and with `*` for all of them: one that is written out
//               brings its characters back. If that does not fit, with `*` for accounts too: who
//               owns a resource of the same name in another account could then be reached, if their
//               resource policy lets the role in.
//   Polish      Prices add up, texts do not, and between two rates there are policies that no rate
//               finds. The best that fits and the nearest that does not are improved token by token
//               on the text itself (polish.h). Polish never adds excess to what fits.
//   Role        If it is known, what is found without knowing it stays a candidate.
//
// Not optimal: a block's labels are a local optimum (alternation.h), and polish ends at another. No
// clock and no random number is used; the effort is bounded by counts.
//
// Tested by tests/generator/minimise/search_test.cc.

#include "generator/minimise/search.h"

#include <algorithm>
#include <array>
#include <optional>
#include <tuple>
#include <utility>
#include <vector>

#include "generator/minimise/alternation.h"
#include "generator/minimise/polish.h"

namespace scopedown {
namespace {

constexpr std::int64_t rate_first = std::int64_t{1}
                                    << 18U;  // a unit of excess: nine whole policies
constexpr unsigned rate_step = 2;            // bits
constexpr std::size_t looks_max = 600;

// Fits before does not; then accounts kept, least excess, fewest statements, fewest characters, smallest text.
bool is_better(const Found& one, const Found& other, const Budget& budget) {
  const auto key = [&](const Found& found) {
    const std::uint64_t over = found.measure.over(budget);
    return std::tuple(over, found.opens_accounts, found.excess, found.is_clipped,
                      found.policy.statements.size(), found.measure.characters);
  };
  if (key(one) != key(other)) return key(one) < key(other);
  return one.policy.text() < other.policy.text();
}

// The rate at which all blocks are labelled, and what comes of it.
class Sweep {
 public:
  Sweep(const Assessor& assessor, const Prices& prices, std::size_t statements,
        const Budget& budget)
      : assessor_(assessor), budget_(budget), statements_(statements) {
    const Candidates& candidates = assessor.candidates();
    for (const Block& block : candidates.blocks) {
      solvers_.emplace_back(candidates, block, prices, block.on_everything ? 1 : statements);
      last_.emplace_back();
    }
  }

  // The best that fits and the best that does not, if there are such.
  struct Ends {
    std::optional<Solution> fits;
    std::optional<Solution> over;
  };

  Ends run() {
    Ends ends;
    for (std::int64_t rate = rate_first; rate > 0; rate >>= rate_step)
      take(at(rate), ends);
    take(at(0), ends);  // the smallest text, whatever it lets in
    return ends;
  }

 private:
  std::optional<Solution> at(std::int64_t rate) {
    const Candidates& candidates = assessor_.candidates();
    Labels labels{std::vector<LabelSet>(candidates.actions.size(), 0),
                  std::vector<LabelSet>(candidates.resources.size(), 0)};
    for (std::size_t index = 0; index < solvers_.size(); ++index) {
      BlockLabels found = solvers_[index].solve(rate, &last_[index]);
      if (!found.found) return std::nullopt;
      const unsigned shift =
          candidates.blocks[index].on_everything ? static_cast<unsigned>(statements_) : 0;
      add(found.labels.actions, shift, labels.actions);
      add(found.labels.resources, shift, labels.resources);
      last_[index] = std::move(found);
    }
    const auto excess = assessor_.excess(labels);
    if (!excess) return std::nullopt;
    const Measure measure = assessor_.measure(labels);
    return Solution{std::move(labels), measure, *excess};
  }

  static void add(const std::vector<LabelSet>& from, unsigned shift, std::vector<LabelSet>& to) {
    for (std::size_t token = 0; token < from.size(); ++token)
      to[token] = static_cast<LabelSet>(to[token] | (from[token] << shift));
  }

  // Keeps it if it is the best of its kind.
  void take(std::optional<Solution> found, Ends& ends) const {
    if (!found) return;
    const std::uint64_t over = found->measure.over(budget_);
    if (over == 0) {
      if (!ends.fits || found->excess < ends.fits->excess) ends.fits = std::move(found);
    } else if (!ends.over || over < ends.over->measure.over(budget_)) {
      ends.over = std::move(found);
    }
  }

  const Assessor& assessor_;
  const Budget& budget_;
  std::size_t statements_;
  std::vector<BlockSolver> solvers_;
  std::vector<BlockLabels> last_;
};

class Searcher {
 public:
  Searcher(const UsageGraph& wanted, const Rules& rules, PackedSizeEstimator& estimator)
      : wanted_(wanted), rules_(rules), estimator_(estimator) {}

  void look(const Candidates& candidates, const Draft* exact) {
    const bool packed = rules_.budget.packed_percent_max.has_value();
    const Assessor assessor(candidates, estimator_, packed);
    const Prices prices =
        packed ? prices_in_packed_size(candidates) : prices_in_characters(candidates);
    const std::size_t most = packed ? 2 : 3;
    std::vector<Solution> starts;
    for (std::size_t statements = 1; statements <= most; ++statements) {
      Sweep::Ends ends = Sweep(assessor, prices, statements, rules_.budget).run();
      if (ends.fits) unpolished_ = std::min(unpolished_, ends.fits->excess);
      for (auto* end : {&ends.fits, &ends.over}) {
        if (*end) starts.push_back(std::move(**end));
      }
    }
    if (exact != nullptr) {
      if (auto start = written_out(*exact, assessor)) starts.push_back(std::move(*start));
    }
    std::ranges::stable_sort(starts, [&](const Solution& one, const Solution& other) {
      return std::pair(one.measure.over(rules_.budget), one.excess) <
             std::pair(other.measure.over(rules_.budget), other.excess);
    });
    for (std::size_t index = 0; index < starts.size() && index < polished_max; ++index) {
      const Polished polished = polish(starts[index], assessor, rules_.budget, looks_max);
      keep(assessor, polished.solution);
      if (packed && best_)
        best_->packed_least = std::min(best_->packed_least, polished.packed_least);
    }
  }

  [[nodiscard]] Found best() const {
    Found best = best_.value_or(Found{});
    best.excess_unpolished = unpolished_;
    return best;
  }

 private:
  static constexpr std::size_t polished_max = 3;

  // The policy of written-out names as labels, if it has no more statements than labels can tell.
  std::optional<Solution> written_out(const Draft& draft, const Assessor& assessor) const {
    if (draft.size() > statements_max) return std::nullopt;
    const Candidates& candidates = assessor.candidates();
    Labels labels{std::vector<LabelSet>(candidates.actions.size(), 0),
                  std::vector<LabelSet>(candidates.resources.size(), 0)};
    for (std::size_t statement = 0; statement < draft.size(); ++statement) {
      const auto bit = static_cast<LabelSet>(1U << statement);
      const bool everything = std::ranges::any_of(
          draft[statement].resources,
          [&](std::size_t node) { return wanted_.resources()[node].is_everything(); });
      for (const ReachedAction& reached : candidates.reached) {
        if (reached.exact == no_token) continue;
        const ActionToken& action = candidates.actions[reached.exact];
        if (candidates.blocks[action.block].on_everything != everything) continue;
        const bool listed = std::ranges::any_of(draft[statement].actions, [&](std::size_t node) {
          return reached.action == wanted_.actions()[node];
        });
        LabelSet& labelled = labels.actions[reached.exact];
        if (listed) labelled = static_cast<LabelSet>(labelled | bit);
      }
      for (std::size_t token = 0; token < candidates.resources.size(); ++token) {
        const bool listed = std::ranges::any_of(draft[statement].resources, [&](std::size_t node) {
          return candidates.resources[token].pattern == wanted_.resources()[node];
        });
        if (listed) labels.resources[token] = static_cast<LabelSet>(labels.resources[token] | bit);
      }
    }
    const auto excess = assessor.excess(labels);
    if (!excess) return std::nullopt;
    const Measure measure = assessor.measure(labels);
    return Solution{std::move(labels), measure, *excess};
  }

  void keep(const Assessor& assessor, const Solution& solution) {
    Found found{assessor.policy(solution.labels),
                solution.measure,
                {},
                solution.excess,
                0,
                assessor.candidates().elision == Elision::RegionAndAccount,
                assessor.candidates().is_clipped};
    found.measure.packed = found.packed_least = estimator_.of(found.policy);
    if (!best_ || is_better(found, *best_, rules_.budget)) {
      if (best_) found.packed_least = std::min(found.packed_least, best_->packed_least);
      best_ = std::move(found);
    }
  }

  const UsageGraph& wanted_;
  const Rules& rules_;
  PackedSizeEstimator& estimator_;
  std::optional<Found> best_;
  std::uint64_t unpolished_ = ~std::uint64_t{0};
};

}  // namespace

Found search(const UsageGraph& wanted, const Draft& exact, Isolation& isolation, const Rules& rules,
             PackedSizeEstimator& estimator) {
  Searcher searcher(wanted, rules, estimator);
  const auto is_settled = [&](const Found& found) {
    return found.excess == 0 && !found.policy.statements.empty() &&
           found.measure.over(rules.budget) == 0;
  };
  Candidates candidates(wanted, isolation, rules, Elision::None);
  searcher.look(candidates, &exact);
  if (is_settled(searcher.best())) return searcher.best();
  const bool clips = !rules.whole_words;
  if (clips) {
    candidates.clip(rules.catalogue);
    searcher.look(candidates, &exact);
    if (is_settled(searcher.best())) return searcher.best();
  }
  for (const Elision elision : {Elision::Region, Elision::RegionAndAccount}) {
    const bool is_last_resort = elision == Elision::RegionAndAccount;
    if (is_last_resort && searcher.best().measure.over(rules.budget) == 0) break;
    Candidates elided(wanted, isolation, rules, elision);
    if (clips) elided.clip(rules.catalogue);
    searcher.look(elided, nullptr);
  }
  Found best = searcher.best();
  if (!rules.role || is_settled(best)) return best;

  // What the role does not allow is no excess, so what was found without it has this much at most.
  Rules unknowing = rules;
  unknowing.role.reset();
  unknowing.trust_role = false;
  Found other = search(wanted, exact, isolation, unknowing, estimator);
  if (!other.policy.statements.empty() &&
      (best.policy.statements.empty() || is_better(other, best, rules.budget)))
    best = std::move(other);
  return best;
}

}  // namespace scopedown
