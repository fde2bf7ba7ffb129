#include "model/evaluator.h"

#include <algorithm>

namespace scopedown {
namespace {

Applies negated(Applies applies) {
  if (applies == Applies::Perhaps) return Applies::Perhaps;
  return applies == Applies::No ? Applies::Surely : Applies::No;
}

Applies action_applies(const Statement& statement, const Request& request) {
  const bool named = std::ranges::any_of(statement.actions, [&](const ActionPattern& pattern) {
    return pattern.matches(request.action);
  });
  return named != statement.not_action ? Applies::Surely : Applies::No;
}

Applies resource_applies(const Statement& statement, const Request& request) {
  Applies named = Applies::No;
  for (const ArnPattern& pattern : statement.resources) {
    if (pattern.matches(request.resource)) {
      named = Applies::Surely;
    } else if (pattern.may_match(request.resource)) {
      named = std::max(named, Applies::Perhaps);
    }
  }
  return statement.not_resource ? negated(named) : named;
}

// The first statement of that effect that applies at least so surely.
std::optional<std::size_t> first_match(const Policy& policy, Effect effect, const Request& request,
                                       Applies least) {
  for (std::size_t index = 0; index < policy.statements.size(); ++index) {
    const Statement& statement = policy.statements[index];
    if (statement.effect == effect && applies(statement, request) >= least) return index;
  }
  return std::nullopt;
}

}  // namespace

Applies applies(const Statement& statement, const Request& request) {
  const Applies named =
      std::min(action_applies(statement, request), resource_applies(statement, request));
  return statement.conditions.empty() ? named : std::min(named, Applies::Perhaps);
}

Verdict decide(const Policy& policy, const Request& request, Reading reading) {
  const bool sure = reading == Reading::Surely;
  if (const auto deny =
          first_match(policy, Effect::Deny, request, sure ? Applies::Perhaps : Applies::Surely))
    return {Decision::ExplicitDeny, deny};
  if (const auto allow =
          first_match(policy, Effect::Allow, request, sure ? Applies::Surely : Applies::Perhaps))
    return {Decision::Allowed, allow};
  return {};
}

bool allows(std::span<const Policy> identity, const Policy& session, const Request& request,
            Reading reading) {
  if (!decide(session, request, reading).allowed()) return false;
  bool granted = false;
  for (const Policy& policy : identity) {
    const Decision decision = decide(policy, request, reading).decision;
    if (decision == Decision::ExplicitDeny) return false;
    granted = granted || decision == Decision::Allowed;
  }
  return granted;
}

}  // namespace scopedown
