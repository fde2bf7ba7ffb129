// The last word before anybody sees a policy: it is read again from its bytes and judged by the
// evaluator, which shares nothing with the search.
//
//   allowed     every access that had to be granted, segment by segment
//   apart       nothing on others' resources, no unseen change on shared ones, nothing denied,
//               taking `*` to cross colons
//   harmless    no action wildcard reaches a write, tagging, permissions or sensitive action that
//               did not have to be granted
//   told        every pair that it allows and that was not granted is in the list of widenings
//   fits        both budgets, counted on the bytes
//
// What it finds is a mistake of ours, never of the input; the caller ends the program.

#ifndef SCOPEDOWN_GENERATOR_MINIMISE_VERIFY_H_
#define SCOPEDOWN_GENERATOR_MINIMISE_VERIFY_H_

#include <string>
#include <string_view>
#include <vector>

#include "generator/minimise/proposal.h"
#include "generator/minimise/rules.h"
#include "model/tenant.h"
#include "model/world.h"

namespace scopedown {

// What is wrong with it, a line each; empty if nothing is. `bytes` are those that will be written.
[[nodiscard]] std::vector<std::string> objections(std::string_view bytes, const Proposal& proposal,
                                                  const Tenant& tenant, const World& world,
                                                  const Rules& rules);

}  // namespace scopedown

#endif  // SCOPEDOWN_GENERATOR_MINIMISE_VERIFY_H_
