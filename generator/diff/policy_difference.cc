// Problem: is there a request that one policy allows and another does not? Both are unions of
// products (action patterns × resource patterns) less other such unions, under circumstances.
//
// Actions are finitely many: each is asked on its own, and those that the same statements speak of
// and that are on the same types share the answer. For one action the policies become terms on
// resources (policy_terms.h). Which terms a resource is under depends on the patterns that match it
// alone, so pattern_walk.h names every set of patterns that some ARN of the action's types has, with
// an example; what is left is a question about each set. Exact, as the walk is.
//
// Circumstances: an Allow of `after` needs its own to hold. Taking just these to hold, and what they
// imply, is the worst case: one more could only make a Deny of `after` or an Allow of `before` apply
// (and where a Deny of `before` is to apply, its own are added, one Deny at a time). Circumstances
// are taken to be independent beyond that, so the answer may err towards calling out.
//
// Whether `*` crosses colons is not known, so both are asked; what holds in one reading only is
// uncertain. Every certain example is asked of authorise() before anybody sees it.
//
// A role is a third such union that must allow as well: an Allow of `after` is taken with each Allow of
// the role that is on the same resource, and a Deny of the role is as one of `after`. What it says of
// resources that no Allow of `after` may be on is left out of the walk, since a role has patterns by
// the hundred.
//
// Cost: the walk's, for each distinct question; all of AWS's actions on `*` take some tens of
// milliseconds. Tested by tests/property/policy_difference_property_test.cc.

#include "generator/diff/policy_difference.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <map>
#include <optional>
#include <set>
#include <tuple>
#include <utility>

#include "generator/diff/policy_terms.h"
#include "generator/error.h"
#include "model/arn_segments.h"
#include "model/arn_shape.h"
#include "model/authorisation.h"
#include "model/wildcard.h"

namespace scopedown {
namespace {

// What is found of one term of `after`.
struct Finding {
  bool certain = false;
  std::string why;
  std::string example;
};

using Findings = std::map<std::size_t, Finding>;  // by term of `after`

bool holds_all(const Circumstances& held, const Circumstances& needed) {
  return std::ranges::includes(held, needed);
}

// The terms that speak of one resource.
struct Terms {
  std::vector<std::size_t> allows;  // numbers into the policy's terms
  std::vector<std::size_t> denies;
};

// A policy, or several that are one role's, with the terms. Statements are numbered through.
struct Side {
  std::vector<const PolicyDocument*> documents;
  std::vector<const Statement*> statements;
  std::vector<PolicyTerm> terms;

  void add(const PolicyDocument& document, PatternTable& patterns,
           CircumstanceTable& circumstances) {
    for (PolicyTerm& term : terms_of(document, patterns, circumstances)) {
      term.statement += statements.size();
      terms.push_back(std::move(term));
    }
    documents.push_back(&document);
    for (const Statement& statement : document.policy.statements)
      statements.push_back(&statement);
  }

  // The statements that speak of an action, given in lower case.
  [[nodiscard]] std::vector<std::size_t> statements_on(const std::string& action) const {
    std::vector<std::size_t> speaking;
    for (std::size_t index = 0; index < statements.size(); ++index) {
      const bool named = std::ranges::any_of(
          statements[index]->actions,
          [&](const ActionPattern& pattern) { return wildcard_matches(pattern.glob(), action); });
      if (named != statements[index]->not_action) speaking.push_back(index);
    }
    return speaking;
  }

  [[nodiscard]] Terms terms_on(const std::vector<std::size_t>& of_action,
                               const PatternSet& matched) const {
    Terms on;
    for (const std::size_t term : of_action) {
      if (!terms[term].is_on(matched)) continue;
      (terms[term].effect == Effect::Allow ? on.allows : on.denies).push_back(term);
    }
    return on;
  }

