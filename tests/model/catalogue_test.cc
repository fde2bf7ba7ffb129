// Goal: an ARN is of the types that AWS would say, and a pattern of every type of some ARN it
// matches. Method: a small catalogue in AWS's own templates; tables for what is so, and texts drawn
// from a template, with wildcards put over parts of them, for what must never be missed.

#include "model/catalogue.h"

#include <string>
#include <string_view>
#include <vector>

#include <catch2/catch.hpp>

#include "tests/support/for_all.h"

namespace scopedown::testing {
namespace {

const std::vector<ResourceType>& small_types() {
  static const std::vector<ResourceType> types{
      {"dynamodb", "index",
       "arn:${Partition}:dynamodb:${Region}:${Account}:table/${TableName}/index/${IndexName}"},
      {"dynamodb", "table", "arn:${Partition}:dynamodb:${Region}:${Account}:table/${TableName}"},
      {"iam", "role", "arn:${Partition}:iam::${Account}:role/${RoleNameWithPath}"},
      {"lambda", "function alias",
       "arn:${Partition}:lambda:${Region}:${Account}:function:${FunctionName}:${Alias}"},
      {"lambda", "function",
       "arn:${Partition}:lambda:${Region}:${Account}:function:${FunctionName}"},
      {"logs", "log-group",
       "arn:${Partition}:logs:${Region}:${Account}:log-group:${LogGroupName}, "
       "arn:${Partition}:logs:${Region}:${Account}:log-group:${LogGroupName}:log-stream:"},
      {"logs", "log-stream",
       "arn:${Partition}:logs:${Region}:${Account}:log-group:${LogGroupName}:log-stream:${"
       "LogStreamName}"},
      {"s3", "bucket", "arn:${Partition}:s3:::${BucketName}"},
      {"s3", "object", "arn:${Partition}:s3:::${BucketName}/${ObjectName}"},
      {"ssm", "parameter",
       "arn:${Partition}:ssm:${Region}:${Account}:parameter/${ParameterNameWithoutLeadingSlash}"},
  };
  return types;
}

Catalogue small_catalogue() {
  const auto action = [](const char* service, const char* name, std::vector<ActionType> types) {
    CatalogueAction made;
    made.action = {service, name};
    made.level = AccessLevel::Read;
    made.types = std::move(types);
    return made;
  };
  return {small_types(),
          {action("s3", "GetObject", {{8, true}}), action("s3", "GetObjectAcl", {{8, true}}),
           action("s3", "ListAllMyBuckets", {}), action("s3", "ListBucket", {{7, true}}),
           action("sqs", "ListQueues", {})}};
}

std::string types_of(const Catalogue& catalogue, std::string_view text) {
  const auto pattern = ArnPattern::parse(text);
  REQUIRE(pattern.has_value());
  std::string names;
  for (const TypeIndex type : catalogue.types_of(*pattern)) {
    names += (names.empty() ? "" : ", ") + catalogue.types()[type].name;
    CHECK(catalogue.is_of(*pattern, type));
  }
  return names;
}

}  // namespace

TEST_CASE("a pattern is of the types that some ARN of it is of") {
  struct Row {
    const char* pattern;
    const char* types;
    const char* because;
  };

  const auto row = GENERATE(
      Row{"arn:aws:s3:::orders", "bucket", "no slash, so no object"},
      Row{"arn:aws:s3:::orders/2026/a", "object", "a bucket's name holds no slash"},
      Row{"arn:aws:s3:::orders/", "", "an object's name is not empty"},
      Row{"arn:aws:s3:::orders*", "bucket, object", "the star may hold a slash"},
      Row{"arn:aws:s3:::orders?", "bucket", "one character is not enough for a slash and a name"},
      Row{"arn:aws:s3:::orders?x", "bucket, object", "it may be the slash"},
      Row{"arn:aws:s3:eu-west-1::orders", "", "a bucket's ARN has no region"},
      Row{"arn:aws:s3:*:*:orders", "bucket, object",
          "a star in an empty segment may be nothing, or more than it"},
      Row{"arn:aws:iam::111122223333:role/a/b/c", "role", "a role's name may hold slashes"},
      Row{"arn:aws:ssm:eu-west-1:111122223333:parameter/a/b", "parameter", "so may a parameter's"},
      Row{"arn:aws:dynamodb:eu-west-1:111122223333:table/Orders", "table", "exact"},
      Row{"arn:aws:dynamodb:eu-west-1:111122223333:table/Orders/index/by-date", "index",
          "a table's name holds no slash, since an index begins there"},
      Row{"arn:aws:dynamodb:eu-west-1:111122223333:table/Orders/*", "index", "likewise"},
      Row{"arn:aws:dynamodb:*:*:table/Orders*", "index, table", "the star may hold the slash"},
      Row{"arn:aws:lambda:eu-west-1:111122223333:function:resize", "function", "no qualifier"},
      Row{"arn:aws:lambda:eu-west-1:111122223333:function:resize:prod", "function alias",
          "the name ends at the colon"},
      Row{"arn:aws:logs:eu-west-1:111122223333:log-group:/a/b", "log-group", "exact"},
      Row{"arn:aws:logs:eu-west-1:111122223333:log-group:/a/b:*", "log-group, log-stream",
          "AWS asks about `log-group:NAME:log-stream:` for the group itself"},
      Row{"arn:aws:logs:eu-west-1:111122223333:log-group:/a/b:log-stream:x", "log-stream",
          "a stream is not its group"},
      Row{"*", "", "everything is no resource"},
      Row{"arn:aws:sqs:eu-west-1:111122223333:work", "", "no such type"});
  CAPTURE(row.pattern, row.because);
  CHECK(types_of(small_catalogue(), row.pattern) == row.types);
}

TEST_CASE("a template may leave the service open, and have a star of its own") {
  const Catalogue catalogue(
      {{"backup", "recoverypoint",
        "arn:${Partition}:${Vendor}:${Region}:*:${ResourceType}:${RecoveryPointId}"},
       {"dms", "task", "arn:${Partition}:dms:${Region}:${Account}:task:*"}},
      {});
  CHECK(types_of(catalogue, "arn:aws:rds:eu-west-1:111122223333:snapshot:awsbackup:job-1") ==
        "recoverypoint");
  CHECK(types_of(catalogue, "arn:aws:dms:eu-west-1:111122223333:task:ABC") ==
        "recoverypoint, task");
  CHECK(types_of(catalogue, "arn:aws:dms:eu-west-1:111122223333:task:").empty());
}

TEST_CASE("an action is supported on its own types alone") {
  const Catalogue catalogue = small_catalogue();
  const auto supports = [&](const char* name, const char* pattern) {
    return catalogue.supports(*catalogue.find("s3", name), *ArnPattern::parse(pattern));
  };
  CHECK(supports("GetObject", "arn:aws:s3:::orders/*"));
  CHECK_FALSE(supports("GetObject", "arn:aws:s3:::orders"));
  CHECK(supports("GetObject", "arn:*:s3:::*"));
  CHECK(supports("ListBucket", "arn:aws:s3:::orders"));
  CHECK_FALSE(supports("ListBucket", "arn:aws:s3:::orders/*"));
  CHECK(supports("ListAllMyBuckets", "*"));
  CHECK_FALSE(supports("ListAllMyBuckets", "arn:aws:s3:::*"));
  CHECK(supports("GetObject", "*"));
}

TEST_CASE("actions are found in any letter case, and by pattern") {
  const Catalogue catalogue = small_catalogue();
  REQUIRE(catalogue.find("S3", "getobject") != nullptr);
  CHECK(catalogue.find("s3", "getobject")->action.name == "GetObject");
  CHECK(catalogue.find("s3", "GetObjec") == nullptr);
  CHECK(catalogue.find("sns", "Publish") == nullptr);
  CHECK(catalogue.actions_of("s3").size() == 4);
  CHECK(catalogue.actions_of("sqs").size() == 1);
  CHECK(catalogue.actions_of("sns").empty());
  CHECK(catalogue.matching(*ActionPattern::parse("s3:GetObject*")).size() == 2);
  CHECK(catalogue.matching(*ActionPattern::parse("*")).size() == 5);
  CHECK(catalogue.matching(*ActionPattern::parse("sns:*")).empty());
}

TEST_CASE("whatever stands for an ARN of a type is of that type") {
  const Catalogue catalogue = small_catalogue();

  struct Value {
    TypeIndex type;
    std::string pattern;
  };

  // Fills the template with short names, then hides parts of the text behind wildcards.
  const auto any_value = [&](Random& random, Size size) {
    const auto type = static_cast<TypeIndex>(any_number(random, small_types().size() - 1));
    std::string text;
    std::string_view rest = templates_of(small_types()[type]).front();
    while (!rest.empty()) {
      if (rest.starts_with("${")) {
        text.append(1 + any_number(random, 3), "ab"[any_number(random, 1)]);
        rest.remove_prefix(rest.find('}') + 1);
      } else {
        text += rest.front() == '*' ? 'a' : rest.front();
        rest.remove_prefix(1);
      }
    }
    for (Size damage = any_number(random, size / 4); damage > 0; --damage) {
      const Size begin = any_number(random, text.size() - 1);
      if (any_number(random, 1) == 0) {
        text[begin] = text[begin] == '*' ? '*' : '?';
      } else {
        text.replace(begin, any_number(random, text.size() - begin), "*");
      }
    }
    return Value{type, text};
  };

  for_all(any_value, [&](const Value& value) {
    CAPTURE(value.pattern, small_types()[value.type].arn_template);
    const auto pattern = ArnPattern::parse(value.pattern);
    if (!pattern || pattern->is_everything()) return;  // fewer than six segments are no pattern
    REQUIRE(catalogue.is_of(*pattern, value.type));
    const std::vector<TypeIndex> types = catalogue.types_of(*pattern);
    REQUIRE(std::find(types.begin(), types.end(), value.type) != types.end());
  });
}

}  // namespace scopedown::testing
