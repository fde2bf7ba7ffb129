// What `role`, `plan` and `generate --with-role` ask of a shared role, as it was typed.

#ifndef SCOPEDOWN_GENERATOR_COMMANDS_ROLE_OPTIONS_H_
#define SCOPEDOWN_GENERATOR_COMMANDS_ROLE_OPTIONS_H_

#include <iosfwd>
#include <string>
#include <vector>

#include "generator/commands/command.h"
#include "generator/role/role_kit.h"

namespace scopedown {

struct RoleOptions {
  RoleQuestion asked;
  std::string session_tags = "off";
  bool no_inline = false;
  std::vector<std::string> regions;
};

// Quotas and the account: what says how large a role may be.
void add_role_quota(CLI::App& command, RoleOptions& options);

// Everything else that shapes its documents.
void add_role_documents(CLI::App& command, RoleOptions& options);

// Throws Error (usage) for what makes no sense.
void settle(RoleOptions& options);

// Sizes, excess and warnings: a line each; without the first two if quiet.
void print_role(std::ostream& out, const RoleKit& kit, bool quiet);

}  // namespace scopedown

#endif  // SCOPEDOWN_GENERATOR_COMMANDS_ROLE_OPTIONS_H_
