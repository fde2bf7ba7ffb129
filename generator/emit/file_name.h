// Where a unit's file lies below `--out`. No two units share a path, and no name leads out of it.
//
//   <cluster>/<namespace>/<service-account>.json     <cluster>/<namespace>.json with --per
//   namespace <account>/role-<name>.json   <account>/user-<name>.json <tag key>/<value>.json
//
// Every byte of a name outside [A-Za-z0-9._-] is written %XX, and so are the dots of `.` and `..`.
// A name that would be too long for a file system ends in a digest of itself.

#ifndef SCOPEDOWN_GENERATOR_EMIT_FILE_NAME_H_
#define SCOPEDOWN_GENERATOR_EMIT_FILE_NAME_H_

#include <string>
#include <string_view>

#include "generator/tenants/clusters.h"
#include "model/tenant.h"

namespace scopedown {

// `extension` with its dot.
[[nodiscard]] std::string file_name(const Unit& unit, const Clusters& clusters,
                                    std::string_view extension);

// One part of a path: never empty, never `.` or `..`, at most 200 bytes, and another for another
// name.
[[nodiscard]] std::string path_part(std::string_view name);

}  // namespace scopedown

#endif  // SCOPEDOWN_GENERATOR_EMIT_FILE_NAME_H_
