// Where somebody looks: the bar of a command that may take minutes is shown on a terminal alone. In
// a pipe or a file it would be noise.

#ifndef SCOPEDOWN_GENERATOR_COMMANDS_TERMINAL_BAR_H_
#define SCOPEDOWN_GENERATOR_COMMANDS_TERMINAL_BAR_H_

#include "generator/report/progress_bar.h"

namespace scopedown {

// On stderr; shown unless that is no terminal, or --quiet was given.
[[nodiscard]] ProgressBar terminal_bar(bool quiet);

// Shows on `bar`, which must outlive it, how far a fleet is.
[[nodiscard]] OnFleetProgress shown_on(ProgressBar& bar);

}  // namespace scopedown

#endif  // SCOPEDOWN_GENERATOR_COMMANDS_TERMINAL_BAR_H_
