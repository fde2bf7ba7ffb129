#include "model/condition_evaluation.h"

#include <algorithm>
#include <array>
#include <optional>
#include <string>

#include "model/action.h"
#include "model/arn_segments.h"
#include "model/condition_operator.h"
#include "model/condition_values.h"
#include "model/policy_variables.h"
#include "model/wildcard.h"

namespace scopedown {
namespace {

using Kind = ConditionOperator::Kind;
using Order = ConditionOperator::Order;
using Set = ConditionOperator::Set;

template <class Value>
bool stands(Order order, const std::optional<Value>& actual, const std::optional<Value>& wanted) {
  if (!actual || !wanted) return false;
  switch (order) {
    case Order::Equal:
      return *actual == *wanted;
    case Order::Less:
      return *actual < *wanted;
    case Order::LessOrEqual:
      return *actual <= *wanted;
    case Order::Greater:
      return *actual > *wanted;
    case Order::GreaterOrEqual:
      return *actual >= *wanted;
  }
  return false;
}

bool is_in_block(std::string_view actual, std::string_view wanted) {
  const auto address = AddressBlock::parse(actual);
  const auto block = AddressBlock::parse(wanted);
  const bool is_one = actual.find('/') == std::string_view::npos;
  return is_one && address && block && block->holds(*address);
}

bool string_matches(Kind kind, const std::string& actual, const std::string& wanted,
                    Variables variables, const RequestContext& context) {
  if (kind == Kind::StringLike || kind == Kind::Arn) {
    const auto glob = filled_glob(wanted, variables, context);
    if (!glob) return false;
    return kind == Kind::StringLike ? wildcard_matches(*glob, actual) : arn_matches(*glob, actual);
  }
  const auto text = filled_text(wanted, variables, context);
  if (!text) return false;
  return kind == Kind::StringEquals ? *text == actual : folded_case(*text) == folded_case(actual);
}

// One value of the request against one of the policy; negation is the caller's.
bool matches(const ConditionOperator& operation, const std::string& actual,
             const std::string& wanted, Variables variables, const RequestContext& context) {
  switch (operation.kind) {
    case Kind::StringEquals:
    case Kind::StringEqualsIgnoreCase:
    case Kind::StringLike:
    case Kind::Arn:
      return string_matches(operation.kind, actual, wanted, variables, context);
    case Kind::Numeric:
      return stands(operation.order, number_of(actual), number_of(wanted));
    case Kind::Date:
      return stands(operation.order, moment_of(actual), moment_of(wanted));
    case Kind::IpAddress:
      return is_in_block(actual, wanted);
    case Kind::Bool:
      return folded_case(actual) == folded_case(wanted);
    case Kind::Binary:
      return actual == wanted;
    case Kind::Null:
      return false;
  }
  return false;
}

bool null_holds(const Condition& condition, bool is_missing) {
  return std::ranges::any_of(condition.values, [&](const std::string& value) {
    return folded_case(value) == (is_missing ? "true" : "false");
  });
}

}  // namespace

bool arn_matches(std::string_view glob, std::string_view arn) {
  if (glob.size() == 1 && glob.front() == any_run) return true;
  const auto patterns = arn_segments(glob);
  const auto segments = arn_segments(arn);
  return patterns && segments && std::ranges::equal(*patterns, *segments, wildcard_matches);
}

bool holds(const Condition& condition, Variables variables, const RequestContext& context) {
  const auto operation = ConditionOperator::parse(condition.operation);
  if (!operation) return false;
  const auto* actual = context.find(condition.key);
  if (operation->kind == Kind::Null) return null_holds(condition, actual == nullptr);
  if (actual == nullptr) {
    if (operation->if_exists || operation->set == Set::AllValues) return true;
    return operation->negated && operation->set == Set::None;
  }
  const Variables read = operation->takes_variables() ? variables : Variables::Literal;
  const auto passes = [&](const std::string& value) {
    const bool matched = std::ranges::any_of(condition.values, [&](const std::string& wanted) {
      return matches(*operation, value, wanted, read, context);
    });
    return matched != operation->negated;
  };
  const bool every =
      operation->set == Set::AllValues || (operation->set == Set::None && operation->negated);
  return every ? std::ranges::all_of(*actual, passes) : std::ranges::any_of(*actual, passes);
}

}  // namespace scopedown
