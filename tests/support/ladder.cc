// Problem. The policy that names just what was seen is over a budget: 2,048 characters, or the
// packed size. Something must be named less exactly, at the least cost in what is newly allowed.
//
// Steps, each of which makes the policy shorter and never allows less:
//
//   resources   orders/2026/a, orders/2026/b   →  orders/2026/*          at a delimiter / : - . _
//   actions     s3:GetObject, s3:GetObjectAcl  →  s3:GetObject*    at a word of the CamelCase name
//   statements  A×R, B×S                       →  (A ∪ B) × (R ∪ S)
//   regions     arn:aws:sqs:eu-west-1:1111:q   →  arn:aws:sqs:*:1111:q   all of them or none
//
// Never a merge with the statement on `*`, never an account, and never a bucket's name: another account could own what is then reached, and
// nobody here would see it. (With the role's policy known, that may be harmless; it is not known
// here.)
//
// A step that isolation forbids, or that reaches a write, tagging, permissions or sensitive action
// by a wildcard, is no step. All others are ranked by a guess: characters saved for each unit of
// weight that they might let in. Far from the budget the best guess is taken as it is. Near it the
// best few are tried, and the one is taken that brings the policy nearest to the budget for each
// unit of excess; the estimator prices each text, since neither a character nor a token says what a
// step saves in packed size. When it fits, the steps are tried again without each one in turn, the
// last first: a late step may have made an early one needless.
//
// Not optimal: a step is judged alone, and none is ever taken apart. It may end before the budget
// is met though another order of steps would have met it. Cost: a step looks at every name once,
// and near the budget at a few whole policies. It stops because each step leaves fewer tokens or
// statements, or (regions) happens once.
//
// Tested by tests/support/ladder_test.cc.

#include "tests/support/ladder.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "generator/minimise/excess.h"
#include "model/wildcard.h"

namespace scopedown::testing {
namespace {

__extension__ using Wide = unsigned __int128;  // products of gains and costs

constexpr std::size_t steps_max = 1'000;
constexpr std::size_t tries_max = 24;  // whole policies that a step near the budget looks at
constexpr std::uint64_t far_over = 2'000'000;           // millionths: three times the budget
constexpr std::size_t single_name_saves_at_least = 12;  // characters, to widen one name alone

// A step, told so that it can be taken on another draft as well.
struct Step {
  std::optional<ActionPattern> action;  // replaces the actions under it
  std::optional<ArnPattern> resource;   // replaces the resources under it
  bool merge = false;                   // joins two statements
  std::size_t one = 0;                  // of these places
  std::size_t other = 0;
  bool regions = false;  // opens the region everywhere
};

void insert_sorted(std::vector<std::size_t>& tokens, std::size_t token) {
  const auto place = std::ranges::lower_bound(tokens, token);
  if (place == tokens.end() || *place != token) tokens.insert(place, token);
}

std::size_t colon_after(std::string_view text, int count) {
  std::size_t position = 0;
  for (int colon = 0; colon < count; ++colon) {
    position = text.find(':', position);
    if (position == std::string_view::npos) return position;
    ++position;
  }
  return position;
}

// arn:aws:sqs:eu-west-1:1111:q → arn:aws:sqs:*:1111:q. None if there is nothing to open.
std::optional<ArnPattern> with_open_region(const ArnPattern& pattern) {
  const std::string& text = pattern.text();
  const std::size_t region = colon_after(text, 3);
  const std::size_t account = colon_after(text, 4);
  if (account == std::string::npos || account - region <= 2) return std::nullopt;
  return ArnPattern::parse(text.substr(0, region) + "*" + text.substr(account - 1));
}

// Where the part of an ARN begins that may be opened: behind a bucket's name; else behind the
// account.
std::size_t openable(std::string_view text) {
  const std::size_t resource = colon_after(text, 5);
  if (!text.starts_with("arn:aws:s3:::") && text.find(":s3:::") == std::string_view::npos)
    return resource;
  const std::size_t slash = text.find('/', resource);
  return slash == std::string_view::npos ? text.size() : slash;
}

class Climber {
 public:
  Climber(Tokens& tokens, const Budget& budget, PackedSizeEstimator& estimator)
      : tokens_(tokens), budget_(budget), estimator_(estimator) {}

