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
#include "generator/minimise/needs.h"
#include "generator/minimise/refusal.h"

namespace scopedown {
namespace {

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

  Needs needs = needs_of(usage, isolation, rules);
  proposal.opened = std::move(needs.opened);
  proposal.withheld = std::move(needs.withheld);
  if (needs.accesses.empty()) {
    proposal.refusal = Refusal{usage.accesses.empty() ? "no_usage" : "all_withheld", 0, {}};
    return proposal;
  }

  // Beyond this point, `wanted` is what the policy must allow, each access in its widest form.
  const AccessUsage& wanted = needs.accesses;
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
