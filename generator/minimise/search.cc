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
//   Statements  One, two and, where packed size does not count, three, each tried; more only where so
//               few cannot keep apart what must not meet.
//   Spelling    Action names are cut as short as can be (clip.h): that room goes to narrower tokens. In
//               the end names are cut between words again, as far as they fit. Where nothing that was
//               not seen is allowed and some are short still, names cut between words alone are looked
//               at too: they are better if they do without it. Elsewhere they are not: of 60 policies
//               of the calibrated population none was better for it, and of 381 that were over a
//               packed budget with short names none was nearer to it.
//   Elision     With regions written out. Only if nothing fits so, with `*` for all of them; if that
//               does not fit either, with `*` for accounts too: who owns a resource of the same name
//               in another account could then be reached, if their resource policy lets the role in.
//               Measured on the calibrated population: where something fits with regions written
//               out, no policy with open ones had less excess.
//   Polish      Prices add up, texts do not, and between two rates there are policies that no rate
//               finds. The best that fits and the nearest that does not are improved token by token
//               on the text itself (polish.h). Polish never adds excess to what fits. Of several
//               starts that measure the same, one is improved. What is far over is not, but the
//               nearest with most opened: a refusal tells it.
//   Role        If it is known, what is found without knowing it stays a candidate, if no more is
//               opened in it.
//
// Not optimal: a block's labels are a local optimum (alternation.h), and polish ends at another. No
// clock and no random number is used; the effort is bounded by counts.
//
// Tested by tests/generator/minimise/search_test.cc.

#include "generator/minimise/search.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <optional>
#include <set>
#include <tuple>
#include <utility>
#include <vector>

#include "generator/minimise/alternation.h"
#include "generator/minimise/polish.h"

namespace scopedown {
namespace {

constexpr std::int64_t rate_first = std::int64_t{1} << 18U;  // a unit of excess: 524 characters
constexpr unsigned rate_step = 2;                            // bits
constexpr std::size_t looks_max = 400;

// In millionths of the budget. Of 700 searches polish brought none in from farther than 47,932.
constexpr std::uint64_t far_over = 60'000;

// Fits before does not; then heads kept, least excess, fewest statements, fewest characters, smallest text.
bool is_better(const Found& one, const Found& other, const Budget& budget) {
  const auto key = [&](const Found& found) {
    const std::uint64_t over = found.measure.over(budget);
    return std::tuple(over, found.elision, found.excess, found.policy.statements.size(),
                      found.measure.characters);
  };
  if (key(one) != key(other)) return key(one) < key(other);
  return one.policy.text() < other.policy.text();
}

// Which blocks there are, and in which tables; the same for any number of statements.
std::vector<BlockTables> tables_of(const Candidates& candidates, const Prices& prices) {
  std::vector<BlockTables> tables;
  for (const Block& block : candidates.blocks)
    tables.emplace_back(candidates, block, prices);
  return tables;
}

// The best that fits and the best that does not, if there are such.
struct Ends {
  std::optional<Solution> fits;
  std::optional<Solution> over;

  // Keeps it if it is the best of its kind.
  void take(Solution found, const Budget& budget) {
    const std::uint64_t above = found.measure.over(budget);
    if (above == 0) {
      if (!fits || found.excess < fits->excess) fits = std::move(found);
    } else if (!over || above < over->measure.over(budget)) {
      over = std::move(found);
    }
  }
};

// All blocks, labelled at one rate after the other.
Ends sweep(const Assessor& assessor, Tally& tally, const std::vector<BlockTables>& tables,
           std::size_t statements, const Budget& budget) {
  std::vector<std::int64_t> rates;
  for (std::int64_t rate = rate_first; rate > 0; rate >>= rate_step)
    rates.push_back(rate);
  rates.push_back(0);  // the smallest text, whatever it lets in

  const Candidates& candidates = assessor.candidates();
  const Labels nothing{std::vector<LabelSet>(candidates.actions.size(), 0),
                       std::vector<LabelSet>(candidates.resources.size(), 0)};
  std::vector<Labels> at(rates.size(), nothing);
  std::vector<char> found(rates.size(), 1);
  for (std::size_t block = 0; block < tables.size(); ++block) {
    // What is on everything has a statement of its own, behind all others.
    const bool apart = candidates.blocks[block].on_everything;
    const auto solved = BlockSolver(tables[block], apart ? 1 : statements).solve(rates);
    const unsigned shift = apart ? static_cast<unsigned>(statements) : 0;
    const auto add = [&](const std::vector<std::size_t>& tokens, const std::vector<LabelSet>& from,
                         std::vector<LabelSet>& to) {
      for (std::size_t token = 0; token < tokens.size(); ++token)
        to[tokens[token]] = static_cast<LabelSet>(from[token] << shift);
    };
    for (std::size_t rate = 0; rate < rates.size(); ++rate) {
      found[rate] = found[rate] != 0 && solved[rate].found ? 1 : 0;
      if (found[rate] == 0) continue;
      add(tables[block].action_tokens, solved[rate].labels.actions, at[rate].actions);
      add(tables[block].resource_tokens, solved[rate].labels.resources, at[rate].resources);
    }
  }
  Ends ends;
  for (std::size_t rate = 0; rate < rates.size(); ++rate) {
    if (found[rate] == 0 || (rate > 0 && found[rate - 1] != 0 && at[rate] == at[rate - 1]))
      continue;
    tally.set(at[rate]);
    const auto excess = tally.excess();
    if (!excess) continue;
    const Measure measure = assessor.measure(at[rate]);
    ends.take({at[rate], measure, *excess}, budget);
  }
  return ends;
}

class Searcher {
 public:
  Searcher(const UsageGraph& wanted, const Rules& rules, PackedSizeEstimator& estimator)
      : wanted_(wanted), rules_(rules), estimator_(estimator) {}