  Ladder climb(const Draft& start) {
    Draft draft = start;
    Measure now = measured(draft);
    std::vector<Step> taken;
    while (now.over(budget_) > 0 && taken.size() < steps_max) {
      auto next = now.over(budget_) > far_over ? guessed_step(draft) : best_step(draft, now);
      if (!next) break;
      taken.push_back(std::move(next->step));
      draft = std::move(next->draft);
      now = next->measure;
    }
    if (now.over(budget_) == 0) drop_needless(start, taken, draft, now);
    return {std::move(draft), now, least_};
  }

 private:
  // What a step might save, in characters, and let in, in weight: good enough to rank by.
  struct Guess {
    Step step;
    std::uint64_t saved = 0;
    std::uint64_t cost = 0;
  };

  struct Candidate {
    Step step;
    Draft draft;
    Measure measure;
    std::uint64_t gain = 0;
    std::uint64_t cost = 0;
  };

  Measure measured(const Draft& draft) {
    const Measure result = measure(draft, tokens_, estimator_);
    if (!seen_any_ || result.packed < least_) least_ = result.packed;
    seen_any_ = true;
    return result;
  }

  // The best guess that is allowed and makes the policy smaller.
  std::optional<Candidate> guessed_step(const Draft& draft) {
    const Measure now = measured(draft);
    for (Guess& guess : guesses_from(draft)) {
      auto next = taken(draft, guess.step);
      if (!next) continue;
      const Measure then = measured(*next);
      if (then.over(budget_) >= now.over(budget_)) continue;
      return Candidate{std::move(guess.step), std::move(*next), then, 0, 0};
    }
    return std::nullopt;
  }

  // The best of the few best guesses; of the next few if none of them brings the policy nearer.
  std::optional<Candidate> best_step(const Draft& draft, const Measure& now) {
    const std::uint64_t excess_now = tokens_.excess_of(draft);
    std::optional<Candidate> best;
    std::size_t tried = 0;
    for (Guess& guess : guesses_from(draft)) {
      if (best && tried >= tries_max) break;
      auto next = taken(draft, guess.step);
      if (!next) continue;
      ++tried;
      const Measure then = measured(*next);
      if (then.over(budget_) >= now.over(budget_)) continue;
      const std::uint64_t excess = tokens_.excess_of(*next);
      Candidate candidate{std::move(guess.step), std::move(*next), then,
                          now.over(budget_) - then.over(budget_),
                          excess > excess_now ? excess - excess_now : 0};
      if (!best || is_better(candidate, *best)) best = std::move(candidate);
    }
    return best;
  }

  // More gain for each unit of excess; what costs nothing comes first.
  static bool is_better(const Candidate& one, const Candidate& other) {
    const std::uint64_t left = one.gain * (other.cost + 1);
    const std::uint64_t right = other.gain * (one.cost + 1);
    if (left != right) return left > right;
    if (one.cost != other.cost) return one.cost < other.cost;
    return one.draft < other.draft;
  }

  // Every step from the draft, the most promising first.
  [[nodiscard]] std::vector<Guess> guesses_from(const Draft& draft) const {
    std::map<std::string, Guess> by_resource;
    std::map<std::string, Guess> by_action;
    std::vector<Guess> guesses;
    for (std::size_t index = 0; index < draft.size(); ++index) {
      add_resource_guesses(draft[index], by_resource);
      add_action_guesses(draft[index], by_action);
      for (std::size_t other = index + 1; other < draft.size(); ++other)
        guesses.push_back(guess_of_merge(draft, index, other));
    }
    for (auto* guessed : {&by_resource, &by_action}) {
      for (auto& [text, guess] : *guessed) {
        const std::size_t own = text.size() + 3;
        if (guess.saved <= own) continue;
        guess.saved -= own;
        guesses.push_back(std::move(guess));
      }
    }
    Guess regions;
    regions.step.regions = true;
    regions.saved = 8 * tokens_.graph().resources().size();
    regions.cost = tokens_.graph().resources().size() * 2;
    guesses.push_back(std::move(regions));
    std::ranges::stable_sort(guesses, [](const Guess& one, const Guess& other) {
      return one.saved * (other.cost + 1) > other.saved * (one.cost + 1);
    });
    return guesses;
  }

