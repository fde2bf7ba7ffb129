#include "generator/minimise/candidates.h"

#include <algorithm>
#include <functional>
#include <optional>
#include <set>
#include <string_view>
#include <unordered_map>

#include "generator/minimise/excess.h"
#include "model/wildcard.h"

namespace scopedown {
namespace {

constexpr std::string_view delimiters = "/:-._";
constexpr std::uint64_t everything_factor = 32;  // of an action that has resources, on `*`

bool is_delimiter(char byte) {
  return delimiters.find(byte) != std::string_view::npos;
}

std::size_t after_colons(std::string_view arn, int count) {
  std::size_t position = 0;
  for (int colon = 0; colon < count; ++colon) {
    const std::size_t found = arn.find(':', position);
    if (found == std::string_view::npos) return arn.size();
    position = found + 1;
  }
  return position;
}

// An ARN pattern's text, cut where wildcards may begin.
struct Shape {
  std::string head;      // to the fifth colon
  std::size_t name = 0;  // where the name begins: behind the type's word; of S3 behind the head
  bool is_bucket = false;

  explicit Shape(std::string_view text) {
    const std::size_t rest = after_colons(text, 5);
    head = text.substr(0, rest);
    is_bucket = head.ends_with(":s3:::");
    name = rest;
    if (is_bucket) return;
    const std::size_t type_end = text.find_first_of("/:", rest);
    if (type_end != std::string_view::npos && type_end + 1 < text.size()) name = type_end + 1;
  }
};

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

// Wider and wider patterns of one text end with it; the widest first.
using Chain = std::vector<std::string>;

Chain by_beginning(const std::string& text) {
  const Shape shape(text);
  Chain chain;
  for (std::size_t end = shape.head.size(); end < text.size(); ++end) {
    if (end != shape.head.size() && !is_delimiter(text[end - 1])) continue;
    std::string wide = text.substr(0, end) + "*";
    if (wide != text) chain.push_back(std::move(wide));
  }
  return chain;
}

bool holds_a_word(std::string_view text) {
  return std::ranges::any_of(text, [](char byte) {
    return (byte >= '0' && byte <= '9') || (byte >= 'a' && byte <= 'z') ||
           (byte >= 'A' && byte <= 'Z');
  });
}

// What only the head and the type pin down.
Chain type_chain(const std::string& text, const Shape& shape) {
  Chain chain{shape.head + "*"};
  if (shape.name != shape.head.size()) chain.push_back(text.substr(0, shape.name) + "*");
  return chain;
}

// `typed`: the type's word stays. Without it the pattern is shorter, and covers other types' names.
Chain by_ending(const std::string& text, bool typed) {
  const Shape shape(text);
  Chain chain = typed ? type_chain(text, shape) : Chain{shape.head + "*"};
  const std::size_t slash = shape.is_bucket ? text.find('/', shape.name) : std::string::npos;
  const std::string name =
      text.substr(shape.name, slash == std::string::npos ? std::string::npos : slash - shape.name);
  for (std::size_t begin = name.size(); begin-- > 1;) {
    const std::string_view ending = std::string_view(name).substr(begin);
    if (!is_delimiter(name[begin]) || !holds_a_word(ending)) continue;
    std::string wide = text.substr(0, typed ? shape.name : shape.head.size()) + "*";
    wide += ending;
    if (slash != std::string::npos) wide += "/*";  // the objects of all such buckets
    chain.push_back(std::move(wide));
  }
  return chain;
}

// The words of a name that stand between delimiters, with those.
std::vector<std::string> inner_words(const std::string& text) {
  const Shape shape(text);
  std::vector<std::string> words;
  std::size_t begin = std::string::npos;
  for (std::size_t index = shape.name; index < text.size(); ++index) {
    if (!is_delimiter(text[index])) continue;
    if (begin != std::string::npos && index - begin > 2)
      words.push_back(text.substr(begin, index - begin + 1));
    begin = index;
  }
  return words;
}

// `by_word`: how many resources hold it.
Chain by_holding(const std::string& text, const std::map<std::string, std::size_t>& by_word) {
  const Shape shape(text);
  if (shape.is_bucket) return {};
  std::string best;
  std::size_t most = 1;
  for (const std::string& word : inner_words(text)) {
    const std::size_t count = by_word.at(word);
    if (count > most) best = word;
    most = std::max(most, count);
  }
  if (best.empty()) return {};
  Chain chain = type_chain(text, shape);
  chain.push_back(text.substr(0, shape.name) + "*" + best + "*");
  return chain;
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
    std::array<Chain, 4> chains;  // by beginning; by ending, without and with type; by holding
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
      Leaf leaf{text_of(node), 0, {}};
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
    std::map<std::string, std::size_t> by_word;
    for (const Leaf& leaf : leaves_) {
      const auto words = inner_words(leaf.text);
      for (const std::string& word : std::set<std::string>(words.begin(), words.end()))
        ++by_word[word];
    }
    for (Leaf& leaf : leaves_) {
      if (leaf.text == "*") continue;
      leaf.chains = {by_beginning(leaf.text), by_ending(leaf.text, false),
                     by_ending(leaf.text, true), by_holding(leaf.text, by_word)};
      std::set<std::size_t> counted;
      for (const Chain& chain : leaf.chains) {
        for (const std::string& text : chain) {
          const std::size_t token = token_of(text);
          if (counted.insert(token).second) ++leaves_under_[token];
        }
      }
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

  // The wildcards of a service's seen actions, by the words of their names, as a tree.
  void add_service(const std::string& service, const std::vector<Action>& actions,
                   bool on_everything) {
    const auto by_size = [](const std::string& one, const std::string& other) {
      return std::pair(one.size(), one) < std::pair(other.size(), other);
    };
    std::set<std::string, decltype(by_size)> stems(by_size);  // shorter first: above before below
    for (const Action& action : actions) {
      for (std::size_t end = 0; end < action.name.size(); ++end) {
        if (end == 0 || (action.name[end] >= 'A' && action.name[end] <= 'Z'))
          stems.insert(action.name.substr(0, end));
      }
    }
    std::map<std::string, std::size_t> tokens;  // by stem, its letters' case folded
    // The longest wildcard that covers what begins so.
    const auto parent_of = [&](const std::string& name, bool is_whole) {
      const std::string folded = folded_case(name);
      for (std::size_t end = name.size() + (is_whole ? 1 : 0); end-- > 0;) {
        const auto place = tokens.find(folded.substr(0, end));
        if (place != tokens.end()) return place->second;
      }
      return no_token;
    };
    for (const std::string& stem : stems) {
      const auto pattern = ActionPattern::parse(service + ":" + stem + "*");
      if (tokens.contains(folded_case(stem)) || !pattern || !may_be_listed(*pattern)) continue;
      tokens[folded_case(stem)] = add_action_token(*pattern, parent_of(stem, false), on_everything);
    }
    std::vector<std::size_t> exact;
    for (const Action& action : actions)
      exact.push_back(add_action_token(ActionPattern::exactly(action), parent_of(action.name, true),
                                       on_everything));
    attach_reached(actions, exact, tokens, on_everything);
  }

  // Promise 3, and what the user allows all the same.
  bool may_be_listed(const ActionPattern& pattern) const {
    for (const CatalogueAction* action : rules_.catalogue.matching(pattern)) {
      if (!rules_.wildcard_may_reach(*action) && !is_seen(action->action)) return false;
    }
    return true;
  }

  bool is_seen(const Action& action) const {
    return std::ranges::binary_search(graph_.actions(), action);
  }

  std::size_t add_action_token(const ActionPattern& pattern, std::size_t parent,
                               bool on_everything) {
    const std::size_t number = made_.actions.size();
    ActionToken token{pattern, parent, {}, {}, {}, on_everything ? 1U : 0U};
    for (std::size_t above = parent; above != no_token; above = made_.actions[above].parent)
      token.above.push_back(above);
    if (parent != no_token) made_.actions[parent].children.push_back(number);
    made_.actions.push_back(std::move(token));
    return number;
  }

  // Every action that some token reaches is attached to the narrowest that does.
  void attach_reached(const std::vector<Action>& seen, const std::vector<std::size_t>& exact,
                      const std::map<std::string, std::size_t>& tokens, bool on_everything) {
    std::map<Action, std::size_t> narrowest;  // action → token
    std::vector<std::size_t> wide;
    for (const auto& [stem, token] : tokens)
      wide.push_back(token);
    std::ranges::sort(
        wide, {}, [&](std::size_t token) { return made_.actions[token].pattern.text().size(); });
    for (const std::size_t token : wide) {
      for (const CatalogueAction* action : rules_.catalogue.matching(made_.actions[token].pattern))
        narrowest[action->action] = token;
    }
    for (std::size_t index = 0; index < seen.size(); ++index)
      narrowest[seen[index]] = exact[index];
    for (const auto& [action, token] : narrowest)
      made_.actions[token].reached.push_back(add_reached(action, on_everything));
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
      types_.push_back(rules_.catalogue.types_of(token.pattern));
    }
    std::map<std::vector<std::size_t>, std::size_t> numbers;
    for (std::size_t index = 0; index < made_.reached.size(); ++index) {
      ReachedAction& reached = made_.reached[index];
      const std::vector<std::size_t> tokens = tokens_of(index);
      const auto [place, added] = numbers.try_emplace(tokens, made_.kinds.size());
      if (added) made_.kinds.push_back({tokens});
      reached.kind = place->second;
      for (const std::size_t need : reached.needs) {
        for (const std::size_t token : tokens) {
          const bool under =
              token == need || made_.resources[need].pattern.covers(made_.resources[token].pattern);
          if (under) reached.seen.push_back(token);
        }
      }
      std::ranges::sort(reached.seen);
      reached.seen.erase(std::unique(reached.seen.begin(), reached.seen.end()), reached.seen.end());
    }
  }

  // Where a reached action can be requested, and the role might allow it.
  std::vector<std::size_t> tokens_of(std::size_t reached) const {
    std::vector<std::size_t> tokens;
    const CatalogueAction* known = known_[reached];
    std::optional<Role::Naming> naming;
    if (rules_.role) naming = rules_.role->naming(made_.reached[reached].action);
    for (std::size_t token = 0; token < made_.resources.size(); ++token) {
      const ArnPattern& pattern = made_.resources[token].pattern;
      if (pattern.is_everything() != on_everything_[reached]) continue;
      const bool possible = on_everything_[reached] || known == nullptr || supports(*known, token);
      if (possible && (!naming || naming->might_allow(pattern))) tokens.push_back(token);
    }
    return tokens;
  }

  bool supports(const CatalogueAction& action, std::size_t token) const {
    return std::ranges::any_of(action.types, [&](const ActionType& type) {
      return std::ranges::binary_search(types_[token], type.type);
    });
  }

  // A token of actions and one of resources must not meet if some pair of them must not be granted.
  void find_bans() {
    for (std::size_t index = 0; index < made_.resources.size(); ++index) {
      ResourceToken& resource = made_.resources[index];
      resource.banned.assign(made_.actions.size(), false);
      if (isolation_.is_free(resource.pattern)) continue;
      resource.has_bans = true;
      std::vector<bool> banned(made_.reached.size(), false);
      for (std::size_t reached = 0; reached < made_.reached.size(); ++reached) {
        if (on_everything_[reached] != resource.pattern.is_everything()) continue;
        const auto& needs = made_.reached[reached].needs;
        if (std::ranges::binary_search(needs, index)) continue;  // it was seen, and is wanted
        banned[reached] =
            isolation_.first_break(known_[reached], made_.reached[reached].action, resource.pattern)
                .has_value();
      }
      for (std::size_t token = made_.actions.size(); token-- > 0;) {
        const ActionToken& action = made_.actions[token];
        bool any = std::ranges::any_of(action.reached,
                                       [&](std::size_t reached) { return banned[reached]; });
        for (const std::size_t child : action.children)
          any = any || resource.banned[child];
        resource.banned[token] = any;
      }
    }
  }

  // A wildcard that is banned to every action that could be asked of what is under it.
  bool is_dead(std::size_t token) const {
    const ResourceToken& resource = made_.resources[token];
    if (resource.is_seen) return false;
    for (std::size_t index = 0; index < made_.actions.size(); ++index) {
      const ActionToken& action = made_.actions[index];
      if (!action.pattern.is_exact() || resource.banned[index]) continue;
      for (const std::size_t reached : action.reached) {
        for (const std::size_t need : made_.reached[reached].needs) {
          if (resource.pattern.covers(made_.resources[need].pattern)) return false;
        }
      }
    }
    return true;
  }

  void drop_the_useless() {
    useless_.assign(made_.resources.size(), 0);
    for (std::size_t token = 0; token < made_.resources.size(); ++token)
      useless_[token] = is_dead(token) ? 1 : 0;
  }

  // --- families -------------------------------------------------------------------------------------

  // The chain's patterns that may be listed.
  std::vector<std::size_t> living(const Chain& chain) const {
    std::vector<std::size_t> tokens;
    for (const std::string& text : chain) {
      const std::size_t token = resource_numbers_.at(text);
      if (useless_[token] == 0) tokens.push_back(token);
    }
    return tokens;
  }

  // The most characters that a pattern of the chain saves for the leaf, its own shared among all that
  // it groups. Patterns that say no more than the type are in every chain.
  std::ptrdiff_t saved_by(const Chain& chain, const Leaf& leaf) const {
    std::ptrdiff_t most = 0;
    for (const std::string& text : chain) {
      const Shape shape(text);
      const std::size_t token = resource_numbers_.at(text);
      if (text.size() <= shape.name + 1 || useless_[token] != 0) continue;
      const std::size_t share = (text.size() + 3) / leaves_under_.at(token);
      most = std::max(most, static_cast<std::ptrdiff_t>(leaf.text.size() + 3) -
                                static_cast<std::ptrdiff_t>(share));
    }
    return most;
  }

  // The first family goes by beginnings where those save anything, the second by whatever else saves
  // most.
  const Chain& chain_of(const Leaf& leaf, bool by_ending) const {
    if (!by_ending && saved_by(leaf.chains[0], leaf) > 0) return leaf.chains[0];
    const auto best =
        std::ranges::max_element(leaf.chains.begin() + 1, leaf.chains.end(), {},
                                 [&](const Chain& chain) { return saved_by(chain, leaf); });
    return saved_by(*best, leaf) > 0 ? *best : leaf.chains[0];
  }

  void choose_families() {
    std::array<std::vector<std::size_t>, 2> parents;
    for (const std::size_t family : {0U, 1U}) {
      parents[family].assign(made_.resources.size(), no_token);
      in_family_[family].assign(made_.resources.size(), 0);
      for (const Leaf& leaf : leaves_) {
        std::size_t parent = no_token;
        std::vector<std::size_t> above;
        for (const std::size_t token : living(chain_of(leaf, family == 1))) {
          if (token == leaf.token) break;
          if (in_family_[family][token] == 0) parents[family][token] = parent;
          in_family_[family][token] = 1;
          above.push_back(token);
          parent = token;
        }
        if (in_family_[family][leaf.token] == 0) parents[family][leaf.token] = parent;
        in_family_[family][leaf.token] = 1;
      }
    }
    made_.has_second_family = parents[0] != parents[1] || in_family_[0] != in_family_[1];
    for (std::size_t token = 0; token < made_.resources.size(); ++token) {
      std::set<std::size_t> above;
      for (const auto& parent : parents) {
        for (std::size_t up = parent[token]; up != no_token; up = parent[up])
          above.insert(up);
      }
      made_.resources[token].above.assign(above.begin(), above.end());
    }
    parents_ = std::move(parents);
  }

  // --- blocks ---------------------------------------------------------------------------------------

  // Tokens are joined by every pair that could be asked, seen or not.
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
    for (const auto& parent : parents_) {
      for (std::size_t token = 0; token < parent.size(); ++token) {
        if (parent[token] != no_token) join(token, parent[token]);
      }
    }
    for (std::size_t token = 0; token < made_.actions.size(); ++token) {
      const ActionToken& action = made_.actions[token];
      if (action.parent != no_token) join(first_action + token, first_action + action.parent);
      for (const std::size_t reached : action.reached) {
        for (const std::size_t resource : made_.kinds[made_.reached[reached].kind].tokens) {
          if (is_used(resource)) join(first_action + token, resource);
        }
        for (const std::size_t need : made_.reached[reached].needs)
          join(first_action + token, need);
      }
    }
    number_blocks([&](std::size_t token) { return root(token); });
  }

