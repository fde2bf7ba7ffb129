#include "generator/minimise/draft.h"

#include <algorithm>
#include <iterator>
#include <set>
#include <tuple>

#include "generator/minimise/excess.h"
#include "model/wildcard.h"

namespace scopedown {
namespace {

// Only a pattern covers another, and few are patterns.
template <class Pattern>
void sort_and_drop_covered(std::vector<Pattern>& patterns,
                           bool (*covers)(const Pattern&, const Pattern&)) {
  std::ranges::sort(patterns);
  patterns.erase(std::unique(patterns.begin(), patterns.end()), patterns.end());
  std::vector<Pattern> wide;
  std::ranges::copy_if(patterns, std::back_inserter(wide),
                       [](const Pattern& pattern) { return !pattern.is_exact(); });
  std::erase_if(patterns, [&](const Pattern& pattern) {
    return std::ranges::any_of(wide, [&](const Pattern& other) {
      return other != pattern && covers(other, pattern) && !covers(pattern, other);
    });
  });
}

bool action_covers(const ActionPattern& wide, const ActionPattern& narrow) {
  return wildcard_covers(wide.glob(), narrow.glob());
}

bool resource_covers(const ArnPattern& wide, const ArnPattern& narrow) {
  return wide.covers(narrow);
}

}  // namespace

Tokens::Tokens(const UsageGraph& graph, Isolation& isolation, const Rules& rules)
    : graph_(graph), isolation_(isolation), rules_(rules) {
  for (const Action& action : graph.actions()) {
    known_.push_back(rules.catalogue.find(action));
    (void)token_of(ActionPattern::exactly(action));
  }
  for (const ArnPattern& resource : graph.resources())
    (void)token_of(resource);
}

std::size_t Tokens::token_of(const ActionPattern& pattern) {
  const auto [place, added] = action_tokens_.try_emplace(pattern.text(), actions_.size());
  if (!added) return place->second;
  ActionToken token{pattern, rules_.catalogue.matching(pattern), {}};
  for (std::size_t node = 0; node < graph_.actions().size(); ++node) {
    if (pattern.matches(graph_.actions()[node])) token.nodes.push_back(node);
  }
  actions_.push_back(std::move(token));
  return place->second;
}

std::size_t Tokens::token_of(const ArnPattern& pattern) {
  const auto [place, added] = resource_tokens_.try_emplace(pattern.text(), resources_.size());
  if (!added) return place->second;
  ResourceToken token{pattern, rules_.catalogue.types_of(pattern), {}, unseen_names(pattern)};
  const auto nodes = graph_.resources();
  if (pattern.is_exact()) {
    const auto node = std::ranges::lower_bound(nodes, pattern);
    if (node != nodes.end() && *node == pattern)
      token.nodes.push_back(static_cast<std::size_t>(node - nodes.begin()));
  } else {
    for (std::size_t node = 0; node < nodes.size(); ++node) {
      if (pattern.covers(nodes[node])) token.nodes.push_back(node);
    }
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
  const auto [name, is_new] = action_numbers_.try_emplace(action, action_numbers_.size());
  const auto [place, added] = bans_.try_emplace({name->second, resource_token}, false);
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
        const bool possible =
            known_[node] == nullptr || supports(*known_[node], resources_[resource]);
        if (!seen && possible && is_banned(graph_.actions()[node], resource)) return false;
      }
      continue;
    }
    for (const CatalogueAction* reached : named.reached) {
      const bool made_for =
          std::ranges::any_of(nodes, [&](std::size_t node) { return known_[node] == reached; });
      if (!made_for && !rules_.wildcard_may_reach(*reached)) return false;
      for (const std::size_t resource : statement.resources) {
        if (supports(*reached, resources_[resource]) && is_banned(reached->action, resource))
          return false;
      }
    }
  }
  return true;
}

std::uint64_t Tokens::excess_of(const Draft& draft) const {
  std::vector<std::pair<const CatalogueAction*, std::size_t>> granted;
  for (const DraftStatement& statement : draft) {
    for (const std::size_t token : statement.actions) {
      for (const CatalogueAction* reached : actions_[token].reached) {
        for (const std::size_t resource : statement.resources) {
          if (supports(*reached, resources_[resource])) granted.emplace_back(reached, resource);
        }
      }
    }
  }
  std::ranges::sort(granted);
  granted.erase(std::unique(granted.begin(), granted.end()), granted.end());

  std::uint64_t sum = 0;
  const CatalogueAction* last = nullptr;
  std::size_t node = 0;
  for (const auto& [reached, token] : granted) {
    if (reached != last)
      node = static_cast<std::size_t>(std::ranges::find(known_, reached) - known_.begin());
    last = reached;
    sum += weight_of(*reached) * new_names(node, token);
  }
  return sum;
}

// How many names under the token the observed action (or one never observed: past the last node)
// was not seen on.
std::uint64_t Tokens::new_names(std::size_t action_node, std::size_t token) const {
  const bool observed = action_node < known_.size();
  if (token < graph_.resources().size())
    return observed && graph_.contains(action_node, token) ? 0 : resources_[token].unseen;
  std::uint64_t names = resources_[token].unseen;
  for (const std::size_t resource : resources_[token].nodes) {
    if (!observed || !graph_.contains(action_node, resource)) ++names;
  }
  return names;
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
    return std::tie(one.actions, one.resources) < std::tie(other.actions, other.resources);
  });
  return policy;
}

}  // namespace scopedown
