// What CloudTrail did not show of what a tenant plainly does. A policy made from a log lacks it, and
// nobody notices before the workload fails; so it is found from what the log does show.
//
//   data events that are off    a table is described, and nobody reads or writes an item of any:
//                               the trail's event selectors leave items out (data/data_events.tsv)
//   calls that are not logged   a log stream is made, and nobody writes to any: CloudTrail has no
//                               record of PutLogEvents at all, and has PutMetricData only where a
//                               selector says so (data/unlogged.tsv)
//   KMS under S3 bucket keys    objects are written under a key, and the tenant was not seen using
//                               it: S3 asks KMS once for all who have the same role, and each
//                               tenant alone once they have policies (data/kms_fas.tsv)
//
// What anybody was seen doing, the trail logs: who was not seen doing it did not. So all rows are
// shown (`saw`) before the first question.
//
// Source: CloudTrail User Guide, "Logging data events"; S3 User Guide, "Reducing the cost of SSE-KMS
// with Amazon S3 Bucket Keys"; the tables name the page of each row.

#ifndef SCOPEDOWN_GENERATOR_USAGE_BLIND_SPOTS_H_
#define SCOPEDOWN_GENERATOR_USAGE_BLIND_SPOTS_H_

#include <compare>
#include <map>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "generator/usage/interpretation.h"
#include "generator/usage/usage_row.h"
#include "model/access.h"
#include "model/catalogue.h"

namespace scopedown {

// A call that the log does not show, though another makes it plausible.
struct UnseenCall {
  Access access;
  std::string code;      // "unlogged" or "kms_bucket_key", as in summary.json: stable
  std::string evidence;  // "logs:CreateLogStream on arn:..."
  std::string selector;  // the event selector that would log it; "" if none does
  bool claims = false;   // the tenant made the resource, or used what needs it: it is its own, too

  friend auto operator<=>(const UnseenCall&, const UnseenCall&) = default;
};

class BlindSpots {
 public:
  // Both must outlive this.
  BlindSpots(const Catalogue& catalogue, const Interpreter& interpreter);

  // A row of anybody, whatever is selected.
  void saw(const UsageKey& row);

  // The calls that a call which succeeded makes plausible. `accesses` are what the row means.
  [[nodiscard]] std::vector<UnseenCall> unseen(const UsageKey& row,
                                               std::span<const ObservedAccess> accesses) const;

  // Event selectors (`resources.type`) of data events that nobody was seen making, on a kind of
  // resource that the call manages; each with the access that does.
  [[nodiscard]] std::map<std::string, Access> silent(
      std::span<const ObservedAccess> accesses) const;

 private:
  // A row of data_events.tsv.
  struct DataEvents {
    std::string_view selector;
    std::string_view service;
    std::vector<TypeIndex> types;
    std::set<std::string_view> events;
    bool seen = false;
  };

  // A row of unlogged.tsv.
  struct Unlogged {
    Action action;
    std::string_view selector;
    std::set<std::string_view> evidence;  // actions
    bool same_resource = false;           // else on everything
    bool seen = false;
  };

  // A row of kms_fas.tsv.
  struct KeyUse {
    std::string_view action;
    std::set<std::string_view> events;  // empty: all
    Action needs;
    bool of_bucket = false;  // the key that writes to the bucket name; else the record's own
  };

  void read_data_events();
  void read_unlogged();
  void read_key_uses();
  void add_key_uses(const UsageKey& row, const Access& access,
                    std::vector<UnseenCall>& calls) const;

  const Catalogue& catalogue_;
  const Interpreter& interpreter_;
  std::vector<DataEvents> data_events_;
  std::vector<Unlogged> unlogged_;
  std::vector<KeyUse> key_uses_;
  std::map<std::string, std::set<std::string>, std::less<>> keys_of_bucket_;  // ARNs, by its name
};

}  // namespace scopedown

#endif  // SCOPEDOWN_GENERATOR_USAGE_BLIND_SPOTS_H_
