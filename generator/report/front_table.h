// What room buys each unit, as a table.

#ifndef SCOPEDOWN_GENERATOR_REPORT_FRONT_TABLE_H_
#define SCOPEDOWN_GENERATOR_REPORT_FRONT_TABLE_H_

#include <iosfwd>
#include <span>

#include "generator/pipeline.h"

namespace scopedown {

// A line for each point: its measures, how many widenings of each access level it has, how many names
// are cut short, and whether it fits the budget.
void print_fronts(std::ostream& out, std::span<const Front> fronts, const Budget& budget);

}  // namespace scopedown

#endif  // SCOPEDOWN_GENERATOR_REPORT_FRONT_TABLE_H_
