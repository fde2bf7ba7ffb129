#include "generator/minimise/needs.h"

#include <algorithm>
#include <map>
#include <optional>
#include <utility>

#include "generator/minimise/opening.h"

namespace scopedown {
namespace {

// Why an access is not granted, and what a person can do; none: it is.
std::optional<Withheld> withheld(const Access& access, const UnitUsage& usage, Isolation& isolation,
                                 const Rules& rules) {
  if (!rules.allow_escape && assumes_one_of(usage.own_roles, access)) {
    return Withheld{
        access, "escape: a session of the shared role that assumes it again is rid of its policy",
        "--allow-escape, or let the workload use the credentials it has"};
  }
  const auto broken = isolation.first_break(access.action, access.resource);
  if (!broken) return std::nullopt;
  if (broken->rule == "never")
    return Withheld{access, "never: named by the --never document", "take it out of that document"};
  const std::string reached =
      broken->rule == "denied"
          ? "denied: it would grant " + broken->resource + ", which was denied"
          : "isolation: it would reach " + broken->resource + " of " + broken->owner;
  return Withheld{access, reached, "name the ARN that is meant with --also"};
}

// Accesses that another access of the same action covers say nothing new.
AccessUsage without_covered(const AccessUsage& accesses) {
  AccessUsage kept;
  std::map<Action, std::vector<ArnPattern>> wide;
  for (const auto& [access, usage] : accesses) {
    if (!access.resource.is_exact()) wide[access.action].push_back(access.resource);
  }
  for (const auto& item : accesses) {
    const Access& access = item.first;
    const auto& candidates = wide[access.action];
    const bool covered = std::ranges::any_of(candidates, [&](const ArnPattern& pattern) {
      if (pattern == access.resource || !pattern.covers(access.resource)) return false;
      return !access.resource.covers(pattern) ||
             pattern < access.resource;  // of two equals the first
    });
    if (!covered) kept.insert(item);
  }
  return kept;
}

}  // namespace

bool is_assume_role(const Action& action) {
  return folded_case(action.text()) == "sts:assumerole";
}

bool assumes_one_of(const std::set<std::string>& roles, const Access& access) {
  return is_assume_role(access.action) && std::ranges::any_of(roles, [&](const std::string& role) {
           return access.resource.may_match(role);
         });
}

Needs needs_of(const UnitUsage& usage, Isolation& isolation, const Rules& rules) {
  Needs needs;
  for (const auto& [access, seen] : usage.accesses) {
    if (auto why = withheld(access, usage, isolation, rules)) {
      needs.withheld.push_back(std::move(*why));
    } else {
      needs.accesses.emplace(access, seen);
    }
  }
  if (!rules.exact && !needs.accesses.empty()) {
    auto opening = open_names(needs.accesses, [&](const Action& action, const ArnPattern& pattern) {
      return !isolation.first_break(action, pattern);
    });
    needs.accesses = std::move(opening.accesses);
    needs.opened = std::move(opening.opened);
  }
  needs.accesses = without_covered(needs.accesses);
  return needs;
}

}  // namespace scopedown
