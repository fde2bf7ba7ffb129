#include "generator/role/role_kit.h"

#include <utility>

namespace scopedown {
namespace {

// What the source role is granted so that EKS can go on from its sessions to the target role.
Policy source_policy(const RoleQuestion& asked) {
  Statement statement;
  statement.actions = {*ActionPattern::parse("sts:AssumeRole")};
  if (asked.session_tags) statement.actions.push_back(*ActionPattern::parse("sts:TagSession"));
  statement.resources = {ArnPattern::exactly(asked.target_role)};
  Policy policy;
  policy.statements = {std::move(statement)};
  return policy;
}

}  // namespace

bool RoleKit::fits() const {
  for (const std::optional<TrustPolicy>& trust : {pods, irsa, target}) {
    if (trust && !trust->fits(asked.trust_characters_max)) return false;
  }
  return role.permissions.fits();
}

RoleKit role_kit_of(const std::vector<UnitNeeds>& units, RoleFacts facts, const World& world,
                    const Catalogue& catalogue, const RoleQuestion& asked) {
  RoleKit kit;
  kit.asked = asked;
  kit.facts = std::move(facts);
  const RoleFacts& known = kit.facts;
  const RoleNeeds needs = together(units);
  const PermissionSearch search(needs.accesses, world, catalogue);
  kit.role = shared_role_of(needs, search, world, catalogue, asked.quota, asked.exact);
  kit.boundary = boundary_of(search, needs.accesses);

  if (!known.clusters.empty())
    kit.pods = pod_trust(known.clusters, asked.session_tags, asked.trust_characters_max);
  if (!known.irsa.empty()) kit.irsa = irsa_trust(known.irsa, asked.trust_characters_max);
  if (!asked.target_role.empty() && !known.associations.empty()) {
    kit.target = target_trust(asked.role_arn, known.associations, asked.session_tags,
                              asked.trust_characters_max);
    kit.source = source_policy(asked);
  }
  const std::string iam = "arn:" + known.partition + ":iam::" + known.account + ":";
  kit.delegation = delegation_policy({.partition = known.partition,
                                      .account = known.account,
                                      .path = asked.path,
                                      .boundary = iam + "policy/" + asked.boundary_name});
  kit.guardrails = guardrails_for(known.observed, asked.regions);
  return kit;
}

}  // namespace scopedown