  // Those of the statements.
  [[nodiscard]] std::vector<std::size_t> terms_in(const std::vector<std::size_t>& numbers) const {
    std::vector<std::size_t> chosen;
    for (std::size_t term = 0; term < terms.size(); ++term)
      if (std::ranges::binary_search(numbers, terms[term].statement)) chosen.push_back(term);
    return chosen;
  }
};

// One question: an action, or all that share its answer.
struct ActionQuestion {
  Action action;                           // one of them
  const CatalogueAction* known = nullptr;  // null: not in the catalogue
  std::vector<std::size_t> before;         // terms
  std::vector<std::size_t> after;
  std::vector<std::size_t> role;
};

// What of each side is on one resource.
struct TermsOn {
  const Terms& before;
  const Terms& after;
  const Terms& role;
};

class Comparison {
 public:
  Comparison(const PolicyDocument& before, const PolicyDocument& after, const Catalogue& catalogue,
             const std::vector<PolicyDocument>* role)
      : catalogue_(catalogue), has_role_(role != nullptr) {
    before_.add(before, patterns_, circumstances_);
    after_.add(after, patterns_, circumstances_);
    if (!has_role_) return;
    for (const PolicyDocument& document : *role)
      role_.add(document, patterns_, circumstances_);
  }

  std::vector<ChangedAccess> run() {
    for (const CatalogueAction& action : catalogue_.actions())
      ask(action.action, &action);
    for (const Action& action : unknown_actions())
      ask(action, nullptr);
    std::ranges::sort(found_, {}, [](const ChangedAccess& access) {
      const int harm = access.known == nullptr ? 9 : static_cast<int>(access.known->level);
      return std::tuple(-harm, access.resource, access.action, access.why);
    });
    return std::move(found_);
  }

 private:
  // Named one by one in either policy or the role, and in no service that the catalogue has.
  [[nodiscard]] std::vector<Action> unknown_actions() const {
    std::map<std::string, Action> unknown;
    for (const Side* side : {&before_, &after_, &role_}) {
      for (const Statement* statement : side->statements) {
        for (const ActionPattern& pattern : statement->actions) {
          const auto action = Action::parse(pattern.text());
          if (action && catalogue_.find(*action) == nullptr)
            unknown.emplace(folded_case(action->text()), *action);
        }
      }
    }
    std::vector<Action> actions;
    for (const auto& [folded, action] : unknown)
      actions.push_back(action);
    return actions;
  }

  void ask(const Action& action, const CatalogueAction* known) {
    const std::string folded = folded_case(action.text());
    const std::vector<std::size_t> before = before_.statements_on(folded);
    const std::vector<std::size_t> after = after_.statements_on(folded);
    const std::vector<std::size_t> role = role_.statements_on(folded);
    std::vector<std::pair<TypeIndex, bool>> on;
    if (known != nullptr)
      for (const ActionType& type : known->types)
        on.emplace_back(type.type, type.required);
    const auto [place, is_new] = answered_.try_emplace({before, after, role, known != nullptr, on});
    if (is_new) {
      ActionQuestion question{action, known, before_.terms_in(before), after_.terms_in(after),
                              role_.terms_in(role)};
      std::erase_if(question.role,
                    [&](std::size_t term) { return !concerns(role_.terms[term], question.after); });
      place->second = answer(question);
    }
    for (const auto& [term, finding] : place->second)
      found_.push_back({known == nullptr ? action : known->action, known,
                        after_.terms[term].resource, finding.certain, finding.why,
                        finding.example});
  }

  // Whether the term of the role may be on a resource that `after` allows.
  [[nodiscard]] bool concerns(const PolicyTerm& term, const std::vector<std::size_t>& after) const {
    if (term.everything || term.inverted) return true;
    return std::ranges::any_of(after, [&](std::size_t number) {
      const PolicyTerm& other = after_.terms[number];
      if (other.effect != Effect::Allow) return false;
      if (other.everything || other.inverted) return true;
      return std::ranges::any_of(term.patterns, [&](std::size_t one) {
        return std::ranges::any_of(
            other.patterns, [&](std::size_t two) { return patterns_.may_overlap(one, two); });
      });
    });
  }

