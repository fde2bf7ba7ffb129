// Whether a role and a session policy that were made together keep the promises towards one unit: a
// second opinion from the bytes of both, asked twice.
//
//   inside                 judge.h on the session policy inside the role: isolation, wildcards
//   lost                   seen, and not allowed by role ∩ session: by the evaluator (model/)
//   lost_by_definition     the same, by the tests' own definition (authorisation_oracle.h)
//   others_by_definition   allowed on a resource that only other tenants used: likewise
//
// The definition is slow and asked of a share of the pairs: all that the unit was seen doing, and of
// the others' resources as many as the caller has time for.

#ifndef SCOPEDOWN_TESTS_SUPPORT_PAIR_JUDGE_H_
#define SCOPEDOWN_TESTS_SUPPORT_PAIR_JUDGE_H_

#include <cstddef>
#include <set>
#include <string>
#include <vector>

#include "model/catalogue.h"
#include "model/policy.h"
#include "model/tenant.h"
#include "model/usage_graph.h"
#include "model/world.h"
#include "tests/support/for_all.h"
#include "tests/support/judge.h"

namespace scopedown::testing {

struct PairJudgement {
  Judgement inside;
  Findings lost;
  Findings lost_by_definition;
  Findings others_by_definition;
  std::size_t asked = 0;  // of the definition

  [[nodiscard]] std::size_t missing() const {
    return inside.missing.count + lost.count + lost_by_definition.count;
  }

  // Of isolation.
  [[nodiscard]] std::size_t breaches() const {
    return inside.isolation_breaks() + others_by_definition.count;
  }

  // Everything that breaks a promise.
  [[nodiscard]] std::size_t all() const {
    return inside.all() + lost.count + lost_by_definition.count + others_by_definition.count;
  }

  void add(const PairJudgement& more);
};

// How much the definition is asked about one unit.
struct DefinitionShare {
  bool own = true;         // all that the unit was seen doing
  std::size_t others = 0;  // resources, drawn from all: with every action that could be asked there
};

class PairJudge {
 public:
  // `role`: the documents' bytes. Keeps references to world and catalogue. Throws PolicyError if the
  // bytes are no policies.
  PairJudge(const World& world, const Catalogue& catalogue, std::vector<std::string> role);
  PairJudge(World&& world, const Catalogue& catalogue, std::vector<std::string> role) = delete;

  // `accesses`: what the unit was seen doing and was not withheld.
  [[nodiscard]] PairJudgement judge(const std::string& session, const Tenant& tenant,
                                    const AccessUsage& accesses, const DefinitionShare& share,
                                    Random& random) const;

 private:
  void ask_evaluator(const std::string& session, const AccessUsage& accesses,
                     PairJudgement& judgement) const;
  void ask_definition(const std::string& session, const Tenant& tenant, const AccessUsage& accesses,
                      const DefinitionShare& share, Random& random, PairJudgement& judgement) const;

  const World& world_;
  Judge judge_;
  std::vector<std::string> texts_;
  std::vector<Policy> role_;
  std::vector<const CatalogueAction*> named_;  // by the role
};

}  // namespace scopedown::testing

#endif  // SCOPEDOWN_TESTS_SUPPORT_PAIR_JUDGE_H_
