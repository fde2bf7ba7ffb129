#include "generator/minimise/minimise.h"

#include <algorithm>
#include <iterator>
#include <set>
#include <utility>

#include "generator/minimise/clip.h"
#include "generator/minimise/excess.h"
#include "generator/minimise/fit.h"
#include "generator/minimise/isolation.h"
#include "generator/minimise/layout.h"
#include "generator/minimise/opening.h"
#include "generator/minimise/refusal.h"

namespace scopedown {
namespace {

// Why an access is not granted, and what a person can do; none: it is.
std::optional<Withheld> withheld(const Access& access, const UnitUsage& usage, Isolation& isolation,
                                 const Rules& rules) {
  const bool assumes = access.action.service == "sts" && access.action.name == "AssumeRole";
  const bool escapes =
      assumes && std::ranges::any_of(usage.own_roles, [&](const std::string& role) {
        return access.resource.may_match(role);
      });
  if (escapes && !rules.allow_escape) {
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

std::vector<CutShort> cut_short(const Policy& policy, const Catalogue& catalogue) {
  std::set<ActionPattern> patterns;
  for (const Statement& statement : policy.statements) {
    for (const ActionPattern& pattern : statement.actions) {
      if (cuts_a_word(pattern, catalogue)) patterns.insert(pattern);
    }
  }
  std::vector<CutShort> all;
  for (const ActionPattern& pattern : patterns) {
    CutShort& cut = all.emplace_back(CutShort{pattern, {}});
    for (const CatalogueAction* action : catalogue.matching(pattern))
      cut.reached.push_back(action->action);
    std::ranges::sort(cut.reached);
  }
  return all;
}

// Puts the policy that fits into a statement per service, if that fits too.
void make_readable(Proposal& proposal, const Rules& rules) {
  Policy told = by_service(proposal.policy, rules.catalogue);
  const Measure measure{told.characters(), PackedSizeEstimator().of(told)};
  if (measure.over(rules.budget) > 0) {
    proposal.readable_too_large = TooLarge{measure.characters, measure.packed};
    return;
  }
  proposal.policy = std::move(told);
  proposal.characters = measure.characters;
  proposal.packed = measure.packed;
}

}  // namespace

Proposal minimise(const UnitUsage& usage, const World& world, const Rules& rules) {
  Proposal proposal;
  Isolation isolation(world, rules, usage.unit.tenant);

  AccessUsage wanted;
  for (const auto& [access, seen] : usage.accesses) {
    if (auto why = withheld(access, usage, isolation, rules)) {
      proposal.withheld.push_back(std::move(*why));
    } else {
      wanted.emplace(access, seen);
    }
  }
  if (wanted.empty()) {
    proposal.refusal = Refusal{usage.accesses.empty() ? "no_usage" : "all_withheld", 0, {}};
    return proposal;
  }

  if (!rules.exact) {
    auto opening = open_names(wanted, [&](const Action& action, const ArnPattern& pattern) {
      return !isolation.first_break(action, pattern);
    });
    wanted = std::move(opening.accesses);
    proposal.opened = std::move(opening.opened);
  }

  // Beyond this point, `wanted` is what the policy must allow, each access in its widest form.
  wanted = without_covered(wanted);
  for (const auto& [access, seen] : wanted)
    proposal.granted.push_back(access);

  Fit fitted = fit(wanted, isolation, rules);
  proposal.characters = fitted.measure.characters;
  proposal.packed = fitted.measure.packed;
  proposal.packed_least_found = fitted.packed_least_found;
  proposal.statements_lower_bound = fitted.statements_lower_bound;
  proposal.characters_lower_bound = fitted.characters_lower_bound;
  if (fitted.measure.over(rules.budget) > 0)
    proposal.refusal = refusal_of(fitted, wanted, isolation, rules);
  proposal.policy = std::move(fitted.policy);
  if (rules.readable && proposal.fits()) make_readable(proposal, rules);

  const std::set<Access> granted(proposal.granted.begin(), proposal.granted.end());
  Widenings widened = widenings(proposal.policy, granted, rules);
  proposal.excess = std::move(widened.excess);
  proposal.latent = std::move(widened.latent);
  if (rules.role) {
    std::ranges::copy_if(proposal.granted, std::back_inserter(proposal.outside_role),
                         [&](const Access& access) { return !rules.role->surely_allows(access); });
  }
  proposal.cut_short = cut_short(proposal.policy, rules.catalogue);
  proposal.excess_score = score(proposal.excess, rules.catalogue);
  return proposal;
}

}  // namespace scopedown
