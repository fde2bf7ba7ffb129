#include "generator/minimise/candidates.h"

#include <algorithm>
#include <functional>
#include <iterator>
#include <optional>
#include <set>
#include <string_view>
#include <unordered_map>

#include "generator/minimise/chains.h"
#include "generator/minimise/clip.h"
#include "generator/minimise/excess.h"
#include "model/wildcard.h"

namespace scopedown {
namespace {

constexpr std::uint64_t everything_factor = 32;  // of an action that has resources, on `*`

std::string elided(std::string_view text, Elision elision) {
  if (elision == Elision::None) return std::string(text);
  const std::size_t region = after_colons(text, 3);
  const std::size_t account = after_colons(text, 4);
  const std::size_t rest = after_colons(text, 5);
  std::string wide(text.substr(0, region));
  wide += account - region > 1 ? "*:" : ":";
  const bool opens_account = elision == Elision::RegionAndAccount && rest - account > 1;
  wide += opens_account ? "*:" : std::string(text.substr(account, rest - account));
  return wide.append(text.substr(rest));
}

}  // namespace

// Fills a Candidates, part by part.
class CandidatesBuilder {
 public:
  CandidatesBuilder(const UsageGraph& wanted, Isolation& isolation, const Rules& rules,
                    Elision elision, Candidates& made)
      : graph_(wanted), isolation_(isolation), rules_(rules), elision_(elision), made_(made) {}

  void build() {
    add_seen_resources();
    add_actions(false);
    add_actions(true);
    add_wildcard_resources();
    find_kinds();
    find_bans();
    drop_the_useless();
    choose_families();
    find_blocks();
  }

 private:
  struct Leaf {
    std::string text;
    std::size_t token = 0;
  };

  // --- resources ----------------------------------------------------------------------------------

  std::size_t token_of(const std::string& text) {
    const auto [place, added] = resource_numbers_.try_emplace(text, made_.resources.size());
    if (!added) return place->second;
    ResourceToken token;
    token.pattern = *ArnPattern::parse(text);
    made_.resources.push_back(std::move(token));
    return place->second;
  }

  void add_seen_resources() {
    for (std::size_t node = 0; node < graph_.resources().size(); ++node) {
      Leaf leaf{text_of(node), 0};
      leaf.token = token_of(leaf.text);
      made_.resources[leaf.token].is_seen = true;
      if (leaf.text != graph_.resources()[node].text()) made_.elided_excess += weight_on(node);
      leaf_of_resource_.push_back(leaves_.size());
      leaves_.push_back(std::move(leaf));
    }
  }

  // What a name whose region is open lets in: the same in other regions.
  std::uint64_t weight_on(std::size_t node) const {
    std::uint64_t weight = 0;
    for (const auto& edge : graph_.edges()) {
      if (edge.resource != node) continue;
      const CatalogueAction* known = rules_.catalogue.find(graph_.actions()[edge.action]);
      weight += known == nullptr ? weight_of_unknown : weight_of(*known);
    }
    return weight *
           unseen_names(*ArnPattern::parse(elided(graph_.resources()[node].text(), elision_)));
  }

  // With its head as open as the elision says, if nobody else is reached by that.
  std::string text_of(std::size_t node) {
    const ArnPattern& resource = graph_.resources()[node];
    if (elision_ == Elision::None || resource.is_everything()) return resource.text();
    std::optional<std::string> text = opened(node, elision_);
    if (!text && elision_ == Elision::RegionAndAccount) text = opened(node, Elision::Region);
    return text.value_or(resource.text());
  }

  std::optional<std::string> opened(std::size_t node, Elision elision) {
    const ArnPattern wide = *ArnPattern::parse(elided(graph_.resources()[node].text(), elision));
    for (const auto& edge : graph_.edges()) {
      if (edge.resource != node) continue;
      const Action& action = graph_.actions()[edge.action];
      if (elision == Elision::RegionAndAccount && !may_leave_the_account(action))
        return std::nullopt;
      if (isolation_.first_break(action, wide)) return std::nullopt;
    }
    return wide.text();
  }

  // What changes permissions or undoes the confinement stays in the account where it was seen.
  bool may_leave_the_account(const Action& action) const {
    const CatalogueAction* known = rules_.catalogue.find(action);
    return known != nullptr && known->level != AccessLevel::PermissionsManagement &&
           known->escape.empty();
  }

