// Simulations as JSON, in the shape of the AWS CLI's `simulate-principal-policy`, and what that
// does not have: `DecidedBy` (layer, file, statement, line) and `LackingLayers`.
//
// `MatchedStatements` has every statement that applies; its places are lines and columns from 1.
// Source: IAM API Reference, EvaluationResult.

#ifndef SCOPEDOWN_GENERATOR_EMIT_SIMULATION_JSON_H_
#define SCOPEDOWN_GENERATOR_EMIT_SIMULATION_JSON_H_

#include <string>

#include "generator/simulate/simulation.h"

namespace scopedown {

[[nodiscard]] std::string simulation_json(const Simulation& simulation);

}  // namespace scopedown

#endif  // SCOPEDOWN_GENERATOR_EMIT_SIMULATION_JSON_H_
