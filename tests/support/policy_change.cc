#include "tests/support/policy_change.h"

#include <array>
#include <ostream>

#include "tests/support/pick.h"

namespace scopedown::testing {
namespace {

const std::vector<std::string> name_letters{"a", "b", "/"};
const std::vector<std::string> pattern_letters{"a", "b", "/", "*", "*", "?"};

struct StatementText {
  std::string effect = "Allow";
  bool not_action = false;
  std::vector<std::string> actions;
  bool not_resource = false;
  std::vector<std::string> resources;
  std::string condition;
};

std::string list_text(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words)
    text.append(text.empty() ? "" : ",").append("\"" + word + "\"");
  return "[" + text + "]";
}

std::string policy_text(const std::vector<StatementText>& statements) {
  std::string text;
  for (const StatementText& statement : statements) {
    text += text.empty() ? "" : ",";
    text += R"({"Effect":")" + statement.effect + R"(",)";
    text += statement.not_action ? R"("NotAction":)" : R"("Action":)";
    text += list_text(statement.actions) + ",";
    text += statement.not_resource ? R"("NotResource":)" : R"("Resource":)";
    text += list_text(statement.resources);
    if (!statement.condition.empty()) text += R"(,"Condition":)" + statement.condition;
    text += "}";
  }
  return R"({"Version":"2012-10-17","Statement":[)" + text + "]}";
}

std::string any_resource(Random& random, Size size) {
  constexpr std::array<const char*, 3> regions{"eu", "*", "e?"};
  constexpr std::array<const char*, 3> accounts{"1", "2", "*"};
  const Size length = 1 + size / 5;
  if (once_in(random, 12)) return "*";
  if (once_in(random, 12)) return "arn:*:sqs:*:*:*";
  if (once_in(random, 10))
    return "arn:aws:s3:::a/${aws:PrincipalTag/team}" + any_word(random, 2, pattern_letters);
  if (once_in(random, 3))
    return std::string("arn:aws:sqs:") + pick(random, regions) + ":" + pick(random, accounts) +
           ":a" + any_word(random, length, {"a", ":", "*", "?"});
  return std::string("arn:") + (once_in(random, 8) ? "*" : "aws") +
         ":s3:::" + pick(random, std::array<const char*, 4>{"a", "a", "b", "*"}) +
         (once_in(random, 4) ? "" : "/") + any_word(random, length, pattern_letters);
}

StatementText any_statement(Random& random, Size size) {
  static const std::vector<std::string> actions{"s3:GetObject", "s3:Get*",      "s3:PutObject",
                                                "s3:*",         "s3:?utObject", "s3:ListBucket",
                                                "S3:getobject", "sqs:*",        "*"};
  static const std::vector<std::string> conditions{
      R"({"StringEquals":{"s3:prefix":"a"}})",
      R"({"StringEquals":{"s3:Prefix":["b","a"]}})",
      R"({"StringNotEquals":{"s3:prefix":"a"}})",
      R"({"StringNotEquals":{"s3:prefix":["a","b"]}})",
      R"({"StringLike":{"s3:prefix":"a*"}})",
      R"({"ForAllValues:StringEquals":{"s3:prefix":["a"]}})",
      R"({"Null":{"s3:prefix":"true"}})",
      R"({"StringEquals":{"s3:prefix":"a"},"StringLike":{"aws:PrincipalTag/team":"*"}})"};
  StatementText statement;
  if (once_in(random, 4)) statement.effect = "Deny";
  statement.not_action = once_in(random, 8);
  statement.not_resource = once_in(random, 8);
  for (Size left = 1 + any_number(random, 1); left > 0; --left)
    statement.actions.push_back(pick(random, actions));
  for (Size left = 1 + any_number(random, 1 + size / 8); left > 0; --left)
    statement.resources.push_back(any_resource(random, size));
  if (once_in(random, 5)) statement.condition = pick(random, conditions);
  return statement;
}

std::vector<StatementText> any_policy(Random& random, Size size) {
  std::vector<StatementText> statements;
  for (Size left = 1 + any_number(random, 1 + size / 10); left > 0; --left)
    statements.push_back(any_statement(random, size));
  return statements;
}

// One thing changed.
void change(Random& random, Size size, std::vector<StatementText>& statements) {
  StatementText& statement = statements[any_number(random, statements.size() - 1)];
  switch (any_number(random, 4)) {
    case 0:
      statement = any_statement(random, size);
      break;
    case 1:
      statement.resources[any_number(random, statement.resources.size() - 1)] =
          any_resource(random, size);
      break;
    case 2:
      statement.resources.push_back(any_resource(random, size));
      break;
    case 3:
      statement.condition = any_statement(random, size).condition;
      break;
    default:
      statements.push_back(any_statement(random, size));
  }
}

// An ARN that the pattern stands for, or one near it.
std::string near(Random& random, const std::string& pattern) {
  std::string arn;
  for (std::size_t index = 0; index < pattern.size(); ++index) {
    if (pattern[index] == '$') {
      arn += pick(random, std::array<const char*, 2>{"a", "b/a"});
      index = pattern.find('}', index);
    } else if (pattern[index] == '*') {
      arn += any_word(random, 2, name_letters);
    } else {
      arn += pattern[index] == '?' ? pick(random, name_letters) : std::string(1, pattern[index]);
    }
  }
  const std::size_t name = arn.rfind(':') + 1;
  return arn.substr(0, name) + damaged(random, arn.substr(name), "ab/");
}

}  // namespace

std::ostream& operator<<(std::ostream& out, const PolicyPair& pair) {
  return out << pair.before << "\n" << pair.after;
}

PolicyPair any_policy_pair(Random& random, Size size) {
  std::vector<StatementText> before = any_policy(random, size);
  std::vector<StatementText> after = before;
  if (once_in(random, 3)) after = any_policy(random, size);
  for (Size left = any_number(random, 2); left > 0; --left)
    change(random, size, after);
  if (once_in(random, 2)) std::swap(before, after);

  PolicyPair pair{policy_text(before), policy_text(after), {"*"}, true};
  for (const std::vector<StatementText>* statements : {&before, &after}) {
    for (const StatementText& statement : *statements) {
      if (!statement.condition.empty()) pair.plain = false;
      for (const std::string& resource : statement.resources) {
        if (resource.find('$') != std::string::npos) pair.plain = false;
        const std::string pattern = resource == "*" ? "arn:aws:s3:::*/*" : resource;
        for (int copies = 0; copies < 6; ++copies)
          pair.arns.push_back(
              near(random, pattern == "arn:*:sqs:*:*:*" ? "arn:aws:sqs:eu:1:*" : pattern));
      }
    }
  }
  return pair;
}

const std::vector<std::map<std::string, std::vector<std::string>>>& pair_circumstances() {
  static const auto all = [] {
    std::vector<std::map<std::string, std::vector<std::string>>> made;
    for (const char* prefix : {"", "a", "b", "ab"}) {
      for (const char* team : {"", "a", "b/a"}) {
        made.emplace_back();
        if (*prefix != '\0') made.back()["s3:prefix"] = {prefix};
        if (*team != '\0') made.back()["aws:PrincipalTag/team"] = {team};
      }
    }
    return made;
  }();
  return all;
}

bool gains(const PolicyDocument& before, const PolicyDocument& after, const Request& request,
           Colons colons) {
  PolicyLayers was;
  was.identity = {&before};
  PolicyLayers is;
  is.identity = {&after};
  return authorise(is, request, colons).allowed() && !authorise(was, request, colons).allowed();
}

}  // namespace scopedown::testing
