#include "generator/minimise/verify.h"

#include <algorithm>
#include <functional>
#include <map>
#include <set>

#include "model/evaluator.h"

namespace scopedown {
namespace {

// An access by name is asked of the evaluator; one by pattern must stand under one statement's
// pattern.
bool is_allowed(const Policy& policy, const Access& access) {
  if (access.resource.is_exact()) {
    const Request request{.principal = "",
                          .action = access.action,
                          .resource = access.resource.glob(),
                          .context = {}};
    return decide(policy, request, Reading::Surely).allowed();
  }
  return std::ranges::any_of(policy.statements, [&](const Statement& statement) {
    const bool plain = statement.effect == Effect::Allow && !statement.not_action &&
                       !statement.not_resource && statement.conditions.empty();
    return plain &&
           std::ranges::any_of(
               statement.actions,
               [&](const ActionPattern& token) { return token.matches(access.action); }) &&
           std::ranges::any_of(statement.resources, [&](const ArnPattern& token) {
             return token.covers(access.resource);
           });
  });
}

bool might_allow(const Policy& policy, const Action& action, const std::string& arn) {
  const Request request{.principal = "", .action = action, .resource = arn, .context = {}};
  return decide(policy, request, Reading::Possibly).allowed();
}

// The actions of the catalogue that a statement names, by the resource types that they are on: a
// pattern may touch thousands of neighbours' resources, and what can be asked of each must be known
// at a glance.
class NamedActions {
 public:
  NamedActions(const Statement& statement, const Catalogue& catalogue) {
    std::set<const CatalogueAction*> named;
    for (const ActionPattern& token : statement.actions) {
      for (const CatalogueAction* action : catalogue.matching(token)) {
        if (!action->types.empty()) named.insert(action);
      }
    }
    for (const CatalogueAction* action : named) {
      by_action_.emplace(action->action, action);
      for (const ActionType& type : action->types) {
        if (!type.created) by_type_[type.type].push_back(action);
      }
    }
  }

  // Whether `is_so` of a type that one of them is on.
  template <class IsSo>
  [[nodiscard]] bool any_type(IsSo is_so) const {
    return std::ranges::any_of(by_type_, [&](const auto& entry) { return is_so(entry.first); });
  }

  // Calls `take` with those that can be asked of the resource: its types are on it, or somebody did
  // it there. One may come twice.
  template <class Take>
  void on(const World::Resource& resource, Take take) const {
    for (const TypeIndex type : resource.types) {
      const auto found = by_type_.find(type);
      if (found == by_type_.end()) continue;
      for (const CatalogueAction* action : found->second)
        take(*action);
    }
    if (!resource.is_odd) return;
    for (const auto& [done, tenants] : resource.actions) {
      const auto found = by_action_.find(done);
      if (found != by_action_.end()) take(*found->second);
    }
  }

 private:
  std::map<TypeIndex, std::vector<const CatalogueAction*>> by_type_;
  std::map<Action, const CatalogueAction*> by_action_;
};

class Judge {
 public:
  Judge(const Policy& policy, const World& world, const Rules& rules, const Tenant& tenant)
      : policy_(policy), world_(world), rules_(rules), me_(world.find(tenant)) {}

  // Only a statement that names the action and touches the resource can allow a pair.
  void apartness(std::vector<std::string>& objections) const {
    std::set<Access> broken;
    for (const Statement& statement : policy_.statements) {
      const NamedActions named(statement, rules_.catalogue);
      for (const ArnPattern& token : statement.resources) {
        visit(named, token, [&](const World::Resource& resource) {
          const bool mine = me_ != nullptr && World::belongs_to(resource, *me_);
          if (resource.pattern || resource.owners.size() == (mine ? 1U : 0U)) return true;
          named.on(resource, [&](const CatalogueAction& action) {
            const bool changes = action.level >= AccessLevel::Tagging;
            const bool forbidden = !mine || (changes && !World::did(resource, *me_, action.action));
            if (forbidden && might_allow(policy_, action.action, resource.arn))
              broken.insert({action.action, ArnPattern::exactly(resource.arn)});
          });
          return true;
        });
      }
    }
    for (const Access& access : broken)
      objections.push_back("it lets " + access.action.text() + " reach " + access.resource.text() +
                           " of another tenant");
  }