  bool is_used(std::size_t resource) const {
    return in_family_[0][resource] != 0 || in_family_[1][resource] != 0;
  }

  void number_blocks(const std::function<std::size_t(std::size_t)>& root) {
    std::map<std::size_t, std::size_t> numbers;
    const auto block_of = [&](std::size_t index) {
      const auto [place, added] = numbers.try_emplace(root(index), made_.blocks.size());
      if (added) made_.blocks.emplace_back();
      return place->second;
    };
    for (std::size_t token = 0; token < made_.resources.size(); ++token) {
      if (!is_used(token)) continue;
      made_.resources[token].block = block_of(token);
      Block& block = made_.blocks[made_.resources[token].block];
      if (made_.resources[token].pattern.is_everything()) block.on_everything = true;
    }
    for (Block& block : made_.blocks) {
      for (Family& family : block.families)
        family.children.resize(made_.resources.size());
    }
    for (std::size_t token = made_.actions.size(); token-- > 0;) {
      ActionToken& action = made_.actions[token];
      action.block = block_of(made_.resources.size() + token);
      Block& block = made_.blocks[action.block];
      block.action_order.push_back(token);  // a child has a higher number than its parent
      if (action.parent == no_token) block.action_roots.push_back(token);
    }
    for (const std::size_t family : {0U, 1U})
      order_family(family);
  }

