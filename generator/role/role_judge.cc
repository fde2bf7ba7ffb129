#include "generator/role/role_judge.h"

#include <algorithm>
#include <tuple>

#include "generator/error.h"
#include "generator/role/pattern_set.h"
#include "model/evaluator.h"

namespace scopedown {
namespace {

std::vector<Policy> read(const std::vector<std::string>& texts) {
  std::vector<Policy> policies;
  for (const std::string& text : texts)
    policies.push_back(Policy::parse(text));
  return policies;
}

Request request_for(const Action& action, const std::string& arn) {
  return {.principal = "", .action = action, .resource = arn, .context = {}};
}

std::size_t literal_characters(const ArnPattern& pattern) {
  return static_cast<std::size_t>(
      std::ranges::count_if(pattern.text(), [](char byte) { return byte != '*' && byte != '?'; }));
}

}  // namespace

RoleJudge::RoleJudge(const std::vector<std::string>& texts) : role_(read(texts)) {
  for (const Policy& policy : role_.policies()) {
    for (const Statement& statement : policy.statements) {
      const bool plain = statement.effect == Effect::Allow && !statement.not_action &&
                         !statement.not_resource && statement.conditions.empty();
      ensure(plain, "a role's permission policies hold plain Allow statements");
      for (const ActionPattern& pattern : statement.actions) {
        const auto action = Action::parse(pattern.text());
        ensure(action.has_value(), "a role's permission policies name exact actions");
        by_action_[*action].statements.push_back(statement);
      }
    }
  }
}

bool RoleJudge::allows_by_name(const Action& action, const std::string& arn) const {
  const auto found = by_action_.find(action);
  return found != by_action_.end() &&
         decide(found->second, request_for(action, arn), Reading::Surely).allowed();
}

bool RoleJudge::allows(const Access& access) const {
  if (access.resource.is_exact()) return allows_by_name(access.action, access.resource.glob());
  const auto found = by_action_.find(access.action);
  return found != by_action_.end() && Role({found->second}).surely_allows(access);
}

bool RoleJudge::allows(const Access& access, const Policy& session) const {
  if (!allows(access)) return false;
  if (!access.resource.is_exact()) return Role({session}).surely_allows(access);
  return decide(session, request_for(access.action, access.resource.glob()), Reading::Surely)
      .allowed();
}

std::vector<Access> RoleJudge::lost(const std::set<Access>& needs) const {
  std::vector<Access> lost;
  std::ranges::copy_if(needs, std::back_inserter(lost),
                       [&](const Access& access) { return !allows(access); });
  return lost;
}

std::vector<OpenPattern> RoleJudge::open_patterns() const {
  std::vector<OpenPattern> open;
  for (const Policy& policy : role_.policies()) {
    for (const Statement& statement : policy.statements) {
      for (const ArnPattern& pattern : statement.resources) {
        if (pattern.is_exact()) continue;
        OpenPattern& one = open.emplace_back(OpenPattern{pattern, {}, 0, 0});
        for (const ActionPattern& action : statement.actions)
          one.actions.push_back(*Action::parse(action.text()));
      }
    }
  }
  std::ranges::sort(open, [](const OpenPattern& a, const OpenPattern& b) {
    return std::tuple(literal_characters(a.pattern), a.pattern, a.actions) <
           std::tuple(literal_characters(b.pattern), b.pattern, b.actions);
  });
  return open;
}

RoleExcess RoleJudge::excess(const std::set<Access>& needs, const World& world,
                             const Catalogue& catalogue) const {
  RoleExcess excess;
  excess.open = open_patterns();
  std::erase_if(excess.open, [&](const OpenPattern& one) {
    return std::ranges::all_of(
        one.actions, [&](const Action& action) { return needs.contains({action, one.pattern}); });
  });
  std::map<Action, std::vector<OpenPattern*>> open;
  for (OpenPattern& one : excess.open) {
    for (const Action& action : one.actions)
      open[action].push_back(&one);
  }
  std::map<Action, PatternSet> wide;  // what a need that is a pattern covers is needed
  for (const Access& access : needs) {
    if (!access.resource.is_exact()) wide[access.action].add(access.resource);
    for (OpenPattern* one : open[access.action])
      one->needed += one->pattern.covers(access.resource) ? 1 : 0;
  }
  // Most resources have one of few sets of types, and each set the same actions.
  std::map<std::vector<TypeIndex>, std::vector<const CatalogueAction*>> asked;
  const auto actions_on = [&](const World::Resource& resource) -> const auto& {
    const auto [place, added] = asked.try_emplace(resource.types);
    if (added) {
      for (const auto& [action, policy] : by_action_) {
        const CatalogueAction* known = catalogue.find(action);
        if (known != nullptr && !known->types.empty() && World::could_be_asked(known, resource))
          place->second.push_back(known);
      }
    }
    return place->second;
  };
  for (const World::Resource& resource : world.resources()) {
    if (resource.pattern) continue;
    const ArnPattern name = ArnPattern::exactly(resource.arn);
    for (const CatalogueAction* action : actions_on(resource)) {
      if (needs.contains({action->action, name})) continue;
      ++excess.questions;
      if (!allows_by_name(action->action, resource.arn)) continue;
      const auto patterns = wide.find(action->action);
      if (patterns != wide.end() && patterns->second.covers(name)) continue;
      ++excess.pairs;
      ++excess.by_level[action->level];
      for (OpenPattern* one : open[action->action])
        one->unneeded += one->pattern.matches(resource.arn) ? 1 : 0;
    }
  }
  return excess;
}

}  // namespace scopedown
