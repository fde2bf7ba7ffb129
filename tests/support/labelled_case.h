// Small worlds whose candidates have labels: such as a search might try.

#ifndef SCOPEDOWN_TESTS_SUPPORT_LABELLED_CASE_H_
#define SCOPEDOWN_TESTS_SUPPORT_LABELLED_CASE_H_

#include <cstdint>
#include <iosfwd>

#include "generator/minimise/candidates.h"
#include "generator/minimise/labels.h"
#include "tests/support/small_case.h"

namespace scopedown::testing {

struct LabelledCase {
  SmallCase small;
  std::uint64_t seed = 0;  // for the labels
};

// What candidates are made of: what tenant 0 was seen doing and may be granted, in its world.
struct LabelledWorld {
  explicit LabelledWorld(const LabelledCase& labelled);

  World world;
  Rules rules;
  Isolation isolation;
  AccessUsage accesses;
  UsageGraph graph;

  [[nodiscard]] Candidates candidates(Elision elision = Elision::None) {
    return Candidates(graph, isolation, rules, elision);
  }
};

std::ostream& operator<<(std::ostream& out, const LabelledCase& labelled);

[[nodiscard]] LabelledCase any_labelled_case(Random& random, Size size);

// Few labels on exact tokens, fewer on wildcards. `*` has the third statement to itself.
[[nodiscard]] Labels any_labels(Random& random, const Candidates& candidates);

// What tenant 0 was seen doing and may be granted.
[[nodiscard]] AccessUsage allowed_accesses(const SmallCase& small, Isolation& isolation);

}  // namespace scopedown::testing

#endif  // SCOPEDOWN_TESTS_SUPPORT_LABELLED_CASE_H_