  void order_family(std::size_t number) {
    std::vector<std::size_t> roots;
    for (std::size_t token = 0; token < made_.resources.size(); ++token) {
      if (in_family_[number][token] == 0) continue;
      Family& family = made_.blocks[made_.resources[token].block].families[number];
      const std::size_t parent = parents_[number][token];
      if (parent == no_token) {
        family.roots.push_back(token);
        roots.push_back(token);
      } else {
        family.children[parent].push_back(token);
      }
    }
    const std::function<void(Family&, std::size_t)> visit = [&](Family& family, std::size_t token) {
      for (const std::size_t child : family.children[token])
        visit(family, child);
      family.order.push_back(token);
    };
    for (const std::size_t root : roots)
      visit(made_.blocks[made_.resources[root].block].families[number], root);
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
  std::unordered_map<std::size_t, std::size_t> leaves_under_;
  std::vector<std::vector<TypeIndex>> types_;  // of each resource token
  std::vector<bool> on_everything_;            // of each reached action
  std::vector<const CatalogueAction*> known_;  // likewise; null: the catalogue does not know it
  std::vector<char> useless_;
  std::array<std::vector<char>, 2> in_family_;
  std::array<std::vector<std::size_t>, 2> parents_;
};

Candidates::Candidates(const UsageGraph& wanted, Isolation& isolation, const Rules& rules,
                       Elision elision) {
  CandidatesBuilder(wanted, isolation, rules, elision, *this).build();
}

}  // namespace scopedown