  void add_wildcard_resources() {
    WordCounts counts;
    WordCounts open_counts;
    for (const Leaf& leaf : leaves_) {
      count_words_of_arn(leaf.text, counts);
      count_open_words_of_arn(leaf.text, open_counts);
    }
    for (const Leaf& leaf : leaves_) {
      FamilyLeaf& grouped = resource_leaves_.emplace_back();
      grouped.token = leaf.token;
      if (leaf.text == "*") {
        grouped.chains.emplace_back();
        continue;
      }
      for (const Chain& chain : {arns_by_beginning(leaf.text), arns_by_ending(leaf.text, false),
                                 arns_by_ending(leaf.text, true),
                                 arns_by_holding(leaf.text, counts), arns_by_inside(leaf.text),
                                 arns_by_word(leaf.text, open_counts), arns_by_id(leaf.text)}) {
        std::vector<std::size_t>& tokens = grouped.chains.emplace_back();
        for (const std::string& text : chain)
          tokens.push_back(token_of(text));
      }
      for (const std::string& text : arns_by_type(leaf.text))
        grouped.types.push_back(token_of(text));
    }
  }

  // --- actions ------------------------------------------------------------------------------------

  void add_actions(bool on_everything) {
    std::map<std::string, std::vector<Action>> by_service;
    std::set<Action> here;
    for (const auto& edge : graph_.edges()) {
      if (graph_.resources()[edge.resource].is_everything() != on_everything) continue;
      here.insert(graph_.actions()[edge.action]);
    }
    for (const Action& action : here)
      by_service[action.service].push_back(action);
    for (const auto& [service, actions] : by_service)
      add_service(service, actions, on_everything);
  }

  // A service's seen actions and the wildcards that may be listed for them. What counts of a wildcard
  // is what it reaches: of two that reach the same the shorter is kept.
  void add_service(const std::string& service, const std::vector<Action>& actions,
                   bool on_everything) {
    const std::size_t first_token = made_.actions.size();
    const std::size_t first_leaf = action_leaves_.size();
    WordCounts counts;
    for (const Action& action : actions)
      count_words_of_action(action, counts);
    std::vector<Reach> reaches;                  // of each token, from the first
    std::map<std::string, std::size_t> numbers;  // by glob: letters' case is folded there
    std::map<Reach, std::size_t> by_reach;
    const auto token_of_wildcard = [&](const ActionPattern& pattern) {
      Reach reach = reach_of(pattern, actions);
      if (!may_be_listed(reach)) return no_token;
      const auto [place, added] = by_reach.try_emplace(reach, made_.actions.size());
      if (added) {
        made_.actions.push_back({pattern, pattern, false, {}, {}, 0});
        reaches.push_back(std::move(reach));
      }
      ActionToken& known = made_.actions[place->second];
      if (pattern.text().size() < known.pattern.text().size())
        known.pattern = known.whole = pattern;
      return place->second;
    };
    const auto tokens_of_chain = [&](const Chain& chain) {
      std::vector<std::size_t> tokens;
      for (const std::string& text : chain) {
        const auto pattern = ActionPattern::parse(text);
        if (!pattern) continue;
        const auto [place, added] = numbers.try_emplace(pattern->glob(), no_token);
        if (added) place->second = token_of_wildcard(*pattern);
        const bool repeats = !tokens.empty() && tokens.back() == place->second;
        if (place->second != no_token && !repeats) tokens.push_back(place->second);
      }
      return tokens;
    };
    for (const Action& action : actions) {
      FamilyLeaf& leaf = action_leaves_.emplace_back();
      for (const Chain& chain : {actions_by_beginning(action), actions_by_ending(action),
                                 actions_by_holding(action, counts)})
        leaf.chains.push_back(tokens_of_chain(chain));
      leaf.types = tokens_of_chain({service + ":*"});
    }
    for (std::size_t index = 0; index < actions.size(); ++index) {
      FamilyLeaf& leaf = action_leaves_[first_leaf + index];
      // An action whose name others begin with is under that wildcard too.
      const auto place = numbers.find(glob_of(folded_case(actions[index].text() + "*")));
      if (place != numbers.end() && place->second != no_token)
        leaf.chains.front().push_back(place->second);
      leaf.token = made_.actions.size();
      const ActionPattern exact = ActionPattern::exactly(actions[index]);
      made_.actions.push_back({exact, exact, true, {}, {}, 0});
      reaches.push_back({the(actions[index])});
    }
    find_above(first_token, reaches);
    add_all_reached(first_token, reaches, on_everything);
  }