  static bool grants(const Side& side, const std::vector<std::size_t>& terms) {
    return std::ranges::any_of(
        terms, [&](std::size_t term) { return side.terms[term].effect == Effect::Allow; });
  }

  Findings answer(const ActionQuestion& question) {
    if (!grants(after_, question.after)) return {};
    if (has_role_ && !grants(role_, question.role)) return {};
    const Findings stopping = answer(question, Colons::Stop);
    const Findings crossing = answer(question, Colons::Cross);
    Findings both = stopping;
    for (auto& [term, finding] : both) {
      const auto other = crossing.find(term);
      const bool agreed = other != crossing.end() && other->second.certain;
      if (!finding.certain || agreed) continue;
      finding.certain = false;
      finding.why = "if * stops at colons";
      if (other != crossing.end()) finding.why = other->second.why;
    }
    for (const auto& [term, finding] : crossing) {
      if (both.contains(term)) continue;
      both[term] = finding;
      both[term].certain = false;
      both[term].why =
          "if * crosses colons" + (finding.why.empty() ? std::string() : ", and " + finding.why);
    }
    return both;
  }

  Findings answer(const ActionQuestion& question, Colons colons) {
    Findings findings;
    walk_arns(question, colons, findings);
    if (is_asked_of_everything(question.known)) {
      judge(
          question, {}, [] { return std::string("*"); }, colons, findings);
    }
    return findings;
  }

  // Whether AWS may evaluate it on no resource, which is `*`.
  static bool is_asked_of_everything(const CatalogueAction* known) {
    return known == nullptr || std::ranges::none_of(known->types, &ActionType::required);
  }

  void walk_arns(const ActionQuestion& question, Colons colons, Findings& findings) {
    const std::vector<TextPattern> universe = universe_of(question.known);
    if (universe.empty()) return;
    PatternWalk walk;
    const PatternSet used = used_patterns(question);  // the numbers of the walk's, in its order
    for (const std::size_t pattern : used)
      walk.patterns.push_back(patterns_.text_pattern(pattern, colons));
    walk.groups = {{}};
    for (const TextPattern& pattern : universe) {
      walk.groups.front().push_back(walk.patterns.size());
      walk.patterns.push_back(pattern);
    }
    if (const auto wanted = wanted_patterns(question, used)) walk.groups.push_back(*wanted);

    std::set<PatternSet> judged;
    const bool whole = walk.visit([&](const PatternSet& set, const std::string& arn) {
      PatternSet matched;
      for (const std::size_t index : set)
        if (index < used.size()) matched.push_back(used[index]);
      if (!judged.insert(matched).second) return true;
      const auto example = [&] { return plainer(arn, question, used, matched, colons); };
      judge(question, matched, example, colons, findings);
      return true;
    });
    if (!whole) give_up(question, findings);
  }

  // The ARNs that the action can be asked of.
  [[nodiscard]] std::vector<TextPattern> universe_of(const CatalogueAction* known) {
    std::vector<TextPattern> universe;
    if (known == nullptr) return {text_pattern_of_any_arn()};
    for (const ActionType& type : known->types) {
      for (const std::string& shape : shapes_of(type.type))
        universe.push_back(text_pattern_of_shape(shape));
    }
    return universe;
  }

  // As the catalogue compiles them: with all other types of the service.
  [[nodiscard]] const std::vector<std::string>& shapes_of(TypeIndex type) {
    if (shapes_.empty()) {
      std::map<std::string_view, std::vector<std::string*>> by_service;
      shapes_.resize(catalogue_.types().size());
      for (std::size_t index = 0; index < shapes_.size(); ++index) {
        for (const std::string_view arn_template : templates_of(catalogue_.types()[index]))
          shapes_[index].push_back(shape_of(arn_template));
        for (std::string& shape : shapes_[index])
          by_service[catalogue_.types()[index].service].push_back(&shape);
      }
      for (const auto& [service, shapes] : by_service)
        narrow_shape_ends(shapes);
    }
    return shapes_[type];
  }

