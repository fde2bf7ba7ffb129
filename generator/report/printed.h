// What people read: tables on stdout, notes on stderr.

#ifndef SCOPEDOWN_GENERATOR_REPORT_PRINTED_H_
#define SCOPEDOWN_GENERATOR_REPORT_PRINTED_H_

#include <iosfwd>

#include "generator/pipeline.h"

namespace scopedown {

// What went wrong while reading, always; what was passed over and how much was read, unless quiet.
void print_ingested(std::ostream& out, const Ingested& ingested, bool quiet);

// What an inventory said: how many of each.
void print_inventory(std::ostream& out, const std::vector<InventoryFact>& facts);

// A line for each refusal, withheld access, escape and policy not delivered, always; for each unit its size, unless
// quiet.
void print_results(std::ostream& out, const Summary& summary, bool quiet);

// The tenants, aligned; then the events by what became of them.
void print_tenants(std::ostream& out, const Workloads& workloads, const Selection& selection,
                   const Clusters& clusters);

}  // namespace scopedown

#endif  // SCOPEDOWN_GENERATOR_REPORT_PRINTED_H_
