#include "generator/commands/terminal_bar.h"

#include <iostream>

#include <unistd.h>

namespace scopedown {

ProgressBar terminal_bar(bool quiet) {
  return {std::cerr, !quiet && isatty(STDERR_FILENO) != 0};
}

OnFleetProgress shown_on(ProgressBar& bar) {
  return [&bar](const FleetProgress& progress) { bar.show(progress); };
}

}  // namespace scopedown
