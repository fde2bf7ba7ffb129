// A statement of a policy: every action it names, on every resource it names.
//
// What a statement allows is a biclique of the usage graph and more: actions × resources. A pair
// that the catalogue does not support is vacuous, which is why one statement can serve several
// services.
//
// Source: IAM User Guide, "IAM JSON policy elements: Statement".

#ifndef SCOPEDOWN_MODEL_STATEMENT_H_
#define SCOPEDOWN_MODEL_STATEMENT_H_

#include <string>
#include <vector>

#include "model/action.h"
#include "model/arn_pattern.h"
#include "model/condition.h"

namespace scopedown {

enum class Effect { Allow, Deny };

struct Statement {
  std::string sid;  // "" if it has none
  Effect effect = Effect::Allow;
  bool not_action = false;  // `NotAction`: every action but these
  std::vector<ActionPattern> actions;
  bool not_resource = false;  // `NotResource`: every resource but these
  std::vector<ArnPattern> resources;
  std::vector<Condition> conditions;

  friend bool operator==(const Statement&, const Statement&) = default;
};

}  // namespace scopedown

#endif  // SCOPEDOWN_MODEL_STATEMENT_H_
