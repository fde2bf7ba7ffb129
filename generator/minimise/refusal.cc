#include "generator/minimise/refusal.h"

#include <algorithm>
#include <functional>
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

// None if some part does not fit by itself.
std::optional<Relaxation> split_in(std::size_t count, const AccessUsage& wanted,
                                   Isolation& isolation, const Rules& rules) {
  Relaxation relaxation{"split into " + std::to_string(count) + " service accounts:", 0, 0};
  const std::vector<Part> parts = dealt_out(wanted, count);
  if (parts.size() < count) return std::nullopt;
  for (const Part& part : parts) {
    const Fit fitted = fit(part.accesses, isolation, rules);
    if (fitted.measure.over(rules.budget) > 0) return std::nullopt;
    std::set<Access> granted;
    for (const auto& [access, usage] : part.accesses)
      granted.insert(access);
    relaxation.characters = std::max(relaxation.characters, fitted.measure.characters);
    relaxation.excess += score(widenings(fitted.policy, granted, rules).excess, rules.catalogue);
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
  for (std::size_t count = 2; count <= parts_max; ++count) {
    auto split = split_in(count, wanted, isolation, rules);
    if (!split) continue;
    refusal.relaxations.push_back(std::move(*split));
    break;
  }
  if (refusal.relaxations.empty()) {
    refusal.relaxations.push_back(
        {"a narrower workload: even four service accounts that share its "
         "services have no policy that fits",
         0, 0});
  }
  return refusal;
}

}  // namespace scopedown
