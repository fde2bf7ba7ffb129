// A policy in the making: statements as sets of numbered tokens.
//
// A token is one pattern that a statement may list. The first tokens are the nodes of the usage
// graph, under the same numbers; wider ones are added as they are thought of. What a token reaches,
// and which pairs of tokens must not stand in one statement, is worked out once.

#ifndef SCOPEDOWN_GENERATOR_MINIMISE_DRAFT_H_
#define SCOPEDOWN_GENERATOR_MINIMISE_DRAFT_H_

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "generator/minimise/isolation.h"
#include "model/usage_graph.h"

namespace scopedown {

struct DraftStatement {
  std::vector<std::size_t> actions;    // tokens, sorted
  std::vector<std::size_t> resources;  // likewise

  friend auto operator<=>(const DraftStatement&, const DraftStatement&) = default;
};

using Draft = std::vector<DraftStatement>;

class Tokens {
 public:
  struct ActionToken {
    ActionPattern pattern;
    std::vector<const CatalogueAction*> reached;  // what the catalogue has under it
    std::vector<std::size_t> nodes;               // observed actions under it
  };

  struct ResourceToken {
    ArnPattern pattern;
    std::vector<TypeIndex> types;
    std::vector<std::size_t> nodes;  // observed resources under it
    std::uint64_t unseen = 1;        // excess.h, unseen_names
  };

  // Keeps references to all three.
  Tokens(const UsageGraph& graph, Isolation& isolation, const Rules& rules);

  [[nodiscard]] const UsageGraph& graph() const { return graph_; }

  [[nodiscard]] const ActionToken& action(std::size_t token) const { return actions_[token]; }

  [[nodiscard]] const ResourceToken& resource(std::size_t token) const { return resources_[token]; }

  // The number of a pattern; a new one if it was not asked for before.
  [[nodiscard]] std::size_t token_of(const ActionPattern& pattern);
  [[nodiscard]] std::size_t token_of(const ArnPattern& pattern);

  // True if the observed action could be requested on the observed resource (graph numbers).
  [[nodiscard]] bool compatible(std::size_t action_node, std::size_t resource_node) const;

  // True if the statement grants nothing that isolation forbids, and none of its action wildcards
  // reaches a write, tagging, permissions or sensitive action that the statement was not made for.
  [[nodiscard]] bool is_allowed(const DraftStatement& statement);

  // Weight of all pairs that the draft grants and nobody observed.
  [[nodiscard]] std::uint64_t excess_of(const Draft& draft) const;

  // The policy: tokens that another of their statement covers left out, everything sorted.
  [[nodiscard]] Policy policy_of(const Draft& draft) const;

 private:
  [[nodiscard]] bool supports(const CatalogueAction& action, const ResourceToken& resource) const;
  [[nodiscard]] std::uint64_t new_names(std::size_t action_node, std::size_t token) const;
  [[nodiscard]] bool is_banned(const Action& action, std::size_t resource_token);

  const UsageGraph& graph_;
  Isolation& isolation_;
  const Rules& rules_;
  std::vector<const CatalogueAction*> known_;  // of each action node; null: not in the catalogue
  std::vector<ActionToken> actions_;
  std::vector<ResourceToken> resources_;
  std::map<std::string, std::size_t> action_tokens_;
  std::map<std::string, std::size_t> resource_tokens_;
  std::map<Action, std::size_t> action_numbers_;
  std::map<std::pair<std::size_t, std::size_t>, bool> bans_;  // by action's number and token
};

}  // namespace scopedown

#endif  // SCOPEDOWN_GENERATOR_MINIMISE_DRAFT_H_
