// An operator of a policy's `Condition`, taken apart.
//
//   ForAllValues:StringNotLikeIfExists
//   └── set ───┘ └kind┘└┘  └─────────┘
//                  negated, if_exists
//
// The names are matched exactly as AWS writes them. `Null` takes neither a set prefix nor
// `IfExists`; `Bool` and `BinaryEquals` have no negation.
//
// Source: IAM User Guide, "IAM JSON policy elements: Condition operators".

#ifndef SCOPEDOWN_MODEL_CONDITION_OPERATOR_H_
#define SCOPEDOWN_MODEL_CONDITION_OPERATOR_H_

#include <cstdint>
#include <optional>
#include <string_view>

namespace scopedown {

struct ConditionOperator {
  enum class Kind : std::uint8_t {
    StringEquals,
    StringEqualsIgnoreCase,
    StringLike,
    Numeric,
    Date,
    Bool,
    Binary,
    IpAddress,
    Arn,  // ArnEquals and ArnLike: AWS gives both the same meaning
    Null,
  };
  enum class Order : std::uint8_t { Equal, Less, LessOrEqual, Greater, GreaterOrEqual };
  enum class Set : std::uint8_t { None, AllValues, AnyValue };

  Kind kind = Kind::StringEquals;
  Order order = Order::Equal;  // of numbers and moments
  bool negated = false;
  bool if_exists = false;
  Set set = Set::None;

  // Empty if IAM has no such operator.
  [[nodiscard]] static std::optional<ConditionOperator> parse(std::string_view text);

  // Whether a policy variable in its values is one: strings and ARNs alone.
  [[nodiscard]] bool takes_variables() const;

  // Whether `*` and `?` in its values are wildcards.
  [[nodiscard]] bool takes_wildcards() const;
};

}  // namespace scopedown

#endif  // SCOPEDOWN_MODEL_CONDITION_OPERATOR_H_
