// Policy::parse: from JSON to Policy. The library reads the JSON; what is IAM's grammar is here.
//
// A key given twice is refused, because readers differ in which of the two they take: a policy must
// not mean one thing to a reviewer's tool and another to AWS.

#include <algorithm>
#include <array>
#include <cstddef>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>

#include "model/policy.h"

namespace scopedown {
namespace {

using Json = nlohmann::ordered_json;

constexpr int depth_max = 32;  // a policy needs six

[[noreturn]] void refuse(const std::string& where, const std::string& why) {
  throw PolicyError(where.empty() ? why : where + ": " + why);
}

Json read_json(std::string_view text) {
  std::vector<std::set<std::string>> keys;
  const auto watch = [&keys](int depth, Json::parse_event_t event, Json& parsed) {
    if (depth > depth_max) refuse("", "nested too deep for a policy");
    if (event == Json::parse_event_t::object_start) keys.emplace_back();
    if (event == Json::parse_event_t::object_end) keys.pop_back();
    if (event == Json::parse_event_t::key && !keys.back().insert(parsed.get<std::string>()).second)
      refuse("", "the key `" + parsed.get<std::string>() + "` stands twice in one object");
    return true;
  };
  try {
    return Json::parse(text, watch);
  } catch (const Json::parse_error& error) {
    refuse("byte " + std::to_string(error.byte), "not JSON");
  }
}

void check_characters(const std::string& where, std::string_view value) {
  for (std::size_t index = 0; index < value.size(); ++index) {
    const auto byte = static_cast<unsigned char>(value[index]);
    const bool control = byte < 0x20U && byte != '\t' && byte != '\n' && byte != '\r';
    if (control || byte > 0xC3U) refuse(where, "holds a character outside U+0020 to U+00FF");
  }
}

std::string string_of(const Json& value, const std::string& where) {
  if (!value.is_string()) refuse(where, "must be a string");
  auto text = value.get<std::string>();
  check_characters(where, text);
  return text;
}

std::vector<std::string> strings_of(const Json& value, const std::string& where) {
  if (!value.is_array()) return {string_of(value, where)};
  if (value.empty()) refuse(where, "is an empty list");
  std::vector<std::string> strings;
  for (std::size_t index = 0; index < value.size(); ++index)
    strings.push_back(string_of(value[index], where + "[" + std::to_string(index) + "]"));
  return strings;
}

// Condition values may also be numbers and booleans, which IAM reads as their text.
std::vector<std::string> values_of(const Json& value, const std::string& where) {
  const auto text_of = [&](const Json& item) {
    return item.is_boolean() || item.is_number() ? item.dump() : string_of(item, where);
  };
  if (!value.is_array()) return {text_of(value)};
  if (value.empty()) refuse(where, "is an empty list");
  std::vector<std::string> values;
  for (const Json& item : value)
    values.push_back(text_of(item));
  return values;
}

// The member under one of two keys that exclude each other, and whether it was the second.
std::pair<const Json*, bool> one_of(const Json& statement, const char* key, const char* negated,
                                    const std::string& where) {
  const auto plain = statement.find(key);
  const auto other = statement.find(negated);
  if ((plain == statement.end()) == (other == statement.end()))
    refuse(where, std::string("needs exactly one of ") + key + " and " + negated);
  if (plain != statement.end()) return {&*plain, false};
  return {&*other, true};
}

std::vector<Condition> conditions_of(const Json& value, const std::string& where) {
  if (!value.is_object()) refuse(where, "must be an object");
  std::vector<Condition> conditions;
  for (const auto& [operation, keys] : value.items()) {
    const std::string place = where + "." + operation;
    if (!keys.is_object()) refuse(place, "must be an object");
    for (const auto& [key, values] : keys.items())
      conditions.push_back({operation, key, values_of(values, place + "." + key)});
  }
  return conditions;
}

void check_keys(const Json& object, const std::string& where,
                const std::vector<std::string>& known) {
  for (const auto& [key, value] : object.items()) {
    if (key == "Principal" || key == "NotPrincipal")
      refuse(where, "`" + key + "` has no place in an identity or session policy");
    if (std::ranges::find(known, key) == known.end()) refuse(where, "unknown key `" + key + "`");
  }
}

Statement statement_of(const Json& value, const std::string& where, Variables variables) {
  if (!value.is_object()) refuse(where, "must be an object");
  check_keys(value, where,
             {"Sid", "Effect", "Action", "NotAction", "Resource", "NotResource", "Condition"});
  Statement statement;
  if (value.contains("Sid")) statement.sid = string_of(value["Sid"], where + ".Sid");
  if (!value.contains("Effect")) refuse(where, "has no Effect");
  const std::string effect = string_of(value["Effect"], where + ".Effect");
  if (effect != "Allow" && effect != "Deny") refuse(where + ".Effect", "must be Allow or Deny");
  statement.effect = effect == "Allow" ? Effect::Allow : Effect::Deny;

  const auto [actions, not_action] = one_of(value, "Action", "NotAction", where);
  statement.not_action = not_action;
  for (const std::string& text :
       strings_of(*actions, where + (not_action ? ".NotAction" : ".Action"))) {
    auto pattern = ActionPattern::parse(text);
    if (!pattern) refuse(where, "`" + text + "` is no action: it takes the form service:Name");
    statement.actions.push_back(std::move(*pattern));
  }
  const auto [resources, not_resource] = one_of(value, "Resource", "NotResource", where);
  statement.not_resource = not_resource;
  for (const std::string& text :
       strings_of(*resources, where + (not_resource ? ".NotResource" : ".Resource"))) {
    auto pattern = ArnPattern::parse(text, variables);
    if (!pattern) refuse(where, "`" + text + "` is no resource: it is `*` or an ARN of six parts");
    statement.resources.push_back(std::move(*pattern));
  }
  if (value.contains("Condition"))
    statement.conditions = conditions_of(value["Condition"], where + ".Condition");
  return statement;
}

}  // namespace

Policy Policy::parse(std::string_view text) {
  const Json document = read_json(text);
  if (!document.is_object()) refuse("", "a policy is a JSON object");
  check_keys(document, "", {"Version", "Id", "Statement"});
  Policy policy;
  policy.version = document.contains("Version") ? string_of(document["Version"], "Version") : "";
  if (!policy.version.empty() && policy.version != "2012-10-17" && policy.version != "2008-10-17")
    refuse("Version", "must be 2012-10-17 or 2008-10-17");
  if (document.contains("Id")) policy.id = string_of(document["Id"], "Id");
  if (!document.contains("Statement")) refuse("", "has no Statement");

  const Variables variables = policy.version == "2012-10-17" ? Variables::Read : Variables::Literal;
  const Json& statements = document["Statement"];
  if (!statements.is_array()) {
    policy.statements.push_back(statement_of(statements, "Statement", variables));
    return policy;
  }
  if (statements.empty()) refuse("Statement", "is an empty list");
  for (std::size_t index = 0; index < statements.size(); ++index) {
    const std::string where = "Statement[" + std::to_string(index) + "]";
    policy.statements.push_back(statement_of(statements[index], where, variables));
  }
  return policy;
}

}  // namespace scopedown