  // `is_last`: nothing will be looked at after it.
  void look(const Candidates& candidates, const Draft* exact, bool is_last) {
    Tally tally(candidates);
    const bool packed = rules_.budget.packed_percent_max.has_value();
    const Assessor assessor(candidates, estimator_, packed);
    const Prices prices =
        packed ? prices_in_packed_size(candidates) : prices_in_characters(candidates);
    Growth growth(candidates, packed);
    const std::vector<BlockTables> tables = tables_of(candidates, prices);
    std::vector<Solution> starts;
    // More only where fewer cannot keep apart what must not meet.
    const std::size_t most = packed ? 2 : 3;
    for (std::size_t statements = 1; statements <= program_statements_max; ++statements) {
      if (statements > most && !starts.empty()) break;
      Ends ends = sweep(assessor, tally, tables, statements, rules_.budget);
      if (ends.fits) unpolished_ = std::min(unpolished_, ends.fits->excess);
      for (auto* end : {&ends.fits, &ends.over}) {
        if (*end) starts.push_back(std::move(**end));
      }
    }
    if (exact != nullptr) {
      if (auto start = written_out(*exact, assessor, tally)) starts.push_back(std::move(*start));
    }
    if (starts.empty()) return;
    put_in_order(starts);
    std::size_t polished_max = 3;
    if (starts.front().measure.over(rules_.budget) > far_over) {
      polished_max = is_last ? 1 : 0;
      keep(assessor, starts.front());
    }
    for (std::size_t index = 0; index < starts.size() && index < polished_max; ++index) {
      const Polished polished =
          polish(starts[index], assessor, tally, growth, rules_.budget, looks_max);
      keep(assessor, polished.solution);
      packed_least_ = std::min(packed_least_, polished.packed_least);
    }
  }

  // So far.
  [[nodiscard]] const std::optional<Found>& best() const { return best_; }

  // Of the best, which result() has written as whole as it fits.
  [[nodiscard]] bool cuts_words() const {
    return std::ranges::any_of(best_->policy.statements, [&](const Statement& statement) {
      return std::ranges::any_of(
          statement.actions, [&](const ActionPattern& action) { return whole_.contains(action); });
    });
  }

  [[nodiscard]] Found result() {
    if (!best_) return {};
    write_whole_words();
    best_->measure.packed = estimator_.of(best_->policy);
    const PackedSize packed = best_->measure.packed;
    best_->packed_least =
        rules_.budget.packed_percent_max ? std::min(packed_least_, packed) : packed;
    best_->excess_unpolished = unpolished_;
    return *best_;
  }

 private:
  // What fits first, then the least excess; of those that measure the same, one.
  void put_in_order(std::vector<Solution>& starts) const {
    const auto key = [&](const Solution& start) {
      return std::tuple(start.measure.over(rules_.budget), start.excess, start.measure.characters,
                        start.measure.packed);
    };
    std::ranges::stable_sort(starts, {}, key);
    const auto measure_the_same = [&](const Solution& one, const Solution& other) {
      return key(one) == key(other);
    };
    starts.erase(std::unique(starts.begin(), starts.end(), measure_the_same), starts.end());
  }

  // The policy of written-out names as labels, if it has no more statements than labels can tell.
  std::optional<Solution> written_out(const Draft& draft, const Assessor& assessor,
                                      Tally& tally) const {
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
    tally.set(labels);
    const auto excess = tally.excess();
    if (!excess) return std::nullopt;
    const Measure measure = assessor.measure(labels);
    return Solution{std::move(labels), measure, *excess};
  }

