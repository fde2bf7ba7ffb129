#include "generator/diff/circumstances.h"

#include <algorithm>
#include <set>
#include <utility>

#include "model/action.h"
#include "model/condition_operator.h"

namespace scopedown {
namespace {

std::string joined(const std::vector<std::string>& parts, const std::string& between) {
  std::string text;
  for (const std::string& part : parts)
    text.append(text.empty() ? "" : between).append(part);
  return text;
}

}  // namespace

std::size_t CircumstanceTable::add(const Condition& condition, Variables variables) {
  Condition plain = condition;
  plain.key = folded_case(plain.key);
  const std::set<std::string> values(plain.values.begin(), plain.values.end());
  plain.values.assign(values.begin(), values.end());
  const bool variable = std::ranges::any_of(
      plain.values, [](const std::string& value) { return value.find("${") != std::string::npos; });
  return add({std::move(plain), variable ? variables : Variables::Read,
              condition.operation + " " + condition.key + " " + joined(condition.values, ", ")});
}

std::size_t CircumstanceTable::add_variable(const std::string& pattern) {
  return add({{}, Variables::Read, "the variables of " + pattern + " naming it"});
}

std::size_t CircumstanceTable::add_no_variable(const std::string& pattern) {
  return add({{}, Variables::Read, "the variables of " + pattern + " naming something else"});
}

std::size_t CircumstanceTable::add(Row row) {
  const auto found = std::ranges::find_if(rows_, [&](const Row& known) {
    if (row.condition.operation.empty()) return known.text == row.text;
    return known.condition == row.condition && known.variables == row.variables;
  });
  const auto number = static_cast<std::size_t>(found - rows_.begin());
  if (number == rows_.size()) rows_.push_back(std::move(row));
  return number;
}

bool CircumstanceTable::implies(const Row& one, const Row& other) {
  if (one.condition.operation.empty() || one.condition.operation != other.condition.operation ||
      one.condition.key != other.condition.key || one.variables != other.variables)
    return false;
  const auto operation = ConditionOperator::parse(one.condition.operation);
  if (!operation) return false;
  return operation->negated ? std::ranges::includes(one.condition.values, other.condition.values)
                            : std::ranges::includes(other.condition.values, one.condition.values);
}

Circumstances CircumstanceTable::implied_by(const Circumstances& held) const {
  Circumstances all = held;
  for (std::size_t row = 0; row < rows_.size(); ++row) {
    const bool follows =
        std::ranges::any_of(held, [&](std::size_t one) { return implies(rows_[one], rows_[row]); });
    if (follows && std::ranges::find(held, row) == held.end()) all.push_back(row);
  }
  std::ranges::sort(all);
  return all;
}

std::string CircumstanceTable::text(const Circumstances& circumstances) const {
  std::vector<std::string> texts;
  for (const std::size_t circumstance : circumstances)
    texts.push_back(rows_[circumstance].text);
  return joined(texts, " and ");
}

}  // namespace scopedown
