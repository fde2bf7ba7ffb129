#include "generator/role/shared_role.h"

#include "generator/error.h"

namespace scopedown {
namespace {

void ensure_within_quota(const SharedRole& role) {
  const auto& documents = role.permissions.documents;
  ensure(documents.size() <= role.quota.documents_max(), "a role has no more documents");
  for (std::size_t number = 0; number < documents.size(); ++number) {
    ensure(characters_of(documents[number].text()) <= role.quota.characters_max(number),
           "a document of the role is within its quota");
  }
}

}  // namespace

std::vector<std::string> SharedRole::texts() const {
  std::vector<std::string> texts;
  for (const Policy& document : permissions.documents)
    texts.push_back(document.text());
  return texts;
}

RoleNeeds together(const std::vector<UnitNeeds>& units) {
  RoleNeeds needs;
  for (const UnitNeeds& unit : units) {
    if (unit.accesses.empty()) continue;
    needs.units.push_back(unit.unit);
    needs.accesses.insert(unit.accesses.begin(), unit.accesses.end());
  }
  return needs;
}

SharedRole shared_role_of(const RoleNeeds& needs, const PermissionSearch& search,
                          const World& world, const Catalogue& catalogue, const RoleQuota& quota,
                          bool exact) {
  SharedRole role;
  role.quota = quota;
  role.units = needs.units;
  role.needs = needs.accesses.size();
  std::set<Action> actions;
  for (const Access& access : needs.accesses)
    actions.insert(access.action);
  role.actions = actions.size();
  role.permissions = search.within(quota, exact);
  if (!role.permissions.fits()) return role;

  ensure_within_quota(role);
  const RoleJudge judge(role.texts());
  for (const Access& access : judge.lost(needs.accesses))
    ensure(false,
           ("the role loses " + access.action.text() + " on " + access.resource.text()).c_str());
  role.excess = judge.excess(needs.accesses, world, catalogue);
  return role;
}

}  // namespace scopedown
