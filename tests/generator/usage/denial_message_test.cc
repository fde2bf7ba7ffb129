// Goal: the action and the resource of a denial are read from whatever AWS writes around them.
// Method: one message of each kind that AWS is known to write. Sources: IAM User Guide,
// "Troubleshoot access denied error messages"; real records and published terminal sessions.

#include "generator/usage/denial_message.h"

#include <string>

#include <catch2/catch.hpp>

#include "data/load.h"

namespace scopedown::testing {
namespace {

struct Case {
  const char* message;
  const char* caller;
  const char* action;
  const char* resource;
  const char* reason;
  bool names_resource;
};

}  // namespace

TEST_CASE("a denial names its action and its resource") {
  const auto example = GENERATE(
      Case{"User: arn:aws:iam::111122223333:user/alice is not authorized to perform: "
           "sts:AssumeRole on resource: arn:aws:iam::111122223333:role/batch/worker",
           "arn:aws:iam::111122223333:user/alice", "sts:AssumeRole",
           "arn:aws:iam::111122223333:role/batch/worker", "", true},
      Case{"User: arn:aws:sts::111122223333:assumed-role/r/s is not authorized to perform: "
           "organizations:LeaveOrganization on resource: * because no identity-based policy allows "
           "the organizations:LeaveOrganization action",
           "arn:aws:sts::111122223333:assumed-role/r/s", "organizations:LeaveOrganization", "*",
           "no identity-based policy allows the organizations:LeaveOrganization action", true},
      Case{"User: arn:aws:iam::111122223333:user/alice is not authorized to perform: s3:GetObject "
           "on resource: \"arn:aws:s3:::orders/a because b.json\" because no session policy allows "
           "the s3:GetObject action",
           "arn:aws:iam::111122223333:user/alice", "s3:GetObject",
           "arn:aws:s3:::orders/a because b.json",
           "no session policy allows the s3:GetObject action", true},
      Case{"User: arn:aws:iam::111122223333:user/alice is not authorized to perform: s3:GetObject "
           "on resource: \"arn:aws:s3:::orders/a b.json\" with an explicit deny in a "
           "resource-based policy",
           "arn:aws:iam::111122223333:user/alice", "s3:GetObject", "arn:aws:s3:::orders/a b.json",
           "an explicit deny in a resource-based policy", true},
      Case{
          "User: arn:aws:iam::111122223333:user/alice is not authorized to perform: iam:GetRole on "
          "resource: role worker because no identity-based policy allows the iam:GetRole action",
          "arn:aws:iam::111122223333:user/alice", "iam:GetRole", "role worker",
          "no identity-based policy allows the iam:GetRole action", false},
      Case{
          "User: arn:aws:iam::111122223333:user/alice is not authorized to perform: kms:Decrypt on "
          "this resource because the resource does not exist in this Region",
          "arn:aws:iam::111122223333:user/alice", "kms:Decrypt", "",
          "the resource does not exist in this Region", false},
      Case{
          "You are not authorized to perform this operation. User: "
          "arn:aws:iam::111122223333:user/alice is not authorized to perform: ec2:RunInstances on "
          "resource: arn:aws:ec2:eu-west-1:111122223333:instance/* because no identity-based "
          "policy allows the ec2:RunInstances action. Encoded authorization failure message: -YB0t",
          "arn:aws:iam::111122223333:user/alice", "ec2:RunInstances",
          "arn:aws:ec2:eu-west-1:111122223333:instance/*",
          "no identity-based policy allows the ec2:RunInstances action", true},
      Case{"User: anonymous is not authorized to perform: execute-api:Invoke on resource: "
           "arn:aws:execute-api:eu-west-1:********3333:a1/prod/GET/",
           "anonymous", "execute-api:Invoke",
           "arn:aws:execute-api:eu-west-1:********3333:a1/prod/GET/", "", false},
      Case{
          "User: arn:aws:iam::111122223333:user/alice is not authorized to perform: SNS:Publish on "
          "resource: arn:aws:sns:eu-west-1:111122223333:news due to an explicit deny in a Service "
          "Control Policy",
          "arn:aws:iam::111122223333:user/alice", "SNS:Publish",
          "arn:aws:sns:eu-west-1:111122223333:news", "an explicit deny in a Service Control Policy",
          true},
      Case{"User: arn:aws:iam::111122223333:user/alice is not authorized to perform: "
           "logs:DescribeLogGroups",
           "arn:aws:iam::111122223333:user/alice", "logs:DescribeLogGroups", "", "", false});
  CAPTURE(example.message);
  const auto message = denial_message(example.message);
  REQUIRE(message.has_value());
  CHECK(message->caller == example.caller);
  CHECK(message->action == example.action);
  CHECK(message->resource == example.resource);
  CHECK(message->reason == example.reason);
  CHECK(message->names_resource() == example.names_resource);
}

TEST_CASE("what names no action is no denial message") {
  for (const char* text :
       {"", "Access Denied", "IAM user access not activated", "is not authorized to perform",
        "User: alice is not authorized to perform: ", "is not authorized to perform this operation",
        "You are not authorized to perform this operation. Encoded authorization failure message: "
        "-YB0t018A8td4dK1XH0kDEvcVm",
        "User: alice is not authorized to access this resource"}) {
    CAPTURE(text);
    CHECK_FALSE(denial_message(text).has_value());
  }
}

TEST_CASE("an interpretation is held against what AWS said it asked") {
  const Interpreter interpreter(built_in_catalogue());
  UsageKey row;
  row.account = "111122223333";
  row.region = "eu-west-1";
  row.event_source = "sqs.amazonaws.com";
  row.event_name = "SendMessageBatch";
  row.parameters = "queueUrl=https://sqs.eu-west-1.amazonaws.com/111122223333/work";
  const Interpretation interpretation = interpreter.interpret(row);
  const auto judged = [&](std::string_view action, std::string_view resource) {
    return agreement({"", action, resource, ""}, interpretation);
  };
  CHECK(judged("sqs:SendMessage", "arn:aws:sqs:eu-west-1:111122223333:work") == Agreement::Agrees);
  CHECK(judged("SQS:SendMessage", "") == Agreement::Agrees);
  CHECK(judged("sqs:SendMessageBatch", "") == Agreement::OtherAction);
  CHECK(judged("sqs:SendMessage", "arn:aws:sqs:eu-west-1:111122223333:play") ==
        Agreement::OtherResource);
  CHECK(judged("sqs:SendMessage", "*") == Agreement::OtherResource);
  CHECK(agreement({"", "sqs:SendMessage", "", ""}, {}) == Agreement::OtherAction);
}

}  // namespace scopedown::testing
