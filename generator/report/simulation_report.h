// What `simulate` prints: a line for each request, and why.
//
//   ACTION        RESOURCE               DECISION      BECAUSE
//   s3:GetObject  arn:aws:s3:::orders/a  allowed       identity role.json:3, session session.json:1
//   s3:PutObject  arn:aws:s3:::orders/a  implicitDeny  nothing allows it in session

#ifndef SCOPEDOWN_GENERATOR_REPORT_SIMULATION_REPORT_H_
#define SCOPEDOWN_GENERATOR_REPORT_SIMULATION_REPORT_H_

#include <iosfwd>

#include "generator/simulate/simulation.h"

namespace scopedown {

void print_simulation(std::ostream& out, const Simulation& simulation);

// What hangs on something that nobody said, or that AWS's pages leave open.
void print_simulation_notes(std::ostream& out, const Simulation& simulation);

}  // namespace scopedown

#endif  // SCOPEDOWN_GENERATOR_REPORT_SIMULATION_REPORT_H_