  [[nodiscard]] std::uint64_t weight_of_statement(const DraftStatement& statement) const {
    std::uint64_t weight = 0;
    for (const std::size_t token : statement.actions) {
      for (const CatalogueAction* reached : tokens_.action(token).reached)
        weight += weight_of(*reached);
    }
    return weight;
  }

  // For every delimiter of every name: what would be saved if the rest were a wildcard.
  void add_resource_guesses(const DraftStatement& statement,
                            std::map<std::string, Guess>& guesses) const {
    const std::uint64_t weight = weight_of_statement(statement);
    std::set<std::string> here;
    for (const std::size_t token : statement.resources) {
      const ArnPattern& pattern = tokens_.resource(token).pattern;
      if (pattern.is_everything()) continue;
      const std::string& text = pattern.text();
      const std::size_t begin = openable(text);
      // A prefix never cuts an escape in two: delimiters do not stand in one.
      for (std::size_t end = text.size() - 1; end > begin; --end) {
        if (std::string_view("/:-._").find(text[end - 1]) == std::string_view::npos) continue;
        std::string wide = text.substr(0, end) + "*";
        if (wide == text) continue;
        Guess& guess = guesses[wide];
        if (!guess.step.resource) guess.step.resource = ArnPattern::parse(wide);
        if (here.insert(std::move(wide)).second)
          guess.cost += weight * unseen_names(*guess.step.resource);
        guess.saved += text.size() + 3;
      }
    }
  }

  // For every word of every action's name: likewise.
  void add_action_guesses(const DraftStatement& statement,
                          std::map<std::string, Guess>& guesses) const {
    for (const std::size_t token : statement.actions) {
      const std::string& text = tokens_.action(token).pattern.text();
      const std::size_t name = text.find(':') + 1;
      for (std::size_t end = text.size() - 1; end >= name && end > 0; --end) {
        if (end != name && (text[end] < 'A' || text[end] > 'Z')) continue;
        std::string wide = text.substr(0, end) + "*";
        if (wide == text) continue;
        Guess& guess = guesses[wide];
        if (!guess.step.action) guess.step.action = ActionPattern::parse(wide);
        guess.saved += text.size() + 3;
        guess.cost += statement.resources.size();
      }
    }
  }

  [[nodiscard]] Guess guess_of_merge(const Draft& draft, std::size_t one, std::size_t other) const {
    Guess guess;
    guess.step.merge = true;
    guess.step.one = one;
    guess.step.other = other;
    guess.saved = 43;
    guess.cost = weight_of_statement(draft[one]) * draft[other].resources.size() +
                 weight_of_statement(draft[other]) * draft[one].resources.size();
    return guess;
  }

  // The draft after the step; none if the step changes nothing or is not allowed.
  std::optional<Draft> taken(const Draft& draft, const Step& step) {
    Draft next = draft;
    std::vector<char> changed(next.size(), 0);
    if (step.merge) {
      if (step.one >= next.size() || step.other >= next.size()) return std::nullopt;
      if (is_on_everything(next[step.one]) != is_on_everything(next[step.other]))
        return std::nullopt;
      merge(next[step.one], next[step.other]);
      changed[step.one] = 1;
      if (!tokens_.is_allowed(next[step.one])) return std::nullopt;
      next.erase(next.begin() + static_cast<std::ptrdiff_t>(step.other));
      return next;
    }
    for (std::size_t index = 0; index < next.size(); ++index) {
      if (step.regions) changed[index] = open_regions(next[index]) ? 1 : 0;
      if (step.resource) changed[index] = widen(next[index].resources, *step.resource) ? 1 : 0;
      if (step.action) changed[index] = widen(next[index].actions, *step.action) ? 1 : 0;
    }
    if (std::ranges::count(changed, 1) == 0) return std::nullopt;
    for (std::size_t index = 0; index < next.size(); ++index) {
      // A statement in which the step is forbidden keeps its names; the step stands in the others.
      if (changed[index] == 0 || tokens_.is_allowed(next[index])) continue;
      next[index] = draft[index];
    }
    if (next == draft) return std::nullopt;
    return next;
  }

