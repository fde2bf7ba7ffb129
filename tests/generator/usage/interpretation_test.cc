// Goal: what the log says of a call is read as what IAM is asked about it.
// Method: one row of the ledger each, and the accesses in one text: `!` where the log did not say
// all, `~` where names were folded.

#include "generator/usage/interpretation.h"

#include <string>

#include <catch2/catch.hpp>

#include "data/load.h"
#include "generator/usage/resource_names.h"

namespace scopedown::testing {
namespace {

const Interpreter& interpreter() {
  static const Interpreter interpreter(built_in_catalogue());
  return interpreter;
}

// ';' stands for the separator of lists.
std::string list(std::string text) {
  for (char& letter : text)
    if (letter == ';') letter = list_separator;
  return text;
}

struct Case {
  const char* source;
  const char* event;
  const char* parameters;
  const char* item;
  const char* resources;
  const char* expected;
  const char* because;
};

UsageKey row_of(const Case& example) {
  UsageKey row;
  row.account = "111122223333";
  row.region = "eu-west-1";
  row.event_source = std::string(example.source) + ".amazonaws.com";
  row.event_name = example.event;
  row.parameters = list(example.parameters);
  row.resources = list(example.resources);
  row.fold_min = row.fold_max = example.item;
  return row;
}

std::string text_of(const Interpretation& interpretation) {
  std::string text(interpretation.set_aside);
  for (const ObservedAccess& observed : interpretation.accesses) {
    if (!text.empty()) text += " | ";
    text += observed.access.action.text() + " " + observed.access.resource.text();
    if (!observed.resolved) text += " !";
    if (observed.folded) text += " ~";
  }
  return text;
}

void check(const Case& example) {
  CAPTURE(example.source, example.event, example.parameters, example.because);
  CHECK(text_of(interpreter().interpret(row_of(example))) == example.expected);
}

}  // namespace

TEST_CASE("S3 calls") {
  check(GENERATE(
      Case{"s3", "GetObject", "bucketName=orders", "2026/a.json", "",
           "s3:GetObject arn:aws:s3:::orders/2026/a.json", "bucket and key"},
      Case{"s3", "HeadObject", "bucketName=orders", "a", "", "s3:GetObject arn:aws:s3:::orders/a",
           "an exception"},
      Case{"s3", "GetObject", "bucketName=orders", "a*b?${x}", "",
           "s3:GetObject arn:aws:s3:::orders/a${*}b${?}${$}{x}", "a name is data"},
      Case{"s3", "GetObject", "bucketName=orders;versionId=", "a", "",
           "s3:GetObjectVersion arn:aws:s3:::orders/a", "a version needs the other action instead"},
      Case{"s3", "DeleteObjects", "bucketName=orders", "", "",
           "s3:DeleteObject arn:aws:s3:::orders/* !", "the keys are not logged"},
      Case{"s3", "ListObjectsV2", "bucketName=orders;prefix=2026/", "", "",
           "s3:ListBucket arn:aws:s3:::orders", "the bucket, not its objects"},
      Case{"s3", "GetObject", "bucketName=orders", "a", "arn:aws:s3:::orders/a;arn:aws:s3:::orders",
           "s3:GetObject arn:aws:s3:::orders/a",
           "resources[] has the bucket too, which is of another type"},
      Case{"s3", "CopyObject", "bucketName=new;x-amz-copy-source=old/x%20y", "b",
           "arn:aws:s3:::new/b;arn:aws:s3:::old/x y",
           "s3:GetObject arn:aws:s3:::old/x y | s3:PutObject arn:aws:s3:::new/b",
           "the record's own list mixes the two: the parameters tell them apart"},
      Case{"s3", "CopyObject", "bucketName=new;x-amz-copy-source=/old/x?versionId=7", "b", "",
           "s3:GetObjectVersion arn:aws:s3:::old/x | s3:PutObject arn:aws:s3:::new/b",
           "one version of the source"},
      Case{"s3", "PutObject", "bucketName=orders;x-amz-acl=bucket-owner-full-control", "a", "",
           "s3:PutObject arn:aws:s3:::orders/a | s3:PutObjectAcl arn:aws:s3:::orders/a",
           "the header asks for more"},
      Case{"s3", "GetObject", "bucketName=arn:aws:s3:us-east-1:444455556666:accesspoint/shared",
           "a", "", "s3:GetObject arn:aws:s3:us-east-1:444455556666:accesspoint/shared/object/a",
           "through an access point"},
      Case{"s3", "ListBuckets", "", "", "", "s3:ListAllMyBuckets *", "takes no resource"},
      Case{"s3", "GetBucketLifecycle", "bucketName=orders", "", "",
           "s3:GetLifecycleConfiguration arn:aws:s3:::orders",
           "a third name, neither the SDK's nor IAM's"},
      Case{"s3express", "PutObject", "bucketName=fast--use1-az4--x-s3", "a", "",
           "s3express:CreateSession "
           "arn:aws:s3express:eu-west-1:111122223333:bucket/fast--use1-az4--x-s3",
           "a directory bucket asks about the session alone"}));
}

TEST_CASE("queues, topics, tables") {
  check(GENERATE(
      Case{"sqs", "SendMessageBatch",
           "queueUrl=https://sqs.us-east-1.amazonaws.com/444455556666/work", "", "",
           "sqs:SendMessage arn:aws:sqs:us-east-1:444455556666:work",
           "the URL knows better where it is"},
      Case{"sqs", "ReceiveMessage",
           "queueUrl=https://vpce-1.sqs.us-east-1.vpce.amazonaws.com/444455556666/work", "", "",
           "sqs:ReceiveMessage arn:aws:sqs:us-east-1:444455556666:work", "a VPC endpoint"},
      Case{"sqs", "CreateQueue", "queueName=work", "", "",
           "sqs:CreateQueue arn:aws:sqs:eu-west-1:111122223333:work",
           "a parameter named like the variable"},
      Case{"sqs", "ListQueues", "", "", "", "sqs:ListQueues *", "takes no resource"},
      Case{"sns", "Publish", "topicArn=arn:aws:sns:us-east-1:444455556666:news", "", "",
           "sns:Publish arn:aws:sns:us-east-1:444455556666:news", "an ARN speaks for itself"},
      Case{"sns", "CreateTopic", "name=news", "", "",
           "sns:CreateTopic arn:aws:sns:eu-west-1:111122223333:news", ""},
      Case{"dynamodb", "Query", "tableName=Orders;indexName=by-date", "",
           "arn:aws:dynamodb:eu-west-1:111122223333:table/Orders",
           "dynamodb:Query arn:aws:dynamodb:eu-west-1:111122223333:table/Orders | "
           "dynamodb:Query arn:aws:dynamodb:eu-west-1:111122223333:table/Orders/index/by-date",
           "the record never lists the index"},
      Case{"dynamodb", "BatchGetItem", "requestItems{}=Orders", "", "",
           "dynamodb:BatchGetItem arn:aws:dynamodb:eu-west-1:111122223333:table/Orders",
           "keys of a map"},
      Case{"dynamodb", "TransactWriteItems",
           "requestItems[].operation=Put;requestItems[].TableName=Orders", "", "",
           "dynamodb:PutItem arn:aws:dynamodb:eu-west-1:111122223333:table/Orders",
           "the verb is there"},
      Case{"dynamodb", "ExecuteStatement",
           "statement=SELECT * FROM \"Orders\".\"by-date\" WHERE id = ***", "", "",
           "dynamodb:PartiQLSelect arn:aws:dynamodb:eu-west-1:111122223333:table/Orders | "
           "dynamodb:PartiQLSelect "
           "arn:aws:dynamodb:eu-west-1:111122223333:table/Orders/index/by-date",
           "verb, table and index of a statement"},
      Case{"dynamodb", "GetItem", "tableName=Orders", "", "arn::::table/table",
           "dynamodb:GetItem arn:aws:dynamodb:eu-west-1:111122223333:table/Orders",
           "a malformed ARN is none"},
      Case{"dynamodb", "GetRecords",
           "shardIterator=arn:aws:dynamodb:eu-west-1:111122223333:table/Orders/stream/2026|1|AAAA",
           "", "",
           "dynamodb:GetRecords arn:aws:dynamodb:eu-west-1:111122223333:table/Orders/stream/2026",
           "an iterator begins with the stream's ARN"},
      Case{"dynamodb", "DescribeEndpoints", "", "", "", "no_permission_needed", ""}));
}

TEST_CASE("keys, secrets, parameters, roles") {
  check(GENERATE(
      Case{"kms", "Decrypt", "", "", "arn:aws:kms:eu-west-1:111122223333:key/1",
           "kms:Decrypt arn:aws:kms:eu-west-1:111122223333:key/1", "the record has the key"},
      Case{"kms", "Encrypt", "keyId=alias/orders", "", "",
           "kms:Encrypt arn:aws:kms:eu-west-1:111122223333:key/* !",
           "an alias does not say which key"},
      Case{"kms", "ReEncrypt",
           "sourceKeyId=1;destinationKeyId=arn:aws:kms:eu-west-1:444455556666:key/2", "",
           "arn:aws:kms:eu-west-1:111122223333:key/1;arn:aws:kms:eu-west-1:444455556666:key/2",
           "kms:ReEncryptFrom arn:aws:kms:eu-west-1:111122223333:key/1 | "
           "kms:ReEncryptTo arn:aws:kms:eu-west-1:444455556666:key/2",
           "from one key, to the other"},
      Case{"secretsmanager", "GetSecretValue", "secretId=db", "", "",
           "secretsmanager:GetSecretValue "
           "arn:aws:secretsmanager:eu-west-1:111122223333:secret:db-??????",
           "AWS drew six characters"},
      Case{"secretsmanager", "GetSecretValue",
           "secretId=arn:aws:secretsmanager:eu-west-1:111122223333:secret:db-aB3dE6", "", "",
           "secretsmanager:GetSecretValue "
           "arn:aws:secretsmanager:eu-west-1:111122223333:secret:db-aB3dE6",
           "whole"},
      Case{"ssm", "GetParameter", "", "/db/password", "",
           "ssm:GetParameter arn:aws:ssm:eu-west-1:111122223333:parameter/db/password",
           "no leading slash"},
      Case{"ssm", "GetDocument", "", "AWS-RunShellScript", "",
           "ssm:GetDocument arn:aws:ssm:eu-west-1::document/AWS-RunShellScript",
           "AWS's documents have no account"},
      Case{"sts", "AssumeRole", "roleArn=arn:aws:iam::444455556666:role/a/b", "", "",
           "sts:AssumeRole arn:aws:iam::444455556666:role/a/b", ""},
      Case{"sts", "GetCallerIdentity", "", "", "", "no_permission_needed", ""},
      Case{"iam", "CreateRole", "path=/batch/;roleName=worker", "", "",
           "iam:CreateRole arn:aws:iam::111122223333:role/batch/worker",
           "the path is part of the name"},
      Case{"iam", "AttachRolePolicy",
           "roleName=worker;policyArn=arn:aws:iam::aws:policy/ReadOnlyAccess", "", "",
           "iam:AttachRolePolicy arn:aws:iam::111122223333:role/worker",
           "the policy is no resource of it"}));
}

TEST_CASE("functions, logs, models and machines") {
  check(GENERATE(
      Case{"lambda", "Invoke", "functionName=resize", "", "",
           "lambda:InvokeFunction arn:aws:lambda:eu-west-1:111122223333:function:resize", ""},
      Case{"lambda", "Invoke", "functionName=resize;qualifier=$LATEST", "", "",
           "lambda:InvokeFunction arn:aws:lambda:eu-west-1:111122223333:function:resize | "
           "lambda:InvokeFunction arn:aws:lambda:eu-west-1:111122223333:function:resize:${$}LATEST",
           "asked about with its qualifier"},
      Case{"lambda", "GetFunction20150331v2", "functionName=444455556666:function:resize", "", "",
           "lambda:GetFunction arn:aws:lambda:eu-west-1:444455556666:function:resize",
           "a version suffix, a partial ARN"},
      Case{"lambda", "CreateFunction20150331",
           "functionName=f;role=arn:aws:iam::111122223333:role/worker", "", "",
           "iam:PassRole arn:aws:iam::111122223333:role/worker | "
           "lambda:CreateFunction arn:aws:lambda:eu-west-1:111122223333:function:f",
           "a role was handed over"},
      Case{"logs", "CreateLogGroup", "logGroupName=/app/a", "", "",
           "logs:CreateLogGroup arn:aws:logs:eu-west-1:111122223333:log-group:/app/a:*",
           "as AWS evaluates it"},
      Case{"logs", "FilterLogEvents",
           "logGroupIdentifier=arn:aws:logs:eu-west-1:111122223333:log-group:/app/a:*", "", "",
           "logs:FilterLogEvents arn:aws:logs:eu-west-1:111122223333:log-group:/app/a:*",
           "once is enough"},
      Case{
          "logs", "GetLogEvents", "logGroupName=/app/a", "pod/1", "",
          "logs:GetLogEvents arn:aws:logs:eu-west-1:111122223333:log-group:/app/a:log-stream:pod/1",
          "a stream"},
      Case{"monitoring", "PutMetricData", "namespace=App", "", "", "cloudwatch:PutMetricData *",
           "overridden"},
      Case{"bedrock", "Converse", "modelId=anthropic.claude-3-haiku-20240307-v1:0", "", "",
           "bedrock:InvokeModel "
           "arn:aws:bedrock:eu-west-1::foundation-model/anthropic.claude-3-haiku-20240307-v1:0",
           "one kind of model, not all that the catalogue requires"},
      Case{"bedrock", "Converse", "modelId=eu.anthropic.claude-x", "", "",
           "bedrock:InvokeModel arn:aws:bedrock:*::foundation-model/anthropic.claude-x | "
           "bedrock:InvokeModel "
           "arn:aws:bedrock:eu-west-1:111122223333:inference-profile/eu.anthropic.claude-x",
           "a profile, and its model wherever it runs"},
      Case{"ec2", "TerminateInstances", "instancesSet.items[].instanceId=i-1", "", "",
           "ec2:TerminateInstances arn:aws:ec2:eu-west-1:111122223333:instance/i-1",
           "EC2's own shapes"},
      Case{"ec2", "DescribeInstances", "", "", "", "ec2:DescribeInstances *", ""},
      Case{"rds", "DescribeDBInstances", "", "", "",
           "rds:DescribeDBInstances arn:aws:rds:eu-west-1:111122223333:db:*",
           "asked for all of them: that is what the call was"},
      Case{"nobody", "DoSomething", "", "", "", "unknown_action", ""},
      Case{"s3", "REST.GET.OBJECT", "", "", "", "unknown_action", ""}));
}

TEST_CASE("a folded row stands for every name that begins as its smallest and its largest do") {
  Case example{"s3", "GetObject", "bucketName=orders", "", "", "", ""};
  UsageKey row = row_of(example);
  row.folded = 1;
  row.fold_min = "2026/01/a*";
  row.fold_max = "2026/02/z";
  CHECK(text_of(interpreter().interpret(row)) == "s3:GetObject arn:aws:s3:::orders/2026/0* ~");
  row.fold_min = "a";
  row.fold_max = "b";
  CHECK(text_of(interpreter().interpret(row)) == "s3:GetObject arn:aws:s3:::orders/* ~");
}

TEST_CASE("other partitions have their own ARNs") {
  Case example{"s3", "ListObjects", "bucketName=orders", "", "", "", ""};
  UsageKey row = row_of(example);
  row.region = "cn-north-1";
  CHECK(text_of(interpreter().interpret(row)) == "s3:ListBucket arn:aws-cn:s3:::orders");
  row.region = "us-gov-west-1";
  CHECK(text_of(interpreter().interpret(row)) == "s3:ListBucket arn:aws-us-gov:s3:::orders");
}

TEST_CASE("nobody knows whether a denied call lacked the role that it passed") {
  Case example{"lambda",
               "CreateFunction20150331",
               "functionName=f;role=arn:aws:iam::111122223333:role/worker",
               "",
               "",
               "",
               ""};
  UsageKey row = row_of(example);
  row.error_class = "denied";
  CHECK(text_of(interpreter().interpret(row)) ==
        "lambda:CreateFunction arn:aws:lambda:eu-west-1:111122223333:function:f");
}

TEST_CASE("what is a role only with a bar in its ARN is passed to nobody") {
  check({"lambda", "CreateFunction20150331",
         "functionName=f;role=arn:a|ws:iam::111122223333:role/worker", "", "",
         "lambda:CreateFunction arn:aws:lambda:eu-west-1:111122223333:function:f",
         "behind a bar stands what a shard's iterator adds"});
}

TEST_CASE("a user that is not named is the caller") {
  Case example{"iam", "GetUser", "", "", "", "", ""};
  UsageKey row = row_of(example);
  CHECK(text_of(interpreter().interpret(row)) == "iam:GetUser arn:aws:iam::111122223333:user/* !");
  row.who.principal = "arn:aws:iam::111122223333:user/alice";
  CHECK(text_of(interpreter().interpret(row)) ==
        "iam:GetUser arn:aws:iam::111122223333:user/alice");
}

TEST_CASE("an event source's label leads to a service prefix") {
  CHECK(interpreter().service_of("s3.amazonaws.com") == "s3");
  CHECK(interpreter().service_of("monitoring.amazonaws.com") == "cloudwatch");
  CHECK(interpreter().service_of("streams.dynamodb.amazonaws.com") == "dynamodb");
  CHECK(interpreter().service_of("s3.amazonaws.com.cn") == "s3");
  CHECK(interpreter().service_of("") == "");  // NOLINT(readability-container-size-empty)
}

TEST_CASE("every ARN that is made for an action is of a type of it") {
  const Catalogue& catalogue = built_in_catalogue();
  for (const CatalogueAction& action : catalogue.actions()) {
    UsageKey row;
    row.account = "111122223333";
    row.region = "eu-west-1";
    row.event_source = action.action.service + ".amazonaws.com";
    row.event_name = action.action.name;
    for (const ObservedAccess& observed : interpreter().interpret(row).accesses) {
      const CatalogueAction* made = catalogue.find(observed.access.action);
      if (made == nullptr || !catalogue.supports(*made, observed.access.resource))
        FAIL_CHECK(observed.access.action.text() << " on " << observed.access.resource.text());
    }
  }
}

}  // namespace scopedown::testing
