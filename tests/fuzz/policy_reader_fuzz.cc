// Any bytes: either no policy, or one that reads back from its text as it was, is as long as it says,
// and is what IAM's grammar for session policies allows (the second reading of it, below, follows the
// JSON schema of that grammar keyword by keyword). Only one thing is taken beyond the schema: a
// hyphen in an action's name, since AWS has an action with one.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include <nlohmann/json.hpp>

#include "model/policy_document.h"

namespace {

using Json = nlohmann::json;

bool all_of(std::string_view text, std::string_view also) {
  return std::all_of(text.begin(), text.end(), [&](char byte) {
    return (byte >= '0' && byte <= '9') || (byte >= 'A' && byte <= 'Z') ||
           (byte >= 'a' && byte <= 'z') || also.find(byte) != std::string_view::npos;
  });
}

bool is_action(const Json& value) {
  if (!value.is_string()) return false;
  const std::string text = value;
  const std::size_t colon = text.find(':');
  if (text == "*") return true;
  return colon != std::string::npos && colon > 0 && colon + 1 < text.size() &&
         all_of(text.substr(0, colon), "-") && all_of(text.substr(colon + 1), "*?-");
}

// ^(\*|arn:[^:]+:[^:*?$]+:[^:$]*:[^:$]*:.+)$
bool is_resource(const Json& value) {
  if (!value.is_string()) return false;
  std::string rest = value;
  if (rest == "*") return true;
  for (int segment = 0; segment < 5; ++segment) {
    const std::size_t colon = rest.find(':');
    if (colon == std::string::npos) return false;
    const std::string part = rest.substr(0, colon);
    rest.erase(0, colon + 1);
    if (segment == 0 && part != "arn") return false;
    if ((segment == 1 || segment == 2) && part.empty()) return false;
    if (segment == 2 && part.find_first_of("*?$") != std::string::npos) return false;
    if (segment > 2 && part.find('$') != std::string::npos) return false;
  }
  return !rest.empty();
}

bool one_or_more(const Json& value, bool (*is_one)(const Json&)) {
  if (!value.is_array()) return is_one(value);
  return !value.empty() && std::all_of(value.begin(), value.end(), is_one);
}

bool is_scalar(const Json& value) {
  return value.is_string() || value.is_number() || value.is_boolean();
}

bool is_operator(std::string name) {
  if (name == "Null") return true;
  for (const std::string set : {"ForAllValues:", "ForAnyValue:"})
    if (name.starts_with(set)) {
      name.erase(0, set.size());
      break;
    }
  if (name.ends_with("IfExists")) name.erase(name.size() - 8);
  for (const char* known : {"StringEquals",
                            "StringLike",
                            "StringNotEquals",
                            "StringNotLike",
                            "StringEqualsIgnoreCase",
                            "StringNotEqualsIgnoreCase",
                            "NumericEquals",
                            "NumericNotEquals",
                            "NumericLessThan",
                            "NumericGreaterThan",
                            "NumericLessThanEquals",
                            "NumericGreaterThanEquals",
                            "DateEquals",
                            "DateNotEquals",
                            "DateLessThan",
                            "DateGreaterThan",
                            "DateLessThanEquals",
                            "DateGreaterThanEquals",
                            "Bool",
                            "BinaryEquals",
                            "IpAddress",
                            "NotIpAddress",
                            "ArnEquals",
                            "ArnLike",
                            "ArnNotEquals",
                            "ArnNotLike"})
    if (name == known) return true;
  return false;
}

bool is_condition(const Json& value) {
  if (!value.is_object() || value.empty()) return false;
  for (const auto& [name, keys] : value.items()) {
    if (!is_operator(name) || !keys.is_object() || keys.empty()) return false;
    for (const auto& [key, values] : keys.items())
      if (!one_or_more(values, is_scalar)) return false;
  }
  return true;
}

bool is_statement(const Json& value) {
  if (!value.is_object() || !value.contains("Effect")) return false;
  if (value.contains("Action") == value.contains("NotAction")) return false;
  if (value.contains("Resource") == value.contains("NotResource")) return false;
  for (const auto& [key, item] : value.items()) {
    const bool action = key == "Action" || key == "NotAction";
    const bool resource = key == "Resource" || key == "NotResource";
    if (key == "Sid" && item.is_string() && all_of(item.get<std::string>(), "")) continue;
    if (key == "Effect" && (item == "Allow" || item == "Deny")) continue;
    if (action && one_or_more(item, is_action)) continue;
    if (resource && one_or_more(item, is_resource)) continue;
    if (key == "Condition" && is_condition(item)) continue;
    return false;
  }
  return true;
}

bool is_session_policy(const Json& value) {
  if (!value.is_object() || !value.contains("Statement")) return false;
  for (const auto& [key, item] : value.items()) {
    if (key == "Version" && (item == "2012-10-17" || item == "2008-10-17")) continue;
    if (key == "Statement" && one_or_more(item, is_statement)) continue;
    return false;
  }
  return true;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t count) {
  using scopedown::Policy;
  using scopedown::PolicyDocument;
  using scopedown::PolicyGrammar;
  const std::string_view text(reinterpret_cast<const char*>(bytes), count);
  for (const PolicyGrammar grammar : {PolicyGrammar::Identity, PolicyGrammar::ResourceBased}) {
    try {
      const PolicyDocument document = PolicyDocument::parse(text, grammar);
      if (document.sources.size() != document.policy.statements.size()) std::abort();
      if (grammar == PolicyGrammar::ResourceBased) continue;
      const std::string again = document.policy.text();
      if (!(Policy::parse(again) == document.policy)) std::abort();
      if (document.policy.characters() != scopedown::characters_of(again)) std::abort();
      const Json json = Json::parse(text, nullptr, false);
      // A number beyond what a double holds is a number to JSON, and not to this library.
      if (!json.is_discarded() && !is_session_policy(json)) std::abort();
    } catch (const scopedown::PolicyFault& fault) {
      if (fault.span().begin > fault.span().end || fault.span().end > text.size()) std::abort();
    }
  }
  return 0;
}