  [[nodiscard]] bool is_on_everything(const DraftStatement& statement) const {
    return std::ranges::any_of(statement.resources, [&](std::size_t token) {
      return tokens_.resource(token).pattern.is_everything();
    });
  }

  static void merge(DraftStatement& into, const DraftStatement& from) {
    for (const std::size_t token : from.actions)
      insert_sorted(into.actions, token);
    for (const std::size_t token : from.resources)
      insert_sorted(into.resources, token);
  }

  bool open_regions(DraftStatement& statement) {
    std::vector<std::size_t> resources;
    for (const std::size_t token : statement.resources) {
      const auto opened = with_open_region(tokens_.resource(token).pattern);
      insert_sorted(resources, opened ? tokens_.token_of(*opened) : token);
    }
    const bool changed = resources != statement.resources;
    statement.resources = std::move(resources);
    return changed;
  }

  // Replaces the tokens under `wide` by it, if it stands for several or is much shorter than the
  // one.
  template <class Pattern>
  bool widen(std::vector<std::size_t>& list, const Pattern& wide) {
    std::vector<std::size_t> kept;
    std::size_t replaced = 0;
    std::size_t characters = 0;
    for (const std::size_t token : list) {
      const Pattern& narrow = pattern_of(token, wide);
      if (narrow != wide && wildcard_covers(wide.glob(), narrow.glob())) {
        ++replaced;
        characters += narrow.text().size();
      } else {
        kept.push_back(token);
      }
    }
    const bool worth =
        replaced > 1 ||
        (replaced == 1 && characters >= wide.text().size() + single_name_saves_at_least);
    if (!worth) return false;
    insert_sorted(kept, tokens_.token_of(wide));
    list = std::move(kept);
    return true;
  }

  const ActionPattern& pattern_of(std::size_t token, const ActionPattern&) const {
    return tokens_.action(token).pattern;
  }

  const ArnPattern& pattern_of(std::size_t token, const ArnPattern&) const {
    return tokens_.resource(token).pattern;
  }

  void drop_needless(const Draft& start, std::vector<Step>& steps, Draft& draft, Measure& now) {
    std::uint64_t excess = tokens_.excess_of(draft);
    for (std::size_t index = steps.size(); index-- > 0;) {
      std::vector<Step> fewer = steps;
      fewer.erase(fewer.begin() + static_cast<std::ptrdiff_t>(index));
      Draft replayed = start;
      for (const Step& step : fewer) {
        if (auto next = taken(replayed, step)) replayed = std::move(*next);
      }
      const Measure then = measured(replayed);
      const std::uint64_t excess_then = tokens_.excess_of(replayed);
      if (then.over(budget_) > 0 || excess_then >= excess) continue;
      steps = std::move(fewer);
      draft = std::move(replayed);
      now = then;
      excess = excess_then;
    }
  }

  Tokens& tokens_;
  const Budget& budget_;
  PackedSizeEstimator& estimator_;
  PackedSize least_;
  bool seen_any_ = false;
};

}  // namespace

Measure measure(const Draft& draft, const Tokens& tokens, PackedSizeEstimator& estimator) {
  const Policy policy = tokens.policy_of(draft);
  return {policy.characters(), estimator.of(policy)};
}

Ladder climb(Draft draft, Tokens& tokens, const Budget& budget, PackedSizeEstimator& estimator) {
  return Climber(tokens, budget, estimator).climb(draft);
}

}  // namespace scopedown::testing
