// Which pairs (action, ARN) a policy may allow, of all ARNs of a set: by the evaluator, and fast
// enough to be asked for thousands of policies over a hundred thousand ARNs.
//
// The set is indexed by resource type, each type's ARNs sorted, so that a statement's resource
// token is compared only with what begins like it and is of a type that the statement's actions
// support. That only leaves out what cannot be granted; whether a pair is granted, decide() of
// model/evaluator.h says (Reading::Possibly).
//
// A pair counts if it can be requested: the catalogue says that the action supports the ARN's type,
// or somebody was seen doing it, or the catalogue does not know the action. A type that the action
// creates under a name that AWS draws is not supported: no ARN that exists can be meant.

#ifndef SCOPEDOWN_TESTS_SUPPORT_GRANTED_PAIRS_H_
#define SCOPEDOWN_TESTS_SUPPORT_GRANTED_PAIRS_H_

#include <compare>
#include <cstddef>
#include <cstdint>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "model/catalogue.h"
#include "model/policy.h"

namespace scopedown::testing {

struct GrantedPair {
  Action action;
  std::size_t arn = 0;  // into arns()

  friend auto operator<=>(const GrantedPair&, const GrantedPair&) = default;
};

class ArnSet {
 public:
  // `seen`: pairs that can be requested whatever the catalogue says. Keeps a reference to the
  // catalogue. Time: a look at the templates of each ARN's service.
  ArnSet(std::set<std::string> arns, const std::set<std::pair<Action, std::string>>& seen,
         const Catalogue& catalogue);

  // Sorted.
  [[nodiscard]] const std::vector<std::string>& arns() const { return arns_; }

  // Sorted. Throws std::invalid_argument if an Allow statement has NotAction or NotResource: no
  // session policy of ours has.
  [[nodiscard]] std::vector<GrantedPair> granted_by(const Policy& policy) const;

 private:
  struct Odd {
    std::size_t arn = 0;
    Action action;  // seen there, though the catalogue knows better
  };

  using Candidates = std::set<GrantedPair>;

  void add_supported(const Statement& statement, Candidates& candidates) const;
  void add_odd(const Statement& statement, Candidates& candidates) const;
  void add_unknown(const Statement& statement, const std::set<Action>& unknown,
                   Candidates& candidates) const;

  // Seen somewhere, or named by the policy, though the catalogue has none of the name.
  [[nodiscard]] std::set<Action> unknown_actions(const Policy& policy) const;

  const Catalogue& catalogue_;
  std::vector<std::string> arns_;
  std::vector<std::vector<std::size_t>> by_type_;  // into arns_, ascending
  std::vector<Odd> odd_;                           // by ARN, then action
  std::set<Action> unknown_actions_;               // seen somewhere
};

}  // namespace scopedown::testing

#endif  // SCOPEDOWN_TESTS_SUPPORT_GRANTED_PAIRS_H_
