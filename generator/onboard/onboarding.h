// A new tenant without a history: what it is to be allowed, from what others like it were.
//
//   known tenants ─▶ their policies, verified ─▶ accesses, renamed ─▶ template ─▶ the new tenant's
//                                    └──────────────── would they reach the new one? ◀──┘
//
// An access of a known tenant is taken over if its own name is in the resource, which is renamed
// (renaming.h; what AWS draws behind it, such as a secret's suffix, is left open), or if it is on no
// resource. Any other says something that only that tenant may have
// (a key's id, a shared bucket): a person says to keep it, to replace a part of it, or to drop it.
// Of several known tenants the template is what they have in common; what they share as it is
// (`arn:aws:s3:::shop-config/*` of both) is kept without asking.
//
// Isolation is asked both ways: no resource of the new tenant is one of another's, and no policy of
// another, as it is today, reaches a resource of the new one.

#ifndef SCOPEDOWN_GENERATOR_ONBOARD_ONBOARDING_H_
#define SCOPEDOWN_GENERATOR_ONBOARD_ONBOARDING_H_

#include <cstddef>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "generator/onboard/renaming.h"
#include "generator/usage/given.h"
#include "model/catalogue.h"
#include "model/policy.h"
#include "model/usage_graph.h"
#include "model/world.h"

namespace scopedown {

// What a known namespace may do, by service account.
struct LikeTenant {
  std::string name;
  std::map<std::string, AccessUsage> accesses;
};

// What a person decided of accesses that no name tells.
struct OnboardingAnswers {
  std::vector<std::pair<std::string, std::string>> replace;
  std::vector<ArnPattern> keep;
  std::vector<ArnPattern> drop;
};

// By service account of the new tenant.
struct OnboardingTemplate {
  std::map<std::string, AccessUsage> accesses;
  std::set<ArnPattern> kept;  // resources that are the same as a known tenant's
  std::set<ArnPattern> dropped;
  std::map<ArnPattern, std::set<Action>> open;  // resources that nobody has decided on

  // Of several: what only some have, as they would be called, with who has them.
  std::map<std::pair<std::string, Access>, std::set<std::string>> not_common;
};

[[nodiscard]] OnboardingTemplate template_of(const std::vector<LikeTenant>& likes,
                                             const std::string& name,
                                             const OnboardingAnswers& answers);

// A resource of the new tenant that is another's too.
struct Collision {
  ArnPattern resource;
  std::string known;              // the ARN that is another's
  std::set<std::string> tenants;  // canonical texts
};

// Of the resources that are not meant to be shared. `world` does not know the new tenant.
[[nodiscard]] std::vector<Collision> collisions(const std::set<ArnPattern>& resources,
                                                const World& world, const Tenant& tenant);

// A policy of somebody else that reaches a resource of the new tenant.
struct Reach {
  std::string policy;  // what people call it, or its file
  ArnPattern token;
  ArnPattern resource;
  Action action;  // one that it allows there
};

struct NamedPolicy {
  std::string name;
  Policy policy;
};

[[nodiscard]] std::vector<Reach> reaches(const std::vector<NamedPolicy>& policies,
                                         const std::set<ArnPattern>& resources,
                                         const Catalogue& catalogue);

}  // namespace scopedown

#endif  // SCOPEDOWN_GENERATOR_ONBOARD_ONBOARDING_H_
