// Actions of one level and one reason go together if they are widened on the same resources. Types make
// them so: of a wildcard's actions those on buckets share all buckets of the statement, those on objects
// all objects. Fewer groups might be found, but a pair would then stand in a place that nobody expects.
//
// Cost: sorting. Tested by widening_groups_test.cc: the pairs of the groups are those that were given.

#include "generator/emit/widening_groups.h"

#include <map>
#include <set>
#include <utility>

namespace scopedown {
namespace {

// A larger one is less bad, so that the worst comes first.
int rank_of(AccessLevel level) {
  return -static_cast<int>(level);
}

}  // namespace

std::vector<WideningGroup> groups_of(const std::vector<Widening>& widenings) {
  using Reason = std::pair<int, std::string>;
  std::map<std::pair<Reason, Action>, std::set<ArnPattern>> by_action;
  for (const Widening& widening : widenings) {
    const Reason reason(rank_of(widening.level), widening.why);
    by_action[{reason, widening.access.action}].insert(widening.access.resource);
  }
  std::map<std::pair<Reason, std::set<ArnPattern>>, std::vector<Action>> by_resources;
  for (auto& [key, resources] : by_action) {
    const auto& [reason, action] = key;
    by_resources[{reason, std::move(resources)}].push_back(action);
  }
  std::vector<WideningGroup> groups;
  for (const auto& [key, actions] : by_resources) {
    const auto& [reason, resources] = key;
    groups.push_back({static_cast<AccessLevel>(-reason.first),
                      reason.second,
                      actions,
                      {resources.begin(), resources.end()}});
  }
  return groups;
}

}  // namespace scopedown
