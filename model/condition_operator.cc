#include "model/condition_operator.h"

#include <algorithm>
#include <array>

namespace scopedown {
namespace {

using Kind = ConditionOperator::Kind;
using Order = ConditionOperator::Order;

struct OperatorName {
  std::string_view text;
  Kind kind;
  bool negated;
  Order order;
};

constexpr std::array names{
    OperatorName{"StringEquals", Kind::StringEquals, false, Order::Equal},
    OperatorName{"StringNotEquals", Kind::StringEquals, true, Order::Equal},
    OperatorName{"StringEqualsIgnoreCase", Kind::StringEqualsIgnoreCase, false, Order::Equal},
    OperatorName{"StringNotEqualsIgnoreCase", Kind::StringEqualsIgnoreCase, true, Order::Equal},
    OperatorName{"StringLike", Kind::StringLike, false, Order::Equal},
    OperatorName{"StringNotLike", Kind::StringLike, true, Order::Equal},
    OperatorName{"NumericEquals", Kind::Numeric, false, Order::Equal},
    OperatorName{"NumericNotEquals", Kind::Numeric, true, Order::Equal},
    OperatorName{"NumericLessThan", Kind::Numeric, false, Order::Less},
    OperatorName{"NumericLessThanEquals", Kind::Numeric, false, Order::LessOrEqual},
    OperatorName{"NumericGreaterThan", Kind::Numeric, false, Order::Greater},
    OperatorName{"NumericGreaterThanEquals", Kind::Numeric, false, Order::GreaterOrEqual},
    OperatorName{"DateEquals", Kind::Date, false, Order::Equal},
    OperatorName{"DateNotEquals", Kind::Date, true, Order::Equal},
    OperatorName{"DateLessThan", Kind::Date, false, Order::Less},
    OperatorName{"DateLessThanEquals", Kind::Date, false, Order::LessOrEqual},
    OperatorName{"DateGreaterThan", Kind::Date, false, Order::Greater},
    OperatorName{"DateGreaterThanEquals", Kind::Date, false, Order::GreaterOrEqual},
    OperatorName{"Bool", Kind::Bool, false, Order::Equal},
    OperatorName{"BinaryEquals", Kind::Binary, false, Order::Equal},
    OperatorName{"IpAddress", Kind::IpAddress, false, Order::Equal},
    OperatorName{"NotIpAddress", Kind::IpAddress, true, Order::Equal},
    OperatorName{"ArnEquals", Kind::Arn, false, Order::Equal},
    OperatorName{"ArnNotEquals", Kind::Arn, true, Order::Equal},
    OperatorName{"ArnLike", Kind::Arn, false, Order::Equal},
    OperatorName{"ArnNotLike", Kind::Arn, true, Order::Equal},
};

// Takes the word off the head of `text`.
bool take_prefix(std::string_view& text, std::string_view word) {
  if (!text.starts_with(word)) return false;
  text.remove_prefix(word.size());
  return true;
}

}  // namespace

std::optional<ConditionOperator> ConditionOperator::parse(std::string_view text) {
  constexpr std::string_view suffix = "IfExists";
  ConditionOperator parsed;
  if (text == "Null") {
    parsed.kind = Kind::Null;
    return parsed;
  }
  if (take_prefix(text, "ForAllValues:")) {
    parsed.set = Set::AllValues;
  } else if (take_prefix(text, "ForAnyValue:")) {
    parsed.set = Set::AnyValue;
  }
  if (text.ends_with(suffix)) {
    parsed.if_exists = true;
    text.remove_suffix(suffix.size());
  }
  const auto* found = std::ranges::find(names, text, &OperatorName::text);
  if (found == names.end()) return std::nullopt;
  parsed.kind = found->kind;
  parsed.negated = found->negated;
  parsed.order = found->order;
  return parsed;
}

bool ConditionOperator::takes_variables() const {
  return kind == Kind::StringEquals || kind == Kind::StringEqualsIgnoreCase || takes_wildcards();
}

bool ConditionOperator::takes_wildcards() const {
  return kind == Kind::StringLike || kind == Kind::Arn;
}

}  // namespace scopedown
