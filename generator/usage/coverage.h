// How well logs are understood: which records become which actions on which resources, and what AWS
// itself says of those that it denied. A check of the interpretation that costs a user nothing but
// the logs they have. All API calls count, whoever made them; an event counts once by its id.
//
//   Coverage coverage(interpreter);
//   for each file: for each record: coverage.add(event);  coverage.end_of_file();
//   coverage.report()
//
// Memory: 16 bytes an event, for its id, and what the report holds; between two ends of files, what
// a Collector holds.

#ifndef SCOPEDOWN_GENERATOR_USAGE_COVERAGE_H_
#define SCOPEDOWN_GENERATOR_USAGE_COVERAGE_H_

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <tuple>
#include <vector>

#include "data/extraction.h"
#include "generator/logs/event.h"
#include "generator/usage/collector.h"
#include "generator/usage/denial_message.h"
#include "generator/usage/interpretation.h"

namespace scopedown {

// How often, and one of them: the smallest event id.
struct Sighting {
  std::uint64_t calls = 0;
  std::string example;

  void add(std::string_view event_id);
};

// Whether AWS's own words were ours. Sorted by event, then action, then resource.
struct Disagreement {
  std::string event;        // "s3.amazonaws.com GetObject"
  std::string action;       // as AWS named it
  std::string resource;     // likewise; "" if it did not
  Agreement found;          // how we differ
  std::string interpreted;  // what we read instead: "s3:GetObject on arn:...", several by "; "

  friend auto operator<=>(const Disagreement&, const Disagreement&) = default;
};

// A call whose action is known and whose resource the log does not tell.
struct UnresolvedCall {
  std::string event;
  std::string action;
  std::string resource;  // the narrowest pattern that surely holds it
  std::string note;

  friend auto operator<=>(const UnresolvedCall&, const UnresolvedCall&) = default;
};

struct CoverageReport {
  std::uint64_t calls = 0;               // API calls, each once
  std::uint64_t others = 0;              // records of something else: sign-ins, service events
  std::uint64_t repeated = 0;            // records of an event that was counted
  std::uint64_t interpreted = 0;         // of the calls: an action is known, or that none is needed
  std::uint64_t without_permission = 0;  // of those: none is needed
  std::uint64_t with_resource_type = 0;  // of the interpreted: the action takes a resource
  std::uint64_t narrower = 0;            // of those: read as something narrower than `*`
  std::uint64_t resolved = 0;            // likewise: read as the very resource
  std::map<std::string, Sighting> unknown;  // "source EventName" → calls
  std::map<UnresolvedCall, Sighting> unresolved;
  std::uint64_t denied = 0;   // calls
  std::uint64_t judged = 0;   // of those: AWS named the action
  std::uint64_t agreed = 0;   // of those: we read the same
  std::uint64_t by_name = 0;  // of those: AWS named the resource too
  std::map<Disagreement, Sighting> disagreements;
};

class Coverage {
 public:
  Coverage(const Interpreter& interpreter, const Catalogue& catalogue);

  void add(const Event& event);
  void end_of_file();

  [[nodiscard]] const CoverageReport& report() const { return report_; }

 private:
  // What a Collector does not keep of an event, in the order of its entries.
  struct Beside {
    std::string event;
    std::string id;
    std::string message;    // of a denied call
    std::string principal;  // of a user: IAM takes a user that is not named to be the caller
  };

  void judge(const Batch& batch, std::size_t index);
  [[nodiscard]] Interpretation interpretation_of(const Batch& batch, std::size_t index,
                                                 bool as_if_allowed) const;
  void count_resources(const Interpretation& meaning, const Beside& beside);
  void hold_against(const Batch& batch, std::size_t index, const Interpretation& meaning);

  const Interpreter& interpreter_;
  const Catalogue& catalogue_;
  Collector collector_;
  std::vector<Beside> beside_;
  std::set<EventId> seen_;
  CoverageReport report_;
};

}  // namespace scopedown

#endif  // SCOPEDOWN_GENERATOR_USAGE_COVERAGE_H_