  void denials(std::vector<std::string>& objections) const {
    if (me_ == nullptr) return;
    for (const auto& [action, arn] : world_.denied(*me_)) {
      if (might_allow(policy_, action, arn))
        objections.push_back("it grants " + action.text() + " on " + arn + ", which was denied");
    }
  }

 private:
  // What the token may match of the tenant's own; of others', where any of them is of a type that the
  // actions can be asked of. Mostly there is none, and then nobody's resources need be gone through.
  void visit(const NamedActions& named, const ArnPattern& token,
             const std::function<bool(const World::Resource&)>& look) const {
    const bool touches_others = named.any_type(
        [&](TypeIndex type) { return world_.first_foreign(type, token, me_) != nullptr; });
    if (touches_others) return world_.visit(token, look);
    if (me_ != nullptr) {
      for (const World::Resource* resource : world_.owned_under(token, *me_))
        look(*resource);
    }
    for (const World::Resource* resource : world_.odd()) {
      if (token.may_match(resource->arn)) look(*resource);
    }
  }

  const Policy& policy_;
  const World& world_;
  const Rules& rules_;
  const TenantIndex* me_;
};

// No wildcard reaches what may do harm and was not asked for.
void wildcards(const Policy& policy, const Proposal& proposal, const Rules& rules,
               std::vector<std::string>& objections) {
  std::set<Action> wanted;
  for (const Access& access : proposal.granted)
    wanted.insert(access.action);
  for (const Statement& statement : policy.statements) {
    for (const ActionPattern& token : statement.actions) {
      if (token.is_exact()) continue;
      for (const CatalogueAction* action : rules.catalogue.matching(token)) {
        if (!rules.wildcard_may_reach(*action) && !wanted.contains(action->action))
          objections.push_back("its wildcard " + token.text() + " reaches " +
                               action->action.text());
      }
    }
  }
}

// Every pair of a statement is granted or listed.
void hidden(const Policy& policy, const Proposal& proposal, const Catalogue& catalogue,
            std::vector<std::string>& objections) {
  std::set<Access> listed;
  for (const auto* list : {&proposal.excess, &proposal.latent}) {
    for (const Widening& widening : *list)
      listed.insert(widening.access);
  }
  const std::set<Access> granted(proposal.granted.begin(), proposal.granted.end());
  for (const Statement& statement : policy.statements) {
    for (const ActionPattern& token : statement.actions) {
      for (const CatalogueAction* action : catalogue.matching(token)) {
        for (const ArnPattern& resource : statement.resources) {
          const bool possible = resource.is_everything() || catalogue.supports(*action, resource);
          const Access access{action->action, resource};
          if (!possible || listed.contains(access) || granted.contains(access)) continue;
          const bool under = std::ranges::any_of(granted, [&](const Access& other) {
            return other.action == access.action && other.resource.covers(resource);
          });
          if (!under)
            objections.push_back("it allows " + action->action.text() + " on " + resource.text() +
                                 ", which is not listed");
        }
      }
    }
  }
}

}  // namespace

std::vector<std::string> objections(std::string_view bytes, const Proposal& proposal,
                                    const Tenant& tenant, const World& world, const Rules& rules) {
  std::vector<std::string> objections;
  Policy policy;
  try {
    policy = Policy::parse(bytes);
  } catch (const PolicyError& error) {
    return {std::string("it is no policy: ") + error.what()};
  }
  if (!(policy == proposal.policy)) objections.emplace_back("its bytes say something else");

  for (const Access& access : proposal.granted) {
    if (!is_allowed(policy, access))
      objections.push_back("it loses " + access.action.text() + " on " + access.resource.text());
  }
  const Judge judge(policy, world, rules, tenant);
  judge.apartness(objections);
  judge.denials(objections);
  wildcards(policy, proposal, rules, objections);
  hidden(policy, proposal, rules.catalogue, objections);

  if (proposal.fits()) {
    if (characters_of(bytes) > rules.budget.characters_max)
      objections.emplace_back("it is too long");
    const PackedSize packed = PackedSizeEstimator().of(policy);
    if (rules.budget.packed_percent_max &&
        packed > PackedSize::of_percent(*rules.budget.packed_percent_max))
      objections.emplace_back("its packed size is too large");
  }
  return objections;
}

}  // namespace scopedown
