#include "tests/support/pair_judge.h"

#include <algorithm>
#include <utility>

#include "model/evaluator.h"
#include "tests/support/authorisation_oracle.h"

namespace scopedown::testing {
namespace {

constexpr const char* account = "111122223333";
constexpr const char* session_arn = "arn:aws:sts::111122223333:assumed-role/tenants/pod";

// A case of the definition: the documents once, and one request after the other.
class DefinitionCase {
 public:
  DefinitionCase(const std::vector<std::string>& role, const std::string& session) {
    case_["policies"]["identity"] = CaseJson::array();
    for (const std::string& text : role)
      case_["policies"]["identity"].push_back(CaseJson::parse(text));
    case_["policies"]["session"] = CaseJson::array({CaseJson::parse(session)});
    // The resource's account is said, since a name may hold colons; no other account's policy is given.
    case_["request"] = {{"principal", session_arn}, {"resourceAccount", account}};
  }

  [[nodiscard]] bool allows(const std::string& action, const std::string& resource) {
    case_["request"]["action"] = action;
    case_["request"]["resource"] = resource;
    return decision_by_definition(case_) == "allowed";
  }

 private:
  CaseJson case_;
};

std::vector<const CatalogueAction*> actions_named(const std::vector<Policy>& role,
                                                  const Catalogue& catalogue) {
  std::set<const CatalogueAction*> named;
  for (const Policy& policy : role) {
    for (const Statement& statement : policy.statements) {
      for (const ActionPattern& pattern : statement.actions) {
        for (const CatalogueAction* action : catalogue.matching(pattern))
          named.insert(action);
      }
    }
  }
  return {named.begin(), named.end()};
}

std::vector<Policy> policies_of(const std::vector<std::string>& texts) {
  std::vector<Policy> policies;
  for (const std::string& text : texts)
    policies.push_back(Policy::parse(text));
  return policies;
}

std::string words(const std::string& action, const std::string& resource) {
  return action + " on " + resource;
}

}  // namespace

void PairJudgement::add(const PairJudgement& more) {
  inside.add(more.inside);
  lost.add(more.lost);
  lost_by_definition.add(more.lost_by_definition);
  others_by_definition.add(more.others_by_definition);
  asked += more.asked;
}

PairJudge::PairJudge(const World& world, const Catalogue& catalogue, std::vector<std::string> role)
    : world_(world),
      judge_(world, catalogue),
      texts_(std::move(role)),
      role_(policies_of(texts_)),
      named_(actions_named(role_, catalogue)) {}

PairJudgement PairJudge::judge(const std::string& session, const Tenant& tenant,
                               const AccessUsage& accesses, const DefinitionShare& share,
                               Random& random) const {
  PairJudgement judgement;
  judgement.inside = judge_.judge(session, tenant, accesses, role_);
  ask_evaluator(session, accesses, judgement);
  ask_definition(session, tenant, accesses, share, random, judgement);
  return judgement;
}

void PairJudge::ask_evaluator(const std::string& session, const AccessUsage& accesses,
                              PairJudgement& judgement) const {
  const Policy policy = Policy::parse(session);
  for (const auto& [access, usage] : accesses) {
    const std::string resource = access.resource.is_everything() ? "*" : access.resource.glob();
    if (!allows(role_, policy, Request{"", access.action, resource, {}}, Reading::Surely))
      judgement.lost.add(words(access.action.text(), access.resource.text()));
  }
}

void PairJudge::ask_definition(const std::string& session, const Tenant& tenant,
                               const AccessUsage& accesses, const DefinitionShare& share,
                               Random& random, PairJudgement& judgement) const {
  DefinitionCase definition(texts_, session);
  if (share.own) {
    for (const auto& [access, usage] : accesses) {
      const std::string resource = access.resource.is_everything() ? "*" : access.resource.glob();
      ++judgement.asked;
      if (!definition.allows(access.action.text(), resource))
        judgement.lost_by_definition.add(words(access.action.text(), resource));
    }
  }
  const TenantIndex* me = world_.find(tenant);
  const auto resources = world_.resources();
  if (resources.empty()) return;
  for (std::size_t left = share.others; left > 0; --left) {
    const World::Resource& resource = resources[any_number(random, resources.size() - 1)];
    const bool mine = me != nullptr && World::belongs_to(resource, *me);
    if (mine || resource.pattern || resource.owners.empty()) continue;
    for (const CatalogueAction* action : named_) {
      if (action->types.empty() || !World::could_be_asked(action, resource)) continue;
      ++judgement.asked;
      if (definition.allows(action->action.text(), resource.arn))
        judgement.others_by_definition.add(words(action->action.text(), resource.arn));
    }
  }
}

}  // namespace scopedown::testing
