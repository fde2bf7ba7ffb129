// The shared role's identity policies, asked as the minimiser asks: what might a session of the role
// do at most, and what can it surely do?
//
// What a session policy allows beyond the role is worth nothing today, and something on the day that
// the role grows: that is *latent*. A condition may hold or not: a conditional Allow counts as
// granted where excess is asked for, and not where reliance is; a conditional Deny the other way
// round (model/evaluator.h, Reading). Boundaries, SCPs and resource policies are not asked here.

#ifndef SCOPEDOWN_GENERATOR_ROLE_ROLE_H_
#define SCOPEDOWN_GENERATOR_ROLE_ROLE_H_

#include <string>
#include <vector>

#include "model/access.h"
#include "model/policy.h"

namespace scopedown {

class Role {
 public:
  // The role's statements that speak of one action: for asking about many patterns.
  class Naming {
   public:
    // Whether some ARN of the pattern might be granted.
    [[nodiscard]] bool might_allow(const ArnPattern& pattern) const;

   private:
    friend class Role;
    std::vector<const Statement*> statements_;  // of the role, which must outlive this
  };

  explicit Role(std::vector<Policy> policies);

  [[nodiscard]] Naming naming(const Action& action) const;

  // Whether some ARN of the pattern might be granted.
  [[nodiscard]] bool might_allow(const Action& action, const ArnPattern& pattern) const;

  // Whether the action might be granted on anything at all.
  [[nodiscard]] bool might_allow(const Action& action) const;

  // Whether every ARN of the access's pattern is surely granted.
  [[nodiscard]] bool surely_allows(const Access& access) const;

  // Sixteen hexadecimal digits that tell one set of documents from another; their order is all the
  // same.
  [[nodiscard]] std::string digest() const;

  [[nodiscard]] const std::vector<Policy>& policies() const { return policies_; }

 private:
  std::vector<Policy> policies_;
};

}  // namespace scopedown

#endif  // SCOPEDOWN_GENERATOR_ROLE_ROLE_H_
