#include "generator/minimise/draft.h"

#include <algorithm>
#include <set>

#include "generator/minimise/excess.h"
#include "model/wildcard.h"

namespace scopedown {
namespace {

bool is_dangerous(const CatalogueAction& action) {
  return action.level >= AccessLevel::Tagging || !action.sensitive.empty();
}

template <class Pattern>
void sort_and_drop_covered(std::vector<Pattern>& patterns, bool (*covers)(const Pattern&, const Pattern&)) {
  std::ranges::sort(patterns);
  patterns.erase(std::unique(patterns.begin(), patterns.end()), patterns.end());
  std::vector<Pattern> kept;
  for (const Pattern& pattern : patterns) {
    const bool covered = std::ranges::any_of(
        patterns, [&](const Pattern& other) { return other != pattern && covers(other, pattern) && !covers(pattern, other); });
    if (!covered) kept.push_back(pattern);
  }
  patterns = std::move(kept);
}

bool action_covers(const ActionPattern& wide, const ActionPattern& narrow) {
  return wildcard_covers(wide.glob(), narrow.glob());
}

bool resource_covers(const ArnPattern& wide, const ArnPattern& narrow) {
  return wide.covers(narrow);
}

}  // namespace

Tokens::Tokens(const UsageGraph& graph, Isolation& isolation, const Catalogue& catalogue)
    : graph_(graph), isolation_(isolation), catalogue_(catalogue) {
  for (const Action& action : graph.actions()) {
    known_.push_back(catalogue.find(action));
    (void)token_of(ActionPattern::exactly(action));
  }
  for (const ArnPattern& resource : graph.resources())
    (void)token_of(resource);
}

std::size_t Tokens::token_of(const ActionPattern& pattern) {
  const auto [place, added] = action_tokens_.try_emplace(pattern.text(), actions_.size());
  if (!added) return place->second;
  ActionToken token{pattern, catalogue_.matching(pattern), {}};
  for (std::size_t node = 0; node < graph_.actions().size(); ++node) {
    if (pattern.matches(graph_.actions()[node])) token.nodes.push_back(node);
  }
  actions_.push_back(std::move(token));
  return place->second;
}

std::size_t Tokens::token_of(const ArnPattern& pattern) {
  const auto [place, added] = resource_tokens_.try_emplace(pattern.text(), resources_.size());
  if (!added) return place->second;
  ResourceToken token{pattern, catalogue_.types_of(pattern), {}, unseen_names(pattern)};
  for (std::size_t node = 0; node < graph_.resources().size(); ++node) {
    if (pattern.covers(graph_.resources()[node])) token.nodes.push_back(node);
  }
  resources_.push_back(std::move(token));
  return place->second;
}

bool Tokens::supports(const CatalogueAction& action, const ResourceToken& resource) const {
  if (resource.pattern.is_everything()) return true;
  return std::ranges::any_of(action.types, [&](const ActionType& supported) {
    return std::ranges::binary_search(resource.types, supported.type);
  });
}

bool Tokens::compatible(std::size_t action_node, std::size_t resource_node) const {
  const CatalogueAction* known = known_[action_node];
  return known == nullptr || supports(*known, resources_[resource_node]);
}

bool Tokens::is_banned(const Action& action, std::size_t resource_token) {
  const auto [place, added] = bans_.try_emplace({action.text(), resource_token}, false);
  if (added)
    place->second = isolation_.first_break(action, resources_[resource_token].pattern).has_value();
  return place->second;
}

bool Tokens::is_allowed(const DraftStatement& statement) {
  std::set<std::size_t> nodes;  // observed actions that the statement was made for
  for (const std::size_t token : statement.actions)
    nodes.insert(actions_[token].nodes.begin(), actions_[token].nodes.end());

  for (const std::size_t token : statement.actions) {
    const ActionToken& named = actions_[token];
    if (named.pattern.is_exact()) {
      for (const std::size_t resource : statement.resources) {
        const std::size_t node = named.nodes.front();
        const bool seen = resource < graph_.resources().size() && graph_.contains(node, resource);
        const bool possible = known_[node] == nullptr || supports(*known_[node], resources_[resource]);
        if (!seen && possible && is_banned(graph_.actions()[node], resource)) return false;
      }
      continue;
    }
    for (const CatalogueAction* reached : named.reached) {
      const bool made_for = std::ranges::any_of(
          nodes, [&](std::size_t node) { return known_[node] == reached; });
      if (!made_for && is_dangerous(*reached)) return false;
      for (const std::size_t resource : statement.resources) {
        if (supports(*reached, resources_[resource]) && is_banned(reached->action, resource)) return false;
      }
    }
  }
  return true;
}

std::uint64_t Tokens::excess_of(const Draft& draft) const {
  std::set<std::pair<const CatalogueAction*, std::size_t>> granted;
  for (const DraftStatement& statement : draft) {
    for (const std::size_t token : statement.actions) {
      for (const CatalogueAction* reached : actions_[token].reached) {
        for (const std::size_t resource : statement.resources) {
          if (supports(*reached, resources_[resource])) granted.insert({reached, resource});
        }
      }
    }
  }
  std::uint64_t sum = 0;
  for (const auto& [reached, token] : granted) {
    const auto place = std::ranges::find(known_, reached);
    const bool observed = place != known_.end();
    const auto node = static_cast<std::size_t>(place - known_.begin());
    const bool is_node = token < graph_.resources().size();
    if (is_node && observed && graph_.contains(node, token)) continue;
    std::uint64_t names = resources_[token].unseen;
    if (!is_node) {  // the known names under it count one by one
      for (const std::size_t resource : resources_[token].nodes) {
        if (!observed || !graph_.contains(node, resource)) ++names;
      }
    }
    sum += weight_of(*reached) * names;
  }
  return sum;
}

Policy Tokens::policy_of(const Draft& draft) const {
  Policy policy;
  for (const DraftStatement& from : draft) {
    Statement statement;
    for (const std::size_t token : from.actions)
      statement.actions.push_back(actions_[token].pattern);
    for (const std::size_t token : from.resources)
      statement.resources.push_back(resources_[token].pattern);
    sort_and_drop_covered<ActionPattern>(statement.actions, action_covers);
    sort_and_drop_covered<ArnPattern>(statement.resources, resource_covers);
    policy.statements.push_back(std::move(statement));
  }
  std::ranges::sort(policy.statements, [](const Statement& one, const Statement& other) {
    return std::pair(one.actions, one.resources) < std::pair(other.actions, other.resources);
  });
  return policy;
}

}  // namespace scopedown
