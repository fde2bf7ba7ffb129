#include "generator/simulate/simulation.h"

#include <algorithm>
#include <set>
#include <utility>

#include "model/derived_keys.h"

namespace scopedown {
namespace {

PolicyList list_of(const std::vector<PolicyFile>& files) {
  PolicyList list;
  for (const PolicyFile& file : files)
    list.push_back(&file.document);
  return list;
}

std::vector<PolicyList> levels_of(const std::vector<std::vector<PolicyFile>>& levels) {
  std::vector<PolicyList> lists;
  for (const auto& level : levels)
    lists.push_back(list_of(level));
  return lists;
}

// Keys by the spelling that stands first in some policy.
std::vector<std::string> missing_keys_of(const PolicyLayers& layers, const Request& request) {
  const RequestContext context = context_of(request, RequestPrincipal::parse(request.principal));
  std::set<std::string> folded;
  std::vector<std::string> missing;
  for (const PolicyLayer layer : policy_layers) {
    for (const PolicyList& level : layers.levels(layer)) {
      for (const PolicyDocument* document : level) {
        for (const Statement& statement : document->policy.statements) {
          for (const Condition& condition : statement.conditions) {
            if (context.find(condition.key) == nullptr &&
                folded.insert(folded_case(condition.key)).second)
              missing.push_back(condition.key);
          }
        }
      }
    }
  }
  std::ranges::sort(missing);
  return missing;
}

}  // namespace

PolicyLayers LayerFiles::layers() const {
  return {.identity = list_of(identity),
          .resource = list_of(resource),
          .boundary = list_of(boundary),
          .session = list_of(session),
          .scp = levels_of(scp),
          .rcp = levels_of(rcp)};
}

const PolicyFile& LayerFiles::file_of(const MatchedStatement& matched) const {
  switch (matched.layer) {
    case PolicyLayer::Rcp:
      return rcp.at(matched.level).at(matched.policy);
    case PolicyLayer::Scp:
      return scp.at(matched.level).at(matched.policy);
    case PolicyLayer::Resource:
      return resource.at(matched.policy);
    case PolicyLayer::Boundary:
      return boundary.at(matched.policy);
    case PolicyLayer::Session:
      return session.at(matched.policy);
    case PolicyLayer::Identity:
      break;
  }
  return identity.at(matched.policy);
}

bool Simulation::allows_all() const {
  return std::ranges::all_of(requests,
                             [](const SimulatedRequest& each) { return each.answer.allowed(); });
}

Simulation simulate(LayerFiles files, const Request& like, const std::vector<Action>& actions,
                    const std::vector<std::string>& resources) {
  Simulation simulation{std::move(files), {}};
  const PolicyLayers layers = simulation.files.layers();
  for (const Action& action : actions) {
    for (const std::string& resource : resources) {
      SimulatedRequest simulated;
      simulated.request = like;
      simulated.request.action = action;
      simulated.request.resource = resource;
      simulated.answer = authorise(layers, simulated.request);
      simulated.turns_on_colons =
          authorise(layers, simulated.request, Colons::Cross).decision != simulated.answer.decision;
      simulated.missing_keys = missing_keys_of(layers, simulated.request);
      simulation.requests.push_back(std::move(simulated));
    }
  }
  return simulation;
}

std::string_view eval_decision(Decision decision) {
  if (decision == Decision::Allowed) return "allowed";
  return decision == Decision::ExplicitDeny ? "explicitDeny" : "implicitDeny";
}

}  // namespace scopedown