  using Reach = std::vector<const Action*>;  // sorted; of each action the one object

  // As the catalogue has it; of an action that it does not know, as the graph has it.
  const Action* the(const Action& action) const {
    if (const CatalogueAction* known = rules_.catalogue.find(action)) return &known->action;
    return &*std::ranges::lower_bound(graph_.actions(), action);
  }

  // Of a service that the catalogue does not know, what was seen.
  Reach reach_of(const ActionPattern& pattern, const std::vector<Action>& seen) const {
    Reach reach;
    for (const CatalogueAction* action : rules_.catalogue.matching(pattern))
      reach.push_back(&action->action);
    for (const Action& action : seen) {
      if (rules_.catalogue.find(action) == nullptr && pattern.matches(action))
        reach.push_back(the(action));
    }
    std::ranges::sort(reach, std::less<>());
    reach.erase(std::unique(reach.begin(), reach.end()), reach.end());
    return reach;
  }

  // A wildcard for one action covers the name of it, not the other way round.
  void find_above(std::size_t first_token, const std::vector<Reach>& reaches) {
    for (std::size_t narrow = 0; narrow < reaches.size(); ++narrow) {
      for (std::size_t wide = 0; wide < reaches.size(); ++wide) {
        ActionToken& token = made_.actions[first_token + narrow];
        if (wide == narrow || made_.actions[first_token + wide].is_seen) continue;
        if (std::ranges::includes(reaches[wide], reaches[narrow], std::less<>()))
          token.above.push_back(first_token + wide);
      }
    }
  }

  // Promise 3, and what the user allows all the same.
  bool may_be_listed(const Reach& reach) {
    return std::ranges::all_of(reach, [&](const Action* action) {
      const auto [place, added] = reachable_.try_emplace(action, true);
      if (added) {
        const CatalogueAction* known = rules_.catalogue.find(*action);
        place->second = known == nullptr || rules_.wildcard_may_reach(*known) || is_seen(*action);
      }
      return place->second;
    });
  }

  bool is_seen(const Action& action) const {
    return std::ranges::binary_search(graph_.actions(), action);
  }

  // Everything that the service's tokens reach, under all that do.
  void add_all_reached(std::size_t first_token, const std::vector<Reach>& reaches,
                       bool on_everything) {
    std::map<Action, std::vector<std::size_t>> tokens;
    for (std::size_t index = 0; index < reaches.size(); ++index) {
      for (const Action* action : reaches[index])
        tokens[*action].push_back(first_token + index);
    }
    for (auto& [action, reaching] : tokens) {
      ReachedAction& reached = made_.reached[add_reached(action, on_everything)];
      reached.tokens = std::move(reaching);
      const auto exact = std::ranges::find_if(
          reached.tokens, [&](std::size_t token) { return made_.actions[token].is_seen; });
      if (exact != reached.tokens.end()) reached.exact = *exact;
    }
  }

  std::size_t add_reached(const Action& action, bool on_everything) {
    ReachedAction reached;
    reached.action = action;
    const CatalogueAction* known = rules_.catalogue.find(action);
    reached.weight = known == nullptr ? weight_of_unknown : weight_of(*known);
    const bool typed = known == nullptr || !known->types.empty();
    if (on_everything && typed) reached.weight *= everything_factor;
    const auto place = std::ranges::lower_bound(graph_.actions(), action);
    if (place != graph_.actions().end() && *place == action) {
      const auto node = static_cast<std::size_t>(place - graph_.actions().begin());
      for (const auto& edge : graph_.edges_of(node)) {
        const bool everything = graph_.resources()[edge.resource].is_everything();
        if (everything == on_everything)
          reached.needs.push_back(leaves_[leaf_of_resource_[edge.resource]].token);
      }
      std::ranges::sort(reached.needs);
      reached.needs.erase(std::unique(reached.needs.begin(), reached.needs.end()),
                          reached.needs.end());
    }
    made_.reached.push_back(std::move(reached));
    on_everything_.push_back(on_everything);
    known_.push_back(known);
    return made_.reached.size() - 1;
  }

  // --- what goes with what --------------------------------------------------------------------------

