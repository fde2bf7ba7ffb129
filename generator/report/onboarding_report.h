// What stands between a new tenant and its policy, and what each way out is.

#ifndef SCOPEDOWN_GENERATOR_REPORT_ONBOARDING_REPORT_H_
#define SCOPEDOWN_GENERATOR_REPORT_ONBOARDING_REPORT_H_

#include <iosfwd>
#include <span>

#include "generator/onboard/onboarding.h"

namespace scopedown {

// A line for each resource that nobody has decided on, for each that is kept (unless quiet), and for
// each access that only some of the known tenants have.
void print_template(std::ostream& out, const OnboardingTemplate& made, bool quiet);

void print_collisions(std::ostream& out, std::span<const Collision> collisions);

// `accesses`: the file that `--accesses` wrote; "" if none was.
void print_reaches(std::ostream& out, std::span<const Reach> reaches, const std::string& accesses);

}  // namespace scopedown

#endif  // SCOPEDOWN_GENERATOR_REPORT_ONBOARDING_REPORT_H_