  [[nodiscard]] PatternSet used_patterns(const ActionQuestion& question) const {
    std::set<std::size_t> used;
    for (const std::size_t term : question.before)
      used.insert(before_.terms[term].patterns.begin(), before_.terms[term].patterns.end());
    for (const std::size_t term : question.after)
      used.insert(after_.terms[term].patterns.begin(), after_.terms[term].patterns.end());
    for (const std::size_t term : question.role)
      used.insert(role_.terms[term].patterns.begin(), role_.terms[term].patterns.end());
    return {used.begin(), used.end()};
  }

  // Those of the Allows of `after`, as the walk numbers them; empty if it allows what none matches.
  [[nodiscard]] std::optional<PatternSet> wanted_patterns(const ActionQuestion& question,
                                                          const PatternSet& used) const {
    std::set<std::size_t> wanted;
    for (const std::size_t number : question.after) {
      const PolicyTerm& term = after_.terms[number];
      if (term.effect != Effect::Allow) continue;
      if (term.everything || term.inverted) return std::nullopt;
      for (const std::size_t pattern : term.patterns)
        wanted.insert(
            static_cast<std::size_t>(std::ranges::lower_bound(used, pattern) - used.begin()));
    }
    return PatternSet(wanted.begin(), wanted.end());
  }

  // What is to be said of the resources that have these patterns: of each Allow of `after`.
  template <class Example>
  void judge(const ActionQuestion& question, const PatternSet& matched, const Example& example,
             Colons colons, Findings& findings) {
    const Terms before = before_.terms_on(question.before, matched);
    const Terms after = after_.terms_on(question.after, matched);
    const Terms role = role_.terms_on(question.role, matched);
    for (const std::size_t allow : after.allows) {
      const auto known = findings.find(allow);
      if (known != findings.end() && known->second.certain) continue;
      std::optional<Finding> finding = newly(allow, {before, after, role});
      if (!finding || (known != findings.end() && !finding->certain)) continue;
      finding->example = example();
      if (finding->certain) ensure_true(question.action, finding->example, colons);
      findings[allow] = *finding;
    }
  }

  static Circumstances together(const Circumstances& one, const Circumstances& other) {
    Circumstances both;
    std::ranges::set_union(one, other, std::back_inserter(both));
    return both;
  }

  // Whether the Allow gives what `before` does not, and under which circumstances of the role.
  [[nodiscard]] std::optional<Finding> newly(std::size_t allow, const TermsOn& on) const {
    const Circumstances& own = after_.terms[allow].circumstances;
    if (!has_role_) return newly_under(own, on);
    std::set<Circumstances> granting;
    for (const std::size_t term : on.role.allows)
      granting.insert(role_.terms[term].circumstances);
    for (const Circumstances& granted : granting)
      if (auto finding = newly_under(together(own, granted), on)) return finding;
    return std::nullopt;
  }

  [[nodiscard]] std::optional<Finding> newly_under(const Circumstances& own,
                                                   const TermsOn& on) const {
    const bool denied_surely = std::ranges::any_of(on.before.denies, [&](std::size_t deny) {
      return before_.terms[deny].circumstances.empty();
    });
    if (own.empty() && on.after.denies.empty() && on.role.denies.empty() &&
        (on.before.allows.empty() || denied_surely))
      return Finding{true, "", ""};
    if (is_possible(own, on, false)) return Finding{false, why(own, on.before), ""};
    for (const std::size_t deny : on.before.denies) {
      const Circumstances with = together(own, before_.terms[deny].circumstances);
      if (is_possible(with, on, true)) return Finding{false, why(with, on.before), ""};
    }
    return std::nullopt;
  }