  void find_kinds() {
    for (ResourceToken& token : made_.resources) {
      token.names = token.is_seen ? 1 : unseen_names(token.pattern);
      types_.push_back(&isolation_.types_of(token.pattern));
    }
    std::map<std::vector<std::size_t>, std::size_t> numbers;
    for (std::size_t index = 0; index < made_.reached.size(); ++index) {
      ReachedAction& reached = made_.reached[index];
      const std::vector<std::size_t> tokens = tokens_of(index);
      const auto [place, added] = numbers.try_emplace(tokens, made_.kinds.size());
      if (added) made_.kinds.push_back({tokens});
      reached.kind = place->second;
      for (const std::size_t need : reached.needs) {
        const ArnPattern& needed = made_.resources[need].pattern;
        for (const std::size_t token : tokens) {
          const bool under = token == need ||
                             (!needed.is_exact() && needed.covers(made_.resources[token].pattern));
          if (under) reached.seen.push_back(token);
        }
      }
      std::ranges::sort(reached.seen);
      reached.seen.erase(std::unique(reached.seen.begin(), reached.seen.end()), reached.seen.end());
    }
  }

  // Where a reached action can be requested, and the role might allow it.
  std::vector<std::size_t> tokens_of(std::size_t reached) {
    std::vector<std::size_t> tokens;
    if (on_everything_[reached]) {
      for (std::size_t token = 0; token < made_.resources.size(); ++token) {
        if (made_.resources[token].pattern.is_everything()) tokens.push_back(token);
      }
    } else {
      tokens = tokens_by_types(known_[reached]);
    }
    if (rules_.role) {
      const Role::Naming naming = rules_.role->naming(made_.reached[reached].action);
      std::erase_if(tokens, [&](std::size_t token) {
        return !naming.might_allow(made_.resources[token].pattern);
      });
    }
    return tokens;
  }

  // Of what may be asked of an action, `*` apart; null: the catalogue does not know it.
  const std::vector<std::size_t>& tokens_by_types(const CatalogueAction* known) {
    std::vector<TypeIndex> types;
    for (std::size_t index = 0; known != nullptr && index < known->types.size(); ++index)
      types.push_back(known->types[index].type);
    const auto [place, added] = tokens_by_types_.try_emplace({known != nullptr, std::move(types)});
    std::vector<std::size_t>& tokens = place->second;
    for (std::size_t token = 0; added && token < made_.resources.size(); ++token) {
      if (made_.resources[token].pattern.is_everything()) continue;
      const bool possible =
          known == nullptr || std::ranges::any_of(place->first.second, [&](TypeIndex type) {
            return std::ranges::binary_search(*types_[token], type);
          });
      if (possible) tokens.push_back(token);
    }
    return tokens;
  }

  // A token of actions and one of resources must not meet if some pair of them must not be granted.
  void find_bans() {
    std::vector<std::pair<const CatalogueAction*, const Action*>> asked;
    for (std::size_t reached = 0; reached < made_.reached.size(); ++reached)
      asked.emplace_back(known_[reached], &made_.reached[reached].action);
    for (std::size_t index = 0; index < made_.resources.size(); ++index) {
      ResourceToken& resource = made_.resources[index];
      resource.banned.assign(made_.actions.size(), false);
      if (isolation_.is_free(resource.pattern)) continue;
      resource.has_bans = true;
      const std::vector<bool> broken = isolation_.broken(resource.pattern, asked);
      for (std::size_t number = 0; number < made_.reached.size(); ++number) {
        const ReachedAction& reached = made_.reached[number];
        if (!broken[number] || on_everything_[number] != resource.pattern.is_everything()) continue;
        if (std::ranges::binary_search(reached.needs, index)) continue;  // seen, and wanted
        for (const std::size_t token : reached.tokens)
          resource.banned[token] = true;
      }
    }
  }

  // A wildcard that is banned to every action that was seen on what it may stand for.
  void drop_the_useless() {
    std::vector<std::vector<std::size_t>> seen_on(made_.resources.size());  // exact action tokens
    for (const ReachedAction& reached : made_.reached) {
      for (const std::size_t need : reached.needs)
        seen_on[need].push_back(reached.exact);
    }
    std::vector<char> useful(made_.resources.size(), 0);
    for (const FamilyLeaf& leaf : resource_leaves_) {
      for (const std::vector<std::size_t>& chain : leaf.chains) {
        for (const std::size_t token : chain) {
          const ResourceToken& resource = made_.resources[token];
          if (useful[token] != 0) continue;
          const bool is_free = resource.is_seen || !resource.has_bans;
          useful[token] =
              is_free || std::ranges::any_of(seen_on[leaf.token],
                                             [&](auto action) { return !resource.banned[action]; })
                  ? 1
                  : 0;
        }
      }
    }
    for (FamilyLeaf& leaf : resource_leaves_) {
      for (std::vector<std::size_t>& chain : leaf.chains)
        std::erase_if(chain, [&](std::size_t token) { return useful[token] == 0; });
    }
  }

