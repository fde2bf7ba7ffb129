// Goal: a policy's text is JSON in AWS's order, is as long as it says, and reads back as the policy.
// Method: random policies with values of every character that has a meaning in JSON or in IAM.

#include "model/policy.h"

#include <algorithm>
#include <string>
#include <vector>

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "tests/support/oracle.h"
#include "tests/support/pick.h"
#include "tests/support/print.h"

namespace scopedown::testing {
namespace {

const std::vector<std::string> hostile{"a", "B", "/", ":", "*", "?", "$", "\"", "\\", "\u00e9",
                                       "\u65e5", "\x01", "\t", "\n", "\r", "\x7f", " "};
const std::vector<std::string> writable{"a", "*", "\"", "\\", "\t", "\n", "\u00e9", "\u00ff", "\x7f"};

template <class Value, class Make>
std::vector<Value> some(Random& random, Size most, Make make) {
  std::vector<Value> values;
  for (Size left = 1 + any_number(random, most); left > 0; --left)
    values.push_back(make());
  return values;
}

ActionPattern any_action(Random& random) {
  const std::vector<std::string> texts{"*", "s3:*", "s3:Get*", "S3:getobject", "sqs:SendMessage", "a-b:C?d-e"};
  return *ActionPattern::parse(pick(random, texts));
}

ArnPattern any_resource(Random& random, Size size) {
  const std::vector<std::string> texts{"*", "arn:aws:sqs:*:*:work-?", "arn:aws:s3:::b/${aws:PrincipalTag/x}"};
  if (once_in(random, 3)) return *ArnPattern::parse(pick(random, texts));
  return ArnPattern::exactly("arn:aws:s3:::b" + any_word(random, size / 3, hostile));
}

// A condition key stands once under its operator, and an operator once: else the text would hold a key twice.
std::vector<Condition> any_conditions(Random& random) {
  std::vector<Condition> conditions;
  for (const char* operation : {"StringLike", "ForAllValues:StringEquals", "BoolIfExists"}) {
    for (const char* key : {"s3:prefix", "aws:PrincipalTag/\u00e9"}) {
      if (!once_in(random, 6)) continue;
      auto values = some<std::string>(random, 1, [&] { return any_word(random, 4, writable); });
      conditions.push_back({operation, key, std::move(values)});
    }
  }
  return conditions;
}

Statement any_statement(Random& random, Size size) {
  Statement statement;
  if (once_in(random, 3)) statement.sid = "Sid" + std::to_string(any_number(random, 9));
  if (once_in(random, 3)) statement.effect = Effect::Deny;
  statement.not_action = once_in(random, 4);
  statement.not_resource = once_in(random, 4);
  statement.actions = some<ActionPattern>(random, size / 7, [&] { return any_action(random); });
  statement.resources = some<ArnPattern>(random, size / 7, [&] { return any_resource(random, size); });
  statement.conditions = any_conditions(random);
  return statement;
}

Policy any_policy(Random& random, Size size) {
  Policy policy;
  policy.statements = some<Statement>(random, size / 5, [&] { return any_statement(random, size); });
  for (std::size_t index = 0; index < policy.statements.size(); ++index)
    if (!policy.statements[index].sid.empty()) policy.statements[index].sid += std::to_string(index);
  return policy;
}

std::vector<std::string> keys_of(const nlohmann::ordered_json& object) {
  std::vector<std::string> keys;
  for (const auto& [key, value] : object.items())
    keys.push_back(key);
  return keys;
}

// True if `keys` are some of `order`, in that order.
bool stand_in_order(const std::vector<std::string>& keys, const std::vector<std::string>& order) {
  std::size_t place = 0;
  return std::ranges::all_of(keys, [&](const std::string& key) {
    while (place < order.size() && order[place] != key)
      ++place;
    return place++ < order.size();
  });
}

}  // namespace

TEST_CASE("a policy is read back from its text as it was") {
  for_all(any_policy, [](const Policy& policy) { REQUIRE(Policy::parse(policy.text()) == policy); });
}

TEST_CASE("a policy's text reads back in any layout") {
  for_all(any_policy, [](const Policy& policy) {
    const auto document = nlohmann::json::parse(policy.text());  // which sorts the keys
    Policy again = Policy::parse(document.dump(2));
    REQUIRE(again.statements.size() == policy.statements.size());
    for (std::size_t index = 0; index < again.statements.size(); ++index) {
      Statement expected = policy.statements[index];
      const auto by_key = [](const Condition& one, const Condition& other) { return one < other; };
      std::sort(expected.conditions.begin(), expected.conditions.end(), by_key);
      std::sort(again.statements[index].conditions.begin(), again.statements[index].conditions.end(), by_key);
      REQUIRE(again.statements[index] == expected);
    }
  });
}

TEST_CASE("a policy has as many characters as its text") {
  for_all(any_policy, [](const Policy& policy) {
    const std::string text = policy.text();
    REQUIRE(policy.characters() == characters_of(text));
    REQUIRE(characters_of(text) == characters_by_definition(text).size());
  });
}

TEST_CASE("a policy's text is compact JSON with AWS's order of keys") {
  for_all(any_policy, [](const Policy& policy) {
    const std::string text = policy.text();
    const auto document = nlohmann::ordered_json::parse(text);
    REQUIRE(document.dump() == text);
    REQUIRE(stand_in_order(keys_of(document), {"Version", "Id", "Statement"}));
    const auto& statements = document["Statement"];
    REQUIRE(statements.is_object() == (policy.statements.size() == 1));
    const auto check = [](const nlohmann::ordered_json& statement) {
      REQUIRE(stand_in_order(keys_of(statement), {"Sid", "Effect", "Action", "NotAction", "Resource",
                                                  "NotResource", "Condition"}));
    };
    if (statements.is_object()) {
      check(statements);
    } else {
      for (const auto& statement : statements)
        check(statement);
    }
  });
}

TEST_CASE("a policy's text holds only characters that IAM takes") {
  for_all(any_policy, [](const Policy& policy) {
    for (const std::string& character : characters_by_definition(policy.text())) {
      const auto lead = static_cast<unsigned char>(character[0]);
      REQUIRE(lead >= 0x20U);
      REQUIRE(lead <= 0xC3U);
    }
  });
}

}  // namespace scopedown::testing