  // With nothing holding but these and what follows from them: neither `after` nor the role denies, and
  // `before` denies (as is known already) or does not allow.
  [[nodiscard]] bool is_possible(const Circumstances& taken, const TermsOn& on, bool denied) const {
    const Circumstances held = circumstances_.implied_by(taken);
    const auto apply = [&](const Side& side, const std::vector<std::size_t>& terms) {
      return std::ranges::any_of(
          terms, [&](std::size_t term) { return holds_all(held, side.terms[term].circumstances); });
    };
    return !apply(after_, on.after.denies) && !apply(role_, on.role.denies) &&
           (denied || !apply(before_, on.before.allows));
  }

  [[nodiscard]] std::string why(const Circumstances& taken, const Terms& before) const {
    if (!taken.empty()) return "if " + circumstances_.text(taken);
    for (const std::size_t allow : before.allows)
      if (!before_.terms[allow].circumstances.empty())
        return "unless " + circumstances_.text(before_.terms[allow].circumstances);
    return "unless a condition of a Deny holds";
  }

  // The same ARN with customary words where any would do.
  [[nodiscard]] std::string plainer(const std::string& arn, const ActionQuestion& question,
                                    const PatternSet& used, const PatternSet& matched,
                                    Colons colons) const {
    std::string best = arn;
    constexpr std::array<std::pair<std::size_t, std::string_view>, 3> customary{
        {{1, "aws"}, {3, "eu-west-1"}, {4, "111122223333"}}};
    for (const auto& [segment, word] : customary) {
      const auto segments = arn_segments(best);
      if (!segments || (*segments)[segment].empty()) continue;
      std::string other;
      for (std::size_t index = 0; index < segments->size(); ++index)
        other.append(index == 0 ? "" : ":").append(index == segment ? word : (*segments)[index]);
      const bool same = std::ranges::all_of(used, [&](std::size_t pattern) {
        return patterns_.matches(pattern, other, colons) ==
               std::ranges::binary_search(matched, pattern);
      });
      if (same && (question.known == nullptr ||
                   catalogue_.supports(*question.known, ArnPattern::exactly(other))))
        best = other;
    }
    return best;
  }

  // Too many patterns that overlap: everything that might be newly allowed is called out.
  void give_up(const ActionQuestion& question, Findings& findings) const {
    for (const std::size_t term : question.after)
      if (after_.terms[term].effect == Effect::Allow)
        findings.try_emplace(
            term, Finding{false, "its patterns overlap too much to be told apart exactly", ""});
  }

  // A wrong claim would be worse than none.
  void ensure_true(const Action& action, const std::string& resource, Colons colons) const {
    const Request request{.principal = "", .action = action, .resource = resource, .context = {}};
    const auto allowed = [&](const Side& side) {
      PolicyLayers layers;
      layers.identity.assign(side.documents.begin(), side.documents.end());
      return authorise(layers, request, colons).allowed();
    };
    ensure(allowed(after_) && !allowed(before_) && (!has_role_ || allowed(role_)),
           "an example of a difference is one");
  }

  // Statements of each side that speak of an action, whether the catalogue knows it, its types.
  using Key = std::tuple<std::vector<std::size_t>, std::vector<std::size_t>,
                         std::vector<std::size_t>, bool, std::vector<std::pair<TypeIndex, bool>>>;

  const Catalogue& catalogue_;
  const bool has_role_;
  PatternTable patterns_;
  CircumstanceTable circumstances_;
  Side before_;
  Side after_;
  Side role_;
  std::vector<std::vector<std::string>> shapes_;  // of each type; made when first asked for
  std::map<Key, Findings> answered_;
  std::vector<ChangedAccess> found_;
};

}  // namespace

std::vector<ChangedAccess> newly_allowed(const PolicyDocument& before, const PolicyDocument& after,
                                         const Catalogue& catalogue,
                                         const std::vector<PolicyDocument>* role) {
  return Comparison(before, after, catalogue, role).run();
}

PolicyDifference policy_difference(const PolicyDocument& before, const PolicyDocument& after,
                                   const Catalogue& catalogue,
                                   const std::vector<PolicyDocument>* role) {
  return {newly_allowed(before, after, catalogue, role),
          newly_allowed(after, before, catalogue, role)};
}

}  // namespace scopedown
