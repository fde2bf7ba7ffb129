#include "generator/minimise/refusal.h"

#include <algorithm>
#include <functional>
#include <iterator>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "generator/minimise/excess.h"

namespace scopedown {
namespace {

constexpr std::size_t parts_max = 4;
constexpr std::size_t wildcards_max = 8;
constexpr int packed_percent_of_sts = 100;

struct Part {
  AccessUsage accesses;
  std::set<std::string> services;
  std::size_t characters = 0;  // of its names, written once
};

std::vector<Part> dealt_out(const AccessUsage& wanted, std::size_t count) {
  std::map<std::string, Part> by_service;
  for (const auto& [access, usage] : wanted) {
    Part& part = by_service[access.action.service];
    part.accesses.emplace(access, usage);
    part.characters += access.resource.text().size();
  }
  std::vector<Part> services;
  for (auto& [service, part] : by_service) {
    part.services.insert(service);
    services.push_back(std::move(part));
  }
  std::ranges::stable_sort(services, std::greater<>(), &Part::characters);
  std::vector<Part> parts(count);
  for (Part& service : services) {
    Part& smallest = *std::ranges::min_element(parts, {}, &Part::characters);
    smallest.accesses.merge(service.accesses);
    smallest.services.merge(service.services);
    smallest.characters += service.characters;
  }
  std::erase_if(parts, [](const Part& part) { return part.accesses.empty(); });
  return parts;
}

std::uint64_t excess_of(const Policy& policy, const AccessUsage& wanted, const Rules& rules) {
  std::set<Access> granted;
  for (const auto& [access, usage] : wanted)
    granted.insert(access);
  return score(widenings(policy, granted, rules).excess, rules.catalogue);
}

// None if it does not fit by looser rules either.
std::optional<Relaxation> loosened(std::string option, const AccessUsage& wanted,
                                   Isolation& isolation, const Rules& loose) {
  const Fit fitted = fit(wanted, isolation, loose);
  if (fitted.measure.over(loose.budget) > 0) return std::nullopt;
  return Relaxation{std::move(option), fitted.measure.characters,
                    excess_of(fitted.policy, wanted, loose)};
}

// What the policy's action wildcards reach against the rules.
std::set<Action> reached_against_rules(const Policy& policy, const AccessUsage& wanted,
                                       const Rules& rules) {
  std::set<Action> seen;
  for (const auto& [access, usage] : wanted)
    seen.insert(access.action);
  std::set<Action> reached;
  for (const Statement& statement : policy.statements) {
    for (const ActionPattern& pattern : statement.actions) {
      if (pattern.is_exact()) continue;
      for (const CatalogueAction* action : rules.catalogue.matching(pattern)) {
        if (!rules.wildcard_may_reach(*action) && !seen.contains(action->action))
          reached.insert(action->action);
      }
    }
  }
  return reached;
}

// All that a wildcard may be allowed to reach, of the services that are used: nothing that changes
// permissions or undoes the confinement.
std::vector<ActionPattern> allowable(const AccessUsage& wanted, const Catalogue& catalogue) {
  std::set<std::string> services;
  for (const auto& [access, usage] : wanted)
    services.insert(access.action.service);
  std::vector<ActionPattern> patterns;
  for (const std::string& service : services) {
    for (const CatalogueAction& action : catalogue.actions_of(service)) {
      const bool never =
          action.level == AccessLevel::PermissionsManagement || !action.escape.empty();
      if (action.is_dangerous() && !never)
        patterns.push_back(ActionPattern::exactly(action.action));
    }
  }
  return patterns;
}

// The wildcards that would be used if all were allowed, if they are few enough to be judged.
std::optional<Relaxation> with_wildcards(const AccessUsage& wanted, Isolation& isolation,
                                         const Rules& rules) {
  Rules loose = rules;
  for (ActionPattern& pattern : allowable(wanted, rules.catalogue))
    loose.wildcards_may_reach.push_back(std::move(pattern));
  const Fit fitted = fit(wanted, isolation, loose);
  if (fitted.measure.over(rules.budget) > 0) return std::nullopt;
  loose.wildcards_may_reach = rules.wildcards_may_reach;
  std::string option;
  const std::set<Action> reached = reached_against_rules(fitted.policy, wanted, rules);
  if (reached.empty() || reached.size() > wildcards_max) return std::nullopt;
  for (const Action& action : reached) {
    loose.wildcards_may_reach.push_back(ActionPattern::exactly(action));
    option += (option.empty() ? "--allow-wildcard " : " --allow-wildcard ") + action.text();
  }
  return loosened(std::move(option), wanted, isolation, loose);
}

// None if some part does not fit by itself.
std::optional<Relaxation> split_in(std::size_t count, const AccessUsage& wanted,
                                   Isolation& isolation, const Rules& rules) {
  Relaxation relaxation{"split into " + std::to_string(count) + " service accounts:", 0, 0};
  const std::vector<Part> parts = dealt_out(wanted, count);
  if (parts.size() < count) return std::nullopt;
  for (const Part& part : parts) {
    const Fit fitted = fit(part.accesses, isolation, rules);
    if (fitted.measure.over(rules.budget) > 0) return std::nullopt;
    relaxation.characters = std::max(relaxation.characters, fitted.measure.characters);
    relaxation.excess += excess_of(fitted.policy, part.accesses, rules);
    std::string services;
    for (const std::string& service : part.services)
      services.append(services.empty() ? "" : " ").append(service);
    relaxation.option += " (" + services + ")";
  }
  return relaxation;
}

}  // namespace

Refusal refusal_of(const Fit& tried, const AccessUsage& wanted, Isolation& isolation,
                   const Rules& rules) {
  Refusal refusal;
  const std::size_t most = rules.budget.characters_max;
  if (tried.measure.characters > most) {
    refusal.reason = "characters";
    refusal.short_by = tried.measure.characters - most;
    if (tried.measure.characters <= session_policy_characters_max) {
      refusal.relaxations.push_back(
          {"--budget " + std::to_string(tried.measure.characters), tried.measure.characters, 0});
    }
  } else {
    refusal.reason = "packed_size";
    const PackedSize allowed = PackedSize::of_percent(rules.budget.packed_percent_max.value_or(0));
    refusal.short_by = static_cast<std::size_t>(
        (tried.measure.packed.ten_thousandths - allowed.ten_thousandths + 9'999) / 10'000);
    if (tried.measure.packed <= PackedSize::of_percent(packed_percent_of_sts)) {
      const auto points = (tried.measure.packed.ten_thousandths + 9'999) / 10'000;
      refusal.relaxations.push_back(
          {"--packed-max " + std::to_string(points) + ", measured with STS first",
           tried.measure.characters, 0});
    }
  }
  std::vector<Relaxation> priced;
  for (std::size_t count = 2; count <= parts_max && priced.empty(); ++count) {
    if (auto split = split_in(count, wanted, isolation, rules)) priced.push_back(std::move(*split));
  }
  if (rules.role && !rules.trust_role) {
    Rules trusting = rules;
    trusting.trust_role = true;
    if (auto trusted = loosened("--trust-role", wanted, isolation, trusting))
      priced.push_back(std::move(*trusted));
  }
  if (auto wild = with_wildcards(wanted, isolation, rules)) priced.push_back(std::move(*wild));
  std::ranges::stable_sort(priced, {}, &Relaxation::excess);
  std::ranges::move(priced, std::back_inserter(refusal.relaxations));
  if (refusal.relaxations.empty()) {
    refusal.relaxations.push_back(
        {"a narrower workload: even four service accounts that share its "
         "services have no policy that fits",
         0, 0});
  }
  return refusal;
}

}  // namespace scopedown
