#include "generator/minimise/assessment.h"

#include <algorithm>
#include <numeric>
#include <string_view>
#include <tuple>
#include <utility>

namespace scopedown {
namespace {

LabelSet all_of(const std::vector<LabelSet>& labels) {
  LabelSet all = 0;
  for (const LabelSet set : labels)
    all = static_cast<LabelSet>(all | set);
  return all;
}

// The patterns of one side that statement `bit` lists, without those under another.
template <class Pattern, class Token>
std::vector<Pattern> listed(const std::vector<Token>& tokens, const std::vector<LabelSet>& labels,
                            LabelSet bit) {
  std::vector<Pattern> patterns;
  for (std::size_t token = 0; token < tokens.size(); ++token) {
    if ((labels[token] & bit) == 0) continue;
    const bool covered = std::ranges::any_of(
        tokens[token].above, [&](std::size_t above) { return (labels[above] & bit) != 0; });
    if (!covered) patterns.push_back(tokens[token].pattern);
  }
  std::ranges::sort(patterns);
  return patterns;
}

// A statement as its tokens' places in the order of all texts: it compares as its texts do. Tokens
// of two blocks may have one text, and then have one place.
struct Listed {
  std::vector<std::size_t> actions;
  std::vector<std::size_t> resources;

  friend auto operator<=>(const Listed&, const Listed&) = default;
};

template <class Token>
std::vector<std::size_t> ranks_listed(const std::vector<Token>& tokens,
                                      const std::vector<LabelSet>& labels, LabelSet bit,
                                      const std::vector<std::size_t>& order,
                                      const std::vector<std::size_t>& first) {
  std::vector<std::size_t> ranks;
  for (std::size_t rank = 0; rank < order.size(); ++rank) {
    const std::size_t token = order[rank];
    if ((labels[token] & bit) == 0) continue;
    const bool covered = std::ranges::any_of(
        tokens[token].above, [&](std::size_t above) { return (labels[above] & bit) != 0; });
    if (!covered) ranks.push_back(first[rank]);
  }
  return ranks;
}

template <class Token>
std::vector<std::size_t> first_places(const std::vector<Token>& tokens,
                                      const std::vector<std::size_t>& order) {
  std::vector<std::size_t> first;
  for (std::size_t place = 0; place < order.size(); ++place) {
    const bool repeats =
        place > 0 && tokens[order[place]].pattern == tokens[order[place - 1]].pattern;
    first.push_back(repeats ? first.back() : place);
  }
  return first;
}

template <class Token>
std::vector<std::size_t> in_order(const std::vector<Token>& tokens) {
  std::vector<std::size_t> order(tokens.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::ranges::sort(order, [&](std::size_t one, std::size_t other) {
    return tokens[one].pattern < tokens[other].pattern;
  });
  return order;
}

// What each pattern adds to the characters of a list that holds it, quotes and escapes included.
template <class Token, class Pattern>
std::vector<std::size_t> characters_in_list(const std::vector<Token>& tokens,
                                            std::vector<Pattern> Statement::*list,
                                            const Pattern& everything) {
  Policy policy;
  policy.statements.resize(1);
  std::vector<Pattern>& patterns = policy.statements.front().*list;
  patterns = {everything, everything};
  const std::size_t without = policy.characters() - std::string_view("\"*\"").size();
  std::vector<std::size_t> characters;
  for (const Token& token : tokens) {
    patterns.back() = token.pattern;
    characters.push_back(policy.characters() - without);
  }
  return characters;
}

// A list of one has no brackets.
std::size_t commas_and_brackets(std::size_t tokens) {
  return tokens == 1 ? 0 : tokens - 1 + 2;
}

}  // namespace

Assessor::Assessor(const Candidates& candidates, PackedSizeEstimator& estimator, bool packed)
    : candidates_(candidates),
      estimator_(estimator),
      packed_(packed),
      actions_{in_order(candidates.actions), {}, {}},
      resources_{in_order(candidates.resources), {}, {}} {
  actions_.first = first_places(candidates.actions, actions_.order);
  resources_.first = first_places(candidates.resources, resources_.order);
  actions_.characters =
      characters_in_list(candidates.actions, &Statement::actions, *ActionPattern::parse("*"));
  resources_.characters =
      characters_in_list(candidates.resources, &Statement::resources, *ArnPattern::parse("*"));
}

Policy Assessor::policy(const Labels& labels) const {
  Policy policy;
  const LabelSet used = all_of(labels.actions);
  for (std::size_t statement = 0; statement < statements_max; ++statement) {
    const auto bit = static_cast<LabelSet>(1U << statement);
    if ((used & bit) == 0) continue;
    Statement made;
    made.actions = listed<ActionPattern>(candidates_.actions, labels.actions, bit);
    made.resources = listed<ArnPattern>(candidates_.resources, labels.resources, bit);
    if (!made.actions.empty() && !made.resources.empty())
      policy.statements.push_back(std::move(made));
  }
  std::ranges::sort(policy.statements, [](const Statement& one, const Statement& other) {
    return std::tie(one.actions, one.resources) < std::tie(other.actions, other.resources);
  });
  return policy;
}

// LAW: measure(labels) is what policy(labels) measures.
Measure Assessor::measure(const Labels& labels) const {
  const LabelSet used = all_of(labels.actions);
  std::vector<Listed> statements;
  for (std::size_t statement = 0; statement < statements_max; ++statement) {
    const auto bit = static_cast<LabelSet>(1U << statement);
    if ((used & bit) == 0) continue;
    Listed made{
        ranks_listed(candidates_.actions, labels.actions, bit, actions_.order, actions_.first),
        ranks_listed(candidates_.resources, labels.resources, bit, resources_.order,
                     resources_.first)};
    if (!made.actions.empty() && !made.resources.empty()) statements.push_back(std::move(made));
  }
  std::ranges::sort(statements);

  Policy frame;
  frame.statements.resize(statements.size());
  constexpr std::size_t brackets_of_the_frame = 4;  // of both lists of a statement, empty there
  Measure measure{frame.characters() - brackets_of_the_frame * statements.size(), {}};
  std::vector<std::string_view> strings;
  for (const Listed& statement : statements) {
    for (const std::size_t rank : statement.actions) {
      const std::size_t token = actions_.order[rank];
      measure.characters += actions_.characters[token];
      strings.emplace_back(candidates_.actions[token].pattern.text());
    }
    for (const std::size_t rank : statement.resources) {
      const std::size_t token = resources_.order[rank];
      measure.characters += resources_.characters[token];
      strings.emplace_back(candidates_.resources[token].pattern.text());
    }
    measure.characters += commas_and_brackets(statement.actions.size()) +
                          commas_and_brackets(statement.resources.size());
  }
  if (packed_) measure.packed = estimator_.of(strings, statements.size());
  return measure;
}

}  // namespace scopedown
