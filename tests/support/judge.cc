#include "tests/support/judge.h"

#include <algorithm>
#include <set>
#include <stdexcept>
#include <utility>

#include "model/evaluator.h"

namespace scopedown::testing {
namespace {

bool changes_something(const CatalogueAction* action) {
  return action == nullptr || action->level >= AccessLevel::Tagging;
}

std::vector<const World::Resource*> resources_with_arn(const World& world) {
  std::vector<const World::Resource*> resources;
  for (const World::Resource& resource : world.resources()) {
    if (!resource.pattern) resources.push_back(&resource);
  }
  return resources;
}

std::set<std::string> arns_of(const std::vector<const World::Resource*>& resources) {
  std::set<std::string> arns;
  for (const World::Resource* resource : resources)
    arns.insert(resource->arn);
  return arns;
}

std::set<std::pair<Action, std::string>> seen_on(
    const std::vector<const World::Resource*>& resources) {
  std::set<std::pair<Action, std::string>> seen;
  for (const World::Resource* resource : resources) {
    for (const auto& [action, tenants] : resource->actions)
      seen.emplace(action, resource->arn);
  }
  return seen;
}

bool is_allowed(const Policy& policy, const Access& access) {
  const ArnPattern& resource = access.resource;
  if (resource.is_exact() || resource.is_everything()) {
    const std::string named = resource.is_everything() ? "*" : resource.glob();
    return decide(policy, Request{"", access.action, named, {}}, Reading::Surely).allowed();
  }
  return std::ranges::any_of(policy.statements, [&](const Statement& statement) {
    if (statement.effect == Effect::Deny || statement.not_action || statement.not_resource ||
        !statement.conditions.empty())
      return false;
    return std::ranges::any_of(
               statement.actions,
               [&](const ActionPattern& token) { return token.matches(access.action); }) &&
           std::ranges::any_of(statement.resources,
                               [&](const ArnPattern& token) { return token.covers(resource); });
  });
}

bool role_names(std::span<const Policy> role, const Action& action) {
  return std::ranges::any_of(role, [&](const Policy& policy) {
    return std::ranges::any_of(policy.statements, [&](const Statement& statement) {
      const bool named = std::ranges::any_of(
          statement.actions, [&](const ActionPattern& token) { return token.matches(action); });
      return statement.effect == Effect::Allow && named != statement.not_action;
    });
  });
}

}  // namespace

void Findings::add(std::string witness) {
  ++count;
  if (witnesses.size() < witnesses_max) witnesses.push_back(std::move(witness));
}

void Findings::add(const Findings& more) {
  count += more.count;
  for (const std::string& witness : more.witnesses) {
    if (witnesses.size() < witnesses_max) witnesses.push_back(witness);
  }
}

void Judgement::add(const Judgement& more) {
  missing.add(more.missing);
  others.add(more.others);
  shared.add(more.shared);
  denied.add(more.denied);
  latent.add(more.latent);
  wildcard_writes.add(more.wildcard_writes);
  wildcard_permissions.add(more.wildcard_permissions);
  wildcard_sensitive.add(more.wildcard_sensitive);
}

Judge::Judge(const World& world, const Catalogue& catalogue)
    : world_(world),
      catalogue_(catalogue),
      resources_(resources_with_arn(world)),
      arns_(arns_of(resources_), seen_on(resources_), catalogue) {
  if (arns_.arns().size() != resources_.size()) throw std::logic_error("an ARN is there twice");
}

Judgement Judge::judge(std::string_view policy_text, const Tenant& tenant,
                       const AccessUsage& accesses, std::span<const Policy> role) const {
  const Policy policy = Policy::parse(policy_text);
  Judgement judgement;
  judge_coverage(policy, accesses, judgement);
  judge_isolation(policy, tenant, role, judgement);
  judge_wildcards(policy, accesses, role, judgement);
  return judgement;
}

void Judge::judge_coverage(const Policy& policy, const AccessUsage& accesses,
                           Judgement& judgement) const {
  for (const auto& [access, usage] : accesses) {
    if (!is_allowed(policy, access))
      judgement.missing.add(access.action.text() + " on " + access.resource.text());
  }
}

void Judge::judge_isolation(const Policy& policy, const Tenant& tenant,
                            std::span<const Policy> role, Judgement& judgement) const {
  const auto add = [&](Findings& findings, const Action& action, const std::string& arn) {
    const Request request{"", action, arn, {}};
    const bool effective = role.empty() || allows(role, policy, request, Reading::Possibly);
    (effective ? findings : judgement.latent).add(action.text() + " on " + arn);
  };
  const TenantIndex* me = world_.find(tenant);
  for (const GrantedPair& pair : arns_.granted_by(policy)) {
    const World::Resource& resource = *resources_[pair.arn];
    const bool mine = me != nullptr && World::belongs_to(resource, *me);
    if (resource.owners.size() == (mine ? 1U : 0U)) continue;
    if (!mine) {
      add(judgement.others, pair.action, resource.arn);
    } else if (changes_something(catalogue_.find(pair.action)) &&
               !World::did(resource, *me, pair.action)) {
      add(judgement.shared, pair.action, resource.arn);
    }
  }
  if (me == nullptr) return;
  for (const auto& [action, arn] : world_.denied(*me)) {
    if (decide(policy, Request{"", action, arn, {}}, Reading::Possibly).allowed())
      add(judgement.denied, action, arn);
  }
}

void Judge::judge_wildcards(const Policy& policy, const AccessUsage& accesses,
                            std::span<const Policy> role, Judgement& judgement) const {
  std::set<Action> seen;
  for (const auto& [access, usage] : accesses)
    seen.insert(access.action);
  std::set<std::pair<const CatalogueAction*, std::string>> reached;  // with the wildcard
  for (const Statement& statement : policy.statements) {
    if (statement.effect == Effect::Deny) continue;
    for (const ActionPattern& token : statement.actions) {
      if (token.is_exact()) continue;
      for (const CatalogueAction* action : catalogue_.matching(token))
        reached.emplace(action, token.text());
    }
  }
  for (const auto& [action, token] : reached) {
    if (seen.contains(action->action)) continue;
    if (!role.empty() && !role_names(role, action->action)) continue;
    const std::string witness = token + " reaches " + action->action.text();
    if (action->level == AccessLevel::PermissionsManagement) {
      judgement.wildcard_permissions.add(witness);
    } else if (action->level >= AccessLevel::Tagging) {
      judgement.wildcard_writes.add(witness);
    } else if (!action->sensitive.empty()) {
      judgement.wildcard_sensitive.add(witness);
    }
  }
}

}  // namespace scopedown::testing
