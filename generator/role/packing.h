// Statements dealt out to as few policy documents of a role as will hold them.
//
//   inline    all inline policies of a role together: 10,240 characters
//   managed   customer managed policies: 6,144 characters each; 10 of them attached to a role, and up
//             to 20 or 25 where AWS raised the quota
//
// IAM counts no white space. Here every character of the compact text is counted, and so those in
// names too.
//
// Source: IAM User Guide, "IAM and AWS STS quotas".

#ifndef SCOPEDOWN_GENERATOR_ROLE_PACKING_H_
#define SCOPEDOWN_GENERATOR_ROLE_PACKING_H_

#include <cstddef>
#include <optional>
#include <vector>

#include "model/policy.h"

namespace scopedown {

struct RoleQuota {
  std::size_t inline_characters_max = 10'240;  // 0: no inline policy
  std::size_t managed_characters_max = 6'144;
  std::size_t managed_count_max = 10;

  [[nodiscard]] std::size_t documents_max() const {
    return managed_count_max + (inline_characters_max > 0 ? 1 : 0);
  }

  // Of the document with that number: the inline policy, if there is one, is the first.
  [[nodiscard]] std::size_t characters_max(std::size_t document) const {
    return document == 0 && inline_characters_max > 0 ? inline_characters_max
                                                      : managed_characters_max;
  }

  // All that the first documents hold together.
  [[nodiscard]] std::size_t characters_of_all(std::size_t documents) const;
};

// Characters of the compact text of a policy of the statements.
[[nodiscard]] std::size_t characters_together(const std::vector<Statement>& statements);

// None: they do not fit. A statement that fits nowhere is split by its resources. In each document
// the statements are sorted. The same whatever the order of `statements`.
[[nodiscard]] std::optional<std::vector<Policy>> packed_into_documents(
    std::vector<Statement> statements, const RoleQuota& quota);

}  // namespace scopedown

#endif  // SCOPEDOWN_GENERATOR_ROLE_PACKING_H_
