// A call that nobody made: what would `HeadObject` with these parameters be? It is written as a
// CloudTrail record and goes the way of all records, so that the answer is the one that a log would
// get.
//
// What an answer rests on is found by trying: a parameter matters to an access if there would be no
// such access without it. That needs no second telling of the interpretation's rules, and cannot
// disagree with them. Cost: one interpretation for each parameter.

#ifndef SCOPEDOWN_GENERATOR_USAGE_SAMPLE_CALL_H_
#define SCOPEDOWN_GENERATOR_USAGE_SAMPLE_CALL_H_

#include <string>
#include <vector>

#include "generator/usage/interpretation.h"

namespace scopedown {

struct SampleCall {
  std::string event_source;  // "s3.amazonaws.com"
  std::string event_name;
  std::string parameters = "null";     // requestParameters: a JSON object, or null
  std::vector<std::string> resources;  // ARNs of resources[]
  std::string region;
  std::string account;
};

struct ReasonedAccess {
  ObservedAccess observed;
  std::vector<std::string> because;  // parameters by their paths, and ARNs of resources[]; sorted
};

struct SampleReading {
  std::string service;                   // prefix of the actions of that source
  std::string set_aside;                 // a name of set_aside.h; "" if it is not
  std::vector<ReasonedAccess> accesses;  // sorted
  std::vector<std::string> ignored;      // names of parameters that change nothing; sorted
};

// Throws Error (usage) if `parameters` is neither an object nor null.
[[nodiscard]] SampleReading read_sample(const SampleCall& call, const Interpreter& interpreter);

}  // namespace scopedown

#endif  // SCOPEDOWN_GENERATOR_USAGE_SAMPLE_CALL_H_
