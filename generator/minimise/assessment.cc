#include "generator/minimise/assessment.h"

#include <algorithm>
#include <map>
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

template <class Token>
std::vector<LabelSet> reaching(const std::vector<Token>& tokens,
                               const std::vector<LabelSet>& labels) {
  std::vector<LabelSet> reaching(labels);
  for (std::size_t token = 0; token < tokens.size(); ++token) {
    for (const std::size_t above : tokens[token].above)
      reaching[token] = static_cast<LabelSet>(reaching[token] | labels[above]);
  }
  return reaching;
}

}  // namespace

Assessor::Assessor(const Candidates& candidates, PackedSizeEstimator& estimator)
    : candidates_(candidates), estimator_(estimator) {}

std::vector<LabelSet> Assessor::reaching_actions(const Labels& labels) const {
  return reaching(candidates_.actions, labels.actions);
}

std::vector<LabelSet> Assessor::reaching_resources(const Labels& labels) const {
  return reaching(candidates_.resources, labels.resources);
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
  const std::vector<LabelSet> actions = reaching_actions(labels);
  const std::vector<LabelSet> resources = reaching_resources(labels);
  std::map<std::pair<std::size_t, LabelSet>, std::uint64_t> names;  // by kind and labels
  std::uint64_t sum = candidates_.elided_excess;
  for (std::size_t token = 0; token < actions.size(); ++token) {
    for (const std::size_t number : candidates_.actions[token].reached) {
      const ReachedAction& reached = candidates_.reached[number];
      const LabelSet set = actions[token];
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
    if (!made.actions.empty() && !made.resources.empty()) policy.statements.push_back(std::move(made));
  }
  std::ranges::sort(policy.statements, [](const Statement& one, const Statement& other) {
    return std::tie(one.actions, one.resources) < std::tie(other.actions, other.resources);
  });
  return policy;
}

Measure Assessor::measure(const Labels& labels) const {
  const Policy made = policy(labels);
  return {made.characters(), estimator_.of(made)};
}

}  // namespace scopedown
