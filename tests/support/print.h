// How a failed test shows the model's values: by their text.

#ifndef SCOPEDOWN_TESTS_SUPPORT_PRINT_H_
#define SCOPEDOWN_TESTS_SUPPORT_PRINT_H_

#include <string>

#include <catch2/catch.hpp>

#include "model/access.h"
#include "model/arn.h"
#include "model/evaluator.h"
#include "model/packed_size.h"
#include "model/policy.h"
#include "model/tenant.h"
#include "model/usage_graph.h"

namespace Catch {

// A value whose text() says it all.
template <class Value>
struct ByText {
  static std::string convert(const Value& value) { return std::string(value.text()); }
};

template <>
struct StringMaker<scopedown::Arn> : ByText<scopedown::Arn> {};

template <>
struct StringMaker<scopedown::ArnPattern> : ByText<scopedown::ArnPattern> {};

template <>
struct StringMaker<scopedown::Action> : ByText<scopedown::Action> {};

template <>
struct StringMaker<scopedown::ActionPattern> : ByText<scopedown::ActionPattern> {};

template <>
struct StringMaker<scopedown::Policy> : ByText<scopedown::Policy> {};

template <>
struct StringMaker<scopedown::Tenant> : ByText<scopedown::Tenant> {};

template <>
struct StringMaker<scopedown::Unit> : ByText<scopedown::Unit> {};

template <>
struct StringMaker<scopedown::Access> {
  static std::string convert(const scopedown::Access& access) {
    return access.action.text() + " on " + access.resource.text();
  }
};

template <>
struct StringMaker<scopedown::Statement> {
  static std::string convert(const scopedown::Statement& statement) {
    scopedown::Policy policy;
    policy.statements = {statement};
    return policy.text();
  }
};

template <>
struct StringMaker<scopedown::UsageGraph::Block> {
  static std::string convert(const scopedown::UsageGraph::Block& block) {
    return Detail::stringify(block.actions) + " x " + Detail::stringify(block.resources);
  }
};

template <>
struct StringMaker<scopedown::PackedSize> {
  static std::string convert(const scopedown::PackedSize& size) {
    return std::to_string(size.ten_thousandths) + " ten-thousandths of a point";
  }
};

template <>
struct StringMaker<scopedown::Decision> {
  static std::string convert(scopedown::Decision decision) {
    if (decision == scopedown::Decision::Allowed) return "allowed";
    return decision == scopedown::Decision::ExplicitDeny ? "explicitly denied" : "implicitly denied";
  }
};

template <>
struct StringMaker<scopedown::Verdict> {
  static std::string convert(const scopedown::Verdict& verdict) {
    const std::string by = verdict.statement ? " by " + std::to_string(*verdict.statement) : "";
    return StringMaker<scopedown::Decision>::convert(verdict.decision) + by;
  }
};

}  // namespace Catch

#endif  // SCOPEDOWN_TESTS_SUPPORT_PRINT_H_
