#include "tests/support/baseline.h"

#include <map>
#include <set>
#include <string>
#include <utility>

namespace scopedown::testing {

Policy policy_per_service(const UsageGraph& graph) {
  std::map<std::string, std::pair<std::set<ActionPattern>, std::set<ArnPattern>>> services;
  for (const UsageGraph::Edge& edge : graph.edges()) {
    const Action& action = graph.actions()[edge.action];
    auto& [actions, resources] = services[action.service];
    actions.insert(ActionPattern::exactly(action));
    resources.insert(graph.resources()[edge.resource]);
  }
  Policy policy;
  for (const auto& [service, sides] : services) {
    Statement statement;
    statement.actions.assign(sides.first.begin(), sides.first.end());
    statement.resources.assign(sides.second.begin(), sides.second.end());
    policy.statements.push_back(std::move(statement));
  }
  return policy;
}

Policy policy_on_everything(const UsageGraph& graph) {
  Statement statement;
  for (const Action& action : graph.actions())
    statement.actions.push_back(ActionPattern::exactly(action));
  statement.resources.emplace_back();
  Policy policy;
  policy.statements.push_back(std::move(statement));
  return policy;
}

}  // namespace scopedown::testing
