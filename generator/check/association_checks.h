// The five checks that EKS makes of the policy of a Pod Identity association, when one is created or
// updated: JSON, characters, length, grammar, packed size. Findings of these are errors, but for
// the packed size where its estimate leaves room for doubt.
//
// Source: EKS API Reference, CreatePodIdentityAssociation, `policy`.

#ifndef SCOPEDOWN_GENERATOR_CHECK_ASSOCIATION_CHECKS_H_
#define SCOPEDOWN_GENERATOR_CHECK_ASSOCIATION_CHECKS_H_

#include <cstddef>
#include <optional>
#include <string_view>
#include <vector>

#include "generator/check/finding.h"
#include "model/packed_size.h"
#include "model/policy_document.h"

namespace scopedown {

struct AssociationChecks {
  std::size_t characters = 0;              // of the text, white space and all
  std::optional<PolicyDocument> document;  // none: it is no policy
  std::optional<PackedSize> packed;        // estimated; likewise
  std::vector<Finding> findings;
};

[[nodiscard]] AssociationChecks check_for_association(std::string_view text);

}  // namespace scopedown

#endif  // SCOPEDOWN_GENERATOR_CHECK_ASSOCIATION_CHECKS_H_
