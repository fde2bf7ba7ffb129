// Pairs of small policies, of which one is often the other with something changed, and the requests
// that may tell them apart: for what is said of a change.

#ifndef SCOPEDOWN_TESTS_SUPPORT_POLICY_CHANGE_H_
#define SCOPEDOWN_TESTS_SUPPORT_POLICY_CHANGE_H_

#include <iosfwd>
#include <string>
#include <vector>

#include "model/authorisation.h"
#include "model/policy_document.h"
#include "tests/support/for_all.h"

namespace scopedown::testing {

struct PolicyPair {
  std::string before;
  std::string after;
  std::vector<std::string> arns;  // near the patterns of both
  bool plain = true;              // no condition and no variable in either

  friend std::ostream& operator<<(std::ostream& out, const PolicyPair& pair);
};

// Of small_catalogue's services.
[[nodiscard]] PolicyPair any_policy_pair(Random& random, Size size);

// Every mix of what the conditions and variables of the pairs ask for.
[[nodiscard]] const std::vector<std::map<std::string, std::vector<std::string>>>&
pair_circumstances();

// By the definition: `after` allows it and `before` does not.
[[nodiscard]] bool gains(const PolicyDocument& before, const PolicyDocument& after,
                         const Request& request, Colons colons);

}  // namespace scopedown::testing

#endif  // SCOPEDOWN_TESTS_SUPPORT_POLICY_CHANGE_H_
