#include "generator/minimise/minimise.h"

#include <algorithm>
#include <utility>

#include "generator/minimise/draft.h"
#include "generator/minimise/excess.h"
#include "generator/minimise/isolation.h"
#include "generator/minimise/ladder.h"
#include "generator/minimise/lossless.h"
#include "generator/minimise/opening.h"

namespace scopedown {
namespace {

// Why an access is not granted, and what a person can do; none: it is.
std::optional<Withheld> withheld(const Access& access, const UnitUsage& usage, Isolation& isolation,
                                 const Rules& rules) {
  const bool assumes = access.action.service == "sts" && access.action.name == "AssumeRole";
  const bool escapes = assumes && std::ranges::any_of(usage.own_roles, [&](const std::string& role) {
    return access.resource.may_match(role);
  });
  if (escapes && !rules.allow_escape) {
    return Withheld{access, "escape: a session of the shared role that assumes it again is rid of its policy",
                    "--allow-escape, or let the workload use the credentials it has"};
  }
  const auto broken = isolation.first_break(access.action, access.resource);
  if (!broken) return std::nullopt;
  if (broken->rule == "never")
    return Withheld{access, "never: named by the --never document", "take it out of that document"};
  const std::string reached = broken->rule == "denied"
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
  for (const auto& [access, usage] : accesses) {
    const auto& candidates = wide[access.action];
    const bool covered = std::ranges::any_of(candidates, [&](const ArnPattern& pattern) {
      if (pattern == access.resource || !pattern.covers(access.resource)) return false;
      return !access.resource.covers(pattern) || pattern < access.resource;  // of two equals the first
    });
    if (!covered) kept.emplace(access, usage);
  }
  return kept;
}

Refusal refusal_of(const Measure& measure, const Rules& rules) {
  Refusal refusal;
  const std::size_t most = rules.budget.characters_max;
  if (measure.characters > most) {
    refusal.reason = "characters";
    refusal.short_by = measure.characters - most;
    refusal.relaxations.push_back({"--budget " + std::to_string(measure.characters), measure.characters, 0});
    return refusal;
  }
  refusal.reason = "packed_size";
  const auto above = measure.packed.ten_thousandths -
                     PackedSize::of_percent(rules.budget.packed_percent_max.value_or(0)).ten_thousandths;
  refusal.short_by = static_cast<std::size_t>((above + 9'999) / 10'000);
  const auto points = static_cast<std::size_t>((measure.packed.ten_thousandths + 9'999) / 10'000);
  refusal.relaxations.push_back(
      {"--packed-max " + std::to_string(points), measure.characters, 0});
  return refusal;
}

void judge_budget(Proposal& proposal, Ladder climbed, const Tokens& tokens, const Rules& rules) {
  proposal.policy = tokens.policy_of(climbed.draft);
  proposal.characters = climbed.measure.characters;
  proposal.packed = climbed.measure.packed;
  proposal.packed_least_found = climbed.packed_least_found;
  if (climbed.measure.over(rules.budget) > 0) proposal.refusal = refusal_of(climbed.measure, rules);
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

  const UsageGraph graph(wanted);
  Tokens tokens(graph, isolation, rules.catalogue);
  Lossless exact = lossless(tokens);
  proposal.statements_lower_bound = exact.statements_lower_bound;
  proposal.characters_lower_bound = exact.characters_lower_bound;

  PackedSizeEstimator estimator;
  judge_budget(proposal, climb(std::move(exact.draft), tokens, rules.budget, estimator), tokens, rules);

  const std::set<Access> granted(proposal.granted.begin(), proposal.granted.end());
  proposal.excess = widenings(proposal.policy, granted, rules.catalogue);
  proposal.excess_score = score(proposal.excess, rules.catalogue);
  return proposal;
}

}  // namespace scopedown