  void keep(const Assessor& assessor, const Solution& solution) {
    Found found{assessor.policy(solution.labels), solution.measure, {}, solution.excess, 0,
                assessor.candidates().elision};
    packed_least_ = std::min(packed_least_, found.measure.packed);
    if (!best_ || is_better(found, *best_, rules_.budget)) {
      best_ = std::move(found);
      whole_.clear();
      for (const ActionToken& token : assessor.candidates().actions) {
        if (token.pattern != token.whole) whole_.emplace(token.pattern, token.whole);
      }
    }
  }

  // What action names that were cut short leave of the budget is theirs again: all at once, or as many
  // as fit, those that need least first.
  void write_whole_words() {
    std::set<ActionPattern> cut;
    for (const Statement& statement : best_->policy.statements) {
      std::ranges::copy_if(statement.actions, std::inserter(cut, cut.end()),
                           [&](const ActionPattern& action) { return whole_.contains(action); });
    }
    if (cut.empty() || best_->measure.over(rules_.budget) > 0 || try_whole(cut)) return;
    std::vector<ActionPattern> order(cut.begin(), cut.end());
    std::ranges::stable_sort(order, {}, [&](const ActionPattern& action) {
      return whole_.at(action).text().size() - action.text().size();
    });
    for (const ActionPattern& action : order)
      try_whole({action});
  }

  bool try_whole(const std::set<ActionPattern>& which) {
    Policy policy = best_->policy;
    for (Statement& statement : policy.statements) {
      for (ActionPattern& action : statement.actions) {
        if (which.contains(action)) action = whole_.at(action);
      }
      std::ranges::sort(statement.actions);
    }
    const Measure measure{policy.characters(), estimator_.of(policy)};
    if (measure.over(rules_.budget) > 0) return false;
    best_->policy = std::move(policy);
    best_->measure = measure;
    return true;
  }

  const UsageGraph& wanted_;
  const Rules& rules_;
  PackedSizeEstimator& estimator_;
  PackedSize packed_least_ = PackedSize::of_percent(1'000'000);  // of all texts that were priced
  std::optional<Found> best_;
  std::map<ActionPattern, ActionPattern> whole_;  // of the best's actions that are cut short
  std::uint64_t unpolished_ = ~std::uint64_t{0};
};

// `widest`: no wider elision is looked at.
Found search(const UsageGraph& wanted, const Draft& exact, Isolation& isolation, const Rules& rules,
             PackedSizeEstimator& estimator, Elision widest) {
  std::vector<Elision> elisions = elisions_of(wanted);
  std::erase_if(elisions, [&](Elision elision) { return elision > widest; });
  std::optional<Candidates> candidates;
  const auto looked_at = [&](Searcher& searcher) {
    const Elision elision = candidates->elision;
    searcher.look(*candidates, elision == Elision::None ? &exact : nullptr,
                  elision == elisions.back());
    return searcher.best() && searcher.best()->measure.over(rules.budget) == 0;
  };
  Searcher searcher(wanted, rules, estimator);
  bool is_fit = false;
  for (const Elision elision : elisions) {
    candidates.emplace(wanted, isolation, rules, elision);
    if (!rules.whole_words) candidates->clip(rules.catalogue);
    is_fit = looked_at(searcher);
    if (is_fit) break;
  }
  Found best = searcher.result();
  const bool is_settled = is_fit && best.excess == 0;
  if (is_settled && searcher.cuts_words()) {
    candidates->write_whole();  // those that it was found with
    Searcher whole(wanted, rules, estimator);
    const bool better = looked_at(whole) && whole.best()->excess == 0;
    Found other = whole.result();
    best.packed_least = other.packed_least = std::min(best.packed_least, other.packed_least);
    if (better) return other;
  }
  if (!rules.role || is_settled) return best;

  // What the role does not allow is no excess, so what was found without it has this much at most. With
  // more opened than here it would be no better.
  Rules unknowing = rules;
  unknowing.role.reset();
  unknowing.trust_role = false;
  Found other =
      search(wanted, exact, isolation, unknowing, estimator, is_fit ? best.elision : widest);
  if (other.policy.statements.empty()) return best;
  if (best.policy.statements.empty()) return other;
  best.packed_least = other.packed_least = std::min(best.packed_least, other.packed_least);
  if (is_better(other, best, rules.budget)) return other;
  return best;
}

}  // namespace

Found search(const UsageGraph& wanted, const Draft& exact, Isolation& isolation, const Rules& rules,
             PackedSizeEstimator& estimator) {
  return search(wanted, exact, isolation, rules, estimator, Elision::RegionAndAccount);
}

}  // namespace scopedown
