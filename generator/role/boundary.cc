#include "generator/role/boundary.h"

#include <utility>
#include <vector>

#include "generator/error.h"

namespace scopedown {
namespace {

Statement statement(std::string sid, Effect effect, const std::vector<std::string>& actions,
                    const std::vector<std::string>& resources,
                    std::vector<Condition> conditions = {}) {
  Statement made;
  made.sid = std::move(sid);
  made.effect = effect;
  for (const std::string& text : actions) {
    const auto action = ActionPattern::parse(text);
    ensure(action.has_value(), "an action of ours is one");
    made.actions.push_back(*action);
  }
  for (const std::string& text : resources) {
    const auto resource = ArnPattern::parse(text);
    ensure(resource.has_value(), "a resource of ours is one");
    made.resources.push_back(*resource);
  }
  made.conditions = std::move(conditions);
  return made;
}

Policy on_everything(const std::set<std::string>& actions) {
  Policy policy;
  policy.statements = {statement("", Effect::Allow, {actions.begin(), actions.end()}, {"*"})};
  return policy;
}

}  // namespace

Boundary boundary_of(const PermissionSearch& search, const std::set<Access>& needs) {
  const RoleQuota one{.inline_characters_max = 0,
                      .managed_characters_max = boundary_characters_max,
                      .managed_count_max = 1};
  RolePermissions tight = search.within(one, false);
  if (tight.fits()) return {std::move(tight.documents.front()), "resources"};
  std::set<std::string> actions;
  std::set<std::string> services;
  for (const Access& access : needs) {
    actions.insert(access.action.text());
    services.insert(access.action.service + ":*");
  }
  Policy by_action = on_everything(actions);
  if (by_action.characters() <= boundary_characters_max) return {std::move(by_action), "actions"};
  return {on_everything(services), "services"};
}

Policy delegation_policy(const Delegation& delegation) {
  const std::string iam = "arn:" + delegation.partition + ":iam::" + delegation.account + ":";
  const std::string roles = iam + "role" + delegation.path + "*";
  const Condition with_boundary{"StringEquals", "iam:PermissionsBoundary", {delegation.boundary}};
  Policy policy;
  policy.statements = {
      // What gives a role permissions: only to roles that have the boundary, or are getting it.
      statement("MakeBoundedRoles", Effect::Allow,
                {"iam:CreateRole", "iam:PutRolePermissionsBoundary", "iam:AttachRolePolicy",
                 "iam:DetachRolePolicy", "iam:PutRolePolicy", "iam:DeleteRolePolicy"},
                {roles}, {with_boundary}),
      statement("KeepTheirRoles", Effect::Allow,
                {"iam:GetRole", "iam:GetRolePolicy", "iam:ListRolePolicies",
                 "iam:ListAttachedRolePolicies", "iam:ListRoleTags", "iam:UpdateRole",
                 "iam:UpdateAssumeRolePolicy", "iam:TagRole", "iam:UntagRole", "iam:DeleteRole"},
                {roles}),
      statement("PassThemToPods", Effect::Allow, {"iam:PassRole"}, {roles},
                {{"StringEquals", "iam:PassedToService", {"pods.eks.amazonaws.com"}}}),
      statement("NoRoleWithoutBoundary", Effect::Deny, {"iam:DeleteRolePermissionsBoundary"},
                {"*"}),
      statement("NoOtherBoundary", Effect::Deny,
                {"iam:CreatePolicyVersion", "iam:SetDefaultPolicyVersion",
                 "iam:DeletePolicyVersion", "iam:DeletePolicy"},
                {delegation.boundary})};
  return policy;
}

}  // namespace scopedown
