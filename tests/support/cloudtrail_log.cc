#include "tests/support/cloudtrail_log.h"

#include <array>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <memory>

#include <libdeflate.h>

namespace scopedown::testing {
namespace {

using Members = std::vector<std::pair<std::string_view, std::string>>;

constexpr std::string_view letters_and_digits =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
constexpr std::string_view base32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
constexpr std::string_view hidden = "\"HIDDEN_DUE_TO_SECURITY_REASONS\"";
constexpr std::string_view pod_agent =
    "aws-sdk-go-v2/1.32.4 ua/2.1 os/linux lang/go#1.23.3 md/GOOS#linux md/GOARCH#amd64";

void must(bool holds, std::string_view claim) {
  if (holds) return;
  std::cerr << "tests/support/cloudtrail_log.cc: not so: " << claim << '\n';
  std::abort();
}

// splitmix64: one to one, so that different numbers stay different.
std::uint64_t scrambled(std::uint64_t number) {
  number += 0x9e3779b97f4a7c15U;
  number = (number ^ (number >> 30U)) * 0xbf58476d1ce4e5b9U;
  number = (number ^ (number >> 27U)) * 0x94d049bb133111ebU;
  return number ^ (number >> 31U);
}

// FNV-1a.
std::uint64_t digest_of(std::string_view text) {
  std::uint64_t digest = 0xcbf29ce484222325U;
  for (const char letter : text)
    digest = (digest ^ static_cast<unsigned char>(letter)) * 0x100000001b3U;
  return digest;
}

// `count` characters of the alphabet that depend on `number` alone. The first dozen hold the number
// itself, scrambled, so that different numbers give different texts.
std::string spelled(std::uint64_t number, std::string_view alphabet, std::size_t count) {
  std::string text;
  std::uint64_t rest = scrambled(number);
  for (std::size_t index = 0; index < count; ++index) {
    if (rest == 0) rest = scrambled(number + index);
    text += alphabet[rest % alphabet.size()];
    rest /= alphabet.size();
  }
  return text;
}

std::string hexadecimal(std::uint64_t number, int digits) {
  std::array<char, 20> buffer{};
  std::snprintf(buffer.data(), buffer.size(), "%0*llx", digits,
                static_cast<unsigned long long>(number));
  return buffer.data();
}

std::string padded(unsigned number) {
  return (number < 10 ? "0" : "") + std::to_string(number);
}

// The pieces of an ARN, as the services put them into other forms.
struct Pieces {
  std::string region;
  std::string account;
  std::string resource;  // all after the fifth colon
};

Pieces pieces_of(std::string_view arn) {
  std::array<std::string_view, 5> segments;
  for (std::string_view& segment : segments) {
    const std::size_t colon = arn.find(':');
    must(colon != std::string_view::npos, "an ARN has six segments");
    segment = arn.substr(0, colon);
    arn.remove_prefix(colon + 1);
  }
  return {std::string(segments[3]), std::string(segments[4]), std::string(arn)};
}

std::string after(std::string_view text, std::string_view prefix) {
  must(text.starts_with(prefix), "the resource is of the service's kind");
  return std::string(text.substr(prefix.size()));
}

// Without its path, which is in no session's ARN either.
std::string role_name(std::string_view role) {
  const std::string with_path = after(pieces_of(role).resource, "role/");
  return with_path.substr(with_path.rfind('/') + 1);
}

std::string role_id(std::string_view role) {
  return "AROA" + spelled(digest_of(role), base32, 17);
}

std::string partition_of(std::string_view arn) {
  return std::string(arn.substr(4, arn.find(':', 4) - 4));
}

Session session_of(std::string_view role, std::string name, std::uint64_t number) {
  Session session;
  session.access_key = "ASIA" + spelled(number, base32, 16);
  session.role = role;
  session.name = std::move(name);
  return session;
}

std::string session_identity(const Session& session, std::string_view invoked_by) {
  const std::string account = pieces_of(session.role).account;
  const std::string issuer =
      json_object(Members{{"type", json_string("Role")},
                          {"principalId", json_string(role_id(session.role))},
                          {"arn", json_string(session.role)},
                          {"accountId", json_string(account)},
                          {"userName", json_string(role_name(session.role))}});
  const std::string federation =
      session.provider.empty()
          ? "{}"
          : json_object(Members{{"federatedProvider", json_string(session.provider)},
                                {"attributes", "{}"}});
  Members context{{"sessionIssuer", issuer},
                  {"webIdFederationData", federation},
                  {"attributes",
                   json_object(Members{{"creationDate", json_string(instant_text(session.created))},
                                       {"mfaAuthenticated", json_string("false")}})}};
  if (!session.delivery.empty())
    context.emplace_back("ec2RoleDelivery", json_string(session.delivery));
  Members identity{{"type", json_string("AssumedRole")},
                   {"principalId", json_string(session.principal_id())},
                   {"arn", json_string(session.arn())},
                   {"accountId", json_string(account)},
                   {"accessKeyId", json_string(session.access_key)},
                   {"sessionContext", json_object(context)}};
  if (!invoked_by.empty()) identity.emplace_back("invokedBy", json_string(invoked_by));
  return json_object(identity);
}

std::string resources_json(std::span<const LoggedResource> resources) {
  std::string text = "[";
  for (const LoggedResource& resource : resources) {
    Members members;
    if (!resource.account.empty()) members.emplace_back("accountId", json_string(resource.account));
    if (!resource.type.empty()) members.emplace_back("type", json_string(resource.type));
    members.emplace_back(resource.is_prefix ? "ARNPrefix" : "ARN", json_string(resource.arn));
    if (text.size() > 1) text += ',';
    text += json_object(members);
  }
  return text + ']';
}

// What all records have at their end.
void add_tail(Members& members, const Stamp& stamp, std::string_view type, bool management) {
  members.emplace_back("eventType", json_string(type));
  members.emplace_back("managementEvent", management ? "true" : "false");
  members.emplace_back("recipientAccountId", json_string(stamp.account));
}

void add_category(Members& members, bool management) {
  members.emplace_back("eventCategory", json_string(management ? "Management" : "Data"));
}

// "Nov 20, 2026, 3:00:05 PM", as STS writes the end of a session.
std::string expiration(std::int64_t time) {
  static constexpr std::array months{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                     "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const std::string iso = instant_text(time);
  const int hour = std::stoi(iso.substr(11, 2));
  const int month = std::stoi(iso.substr(5, 2));
  return std::string(months.at(static_cast<std::size_t>(month - 1))) + " " +
         std::to_string(std::stoi(iso.substr(8, 2))) + ", " + iso.substr(0, 4) + ", " +
         std::to_string(hour % 12 == 0 ? 12 : hour % 12) + iso.substr(13, 6) +
         (hour < 12 ? " AM" : " PM");
}

std::string granted(const Session& session, std::int64_t until, Members more) {
  Members members{{"credentials", json_object(Members{
                                      {"accessKeyId", json_string(session.access_key)},
                                      {"sessionToken", json_string("IQoJb3JpZ2luX2VjEXAMPLETOKEN")},
                                      {"expiration", json_string(expiration(until))}})},
                  {"assumedRoleUser",
                   json_object(Members{{"assumedRoleId", json_string(session.principal_id())},
                                       {"arn", json_string(session.arn())}})}};
  members.insert(members.end(), more.begin(), more.end());
  return json_object(members);
}

LoggedResource role_resource(std::string_view role) {
  return {std::string(role), "AWS::IAM::Role", pieces_of(role).account};
}

std::string cluster_name(const Workload& workload) {
  const std::size_t slash = workload.cluster.find('/');
  must(slash != std::string::npos, "a cluster is named by its ARN");
  return workload.cluster.substr(slash + 1);
}

// The six tags of a Pod Identity session.
std::vector<std::pair<std::string, std::string>> pod_tags(const Workload& workload) {
  return {{"eks-cluster-arn", workload.cluster},
          {"eks-cluster-name", cluster_name(workload)},
          {"kubernetes-namespace", workload.name_space},
          {"kubernetes-service-account", workload.service_account},
          {"kubernetes-pod-name", workload.pod},
          {"kubernetes-pod-uid", uuid(digest_of(workload.pod + workload.name_space))}};
}

// {"key","value"} objects in STS's request, but a map where another session passes them on.
std::string tag_list(const Workload& workload) {
  std::string text = "[";
  for (const auto& [key, value] : pod_tags(workload)) {
    if (text.size() > 1) text += ',';
    text += json_object(Members{{"key", json_string(key)}, {"value", json_string(value)}});
  }
  return text + ']';
}

std::string tag_map(const Workload& workload) {
  std::string text = "{";
  for (const auto& [key, value] : pod_tags(workload)) {
    if (text.size() > 1) text += ',';
    text += json_string(key) + ':' + json_string(value);
  }
  return text + '}';
}

std::string tag_keys(const Workload& workload) {
  std::vector<std::string> keys;
  for (const auto& [key, value] : pod_tags(workload))
    keys.push_back(key);
  return json_list(keys);
}

ApiCall assume_role(const Session& to, std::int64_t until, Members more_parameters) {
  Members parameters{{"roleArn", json_string(to.role)}, {"roleSessionName", json_string(to.name)}};
  parameters.insert(parameters.end(), more_parameters.begin(), more_parameters.end());
  ApiCall call;
  call.source = "sts.amazonaws.com";
  call.name = "AssumeRole";
  call.parameters = json_object(parameters);
  call.response = granted(to, until, {});
  call.resources = {role_resource(to.role)};
  return call;
}

std::string s3_host(std::string_view bucket) {
  return std::string(bucket) + ".s3.eu-west-1.amazonaws.com";
}

// What S3 alone tells of a request.
std::string s3_additional() {
  return json_object(
      Members{{"SignatureVersion", json_string("SigV4")},
              {"CipherSuite", json_string("TLS_AES_128_GCM_SHA256")},
              {"bytesTransferredIn", "0"},
              {"AuthenticationMethod", json_string("AuthHeader")},
              {"x-amz-id-2", json_string("RBVZE1aP5ZIWKUdG1hjRObcaPvsi1R4sMQr7GV+WPWo=")},
              {"bytesTransferredOut", "842"}});
}

// A call on a bucket, its resources still to be filled in.
ApiCall s3_call(std::string_view name, std::string_view bucket, Members more_parameters) {
  Members parameters{{"bucketName", json_string(bucket)}, {"Host", json_string(s3_host(bucket))}};
  parameters.insert(parameters.end(), more_parameters.begin(), more_parameters.end());
  ApiCall call;
  call.source = "s3.amazonaws.com";
  call.name = name;
  call.parameters = json_object(parameters);
  call.additional = s3_additional();
  call.reads = name.starts_with("Get") || name.starts_with("Head") || name.starts_with("List");
  return call;
}

}  // namespace

std::string json_string(std::string_view text) {
  std::string json = "\"";
  for (const char letter : text) {
    switch (letter) {
      case '"':
        json += "\\\"";
        break;
      case '\\':
        json += "\\\\";
        break;
      case '\n':
        json += "\\n";
        break;
      case '\r':
        json += "\\r";
        break;
      case '\t':
        json += "\\t";
        break;
      default:
        if (static_cast<unsigned char>(letter) < 0x20)
          json += "\\u" + hexadecimal(static_cast<unsigned char>(letter), 4);
        else
          json += letter;
    }
  }
  return json + '"';
}

std::string json_list(std::span<const std::string> texts) {
  std::string json = "[";
  for (const std::string& text : texts) {
    if (json.size() > 1) json += ',';
    json += json_string(text);
  }
  return json + ']';
}

std::string json_object(std::span<const std::pair<std::string_view, std::string>> members) {
  std::string json = "{";
  for (const auto& [name, value] : members) {
    if (json.size() > 1) json += ',';
    json += json_string(name);
    json += ':';
    json += value;
  }
  return json + '}';
}

std::int64_t instant(std::string_view text) {
  int year = 0;
  unsigned month = 0;
  unsigned day = 0;
  int hour = 0;
  int minute = 0;
  int second = 0;
  const int read = std::sscanf(std::string(text).c_str(), "%4d-%2u-%2uT%2d:%2d:%2dZ", &year, &month,
                               &day, &hour, &minute, &second);
  must(read == 6 && text.size() == 20, "an instant is written 2026-11-20T09:00:00Z");
  const std::chrono::sys_days days{std::chrono::year(year) / std::chrono::month(month) /
                                   std::chrono::day(day)};
  return std::int64_t{86'400} * days.time_since_epoch().count() + 3600 * hour + 60 * minute +
         second;
}

std::string instant_text(std::int64_t time) {
  const std::chrono::sys_seconds seconds{std::chrono::seconds(time)};
  const auto days = std::chrono::floor<std::chrono::days>(seconds);
  const std::chrono::year_month_day date(days);
  const auto rest = static_cast<unsigned>((seconds - days).count());
  return std::to_string(static_cast<int>(date.year())) + "-" +
         padded(static_cast<unsigned>(date.month())) + "-" +
         padded(static_cast<unsigned>(date.day())) + "T" + padded(rest / 3600) + ":" +
         padded(rest / 60 % 60) + ":" + padded(rest % 60) + "Z";
}

std::string uuid(std::uint64_t number) {
  const std::uint64_t high = scrambled(number);
  const std::uint64_t low = scrambled(high);
  return hexadecimal(high >> 32U, 8) + "-" + hexadecimal(high >> 16U & 0xffffU, 4) + "-4" +
         hexadecimal(high & 0xfffU, 3) + "-" + hexadecimal(0x8000U | (low >> 48U & 0x3fffU), 4) +
         "-" + hexadecimal(low & 0xffffffffffffU, 12);
}

std::string Session::arn() const {
  return "arn:" + partition_of(role) + ":sts::" + pieces_of(role).account + ":assumed-role/" +
         role_name(role) + "/" + name;
}

std::string Session::principal_id() const {
  return role_id(role) + ":" + name;
}

Session role_session(std::string_view role, std::string_view name, std::uint64_t number) {
  return session_of(role, std::string(name), number);
}

Session pod_identity_session(std::string_view role, const Workload& workload,
                             std::uint64_t number) {
  return session_of(role,
                    "eks-" + cluster_name(workload).substr(0, 10) + "-" +
                        workload.pod.substr(0, 10) + "-" + uuid(number),
                    number);
}

Session irsa_session(std::string_view role, std::string_view provider, std::uint64_t number) {
  Session session = session_of(
      role, "aws-sdk-java-17320" + std::to_string(scrambled(number) % 90'000'000 + 10'000'000),
      number);
  session.provider = provider;
  return session;
}

Session node_session(std::string_view role, std::string_view instance, std::uint64_t number) {
  Session session = session_of(role, std::string(instance), number);
  session.delivery = "2.0";
  return session;
}

Caller session_caller(const Session& session) {
  return {session_identity(session, ""), "10.0.3.41", std::string(pod_agent)};
}

Caller user_caller(std::string_view account, std::string_view name) {
  const std::string arn = "arn:aws:iam::" + std::string(account) + ":user/" + std::string(name);
  return {json_object(
              Members{{"type", json_string("IAMUser")},
                      {"principalId", json_string("AIDA" + spelled(digest_of(arn), base32, 17))},
                      {"arn", json_string(arn)},
                      {"accountId", json_string(account)},
                      {"accessKeyId", json_string("AKIA" + spelled(digest_of(arn), base32, 16))},
                      {"userName", json_string(name)}}),
          "203.0.113.20", "aws-cli/2.19.1 md/awscrt#0.22.0 ua/2.0 os/linux#6.1 md/arch#x86_64"};
}

Caller service_caller(std::string_view service) {
  return {json_object(
              Members{{"type", json_string("AWSService")}, {"invokedBy", json_string(service)}}),
          std::string(service), std::string(service)};
}

Caller forward_access_caller(const Session& session, std::string_view service) {
  return {session_identity(session, service), std::string(service), std::string(service)};
}

ApiCall s3_object_call(std::string_view name, std::string_view bucket, std::string_view key,
                       std::string_view account) {
  const std::string bucket_arn = "arn:aws:s3:::" + std::string(bucket);
  ApiCall call = s3_call(name, bucket, {{"key", json_string(key)}});
  call.resources = {{bucket_arn + "/" + std::string(key), "AWS::S3::Object", ""},
                    {bucket_arn, "AWS::S3::Bucket", std::string(account)}};
  call.data_event = true;
  return call;
}

ApiCall s3_bucket_call(std::string_view name, std::string_view bucket, std::string_view prefix,
                       std::string_view account) {
  const std::string bucket_arn = "arn:aws:s3:::" + std::string(bucket);
  ApiCall call = s3_call(name, bucket, {});
  if (name == "ListObjects") {
    call =
        s3_call(name, bucket, {{"list-type", json_string("2")}, {"prefix", json_string(prefix)}});
    call.resources = {{bucket_arn + "/" + std::string(prefix), "AWS::S3::Object", "", true}};
    call.data_event = true;
  }
  call.resources.push_back({bucket_arn, "AWS::S3::Bucket", std::string(account)});
  return call;
}

ApiCall s3_copy(std::string_view from_bucket, std::string_view from_key, std::string_view bucket,
                std::string_view key, std::string_view account) {
  const std::string source = std::string(from_bucket) + "/" + std::string(from_key);
  ApiCall call = s3_object_call("CopyObject", bucket, key, account);
  call.parameters = s3_call("CopyObject", bucket,
                            {{"x-amz-copy-source", json_string(source)}, {"key", json_string(key)}})
                        .parameters;
  return call;
}

ApiCall s3_delete_objects(std::string_view bucket, std::string_view account) {
  ApiCall call = s3_call("DeleteObjects", bucket, {{"delete", json_string("")}});
  call.resources = {
      {"arn:aws:s3:::" + std::string(bucket), "AWS::S3::Bucket", std::string(account)}};
  call.data_event = true;
  return call;
}

ApiCall sqs_call(std::string_view name, std::string_view queue_arn) {
  const Pieces queue = pieces_of(queue_arn);
  const std::string url =
      "https://sqs." + queue.region + ".amazonaws.com/" + queue.account + "/" + queue.resource;
  Members parameters{{"queueUrl", json_string(url)}};
  if (name == "SendMessage") parameters.emplace_back("messageBody", hidden);
  if (name == "ReceiveMessage") parameters.emplace_back("maxNumberOfMessages", "10");
  if (name == "DeleteMessage")
    parameters.emplace_back("receiptHandle", json_string("AQEBEXAMPLEreceipt"));
  ApiCall call;
  call.source = "sqs.amazonaws.com";
  call.name = name;
  call.parameters = json_object(parameters);
  call.data_event = !name.starts_with("Get") && !name.starts_with("Set");
  if (call.data_event)
    call.resources = {{std::string(queue_arn), "AWS::SQS::Queue", queue.account}};
  call.reads = name == "ReceiveMessage" || name.starts_with("Get");
  return call;
}

ApiCall sns_publish(std::string_view topic_arn) {
  ApiCall call;
  call.source = "sns.amazonaws.com";
  call.name = "Publish";
  call.parameters =
      json_object(Members{{"topicArn", json_string(topic_arn)}, {"message", std::string(hidden)}});
  call.response = json_object(Members{{"messageId", json_string(uuid(digest_of(topic_arn)))}});
  call.resources = {{std::string(topic_arn), "AWS::SNS::Topic", pieces_of(topic_arn).account}};
  call.reads = false;
  call.data_event = true;
  return call;
}

ApiCall dynamodb_call(std::string_view name, std::string_view table_arn, std::string_view index) {
  const Pieces table = pieces_of(table_arn);
  Members parameters{{"tableName", json_string(after(table.resource, "table/"))}};
  if (!index.empty()) parameters.emplace_back("indexName", json_string(index));
  if (name == "GetItem" || name == "UpdateItem" || name == "DeleteItem")
    parameters.emplace_back("key", json_object(Members{{"id", json_string("4711")}}));
  if (name == "PutItem")
    parameters.emplace_back("item", json_object(Members{{"id", json_string("4711")}}));
  ApiCall call;
  call.source = "dynamodb.amazonaws.com";
  call.name = name;
  call.parameters = json_object(parameters);
  call.data_event = !name.starts_with("Describe");
  if (call.data_event)
    call.resources = {{std::string(table_arn), "AWS::DynamoDB::Table", table.account}};
  call.reads =
      name == "GetItem" || name == "Query" || name == "Scan" || name.starts_with("Describe");
  return call;
}

ApiCall dynamodb_batch_get(std::span<const std::string> table_arns) {
  ApiCall call;
  call.source = "dynamodb.amazonaws.com";
  call.name = "BatchGetItem";
  call.data_event = true;
  std::string items = "{";
  for (const std::string& table_arn : table_arns) {
    const Pieces table = pieces_of(table_arn);
    if (items.size() > 1) items += ',';
    items += json_string(after(table.resource, "table/")) + R"(:{"keys":[{"id":"4711"}]})";
    call.resources.push_back({table_arn, "AWS::DynamoDB::Table", table.account});
  }
  call.parameters = json_object(Members{{"requestItems", items + '}'}});
  return call;
}

ApiCall secret_call(std::string_view name, std::string_view secret_arn) {
  return secret_call_by_name(name, secret_arn);
}

ApiCall secret_call_by_name(std::string_view name, std::string_view secret_name) {
  ApiCall call;
  call.source = "secretsmanager.amazonaws.com";
  call.name = name;
  call.parameters = json_object(Members{{"secretId", json_string(secret_name)}});
  call.reads = name.starts_with("Get") || name.starts_with("Describe");
  return call;
}

ApiCall ssm_parameter_call(std::string_view name, std::string_view parameter_arn) {
  const Pieces parameter = pieces_of(parameter_arn);
  const std::string path = after(parameter.resource, "parameter");  // "/name" or "/path/to/name"
  const bool has_folders = path.find('/', 1) != std::string::npos;
  ApiCall call;
  call.source = "ssm.amazonaws.com";
  call.name = name;
  call.parameters = json_object(Members{{"name", json_string(has_folders ? path : path.substr(1))},
                                        {"withDecryption", "true"}});
  call.resources = {{std::string(parameter_arn), "", parameter.account}};
  call.reads = name.starts_with("Get");
  return call;
}

ApiCall ssm_get_parameters(std::span<const std::string> parameter_arns) {
  ApiCall call;
  call.source = "ssm.amazonaws.com";
  call.name = "GetParameters";
  std::vector<std::string> names;
  for (const std::string& arn : parameter_arns) {
    const Pieces parameter = pieces_of(arn);
    names.push_back(after(parameter.resource, "parameter"));
    call.resources.push_back({arn, "", parameter.account});
  }
  call.parameters = json_object(Members{{"names", json_list(names)}, {"withDecryption", "true"}});
  return call;
}

ApiCall kms_call(std::string_view name, std::string_view key_arn) {
  ApiCall call;
  call.source = "kms.amazonaws.com";
  call.name = name;
  call.parameters =
      name == "Decrypt"
          ? json_object(Members{{"encryptionAlgorithm", json_string("SYMMETRIC_DEFAULT")}})
          : json_object(
                Members{{"keyId", json_string(key_arn)}, {"keySpec", json_string("AES_256")}});
  call.resources = {{std::string(key_arn), "AWS::KMS::Key", pieces_of(key_arn).account}};
  return call;
}

ApiCall kms_call_for_secret(std::string_view name, std::string_view key_arn,
                            std::string_view secret_arn) {
  ApiCall call = kms_call(name, key_arn);
  call.parameters = json_object(Members{
      {"encryptionAlgorithm", json_string("SYMMETRIC_DEFAULT")},
      {"encryptionContext",
       json_object(Members{{"SecretARN", json_string(secret_arn)},
                           {"SecretVersionId", json_string(uuid(digest_of(secret_arn)))}})}});
  return call;
}

ApiCall lambda_invoke(std::string_view function_arn) {
  ApiCall call;
  call.source = "lambda.amazonaws.com";
  call.name = "Invoke";
  call.parameters = json_object(Members{{"functionName", json_string(function_arn)},
                                        {"invocationType", json_string("RequestResponse")}});
  call.resources = {
      {std::string(function_arn), "AWS::Lambda::Function", pieces_of(function_arn).account}};
  call.reads = false;
  call.data_event = true;
  return call;
}

ApiCall logs_call(std::string_view name, std::string_view group, std::string_view stream) {
  Members parameters{{"logGroupName", json_string(group)}};
  if (!stream.empty()) parameters.emplace_back("logStreamName", json_string(stream));
  ApiCall call;
  call.source = "logs.amazonaws.com";
  call.name = name;
  call.parameters = json_object(parameters);
  call.reads = name.starts_with("Describe") || name.starts_with("Get");
  return call;
}

ApiCall get_caller_identity() {
  ApiCall call;
  call.source = "sts.amazonaws.com";
  call.name = "GetCallerIdentity";
  return call;
}

ApiCall denied(ApiCall call, std::string_view caller_arn, std::string_view action,
               std::string_view resource) {
  std::string message = "User: ";
  message.append(caller_arn).append(" is not authorized to perform: ").append(action);
  message.append(" on resource: ").append(resource);
  message.append(" because no session policy allows the ").append(action).append(" action");
  return failed(std::move(call), "AccessDenied", message);
}

ApiCall throttled(ApiCall call) {
  return failed(std::move(call), "ThrottlingException", "Rate exceeded");
}

ApiCall failed(ApiCall call, std::string_view code, std::string_view message) {
  call.response = "null";
  call.error_code = code;
  call.error_message = message;
  return call;
}

ApiCall without_parameters(ApiCall call) {
  call.parameters = "null";
  call.resources.clear();
  return call;
}

std::string api_call(const Stamp& stamp, const Caller& caller, const ApiCall& call) {
  Members members{{"eventVersion", json_string("1.11")},
                  {"userIdentity", caller.identity},
                  {"eventTime", json_string(instant_text(stamp.time))},
                  {"eventSource", json_string(call.source)},
                  {"eventName", json_string(call.name)},
                  {"awsRegion", json_string(stamp.region)},
                  {"sourceIPAddress", json_string(caller.source_ip)},
                  {"userAgent", json_string(caller.agent)}};
  if (!call.error_code.empty()) {
    members.emplace_back("errorCode", json_string(call.error_code));
    members.emplace_back("errorMessage", json_string(call.error_message));
  }
  members.emplace_back("requestParameters", call.parameters);
  members.emplace_back("responseElements", call.response);
  if (!call.additional.empty()) members.emplace_back("additionalEventData", call.additional);
  members.emplace_back("requestID", json_string(uuid(scrambled(~stamp.number))));
  members.emplace_back("eventID", json_string(uuid(stamp.number)));
  members.emplace_back("readOnly", call.reads ? "true" : "false");
  if (!call.resources.empty()) members.emplace_back("resources", resources_json(call.resources));
  add_tail(members, stamp, "AwsApiCall", !call.data_event);
  add_category(members, !call.data_event);
  const bool from_a_client = caller.source_ip.find("amazonaws.com") == std::string::npos;
  if (from_a_client) {
    const std::string label = call.source.substr(0, call.source.find('.'));
    members.emplace_back(
        "tlsDetails",
        json_object(Members{{"tlsVersion", json_string("TLSv1.3")},
                            {"cipherSuite", json_string("TLS_AES_128_GCM_SHA256")},
                            {"clientProvidedHostHeader",
                             json_string(label + "." + stamp.region + ".amazonaws.com")}}));
  }
  return json_object(members);
}

std::string pod_identity_grant(const Stamp& stamp, const Workload& workload, const Session& session,
                               bool tagged) {
  Members parameters{{"durationSeconds", "21600"}};
  Members response;
  if (tagged) {
    parameters.emplace_back("tags", tag_list(workload));
    parameters.emplace_back("transitiveTagKeys", tag_keys(workload));
    response.emplace_back("packedPolicySize", "56");
  }
  const std::int64_t until = stamp.time + 21'600;
  ApiCall call = assume_role(session, until, parameters);
  call.response = granted(session, until, response);
  return api_call(stamp, service_caller("pods.eks.amazonaws.com"), call);
}

std::string irsa_grant(const Stamp& stamp, const Workload& workload, const Session& session) {
  const std::string subject =
      "system:serviceaccount:" + workload.name_space + ":" + workload.service_account;
  const Caller caller{
      json_object(
          Members{{"type", json_string("WebIdentityUser")},
                  {"principalId", json_string(session.provider + ":sts.amazonaws.com:" + subject)},
                  {"userName", json_string(subject)},
                  {"identityProvider", json_string(session.provider)}}),
      "10.0.3.41", std::string(pod_agent)};
  const std::int64_t until = stamp.time + 3'600;
  ApiCall call = assume_role(session, until, {{"durationSeconds", "3600"}});
  call.name = "AssumeRoleWithWebIdentity";
  call.response = granted(session, until,
                          {{"subjectFromWebIdentityToken", json_string(subject)},
                           {"provider", json_string(session.provider)},
                           {"audience", json_string("sts.amazonaws.com")}});
  return api_call(stamp, caller, call);
}

std::string role_chain(const Stamp& stamp, const Session& from, const Session& to,
                       const Workload* workload) {
  Members parameters{{"durationSeconds", "3600"}};
  if (workload != nullptr) parameters.emplace_back("incomingTransitiveTags", tag_map(*workload));
  return api_call(stamp, session_caller(from), assume_role(to, stamp.time + 3'600, parameters));
}

std::string target_role_hop(const Stamp& stamp, const Workload& workload, const Session& from,
                            const Session& to) {
  const Members parameters{{"durationSeconds", "3600"},
                           {"incomingTransitiveTags", tag_map(workload)}};
  return api_call(stamp, forward_access_caller(from, "pods.eks.amazonaws.com"),
                  assume_role(to, stamp.time + 3'600, parameters));
}

std::string eks_auth_exchange(const Stamp& stamp, const Session& node,
                              std::string_view cluster_name, bool was_denied) {
  ApiCall call;
  call.source = "eks-auth.amazonaws.com";
  call.name = "AssumeRoleForPodIdentity";
  call.parameters = json_object(
      Members{{"clusterName", json_string(cluster_name)}, {"token", std::string(hidden)}});
  if (was_denied)
    call = failed(call, "AccessDenied",
                  "Unauthorized Exception! EKS does not have permissions to assume the associated "
                  "role.");
  return api_call(stamp, session_caller(node), call);
}

std::string service_event(const Stamp& stamp, std::string_view key_arn) {
  Members members{
      {"eventVersion", json_string("1.11")},
      {"userIdentity", json_object(Members{{"accountId", json_string(stamp.account)},
                                           {"invokedBy", json_string("AWS Internal")}})},
      {"eventTime", json_string(instant_text(stamp.time))},
      {"eventSource", json_string("kms.amazonaws.com")},
      {"eventName", json_string("RotateKey")},
      {"awsRegion", json_string(stamp.region)},
      {"sourceIPAddress", json_string("AWS Internal")},
      {"userAgent", json_string("AWS Internal")},
      {"requestParameters", "null"},
      {"responseElements", "null"},
      {"eventID", json_string(uuid(stamp.number))},
      {"readOnly", "false"},
      {"resources", resources_json(std::vector<LoggedResource>{
                        {std::string(key_arn), "AWS::KMS::Key", stamp.account}})}};
  add_tail(members, stamp, "AwsServiceEvent", true);
  members.emplace_back("serviceEventDetails",
                       json_object(Members{{"keyId", json_string(std::string(key_arn))}}));
  add_category(members, true);
  return json_object(members);
}

std::string console_sign_in(const Stamp& stamp, std::string_view user) {
  const std::string arn = "arn:aws:iam::" + stamp.account + ":user/" + std::string(user);
  Members members{
      {"eventVersion", json_string("1.11")},
      {"userIdentity",
       json_object(
           Members{{"type", json_string("IAMUser")},
                   {"principalId", json_string("AIDA" + spelled(digest_of(arn), base32, 17))},
                   {"arn", json_string(arn)},
                   {"accountId", json_string(stamp.account)},
                   {"userName", json_string(user)}})},
      {"eventTime", json_string(instant_text(stamp.time))},
      {"eventSource", json_string("signin.amazonaws.com")},
      {"eventName", json_string("ConsoleLogin")},
      {"awsRegion", json_string(stamp.region)},
      {"sourceIPAddress", json_string("203.0.113.20")},
      {"userAgent", json_string("Mozilla/5.0 (X11; Linux x86_64; rv:132.0)")},
      {"requestParameters", "null"},
      {"responseElements", json_object(Members{{"ConsoleLogin", json_string("Success")}})},
      {"additionalEventData",
       json_object(Members{{"LoginTo", json_string("https://console.aws.amazon.com/console/home")},
                           {"MobileVersion", json_string("No")},
                           {"MFAUsed", json_string("Yes")}})},
      {"eventID", json_string(uuid(stamp.number))},
      {"readOnly", "false"}};
  add_tail(members, stamp, "AwsConsoleSignIn", true);
  add_category(members, true);
  return json_object(members);
}

std::string log_document(std::span<const std::string> records) {
  std::string text = R"({"Records":[)";
  for (const std::string& record : records) {
    if (text.back() != '[') text += ',';
    text += record;
  }
  return text + "]}";
}

std::string json_lines(std::span<const std::string> records) {
  std::string text;
  for (const std::string& record : records)
    text.append(record) += '\n';
  return text;
}

std::string gzip(std::string_view text) {
  const std::unique_ptr<libdeflate_compressor, decltype(&libdeflate_free_compressor)> compressor(
      libdeflate_alloc_compressor(6), &libdeflate_free_compressor);
  must(compressor != nullptr, "there is memory for a compressor");
  std::string packed(libdeflate_gzip_compress_bound(compressor.get(), text.size()), '\0');
  const std::size_t size = libdeflate_gzip_compress(compressor.get(), text.data(), text.size(),
                                                    packed.data(), packed.size());
  must(size > 0, "the text fits the bound");
  packed.resize(size);
  return packed;
}

std::string log_file_name(const Stamp& stamp, std::string_view extension) {
  const std::string time = instant_text(stamp.time);
  return stamp.account + "_CloudTrail_" + stamp.region + "_" + time.substr(0, 4) +
         time.substr(5, 2) + time.substr(8, 5) + time.substr(14, 2) + "Z_" +
         spelled(stamp.number, letters_and_digits, 16) + std::string(extension);
}

void write_file(const std::string& path, std::string_view text) {
  const std::filesystem::path where(path);
  if (where.has_parent_path()) std::filesystem::create_directories(where.parent_path());
  std::ofstream file(path, std::ios::binary);
  file << text;
  file.close();
  must(file.good(), "the file can be written");
}

}  // namespace scopedown::testing
