// One policy for the shared role in which session tags tell the tenants apart, instead of a session
// policy for each.
//
//   {"Effect":"Allow","Action":["s3:GetObject","s3:PutObject"],
//    "Resource":"arn:aws:s3:::acme-${aws:PrincipalTag/kubernetes-namespace}-data/*"}
//
// It serves an access if the resource carries the tenant's name, or belongs to everybody alike, or
// carries a tag that somebody vouches for. What it serves for one tenant it must not turn into a
// reach for another: each template is filled in with the tags of every tenant that is known, and
// dropped if any of them would reach what only others used (minimise/isolation.h). What is not
// served needs a session policy; both at once EKS does not take.
//
// Wider than a session policy by nature: a tenant may do on its own names whatever any tenant does
// on its. Actions without resources are granted to all if they only list or read and are not
// sensitive, or if every unit was seen doing them.
//
// CHOICE: for each action a greedy cover. The template that serves most of what is not yet served
// comes first; of equals the one that is not open, names more tags, is shorter. A template that
// fails isolation is never taken. Exact enough: a policy of the role has 6,144 characters and more,
// and what one template less would serve is a few characters. Cost: each template that is looked at
// is filled for every tenant. Tested against brute force over small fleets
// (tests/generator/tags/tag_policy_test.cc).

#ifndef SCOPEDOWN_GENERATOR_TAGS_TAG_POLICY_H_
#define SCOPEDOWN_GENERATOR_TAGS_TAG_POLICY_H_

#include <map>
#include <set>
#include <string>
#include <vector>

#include "generator/minimise/rules.h"
#include "generator/tags/tag_template.h"
#include "model/policy.h"
#include "model/tenant.h"
#include "model/usage_graph.h"
#include "model/world.h"

namespace scopedown {

// Somebody vouches that the resources of these actions carry a tag with the tenant's value.
//   s3:GetObject   s3:ExistingObjectTag/eks-cluster-name   eks-cluster-name
struct TaggedResource {
  ActionPattern actions;
  std::string key;  // the condition key that tells the resource's tag
  std::string tag;  // the session tag that it must equal
};

// One unit of the fleet. Every unit that is known goes in, also those that nobody asked about.
struct TagUser {
  Unit unit;
  PodIdentity pod;
  AccessUsage accesses;
};

struct Unserved {
  Access access;
  std::string why;
};

struct TagPolicy {
  Policy policy;                                   // no statement if nothing can be served
  std::map<Unit, std::vector<Unserved>> unserved;  // of each unit; empty: it needs nothing more
  std::vector<NameClash> clashes;
  bool clusters_apart = true;  // whatever is named by the namespace is named by the cluster too
};

// `shared_roles`: ARNs of the roles that the fleet's sessions have; to assume one again is granted
// to nobody, unless the rules allow it.
[[nodiscard]] TagPolicy tag_policy(const std::vector<TagUser>& fleet, const World& world,
                                   const std::set<std::string>& shared_roles, const Rules& rules,
                                   const std::vector<TaggedResource>& tagged);

}  // namespace scopedown

#endif  // SCOPEDOWN_GENERATOR_TAGS_TAG_POLICY_H_
