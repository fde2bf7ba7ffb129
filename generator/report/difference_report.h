// A change of policies, for people: on a terminal, and as Markdown for a pull request.

#ifndef SCOPEDOWN_GENERATOR_REPORT_DIFFERENCE_REPORT_H_
#define SCOPEDOWN_GENERATOR_REPORT_DIFFERENCE_REPORT_H_

#include <iosfwd>

#include "generator/diff/policy_pairs.h"

namespace scopedown {

// A table for each policy that changed: `+` newly allowed, `-` no longer, `?` behind either where it
// is not certain. Actions on the same resource share a line, up to a dozen by name.
void print_difference(std::ostream& out, const PolicyChange& change);

// The same as GitHub's and GitLab's Markdown. Names are data: none can end its cell.
void print_difference_markdown(std::ostream& out, const PolicyChange& change);

}  // namespace scopedown

#endif  // SCOPEDOWN_GENERATOR_REPORT_DIFFERENCE_REPORT_H_
