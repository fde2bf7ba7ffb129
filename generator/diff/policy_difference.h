// What one policy allows and another does not, by what they mean and not by how they are written.
//
//   before   s3:Get* on b/*            after   s3:GetObject on b/*, s3:PutObject on b/in/*
//   newly allowed      s3:PutObject on arn:aws:s3:::b/in/*, such as arn:aws:s3:::b/in/x
//   no longer allowed  s3:GetObjectAcl, ... on arn:aws:s3:::b/*, such as arn:aws:s3:::b/x
//
// For each action of the catalogue, and each that a policy names and the catalogue does not know,
// the unions of the resource patterns are compared over all ARNs of the action's types: exactly, so
// `b/*` is covered by `b/a*` and `b/[everything else]` only together. A pair that AWS never
// evaluates is no difference.
//
// A change is certain if one example of it follows from the text alone. It is uncertain if it hangs
// on a condition, on a policy variable, or on whether `*` crosses colons (authorisation.h): each
// condition is taken to hold or not as it is worst, one condition the same in both policies, and
// one whose values are among another's not to hold without it. So what is not called out is not
// there, whatever the circumstances; what is called uncertain may be impossible.
//
// Inside a role, whose identity policies are given, a request counts only if these allow it too: what is
// beyond the role is neither newly allowed nor lost. Certain is then what the role surely grants.
//
// LAWS: a request that `after` allows and `before` does not is on an action and under a resource
// that is called newly allowed; every example that is certain is one.

#ifndef SCOPEDOWN_GENERATOR_DIFF_POLICY_DIFFERENCE_H_
#define SCOPEDOWN_GENERATOR_DIFF_POLICY_DIFFERENCE_H_

#include <string>
#include <vector>

#include "model/catalogue.h"
#include "model/policy_document.h"

namespace scopedown {

struct ChangedAccess {
  Action action;                           // as AWS writes it
  const CatalogueAction* known = nullptr;  // null: the catalogue does not know it
  std::string
      resource;  // as written in the policy that allows it; "everything but ..." of NotResource
  bool certain = true;
  std::string why;      // of what is not certain: what it hangs on
  std::string example;  // an ARN, or `*`; "" where there were too many patterns to find one
};

struct PolicyDifference {
  // The most harmful access level first, then by resource and action.
  std::vector<ChangedAccess> newly_allowed;
  std::vector<ChangedAccess> no_longer_allowed;
};

// All are read by PolicyGrammar::Identity. `role`: null if it is not asked; an empty one allows nothing.
[[nodiscard]] PolicyDifference policy_difference(const PolicyDocument& before,
                                                 const PolicyDocument& after,
                                                 const Catalogue& catalogue,
                                                 const std::vector<PolicyDocument>* role = nullptr);

// What `after` allows and `before` does not: half of the above.
[[nodiscard]] std::vector<ChangedAccess> newly_allowed(
    const PolicyDocument& before, const PolicyDocument& after, const Catalogue& catalogue,
    const std::vector<PolicyDocument>* role = nullptr);

}  // namespace scopedown

#endif  // SCOPEDOWN_GENERATOR_DIFF_POLICY_DIFFERENCE_H_
