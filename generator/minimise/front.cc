// Problem. A person who is asked for a budget wants to know what the next hundred characters buy.
//
// Method. Ask `minimise` again and again, each time for a sixteenth less than what it came to the last
// time, first of characters, then of packed size, until it refuses. Keep what nothing else beats.
//
// Not all points that there are: between two steps there may be others, and each is what a search
// found. Tested by tests/generator/minimise/front_test.cc.

#include "generator/minimise/front.h"

#include <algorithm>
#include <iterator>
#include <limits>
#include <tuple>
#include <utility>

namespace scopedown {
namespace {

constexpr std::size_t steps_max = 20;  // in each direction
constexpr std::size_t step_part = 16;

// What a point is measured by, less being better. Whole words are worth something by themselves.
auto key(const Proposal& point) {
  return std::tuple(point.characters, point.packed, point.excess_score,
                    point.cut_short.empty() ? 0 : 1);
}

bool beats(const Proposal& one, const Proposal& other) {
  return one.characters <= other.characters && one.packed <= other.packed &&
         one.excess_score <= other.excess_score &&
         (one.cut_short.empty() || !other.cut_short.empty()) && key(one) != key(other);
}

}  // namespace

std::vector<Proposal> front(const UnitUsage& usage, const World& world, Rules rules) {
  const Budget unlimited{std::numeric_limits<std::size_t>::max() / 2, std::nullopt};
  rules.budget = unlimited;
  std::vector<Proposal> found{minimise(usage, world, rules)};
  if (!found.front().fits()) return {};
  const Proposal widest = found.front();

  std::size_t characters = widest.characters;
  for (std::size_t step = 0; step < steps_max; ++step) {
    rules.budget.characters_max = characters - 1 - characters / step_part;
    Proposal next = minimise(usage, world, rules);
    if (!next.fits()) break;
    characters = next.characters;
    found.push_back(std::move(next));
  }

  rules.budget = unlimited;
  int percent = static_cast<int>(widest.packed.percent());
  for (std::size_t step = 0; step < steps_max; ++step) {
    percent -= 1 + percent / static_cast<int>(step_part);
    rules.budget.packed_percent_max = percent;
    Proposal next = minimise(usage, world, rules);
    if (!next.fits()) break;
    percent = std::min(percent, static_cast<int>(next.packed.percent()));
    found.push_back(std::move(next));
  }

  std::vector<Proposal> kept;
  for (Proposal& proposal : found) {
    const bool is_beaten =
        std::ranges::any_of(found, [&](const Proposal& other) { return beats(other, proposal); });
    const bool is_known = std::ranges::any_of(
        kept, [&](const Proposal& other) { return key(other) == key(proposal); });
    if (!is_beaten && !is_known) kept.push_back(proposal);
  }
  std::ranges::stable_sort(kept, [](const Proposal& one, const Proposal& other) {
    return std::tie(one.excess_score, other.characters) <
           std::tie(other.excess_score, one.characters);
  });
  return kept;
}

}  // namespace scopedown
