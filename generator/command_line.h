// The command line: the subcommands, in one table (generator/commands has one a file). It parses,
// and runs what was asked for; the product goes to stdout and words to stderr.

#ifndef SCOPEDOWN_GENERATOR_COMMAND_LINE_H_
#define SCOPEDOWN_GENERATOR_COMMAND_LINE_H_

#include "generator/error.h"

namespace scopedown {

// Throws Error for what a person must act on; a command line that makes no sense is said and
// returned as ExitCode::Usage.
[[nodiscard]] ExitCode run(int argc, char** argv);

}  // namespace scopedown

#endif  // SCOPEDOWN_GENERATOR_COMMAND_LINE_H_
