#include "generator/commands/role_options.h"

#include <ostream>

#include <CLI/CLI.hpp>

#include "generator/emit/pod_identity_association.h"
#include "generator/emit/role_files.h"

namespace scopedown {
namespace {}  // namespace

void add_role_quota(CLI::App& command, RoleOptions& options) {
  RoleQuota& quota = options.asked.quota;
  command
      .add_option("--managed", quota.managed_count_max,
                  "Managed policies that a role may have: 10, or up to 25 where AWS raised it")
      ->check(CLI::Range(0, 25))
      ->capture_default_str();
  command.add_flag("--no-inline", options.no_inline, "Managed policies alone");
  command.add_option("--account", options.asked.account,
                     "The account of the role: only units of its clusters");
}

void add_role_documents(CLI::App& command, RoleOptions& options) {
  RoleQuestion& asked = options.asked;
  command
      .add_option("--session-tags", options.session_tags,
                  "on or off: whether associations have them; off where they carry session "
                  "policies")
      ->check(CLI::IsMember({"on", "off"}))
      ->capture_default_str();
  command
      .add_option(
          "--trust-characters", asked.trust_characters_max,
          "Characters that a trust policy may have: 2048, or up to 8192 where AWS raised it")
      ->check(CLI::Range(std::size_t{256}, trust_characters_max_raised))
      ->capture_default_str();
  command.add_option("--path", asked.path, "The path of roles that others may make")
      ->capture_default_str();
  command.add_option("--boundary-name", asked.boundary_name, "The managed policy that bounds them")
      ->capture_default_str();
  command.add_option("--region", options.regions,
                     "A region that the guardrails keep open, seen or not; repeatable");
  command.add_option("--role-arn", asked.role_arn,
                     "The shared role's own ARN: for --target-role-arn");
  command.add_option("--target-role-arn", asked.target_role,
                     "A role (ARN) that the associations go on to: documents for that chain");
}

void settle(RoleOptions& options) {
  RoleQuestion& asked = options.asked;
  asked.session_tags = options.session_tags == "on";
  if (options.no_inline) asked.quota.inline_characters_max = 0;
  if (asked.quota.documents_max() == 0)
    misuse("--managed 0 --no-inline", "leaves no document; leave out one of them");
  for (const std::string& region : options.regions) {
    if (region.empty() || region.size() > 32 ||
        region.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-") != std::string::npos)
      misuse("--region " + region, "no region; write eu-west-1");
    asked.regions.insert(region);
  }
  if (!asked.account.empty() &&
      (asked.account.size() != 12 ||
       asked.account.find_first_not_of("0123456789") != std::string::npos))
    misuse("--account " + asked.account, "an account is twelve digits");
  const std::string& path = asked.path;
  const bool is_path = path.size() >= 2 && path.front() == '/' && path.back() == '/' &&
                       path.find_first_of("*?$\" ") == std::string::npos;
  if (!is_path) misuse("--path " + path, "a path of roles begins and ends with a slash: /tenants/");
  if (asked.boundary_name.empty() ||
      asked.boundary_name.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
                                            "0123456789+=,.@_-/") != std::string::npos)
    misuse("--boundary-name " + asked.boundary_name, "no name of a policy");
  if (!asked.target_role.empty()) {
    check_role_arn("--target-role-arn", asked.target_role);
    if (asked.role_arn.empty())
      misuse("--target-role-arn",
             "its trust policy names the role that is assumed first: --role-arn");
  }
  if (!asked.role_arn.empty()) check_role_arn("--role-arn", asked.role_arn);
}

void print_role(std::ostream& out, const RoleKit& kit, bool quiet) {
  const SharedRole& role = kit.role;
  if (!quiet && role.permissions.fits()) {
    std::size_t characters = 0;
    for (const Policy& document : role.permissions.documents)
      characters += document.characters();
    out << "scopedown: role: " << role.units.size() << " units, " << role.actions << " actions, "
        << role.needs << " accesses: " << role.permissions.documents.size() << " documents, "
        << characters << " characters";
    if (!role.permissions.names_all)
      out << " (" << role.permissions.characters_of_names << " if every resource were named)";
    out << "\nscopedown: role: allows " << role.excess.pairs
        << " pairs of known resources that nobody needs; " << role.excess.open.size()
        << " patterns, listed in role.json\n";
  }
  for (const Warning& warning : role_warnings(kit))
    out << "scopedown: role: " << warning.code << ": " << warning.text << '\n';
}

}  // namespace scopedown
