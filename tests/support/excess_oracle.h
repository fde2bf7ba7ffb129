// How much a policy allows beyond what its unit was seen doing: the measure that the minimiser is
// judged by. It shares nothing with the search: pairs are counted one by one, by the evaluator.
//
//   excess = the weights of all pairs (action, ARN) that the policy possibly allows, that can be
//            requested, that the unit was not seen doing, and that the role allows if it is known
//
//   weight   list 1   read 2   tagging 4   write, and reads of the sensitive table, 8   permissions 40
//
// The ARNs are those of the whole world, and names that nobody has: what a wildcard lets in beyond
// the known. For an ARN of the unit, cut at each delimiter (`/` `:` `-` `.` `_` after the fifth
// colon):
//
//   a child      arn:aws:sqs:eu-west-1:1111:acme-new            of each prefix `...acme-`
//   a sibling    arn:aws:sqs:eu-west-1:1111:acme-new-jobs       one word replaced, the rest kept;
//                                                               also the region and the account
//
// A prefix pattern is met by the children under it, an infix or suffix pattern by the siblings, the
// more the fewer words it pins down. Actions that take no resource count once, on `*`.

#ifndef SCOPEDOWN_TESTS_SUPPORT_EXCESS_ORACLE_H_
#define SCOPEDOWN_TESTS_SUPPORT_EXCESS_ORACLE_H_

#include <cstdint>
#include <set>
#include <span>
#include <string>
#include <string_view>

#include "model/catalogue.h"
#include "model/policy.h"
#include "model/usage_graph.h"
#include "model/world.h"
#include "tests/support/granted_pairs.h"

namespace scopedown::testing {

struct Excess {
  std::uint64_t known = 0;     // weights of pairs on ARNs of the world
  std::uint64_t invented = 0;  // on names that nobody has
  std::uint64_t untyped = 0;   // of actions that take no resource

  [[nodiscard]] std::uint64_t total() const { return known + invented + untyped; }

  friend bool operator==(const Excess&, const Excess&) = default;
};

// The invented names around an ARN. Sorted.
[[nodiscard]] std::set<std::string> invented_names(std::string_view arn);

class ExcessOracle {
 public:
  // Keeps a reference to the catalogue. Resources that the world knows by a pattern alone are not
  // counted.
  ExcessOracle(const World& world, const Catalogue& catalogue);

  // `role`: the identity policies of the shared role; empty: unknown.
  [[nodiscard]] Excess excess_of(const Policy& policy, const AccessUsage& seen,
                                 std::span<const Policy> role) const;

 private:
  const Catalogue& catalogue_;
  ArnSet known_;
};

}  // namespace scopedown::testing

#endif  // SCOPEDOWN_TESTS_SUPPORT_EXCESS_ORACLE_H_
