// `scopedown catalogue` for people: what a wildcard reaches, what an action is, what an event
// becomes, how well logs are understood.

#ifndef SCOPEDOWN_GENERATOR_REPORT_CATALOGUE_REPORT_H_
#define SCOPEDOWN_GENERATOR_REPORT_CATALOGUE_REPORT_H_

#include <iosfwd>
#include <vector>

#include "generator/usage/coverage.h"
#include "generator/usage/event_rules.h"
#include "generator/usage/sample_call.h"
#include "model/catalogue.h"

namespace scopedown {

// By access level, the least harmful first; the counts at the end.
void print_expansion(std::ostream& out, const ActionPattern& pattern, const Catalogue& catalogue);

void print_action(std::ostream& out, const CatalogueAction& action, const Catalogue& catalogue);

void print_sample(std::ostream& out, const SampleCall& call, const SampleReading& reading,
                  const Catalogue& catalogue);

// The most frequent of each list; the JSON has them all.
void print_coverage(std::ostream& out, const CoverageReport& report);

}  // namespace scopedown

#endif  // SCOPEDOWN_GENERATOR_REPORT_CATALOGUE_REPORT_H_
