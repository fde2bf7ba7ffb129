// What people call a unit, in files and on a terminal.

#ifndef SCOPEDOWN_GENERATOR_EMIT_UNIT_NAME_H_
#define SCOPEDOWN_GENERATOR_EMIT_UNIT_NAME_H_

#include <string>

#include "generator/emit/summary.h"

namespace scopedown {

// "prod/payments/api", or the canonical text of what is no namespace's. Names are as the log has them:
// printable() comes before a terminal.
[[nodiscard]] std::string unit_name(const Result& result);

}  // namespace scopedown

#endif  // SCOPEDOWN_GENERATOR_EMIT_UNIT_NAME_H_
