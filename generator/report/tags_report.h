// What one role policy with session tags serves, in words, and beside what session policies do.

#ifndef SCOPEDOWN_GENERATOR_REPORT_TAGS_REPORT_H_
#define SCOPEDOWN_GENERATOR_REPORT_TAGS_REPORT_H_

#include <iosfwd>
#include <set>

#include "generator/emit/summary.h"
#include "generator/tags/tag_policy.h"

namespace scopedown {

// Of the selected units. Units that need more, always; the rest unless quiet.
void print_tags(std::ostream& out, const TagPolicy& result, const std::set<Unit>& selected,
                bool quiet);

// Both ways side by side, a line each, and what each unit would have.
void print_comparison(std::ostream& out, const TagPolicy& result, const std::set<Unit>& selected,
                      const Summary& session_policies);

}  // namespace scopedown

#endif  // SCOPEDOWN_GENERATOR_REPORT_TAGS_REPORT_H_
