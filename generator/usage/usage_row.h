// A row of the ledger: the calls that differ in nothing but when they were made.
//
// The row keeps what the log said and not what it means: a better catalogue re-interprets it.
// Its grain is a contract (SQL engines produce the same rows): every member of `UsageKey`, none
// null. Lists are sorted, without repetition, joined by U+001F; list_text.h says how they are
// escaped.
//
//   parameters   "name=value" pairs of the request parameters that data/parameters.tsv names, and
//                of every other one whose value is an ARN; without the item. Elements of the
//                response that data/responses.tsv names are there as `responseElements.NAME`
//   resources    the valid ARNs of resources[]; "" where `parameters` has a bucketName (as wide as
//                the key, and known besides)
//   folded       0: the row is of one item, the open-ended name of the call (an S3 key, a
//                parameter's name; data/parameters.tsv says which): `fold_min` and `fold_max` are
//                both that item, "" if the call has none, and `fold_prefix` is ""
//                1 to 4: the row stands for all items that begin with `fold_prefix`; `fold_min` and
//                `fold_max` are the smallest and the largest (fold.h)
//   error_class  "" succeeded; "denied"; "failed": refused for another reason, after AWS had
//                allowed it; "missing": the same, because what was asked for is not there

#ifndef SCOPEDOWN_GENERATOR_USAGE_USAGE_ROW_H_
#define SCOPEDOWN_GENERATOR_USAGE_USAGE_ROW_H_

#include <compare>
#include <cstdint>
#include <string>

#include "generator/tenants/attribution.h"

namespace scopedown {

inline constexpr char list_separator = '\x1f';

struct UsageKey {
  Attribution who;
  std::string account;  // where the call was recorded
  std::string region;
  std::string event_source;  // "s3.amazonaws.com"
  std::string event_name;    // "GetObject"
  std::string error_class;
  std::string parameters;
  std::string resources;  // ARNs of resources[], valid ones only
  int folded = 0;         // 0 to 4
  std::string fold_prefix;
  std::string fold_min;
  std::string fold_max;

  friend auto operator<=>(const UsageKey&, const UsageKey&) = default;
};

struct UsageCount {
  std::uint64_t calls = 0;
  std::int64_t first_seen = 0;  // seconds since 1970 UTC; 0: no call of the row had a readable time
  std::int64_t last_seen = 0;
  std::string sample;        // smallest event id, as it stands in the log
  std::uint64_t events = 0;  // of the calls, those that are their event's first: they add up to the
                             // events, where an event made several calls (data/extraction.h)

  // Takes in the other count: sums, and the earliest, latest and smallest.
  void merge(const UsageCount& other);

  friend bool operator==(const UsageCount&, const UsageCount&) = default;
};

struct UsageRow {
  UsageKey key;
  UsageCount count;
};

}  // namespace scopedown

#endif  // SCOPEDOWN_GENERATOR_USAGE_USAGE_ROW_H_
