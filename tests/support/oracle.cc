#include "tests/support/oracle.h"

#include <algorithm>
#include <limits>
#include <map>
#include <set>
#include <stdexcept>

#include "model/wildcard.h"

namespace scopedown::testing {
namespace {

using Characters = std::vector<std::string>;

bool matches_from(const Characters& glob, std::size_t in_glob, const Characters& text,
                  std::size_t in_text) {
  if (in_glob == glob.size()) return in_text == text.size();
  const bool text_left = in_text < text.size();
  if (glob[in_glob] == std::string(1, any_run)) {
    return matches_from(glob, in_glob + 1, text, in_text) ||
           (text_left && matches_from(glob, in_glob, text, in_text + 1));
  }
  if (!text_left) return false;
  const bool here = glob[in_glob] == std::string(1, any_one) || glob[in_glob] == text[in_text];
  return here && matches_from(glob, in_glob + 1, text, in_text + 1);
}

std::vector<std::string> six_segments(std::string_view text) {
  std::vector<std::string> segments(1);
  for (const char byte : text) {
    if (byte == ':' && segments.size() < 6) {
      segments.emplace_back();
    } else {
      segments.back() += byte;
    }
  }
  return segments;
}

// Deals edge after edge to the statements there are, or to a new one.
class Dealer {
 public:
  Dealer(const UsageGraph& graph, const std::function<bool(std::size_t, std::size_t)>& harmless)
      : graph_(graph), harmless_(harmless) {}

  SmallestCover deal() {
    deal_from(0);
    return best_;
  }

 private:
  struct Rectangle {
    std::set<std::size_t> actions;
    std::set<std::size_t> resources;
  };

  void deal_from(std::size_t edge) {
    if (edge == graph_.edges().size()) {
      judge();
      return;
    }
    for (std::size_t index = 0; index <= dealt_.size(); ++index) {
      const std::vector<Rectangle> before = dealt_;
      if (index == dealt_.size()) dealt_.emplace_back();
      dealt_[index].actions.insert(graph_.edges()[edge].action);
      dealt_[index].resources.insert(graph_.edges()[edge].resource);
      deal_from(edge + 1);
      dealt_ = before;
    }
  }

  void judge() {
    Policy policy;
    for (const Rectangle& rectangle : dealt_) {
      Statement statement;
      for (const std::size_t action : rectangle.actions) {
        statement.actions.push_back(ActionPattern::exactly(graph_.actions()[action]));
        for (const std::size_t resource : rectangle.resources)
          if (!harmless_(action, resource)) return;
      }
      for (const std::size_t resource : rectangle.resources)
        statement.resources.push_back(graph_.resources()[resource]);
      policy.statements.push_back(statement);
    }
    best_.characters = std::min(best_.characters, policy.characters());
    best_.statements = std::min(best_.statements, policy.statements.size());
  }

