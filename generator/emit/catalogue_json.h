// `scopedown catalogue --json`: the same answers for programs. Indented JSON with a line feed at
// its end; no key is ever left out.

#ifndef SCOPEDOWN_GENERATOR_EMIT_CATALOGUE_JSON_H_
#define SCOPEDOWN_GENERATOR_EMIT_CATALOGUE_JSON_H_

#include <string>

#include "generator/usage/coverage.h"
#include "generator/usage/sample_call.h"
#include "model/catalogue.h"

namespace scopedown {

// {"pattern","count","levels":{LEVEL:count},"sensitive","escapes",
//  "actions":[{"action","level","resource_types":[],"sensitive","escape"}]}
[[nodiscard]] std::string expansion_json(const ActionPattern& pattern, const Catalogue& catalogue);

// {"action","level","sensitive","escape","resource_types":[{"type","required","created","arns":[]}],
//  "dependents":[],"events":[{"sources":[],"event","when","because"}]}
[[nodiscard]] std::string action_json(const CatalogueAction& action, const Catalogue& catalogue);

// {"source","event","service","source_rule","rules":[{"when","actions":[],"source"}],"set_aside",
//  "accesses":[{"action","level","resource","resolved","note","because":[]}],"ignored":[]}
[[nodiscard]] std::string sample_json(const SampleCall& call, const SampleReading& reading,
                                      const Catalogue& catalogue);

// The members of CoverageReport, lists in their order.
[[nodiscard]] std::string coverage_json(const CoverageReport& report);

}  // namespace scopedown

#endif  // SCOPEDOWN_GENERATOR_EMIT_CATALOGUE_JSON_H_
