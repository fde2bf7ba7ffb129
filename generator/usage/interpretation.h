// From what the log says to what IAM asks: a row of the ledger becomes accesses.
//
//   event source  s3.amazonaws.com        event name  HeadObject
//   parameters    bucketName=orders       item        2026/11/22.json
//      → s3:GetObject on arn:aws:s3:::orders/2026/11/22.json
//
// Action: the event source's label is the service prefix but for data/event_sources.tsv; the
// event's name, without a version suffix (`GetFunction20150331v2`), is the action's but for
// data/event_exceptions.tsv, which also knows the calls that need several actions.
//
// Resources, for each action, the first that there is:
//   1. ARNs of the record's resources[] that are of a type of the action;
//   2. ARNs among the parameters that are;
//   3. the type's ARN template, filled from the parameters (data/parameters.tsv), the region and the
//      account: for every required type, and for each other one whose variables are all known;
//   4. the template with `*` for what the log does not say: `resolved` is false, unless the call
//      makes the resource and AWS names it (data/creations.tsv): then AWS evaluates just that `*`.
// An action without resource types stands on `*`, and is resolved.
//
// Two things CloudTrail never logs, but the call tells:
//   a role was handed to a service   `iam:PassRole` on it, by its ARN or (RDS, Glue) its bare name
//   what was made was given tags     the action that tags it, where AWS lists it as a dependent
//
// Other dependent actions that were not seen are not invented. A denied row means what the same row
// would mean had it succeeded, but for those two, since nobody knows which one was refused.

#ifndef SCOPEDOWN_GENERATOR_USAGE_INTERPRETATION_H_
#define SCOPEDOWN_GENERATOR_USAGE_INTERPRETATION_H_

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "generator/usage/usage_row.h"
#include "model/access.h"
#include "model/catalogue.h"

namespace scopedown {

class InterpretationTables;

struct ObservedAccess {
  Access access;
  bool resolved = true;  // false: a `*` stands where the log does not say
  bool folded = false;   // a `*` stands for the many names that the ledger folded
  bool named = true;     // false: no resource of its own, since it listed all of them or made one
  std::string note;      // for people; "" if there is nothing to say

  friend bool operator==(const ObservedAccess&, const ObservedAccess&) = default;
};

struct Interpretation {
  std::vector<ObservedAccess> accesses;  // sorted by access, each once
  std::string_view set_aside;            // "unknown_action", "no_permission_needed", or ""
};

// The tables that were built in, read for one catalogue. Reading them takes some 20 milliseconds:
// make one and keep it. May be used from several threads.
class Interpreter {
 public:
  // `catalogue` must outlive this.
  explicit Interpreter(const Catalogue& catalogue);
  ~Interpreter();
  Interpreter(Interpreter&&) noexcept;
  Interpreter& operator=(Interpreter&&) noexcept;

  [[nodiscard]] Interpretation interpret(const UsageKey& row) const;

  // "monitoring.amazonaws.com" → "cloudwatch": the prefix of the actions of that source's calls.
  [[nodiscard]] std::string_view service_of(std::string_view event_source) const;

 private:
  class Reading;  // of one row

  std::unique_ptr<const InterpretationTables> tables_;
};

}  // namespace scopedown

#endif  // SCOPEDOWN_GENERATOR_USAGE_INTERPRETATION_H_
