// Cases of authorisation as JSON, in the shape that `simulate --batch` takes, and what the model makes
// of them.

#ifndef SCOPEDOWN_TESTS_SUPPORT_AUTHORISATION_CASE_H_
#define SCOPEDOWN_TESTS_SUPPORT_AUTHORISATION_CASE_H_

#include <deque>
#include <string>
#include <vector>

#include "model/authorisation.h"
#include "tests/support/authorisation_oracle.h"
#include "tests/support/pick.h"

namespace scopedown::testing {

// The documents of a case, and its request.
class BuiltCase {
 public:
  explicit BuiltCase(const CaseJson& value);

  [[nodiscard]] const PolicyLayers& layers() const { return layers_; }

  [[nodiscard]] const Request& request() const { return request_; }

 private:
  PolicyList list_of(const CaseJson& policies, PolicyGrammar grammar);

  std::deque<PolicyDocument> documents_;
  PolicyLayers layers_;
  Request request_;
};

// "allowed", "implicitDeny", "explicitDeny".
[[nodiscard]] std::string decision_text(Decision decision);

// The names without set prefix and IfExists; without Null.
[[nodiscard]] const std::vector<std::string>& operator_names();

// A case whose policies are mostly of one layer ("identity", "scp"...), and of the others such as let
// it decide.
[[nodiscard]] CaseJson any_authorisation_case(Random& random, Size size, const std::string& layer);

}  // namespace scopedown::testing

#endif  // SCOPEDOWN_TESTS_SUPPORT_AUTHORISATION_CASE_H_
