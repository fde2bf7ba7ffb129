// Many requests against one set of policy files: what `simulate` answers.

#ifndef SCOPEDOWN_GENERATOR_SIMULATE_SIMULATION_H_
#define SCOPEDOWN_GENERATOR_SIMULATE_SIMULATION_H_

#include <string>
#include <vector>

#include "generator/simulate/policy_file.h"
#include "model/authorisation.h"

namespace scopedown {

// The files of each layer, which are what a verdict points into.
struct LayerFiles {
  std::vector<PolicyFile> identity;
  std::vector<PolicyFile> resource;
  std::vector<PolicyFile> boundary;
  std::vector<PolicyFile> session;
  std::vector<std::vector<PolicyFile>> scp;  // by level
  std::vector<std::vector<PolicyFile>> rcp;

  [[nodiscard]] PolicyLayers layers() const;
  [[nodiscard]] const PolicyFile& file_of(const MatchedStatement& matched) const;
};

struct SimulatedRequest {
  Request request;
  Authorisation answer;
  bool turns_on_colons = false;           // the decision would be another if `*` crossed colons
  std::vector<std::string> missing_keys;  // that the policies ask for and nobody gave; sorted
};

struct Simulation {
  LayerFiles files;
  std::vector<SimulatedRequest> requests;

  [[nodiscard]] bool allows_all() const;
};

// Each action on each resource, in that order; the rest of the request is `like`'s.
[[nodiscard]] Simulation simulate(LayerFiles files, const Request& like,
                                  const std::vector<Action>& actions,
                                  const std::vector<std::string>& resources);

// "allowed", "explicitDeny", "implicitDeny": as SimulatePrincipalPolicy has them.
[[nodiscard]] std::string_view eval_decision(Decision decision);

}  // namespace scopedown

#endif  // SCOPEDOWN_GENERATOR_SIMULATE_SIMULATION_H_
