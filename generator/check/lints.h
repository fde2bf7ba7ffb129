// What is worth knowing about a session policy before AWS sees it, beyond what EKS checks.
//
//   unknown_service, unknown_action        a name that AWS does not have, or a wildcard that reaches
//                                          nothing
//   unknown_condition_key                  no global key, or of no service; which keys a service has
//                                          is not known here
//   action_needs_everything                takes no resource, and the statement has no `*`
//   action_without_resource                no resource of the statement is one of its
//   resource_without_action                no action of the statement is ever on it
//   wildcard_without_like                  `*` in a value that is compared literally
//   variable_without_version               `${...}` without Version 2012-10-17: plain text
//   variable_not_read                      or in a value that takes no variables
//   tags_are_off                           a tag of EKS's, which no session with a policy has
//   redundant_action, redundant_resource, redundant_statement
//   pass_role_on_everything                PassRole on `*`, or on every role
//   escape                                 what undoes the confinement (data/escapes.tsv)
//   outside_role                           with the role's policies: what those cannot grant
//   passes_by_session                      of a resource-based policy: an Allow that names a session,
//                                          or everybody
//
// Source: IAM User Guide, "IAM Access Analyzer policy check reference".

#ifndef SCOPEDOWN_GENERATOR_CHECK_LINTS_H_
#define SCOPEDOWN_GENERATOR_CHECK_LINTS_H_

#include <vector>

#include "generator/check/finding.h"
#include "generator/role/role.h"
#include "model/catalogue.h"
#include "model/policy_document.h"

namespace scopedown {

// Of a session policy. `role` may be null. In the order of the text.
[[nodiscard]] std::vector<Finding> lint_session_policy(const PolicyDocument& document,
                                                       const Catalogue& catalogue,
                                                       const Role* role);

// Of a policy of a resource that the session may reach.
[[nodiscard]] std::vector<Finding> lint_resource_policy(const PolicyDocument& document);

}  // namespace scopedown

#endif  // SCOPEDOWN_GENERATOR_CHECK_LINTS_H_
