// The files of a role: each document as AWS takes it, and role.json, which says what they are.
//
//   inline.json  managed-01.json ...   permission policies, a name a line: white space is not counted
//   trust.json  trust-irsa.json        compact, since white space may be counted
//   boundary.json  delegation.json  scp.json
//   target-trust.json  source.json     with a target role
//   role.json                          sizes, excess, every pattern, warnings
//
// A trust policy that is too long for its quota is not written; role.json says so.

#ifndef SCOPEDOWN_GENERATOR_EMIT_ROLE_FILES_H_
#define SCOPEDOWN_GENERATOR_EMIT_ROLE_FILES_H_

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "generator/emit/summary.h"
#include "generator/role/role_kit.h"

namespace scopedown {

struct RoleFile {
  std::string name;  // "managed-01.json"
  std::string kind;  // "inline", "managed", "trust", "boundary", "identity", "scp"
  std::string text;
  std::size_t characters = 0;  // as AWS counts them
  std::size_t characters_max = 0;
};

// Those that are within their quotas; without role.json.
[[nodiscard]] std::vector<RoleFile> role_files(const RoleKit& kit);

// What a reviewer must know beside the documents.
[[nodiscard]] std::vector<Warning> role_warnings(const RoleKit& kit);

// role.json. `stale`: files of an earlier run.
[[nodiscard]] std::string role_json(const RoleKit& kit, const std::vector<RoleFile>& files,
                                    const std::vector<std::string>& stale);

// Writes them all into the folder. Throws Error if one cannot be written.
void write_role(const RoleKit& kit, const std::string& folder);

// A policy with a line for each name, and a line feed at its end.
[[nodiscard]] std::string readable_policy(std::string_view compact);

}  // namespace scopedown

#endif  // SCOPEDOWN_GENERATOR_EMIT_ROLE_FILES_H_
