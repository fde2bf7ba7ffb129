// Whether a policy keeps the promises of design.md towards one unit: an independent second opinion,
// from the policy's bytes, by the evaluator, fast enough for thousands of policies.
//
//   missing       an access that was seen and is not surely allowed
//   others        (a) a pair possibly allowed on a resource that only other tenants used
//   shared        (b) on a resource that others used too, a tagging, write or permissions action
//                 that this tenant was not seen doing there
//   denied        (c) a pair that this tenant was denied and never allowed
//   latent        what would break (a), (b) or (c) if the role allowed it: only if the role is known
//   wildcards     promise 3: actions that an action wildcard reaches, that the unit was not seen
//                 calling, by what they are: tagging and write, permissions, sensitive reads
//
// With the role unknown a wildcard is judged on its text, against the whole catalogue; with the role
// known, on those actions that some Allow statement of the role names. Resources that the world
// knows by a pattern alone are not judged, nor pairs that cannot be requested (granted_pairs.h).

#ifndef SCOPEDOWN_TESTS_SUPPORT_JUDGE_H_
#define SCOPEDOWN_TESTS_SUPPORT_JUDGE_H_

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "model/catalogue.h"
#include "model/policy.h"
#include "model/tenant.h"
#include "model/usage_graph.h"
#include "model/world.h"
#include "tests/support/granted_pairs.h"

namespace scopedown::testing {

// What was found of one kind.
struct Findings {
  static constexpr std::size_t witnesses_max = 3;

  std::size_t count = 0;
  std::vector<std::string> witnesses;  // the first few, in words

  void add(std::string witness);
  void add(const Findings& more);
};

struct Judgement {
  Findings missing;
  Findings others;
  Findings shared;
  Findings denied;
  Findings latent;
  Findings wildcard_writes;  // and tagging
  Findings wildcard_permissions;
  Findings wildcard_sensitive;

  [[nodiscard]] std::size_t isolation_breaks() const {
    return others.count + shared.count + denied.count;
  }

  // Latent ones are no broken promise.
  [[nodiscard]] std::size_t all() const {
    return missing.count + isolation_breaks() + wildcard_writes.count + wildcard_permissions.count +
           wildcard_sensitive.count;
  }

  void add(const Judgement& more);
};

class Judge {
 public:
  // Keeps references to both.
  Judge(const World& world, const Catalogue& catalogue);
  Judge(World&& world, const Catalogue& catalogue) = delete;

  // `accesses`: what the unit was seen doing or was given; `role`: the identity policies of the
  // shared role, empty if unknown. Throws PolicyError if the bytes are no policy.
  [[nodiscard]] Judgement judge(std::string_view policy_text, const Tenant& tenant,
                                const AccessUsage& accesses, std::span<const Policy> role) const;

 private:
  void judge_coverage(const Policy& policy, const AccessUsage& accesses,
                      Judgement& judgement) const;
  void judge_isolation(const Policy& policy, const Tenant& tenant, std::span<const Policy> role,
                       Judgement& judgement) const;
  void judge_wildcards(const Policy& policy, const AccessUsage& accesses,
                       std::span<const Policy> role, Judgement& judgement) const;

  const World& world_;
  const Catalogue& catalogue_;
  std::vector<const World::Resource*> resources_;  // those with an ARN of their own, sorted
  ArnSet arns_;                                    // theirs
};

}  // namespace scopedown::testing

#endif  // SCOPEDOWN_TESTS_SUPPORT_JUDGE_H_
