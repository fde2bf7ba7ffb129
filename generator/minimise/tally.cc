// Problem. A local search asks thousands of times what a labelling lets in that differs from the last
// in a token or two. Summing over all actions and all resources each time was most of its work.
//
// Method. An action a, with the labels A of all tokens that reach it, is granted on a resource token
// r, with the labels R of itself and of all tokens above it, where A and R meet. So
//
//   excess = Σ weight(a) · names(r)     over what may be asked, A ∩ R ≠ ∅, and was not seen
//
// is a sum over pairs, and when the labels of one a or one r change, only its own pairs do. What may
// be asked is the same for all actions of a kind: so for each kind the names are kept by the labels
// that reach them, and the weights by the labels of their actions, and a change costs a step for each
// set of labels in use, of which there are few, and one for each pair that was seen.
//
// Exact, in whole numbers: the order of changes does not matter.
//
// Tested by tests/generator/minimise/tally_test.cc, against the sum as it stands above.

#include "generator/minimise/tally.h"

#include <algorithm>

namespace scopedown {
namespace {

// 1 if only the second meets it, -1 if only the first does.
int gained_with(LabelSet set, LabelSet before, LabelSet after) {
  return ((set & after) != 0 ? 1 : 0) - ((set & before) != 0 ? 1 : 0);
}

}  // namespace

Tally::Tally(const Candidates& candidates)
    : candidates_(candidates),
      labels_{std::vector<LabelSet>(candidates.actions.size(), 0),
              std::vector<LabelSet>(candidates.resources.size(), 0)},
      actions_(candidates.reached.size(), 0),
      resources_(candidates.resources.size(), 0),
      weights_(candidates.kinds.size()),
      names_(candidates.kinds.size()),
      excess_(static_cast<std::int64_t>(candidates.elided_excess)) {
  const std::size_t resources = candidates.resources.size();
  Rows tokens;
  Rows seen;
  Rows needs;
  for (const ReachedAction& reached : candidates.reached) {
    tokens.add(reached.tokens);
    seen.add(reached.seen);
    needs.add(reached.needs);
    missing_ += reached.needs.size();
  }
  reached_of_ = tokens.turned(candidates.actions.size());
  seers_ = seen.turned(resources);
  needers_ = needs.turned(resources);
  Rows kinds;
  for (const Kind& kind : candidates.kinds)
    kinds.add(kind.tokens);
  kinds_of_ = kinds.turned(resources);
  Rows above;
  for (std::size_t token = 0; token < resources; ++token) {
    std::vector<std::size_t> over = candidates.resources[token].above;
    over.push_back(token);
    above.add(over);
    const ResourceToken& resource = candidates.resources[token];
    // A statement on `*` grants everything to each of its actions.
    const bool everything = candidates.blocks[resource.block].on_everything;
    std::vector<std::size_t> forbidden;
    for (std::size_t action = 0; action < candidates.actions.size(); ++action) {
      const bool banned = resource.has_bans && resource.banned[action];
      if (banned || (everything && candidates.actions[action].block != resource.block))
        forbidden.push_back(action);
    }
    no_actions_.add(forbidden);
  }
  under_ = above.turned(resources);
  no_resources_ = no_actions_.turned(candidates.actions.size());
}

void Tally::set(const Labels& labels) {
  for (std::size_t token = 0; token < labels.actions.size(); ++token)
    label_action(token, labels.actions[token]);
  for (std::size_t token = 0; token < labels.resources.size(); ++token)
    label_resource(token, labels.resources[token]);
}

void Tally::make(const Change& change) {
  if (change.side == Side::Actions) {
    label_action(change.token, change.labels);
  } else {
    label_resource(change.token, change.labels);
  }
}

std::optional<std::uint64_t> Tally::excess() const {
  if (missing_ > 0 || meetings_ > 0) return std::nullopt;
  return static_cast<std::uint64_t>(excess_);
}

void Tally::add(Amounts& amounts, LabelSet set, std::int64_t amount) {
  if (set == 0) return;
  const auto place = std::ranges::find(amounts, set, &Amounts::value_type::first);
  if (place == amounts.end()) {
    amounts.emplace_back(set, amount);
  } else {
    place->second += amount;
  }
}

// What meets the labels after and did not before, less what did.
std::int64_t Tally::gained(const Amounts& amounts, LabelSet before, LabelSet after) {
  std::int64_t sum = 0;
  for (const auto& [set, amount] : amounts)
    sum += gained_with(set, before, after) * amount;
  return sum;
}

void Tally::count_meetings(std::span<const std::uint32_t> banned,
                           const std::vector<LabelSet>& labels, LabelSet before, LabelSet after) {
  for (const std::uint32_t other : banned)
    meetings_ += static_cast<std::size_t>(gained_with(labels[other], before, after));
}

void Tally::label_action(std::size_t token, LabelSet after) {
  const LabelSet before = labels_.actions[token];
  if (before == after) return;
  labels_.actions[token] = after;
  count_meetings(no_resources_[token], labels_.resources, before, after);
  for (const std::uint32_t reached : reached_of_[token]) {
    const LabelSet set = labels_of(candidates_.reached[reached].tokens, labels_.actions);
    if (set != actions_[reached]) reach_action(reached, set);
  }
}

void Tally::reach_action(std::size_t number, LabelSet after) {
  const ReachedAction& reached = candidates_.reached[number];
  const LabelSet before = actions_[number];
  const auto weight = static_cast<std::int64_t>(reached.weight);
  actions_[number] = after;
  std::int64_t unseen = gained(names_[reached.kind], before, after);
  for (const std::size_t token : reached.seen)
    unseen -= gained_with(resources_[token], before, after) *
              static_cast<std::int64_t>(candidates_.resources[token].names);
  for (const std::size_t token : reached.needs)
    missing_ -= static_cast<std::size_t>(gained_with(resources_[token], before, after));
  excess_ += weight * unseen;
  add(weights_[reached.kind], before, -weight);
  add(weights_[reached.kind], after, weight);
}

void Tally::label_resource(std::size_t token, LabelSet after) {
  const LabelSet before = labels_.resources[token];
  if (before == after) return;
  labels_.resources[token] = after;
  count_meetings(no_actions_[token], labels_.actions, before, after);
  for (const std::uint32_t under : under_[token]) {
    const auto set =
        static_cast<LabelSet>(labels_.resources[under] |
                              labels_of(candidates_.resources[under].above, labels_.resources));
    if (set != resources_[under]) reach_resource(under, set);
  }
}

void Tally::reach_resource(std::size_t token, LabelSet after) {
  const LabelSet before = resources_[token];
  const auto names = static_cast<std::int64_t>(candidates_.resources[token].names);
  resources_[token] = after;
  std::int64_t unseen = 0;
  for (const std::uint32_t kind : kinds_of_[token]) {
    unseen += gained(weights_[kind], before, after);
    add(names_[kind], before, -names);
    add(names_[kind], after, names);
  }
  for (const std::uint32_t seer : seers_[token])
    unseen -= gained_with(actions_[seer], before, after) *
              static_cast<std::int64_t>(candidates_.reached[seer].weight);
  for (const std::uint32_t needer : needers_[token])
    missing_ -= static_cast<std::size_t>(gained_with(actions_[needer], before, after));
  excess_ += names * unseen;
}

}  // namespace scopedown