  // --- families -------------------------------------------------------------------------------------

  template <class Token>
  static std::vector<std::size_t> sizes_of(const std::vector<Token>& tokens) {
    std::vector<std::size_t> sizes;
    for (const Token& token : tokens)
      sizes.push_back(token.pattern.text().size());
    return sizes;
  }

  void choose_families() {
    resource_trees_ = families_of(resource_leaves_, sizes_of(made_.resources));
    action_trees_ = families_of(action_leaves_, sizes_of(made_.actions));
    for (std::size_t token = 0; token < made_.resources.size(); ++token) {
      std::set<std::size_t> above;
      for (const FamilyTree& tree : resource_trees_) {
        for (std::size_t up = tree.parents[token]; up != no_token; up = tree.parents[up])
          above.insert(up);
      }
      made_.resources[token].above.assign(above.begin(), above.end());
    }
    attach_reached();
  }

  // To the narrowest tokens of each family: one, or several where an action is under a beginning and
  // an ending, neither of which is under the other. Were it attached to one of them, the other would
  // seem to let in nothing.
  void attach_reached() {
    for (std::size_t number = 0; number < made_.reached.size(); ++number) {
      const ReachedAction& reached = made_.reached[number];
      for (const std::size_t family : {0U, 1U}) {
        const FamilyTree& tree = action_trees_[family];
        std::set<std::size_t> wider;
        for (const std::size_t token : reached.tokens) {
          if (tree.holds[token] == 0) continue;
          for (std::size_t up = tree.parents[token]; up != no_token; up = tree.parents[up])
            wider.insert(up);
        }
        for (const std::size_t token : reached.tokens) {
          if (tree.holds[token] != 0 && !wider.contains(token))
            made_.actions[token].reached[family].push_back(number);
        }
      }
    }
  }

  // --- blocks ---------------------------------------------------------------------------------------

  // Tokens are joined by every pair that could be asked, seen or not, or that must not meet.
  void find_blocks() {
    std::vector<std::size_t> joined(made_.resources.size() + made_.actions.size());
    for (std::size_t index = 0; index < joined.size(); ++index)
      joined[index] = index;
    const std::function<std::size_t(std::size_t)> root = [&](std::size_t index) {
      while (joined[index] != index)
        index = joined[index] = joined[joined[index]];
      return index;
    };
    const auto join = [&](std::size_t one, std::size_t other) {
      const std::size_t first = root(one);
      const std::size_t second = root(other);
      joined[std::max(first, second)] = std::min(first, second);
    };
    const std::size_t first_action = made_.resources.size();
    const auto join_tree = [&](const FamilyTree& tree, std::size_t first) {
      for (std::size_t token = 0; token < tree.parents.size(); ++token) {
        if (tree.parents[token] != no_token) join(first + token, first + tree.parents[token]);
      }
    };
    for (const std::size_t family : {0U, 1U}) {
      join_tree(resource_trees_[family], 0);
      join_tree(action_trees_[family], first_action);
    }
    for (const ReachedAction& reached : made_.reached) {
      const std::size_t some = first_action + reached.tokens.front();
      for (const std::size_t token : reached.tokens)
        join(some, first_action + token);
      for (const std::size_t resource : made_.kinds[reached.kind].tokens) {
        if (is_used(resource)) join(some, resource);
      }
      for (const std::size_t need : reached.needs)
        join(some, need);
    }
    // What the role does not allow cannot be asked, and must not meet all the same.
    for (std::size_t token = 0; token < made_.resources.size(); ++token) {
      const ResourceToken& resource = made_.resources[token];
      if (!resource.has_bans || !is_used(token)) continue;
      for (std::size_t action = 0; action < resource.banned.size(); ++action) {
        if (resource.banned[action]) join(token, first_action + action);
      }
    }
    number_blocks([&](std::size_t token) { return root(token); });
  }

