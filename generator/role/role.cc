#include "generator/role/role.h"

#include <algorithm>
#include <utility>

#include "model/evaluator.h"
#include "model/fingerprint.h"

namespace scopedown {
namespace {

bool names_action(const Statement& statement, const Action& action) {
  const bool named = std::ranges::any_of(
      statement.actions, [&](const ActionPattern& pattern) { return pattern.matches(action); });
  return named != statement.not_action;
}

// Some ARN of the pattern might be one that the statement speaks of.
bool might_name(const Statement& statement, const ArnPattern& pattern) {
  if (statement.not_resource) {
    return std::ranges::none_of(statement.resources,
                                [&](const ArnPattern& named) { return named.covers(pattern); });
  }
  return std::ranges::any_of(statement.resources, [&](const ArnPattern& named) {
    return named.is_everything() || named.may_overlap(pattern);
  });
}

// Every ARN of the pattern surely is.
bool surely_names(const Statement& statement, const ArnPattern& pattern) {
  if (!statement.conditions.empty()) return false;
  if (statement.not_resource) {
    return std::ranges::none_of(
        statement.resources, [&](const ArnPattern& named) { return named.may_overlap(pattern); });
  }
  return std::ranges::any_of(statement.resources, [&](const ArnPattern& named) {
    return named.is_everything() || named.covers(pattern);
  });
}

}  // namespace

Role::Role(std::vector<Policy> policies) : policies_(std::move(policies)) {}

Role::Naming Role::naming(const Action& action) const {
  Naming naming;
  for (const Policy& policy : policies_) {
    for (const Statement& statement : policy.statements) {
      if (names_action(statement, action)) naming.statements_.push_back(&statement);
    }
  }
  return naming;
}

bool Role::Naming::might_allow(const ArnPattern& pattern) const {
  bool allowed = false;
  for (const Statement* statement : statements_) {
    if (statement->effect == Effect::Deny) {
      if (surely_names(*statement, pattern)) return false;
    } else {
      allowed = allowed || might_name(*statement, pattern);
    }
  }
  return allowed;
}

bool Role::might_allow(const Action& action, const ArnPattern& pattern) const {
  return naming(action).might_allow(pattern);
}

bool Role::might_allow(const Action& action) const {
  return might_allow(action, ArnPattern());
}

bool Role::surely_allows(const Access& access) const {
  bool allowed = false;
  for (const Statement* statement : naming(access.action).statements_) {
    if (statement->effect == Effect::Deny) {
      if (might_name(*statement, access.resource)) return false;
    } else {
      allowed = allowed || surely_names(*statement, access.resource);
    }
  }
  return allowed;
}

std::string Role::digest() const {
  std::vector<std::string> texts;
  for (const Policy& policy : policies_)
    texts.push_back(policy.text());
  std::ranges::sort(texts);
  Fingerprint fingerprint;
  for (const std::string& text : texts)
    fingerprint.add(text);
  return fingerprint.text();
}

}  // namespace scopedown
