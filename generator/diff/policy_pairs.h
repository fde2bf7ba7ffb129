// The policies that a change is between: two files, or two folders whose files are paired by their
// paths. A policy that is on one side only is compared with one that allows nothing.

#ifndef SCOPEDOWN_GENERATOR_DIFF_POLICY_PAIRS_H_
#define SCOPEDOWN_GENERATOR_DIFF_POLICY_PAIRS_H_

#include <string>
#include <vector>

#include "generator/diff/policy_difference.h"

namespace scopedown {

// From the worst to the best that can be said of a change.
enum class ChangeVerdict { Widens, MayWiden, Narrows, MayNarrow, Same };

// "widens", "may_widen", "narrows", "may_narrow", "same".
[[nodiscard]] std::string_view text(ChangeVerdict verdict);

[[nodiscard]] ChangeVerdict verdict_of(const PolicyDifference& difference);

struct ChangedPolicy {
  std::string name;  // the path below both folders; of two files, that of the second
  bool added = false;
  bool removed = false;
  PolicyDifference difference;
};

struct PolicyChange {
  bool inside_role = false;             // only what the role's policies allow too was compared
  std::vector<ChangedPolicy> policies;  // sorted by name; those that are the same too

  // The worst of its policies'.
  [[nodiscard]] ChangeVerdict verdict() const;

  [[nodiscard]] bool may_widen() const { return verdict() <= ChangeVerdict::MayWiden; }
};

// Of folders: every file that ends in `.json`, at any depth, but `summary.json` at the top. Throws
// Error if a file is no policy, or if a file is compared with a folder. `role`: the files of the role's
// identity policies, inside which they are compared; none: without a role.
[[nodiscard]] PolicyChange policy_change(const std::string& before, const std::string& after,
                                         const Catalogue& catalogue,
                                         const std::vector<std::string>& role = {});

}  // namespace scopedown

#endif  // SCOPEDOWN_GENERATOR_DIFF_POLICY_PAIRS_H_