  const UsageGraph& graph_;
  const std::function<bool(std::size_t, std::size_t)>& harmless_;
  std::vector<Rectangle> dealt_;
  SmallestCover best_{std::numeric_limits<std::size_t>::max(), std::numeric_limits<std::size_t>::max()};
};

// What one tenant and the others did with one resource.
struct Users {
  bool mine = false;
  bool others = false;
  std::set<Action> my_actions;
};

bool changes_something(const CatalogueAction* action) {
  return action == nullptr || action->level >= AccessLevel::Tagging;
}

}  // namespace

std::vector<std::string> characters_by_definition(std::string_view text) {
  Characters characters;
  for (const char byte : text) {
    const bool continues = (static_cast<unsigned char>(byte) & 0xC0U) == 0x80U;
    if (!continues || characters.empty()) characters.emplace_back();
    characters.back() += byte;
  }
  return characters;
}

bool wildcard_matches_by_definition(std::string_view glob, std::string_view text) {
  return matches_from(characters_by_definition(glob), 0, characters_by_definition(text), 0);
}

bool arn_matches_by_definition(std::string_view pattern, std::string_view arn) {
  if (pattern == "*") return true;
  const auto globs = six_segments(pattern);
  const auto texts = six_segments(arn);
  if (globs.size() != 6 || texts.size() != 6) return false;
  for (std::size_t index = 0; index < 6; ++index)
    if (!wildcard_matches_by_definition(glob_of(globs[index]), texts[index])) return false;
  return true;
}

Ways ways_of(const Statement& statement, const Action& action, std::string_view resource) {
  Ways ways{statement.effect, {}};
  const bool action_named = std::ranges::any_of(
      statement.actions, [&](const ActionPattern& named) { return named.matches(action); });
  for (std::size_t way = 0; way < 4; ++way) {
    const bool crosses_colons = (way & 1U) != 0;
    const bool conditions_hold = (way & 2U) != 0 || statement.conditions.empty();
    const bool resource_named = std::ranges::any_of(statement.resources, [&](const ArnPattern& named) {
      return crosses_colons ? named.may_match(resource) : named.matches(resource);
    });
    ways.speaks[way] = conditions_hold && action_named != statement.not_action &&
                       resource_named != statement.not_resource;
  }
  return ways;
}

bool allowed_by_definition(const std::vector<Ways>& statements, Reading reading) {
  const std::size_t settlements = std::size_t{1} << (2 * statements.size());
  bool in_each = true;
  bool in_some = false;
  for (std::size_t settlement = 0; settlement < settlements; ++settlement) {
    bool allowed = false;
    bool denied = false;
    for (std::size_t index = 0; index < statements.size(); ++index) {
      if (!statements[index].speaks[settlement >> (2 * index) & 3U]) continue;
      (statements[index].effect == Effect::Allow ? allowed : denied) = true;
    }
    in_each = in_each && allowed && !denied;
    in_some = in_some || (allowed && !denied);
  }
  return reading == Reading::Surely ? in_each : in_some;
}

bool allowed_by_definition(const Policy& policy, const Action& action, std::string_view resource,
                           Reading reading) {
  return std::ranges::any_of(policy.statements, [&](const Statement& statement) {
    if (statement.effect == Effect::Deny) throw std::logic_error("only Allow is asked for here");
    const Ways ways = ways_of(statement, action, resource);
    const auto speaking = std::ranges::count(ways.speaks, true);
    return reading == Reading::Surely ? speaking == 4 : speaking > 0;
  });
}

bool is_possible(const Action& action, const std::string& arn, const std::vector<Fact>& facts,
                 const Catalogue& catalogue) {
  const CatalogueAction* known = catalogue.find(action);
  if (known == nullptr || arn == "*") return true;
  if (catalogue.supports(*known, ArnPattern::exactly(arn))) return true;
  return std::ranges::any_of(facts, [&](const Fact& fact) {
    return !fact.denied && fact.action == action && fact.arn == arn;
  });
}

std::vector<std::string> isolation_broken_by_definition(const Policy& policy, const Tenant& me,
                                                        const std::vector<Fact>& facts,
                                                        const Catalogue& catalogue) {
  std::map<std::string, Users> users;
  std::set<Action> actions;
  std::set<std::pair<Action, std::string>> denied;
  for (const CatalogueAction& action : catalogue.actions())
    actions.insert(action.action);
  for (const Fact& fact : facts) {
    actions.insert(fact.action);
    if (fact.denied) {
      if (fact.tenant == me) denied.emplace(fact.action, fact.arn);
      continue;
    }
    Users& there = users[fact.arn];
    (fact.tenant == me ? there.mine : there.others) = true;
    if (fact.tenant == me) there.my_actions.insert(fact.action);
  }
  const auto allows = [&](const Action& action, const std::string& arn) {
    return allowed_by_definition(policy, action, arn, Reading::Possibly);
  };

  std::vector<std::string> broken;
  for (const auto& [arn, there] : users) {
    if (arn == "*" || !there.others) continue;
    for (const Action& action : actions) {
      const CatalogueAction* known = catalogue.find(action);
      if (known != nullptr && known->types.empty()) continue;  // is evaluated on `*` alone
      if (there.mine && (there.my_actions.contains(action) || !changes_something(known))) continue;
      if (is_possible(action, arn, facts, catalogue) && allows(action, arn))
        broken.push_back(action.text() + " reaches " + arn);
    }
  }
  for (const auto& [action, arn] : denied) {
    const auto seen = users.find(arn);
    if (seen != users.end() && seen->second.my_actions.contains(action)) continue;
    if (allows(action, arn)) broken.push_back(action.text() + " on " + arn + " was denied");
  }
  return broken;
}

SmallestCover smallest_cover(const UsageGraph& graph,
                             const std::function<bool(std::size_t, std::size_t)>& harmless) {
  return Dealer(graph, harmless).deal();
}

Policy grouped_policy(const UsageGraph& graph) {
  std::map<std::size_t, std::set<std::size_t>> actions_of;
  for (const auto& edge : graph.edges())
    actions_of[edge.resource].insert(edge.action);
  std::map<std::set<std::size_t>, std::vector<std::size_t>> groups;
  for (const auto& [resource, actions] : actions_of)
    groups[actions].push_back(resource);
  Policy policy;
  for (const auto& [actions, resources] : groups) {
    Statement statement;
    for (const std::size_t action : actions)
      statement.actions.push_back(ActionPattern::exactly(graph.actions()[action]));
    for (const std::size_t resource : resources)
      statement.resources.push_back(graph.resources()[resource]);
    policy.statements.push_back(std::move(statement));
  }
  return policy;
}

}  // namespace scopedown::testing