  bool is_used(std::size_t resource) const {
    return resource_trees_[0].holds[resource] != 0 || resource_trees_[1].holds[resource] != 0;
  }

  void number_blocks(const std::function<std::size_t(std::size_t)>& root) {
    std::map<std::size_t, std::size_t> numbers;
    const auto block_of = [&](std::size_t index) {
      const auto [place, added] = numbers.try_emplace(root(index), made_.blocks.size());
      if (added) made_.blocks.emplace_back();
      return place->second;
    };
    std::vector<std::size_t> of_resources(made_.resources.size(), 0);
    for (std::size_t token = 0; token < made_.resources.size(); ++token) {
      if (!is_used(token)) continue;
      made_.resources[token].block = of_resources[token] = block_of(token);
      Block& block = made_.blocks[of_resources[token]];
      if (made_.resources[token].pattern.is_everything()) block.on_everything = true;
    }
    std::vector<std::size_t> of_actions;
    for (std::size_t token = 0; token < made_.actions.size(); ++token) {
      made_.actions[token].block = block_of(made_.resources.size() + token);
      of_actions.push_back(made_.actions[token].block);
      made_.blocks[of_actions.back()].actions.push_back(token);
    }
    for (const std::size_t family : {0U, 1U}) {
      auto resources = forests_of(resource_trees_[family], of_resources, made_.blocks.size());
      auto actions = forests_of(action_trees_[family], of_actions, made_.blocks.size());
      for (std::size_t block = 0; block < made_.blocks.size(); ++block) {
        made_.blocks[block].of_resources[family] = std::move(resources[block]);
        made_.blocks[block].of_actions[family] = std::move(actions[block]);
      }
    }
  }

  static constexpr std::uint64_t weight_of_unknown = 40;

  const UsageGraph& graph_;
  Isolation& isolation_;
  const Rules& rules_;
  Elision elision_;
  Candidates& made_;

  std::unordered_map<std::string, std::size_t> resource_numbers_;  // looked up, never listed
  std::vector<Leaf> leaves_;                                       // of each resource of the graph
  std::vector<std::size_t> leaf_of_resource_;
  std::vector<FamilyLeaf> resource_leaves_;
  std::vector<FamilyLeaf> action_leaves_;
  std::unordered_map<const Action*, bool> reachable_;  // by a wildcard; looked up, never listed
  std::vector<const std::vector<TypeIndex>*> types_;   // of each resource token
  std::map<std::pair<bool, std::vector<TypeIndex>>, std::vector<std::size_t>> tokens_by_types_;
  std::vector<bool> on_everything_;            // of each reached action
  std::vector<const CatalogueAction*> known_;  // likewise; null: the catalogue does not know it
  std::array<FamilyTree, 2> resource_trees_;
  std::array<FamilyTree, 2> action_trees_;
};

std::vector<Elision> elisions_of(const UsageGraph& wanted) {
  std::vector<Elision> all{Elision::None};
  for (const Elision elision : {Elision::Region, Elision::RegionAndAccount}) {
    const bool opens = std::ranges::any_of(wanted.resources(), [&](const ArnPattern& resource) {
      return !resource.is_everything() &&
             elided(resource.text(), elision) != elided(resource.text(), all.back());
    });
    if (opens) all.push_back(elision);
  }
  return all;
}

Candidates::Candidates(const UsageGraph& wanted, Isolation& isolation, const Rules& rules,
                       Elision head)
    : elision(head) {
  CandidatesBuilder(wanted, isolation, rules, head, *this).build();
}

void Candidates::write_whole() {
  for (ActionToken& token : actions)
    token.pattern = token.whole;
}

void Candidates::clip(const Catalogue& catalogue) {
  // Of actions that the catalogue does not know, clipping knows nothing: a pattern reaches those that
  // it reached, and no others.
  std::vector<const ReachedAction*> unknown;
  for (const ReachedAction& action : reached) {
    if (catalogue.find(action.action) == nullptr) unknown.push_back(&action);
  }
  for (std::size_t token = 0; token < actions.size(); ++token) {
    ActionPattern shorter = clipped(actions[token].pattern, catalogue);
    const bool same = std::ranges::all_of(unknown, [&](const ReachedAction* action) {
      return actions[token].pattern.matches(action->action) == shorter.matches(action->action);
    });
    if (same) actions[token].pattern = std::move(shorter);
  }
}

}  // namespace scopedown
