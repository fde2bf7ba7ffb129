#include "generator/minimise/assessment.h"

#include <algorithm>
#include <map>
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

// What a pattern adds to the characters of a list that holds it, quotes and escapes included.
std::size_t characters_in_list(const ActionPattern& action, const ArnPattern& resource,
                               bool is_action) {
  Policy with;
  with.statements.resize(1);
  with.statements.front().actions = {action};
  with.statements.front().resources = {resource};
  Policy without = with;
  if (is_action) {
    without.statements.front().actions.push_back(action);
  } else {
    without.statements.front().resources.push_back(resource);
  }
  // Two in a list have brackets and a comma besides.
  return without.characters() - with.characters() - 3;
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
  for (const ActionToken& token : candidates.actions)
    actions_.characters.push_back(characters_in_list(token.pattern, ArnPattern(), true));
  for (const ResourceToken& token : candidates.resources)
    resources_.characters.push_back(
        characters_in_list(*ActionPattern::parse("*"), token.pattern, false));
}

std::vector<LabelSet> Assessor::reaching_resources(const Labels& labels) const {
  std::vector<LabelSet> reaching(labels.resources);
  for (std::size_t token = 0; token < reaching.size(); ++token) {
    for (const std::size_t above : candidates_.resources[token].above)
      reaching[token] = static_cast<LabelSet>(reaching[token] | labels.resources[above]);
  }
  return reaching;
}

bool Assessor::forbidden(const Labels& labels) const {
  for (std::size_t resource = 0; resource < labels.resources.size(); ++resource) {
    const LabelSet here = labels.resources[resource];
    const ResourceToken& token = candidates_.resources[resource];
    if (here == 0) continue;
    const bool everything = candidates_.blocks[token.block].on_everything;
    if (!everything && !token.has_bans) continue;
    for (std::size_t action = 0; action < labels.actions.size(); ++action) {
      if ((labels.actions[action] & here) == 0) continue;
      if (token.has_bans && token.banned[action]) return true;
      // A statement on `*` grants everything to each of its actions.
      if (everything && candidates_.actions[action].block != token.block) return true;
    }
  }
  return false;
}

std::optional<std::uint64_t> Assessor::excess(const Labels& labels) const {
  if (forbidden(labels)) return std::nullopt;
  const std::vector<LabelSet> resources = reaching_resources(labels);
  std::map<std::pair<std::size_t, LabelSet>, std::uint64_t> names;  // by kind and labels
  std::uint64_t sum = candidates_.elided_excess;
  for (const ReachedAction& reached : candidates_.reached) {
    LabelSet set = 0;
    for (const std::size_t token : reached.tokens)
      set = static_cast<LabelSet>(set | labels.actions[token]);
    for (const std::size_t need : reached.needs) {
      if ((resources[need] & set) == 0) return std::nullopt;
    }
    if (set == 0) continue;
    const auto [place, added] = names.try_emplace({reached.kind, set}, 0);
    if (added) {
      for (const std::size_t resource : candidates_.kinds[reached.kind].tokens) {
        if ((resources[resource] & set) != 0)
          place->second += candidates_.resources[resource].names;
      }
    }
    std::uint64_t unseen = place->second;
    for (const std::size_t resource : reached.seen) {
      if ((resources[resource] & set) != 0) unseen -= candidates_.resources[resource].names;
    }
    sum += reached.weight * unseen;
  }
  return sum;
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
