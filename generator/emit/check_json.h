// What `check` says to machines: as JSON of our own, and as SARIF for code review.
//
//   {"files":[{"file","characters","packed_percent","packed_interval":[lo,hi],
//              "findings":[{"severity","rule","message","line","column","end_line","end_column"}]}],
//    "role_digest":"16 digits"|null}
//
// Lines and columns count from 1, columns in characters; the end is the first place after. Of SARIF:
// errors are "error", warnings of both kinds "warning", suggestions "note".
// Source: OASIS, "Static Analysis Results Interchange Format (SARIF) Version 2.1.0".

#ifndef SCOPEDOWN_GENERATOR_EMIT_CHECK_JSON_H_
#define SCOPEDOWN_GENERATOR_EMIT_CHECK_JSON_H_

#include <string>
#include <string_view>
#include <vector>

#include "generator/report/check_report.h"

namespace scopedown {

// `role_digest` is that of the role's policies, as in a summary; "" where none were given.
[[nodiscard]] std::string check_json(const std::vector<CheckedFile>& files,
                                     const std::string& role_digest);

// `version` is the program's.
[[nodiscard]] std::string check_sarif(const std::vector<CheckedFile>& files,
                                      std::string_view version);

}  // namespace scopedown

#endif  // SCOPEDOWN_GENERATOR_EMIT_CHECK_JSON_H_
