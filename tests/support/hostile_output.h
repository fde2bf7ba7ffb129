// Random outputs for the formats of `generate --format`: policies whose resources are named by an
// attacker who knows every format, and associations with names that a parser may take for something
// else.

#ifndef SCOPEDOWN_TESTS_SUPPORT_HOSTILE_OUTPUT_H_
#define SCOPEDOWN_TESTS_SUPPORT_HOSTILE_OUTPUT_H_

#include <ostream>
#include <string>

#include "generator/emit/format.h"
#include "tests/support/for_all.h"

namespace scopedown::testing {

// A text of the letters that mean something in JSON, YAML, HCL, Go's templates or IAM, and of
// characters up to U+00FF and beyond.
[[nodiscard]] std::string any_hostile_text(Random& random, Size longest);

// Names as Kubernetes and EKS have them, some of which are words or numbers elsewhere.
[[nodiscard]] PodIdentityAssociation any_association(Random& random);

// One to three associations, no two of one service account; a policy with up to U+00FF in it.
[[nodiscard]] PolicyOutput any_output(Random& random, Size size);

}  // namespace scopedown::testing

namespace scopedown {

inline std::ostream& operator<<(std::ostream& out, const PolicyOutput& output) {
  out << output.policy;
  for (const PodIdentityAssociation& association : output.associations)
    out << "\n  " << association.cluster << "/" << association.name_space << "/"
        << association.service_account;
  return out;
}

}  // namespace scopedown

#endif  // SCOPEDOWN_TESTS_SUPPORT_HOSTILE_OUTPUT_H_
