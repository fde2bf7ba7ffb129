// Writes CloudTrail records as AWS writes them, for tests, benchmarks and examples.
//
//   const Workload api{"arn:aws:eks:eu-west-1:111122223333:cluster/prod", "payments", "api",
//   "api-0"}; const Session session = pod_identity_session(shared_role, api, 1);
//   records.push_back(pod_identity_grant({instant("2026-11-20T09:00:00Z"), 1}, api, session));
//   records.push_back(api_call({instant("2026-11-20T09:00:05Z"), 2}, session_caller(session),
//                              s3_object_call("GetObject", "shop-payments", "rates.json")));
//   write_file(folder + "/" + log_file_name(...), gzip(log_document(records)));
//
// A record is one line of JSON without a line feed. Nothing here is random or reads a clock: the
// same arguments give the same bytes. Which IAM action a call is, this file does not know: see
// random_log.h.
//
// Source: the shapes of 2,900 S3-delivered records, 7 records of EKS Pod Identity, and for data
// events the services' own guides ("Logging ... using AWS CloudTrail").

#ifndef SCOPEDOWN_TESTS_SUPPORT_CLOUDTRAIL_LOG_H_
#define SCOPEDOWN_TESTS_SUPPORT_CLOUDTRAIL_LOG_H_

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace scopedown::testing {

// JSON text. Strings are given as UTF-8.
[[nodiscard]] std::string json_string(std::string_view text);
[[nodiscard]] std::string json_list(std::span<const std::string> texts);

// An object of members that are JSON already, in the order given.
[[nodiscard]] std::string json_object(
    std::span<const std::pair<std::string_view, std::string>> members);

// Seconds since 1970 UTC of "2026-11-20T09:00:00Z", and back. Aborts on anything else.
[[nodiscard]] std::int64_t instant(std::string_view text);
[[nodiscard]] std::string instant_text(std::int64_t time);

// A UUID that depends on `number` alone; different numbers give different ones.
[[nodiscard]] std::string uuid(std::uint64_t number);

// When and where a record was made. `number` makes its eventID: the same number, the same event.
struct Stamp {
  std::int64_t time = 0;
  std::uint64_t number = 0;
  std::string account = "111122223333";
  std::string region = "eu-west-1";
};

// A pod, as its session's tags tell it.
struct Workload {
  std::string cluster;  // ARN
  std::string name_space;
  std::string service_account;
  std::string pod;
};

// Temporary credentials.
struct Session {
  std::string access_key;  // "ASIA..."
  std::string role;        // ARN of the role
  std::string name;        // roleSessionName
  std::string provider;    // ARN of the OIDC provider, of an IRSA session
  std::string delivery;    // "2.0" for the role of an EC2 instance
  std::int64_t created = 0;

  [[nodiscard]] std::string arn() const;           // "arn:aws:sts::A:assumed-role/ROLE/NAME"
  [[nodiscard]] std::string principal_id() const;  // "AROA...:NAME"
};

// Sessions of a role. `number` makes the access key: different numbers, different keys.
[[nodiscard]] Session role_session(std::string_view role, std::string_view name,
                                   std::uint64_t number);
// Named as EKS names them: eks-<ten of the cluster>-<ten of the pod>-<uuid>.
[[nodiscard]] Session pod_identity_session(std::string_view role, const Workload& workload,
                                           std::uint64_t number);
[[nodiscard]] Session irsa_session(std::string_view role, std::string_view provider,
                                   std::uint64_t number);
[[nodiscard]] Session node_session(std::string_view role, std::string_view instance,
                                   std::uint64_t number);

// Whoever makes a call.
struct Caller {
  std::string identity;   // userIdentity, as JSON
  std::string source_ip;  // an address, or a service's name
  std::string agent;      // userAgent
};

[[nodiscard]] Caller session_caller(const Session& session);
[[nodiscard]] Caller user_caller(std::string_view account, std::string_view name);
[[nodiscard]] Caller service_caller(std::string_view service);  // "cloudtrail.amazonaws.com"
// The service acts for the session, with its permissions (forward access session).
[[nodiscard]] Caller forward_access_caller(const Session& session, std::string_view service);

struct LoggedResource {
  std::string arn;
  std::string type;        // "AWS::S3::Object"; "" if the service leaves it out
  std::string account;     // "" if the service leaves it out
  bool is_prefix = false;  // "ARNPrefix" in place of "ARN"
};

// What was asked for, whoever asks.
struct ApiCall {
  std::string source;               // "s3.amazonaws.com"
  std::string name;                 // "GetObject"
  std::string parameters = "null";  // requestParameters, as JSON
  std::string response = "null";    // responseElements, as JSON
  std::string additional;           // additionalEventData, as JSON; "" if there is none
  std::vector<LoggedResource> resources;
  bool reads = true;
  bool data_event = false;
  std::string error_code;
  std::string error_message;
};

// S3. Buckets have no account; `account` is the owner's, as resources[] tells it.
[[nodiscard]] ApiCall s3_object_call(std::string_view name, std::string_view bucket,
                                     std::string_view key,
                                     std::string_view account = "111122223333");
// ListObjects, with its prefix; or a bucket's configuration, with an empty one.
[[nodiscard]] ApiCall s3_bucket_call(std::string_view name, std::string_view bucket,
                                     std::string_view prefix = "",
                                     std::string_view account = "111122223333");
[[nodiscard]] ApiCall s3_copy(std::string_view from_bucket, std::string_view from_key,
                              std::string_view bucket, std::string_view key,
                              std::string_view account = "111122223333");
// The keys of the deleted objects are not logged.
[[nodiscard]] ApiCall s3_delete_objects(std::string_view bucket,
                                        std::string_view account = "111122223333");

// The others take the ARN of their resource, and make names and URLs of it as the service does.
[[nodiscard]] ApiCall sqs_call(std::string_view name, std::string_view queue_arn);
[[nodiscard]] ApiCall sns_publish(std::string_view topic_arn);
[[nodiscard]] ApiCall dynamodb_call(std::string_view name, std::string_view table_arn,
                                    std::string_view index = "");
[[nodiscard]] ApiCall dynamodb_batch_get(std::span<const std::string> table_arns);
[[nodiscard]] ApiCall secret_call(std::string_view name, std::string_view secret_arn);
// The client gave the secret's name: its ARN, with the six characters at its end, is not logged.
[[nodiscard]] ApiCall secret_call_by_name(std::string_view name, std::string_view secret_name);
[[nodiscard]] ApiCall ssm_parameter_call(std::string_view name, std::string_view parameter_arn);
[[nodiscard]] ApiCall ssm_get_parameters(std::span<const std::string> parameter_arns);
[[nodiscard]] ApiCall kms_call(std::string_view name, std::string_view key_arn);
// As Secrets Manager calls it for whoever reads a secret: use with forward_access_caller.
[[nodiscard]] ApiCall kms_call_for_secret(std::string_view name, std::string_view key_arn,
                                          std::string_view secret_arn);
[[nodiscard]] ApiCall lambda_invoke(std::string_view function_arn);
// CreateLogStream, DescribeLogStreams; `stream` may be empty.
[[nodiscard]] ApiCall logs_call(std::string_view name, std::string_view group,
                                std::string_view stream);
[[nodiscard]] ApiCall get_caller_identity();

// The same call, refused. S3 and KMS keep the parameters of a call that they refuse; of others
// `without_parameters` takes them, and the resources, away.
[[nodiscard]] ApiCall denied(ApiCall call, std::string_view caller_arn, std::string_view action,
                             std::string_view resource);
[[nodiscard]] ApiCall throttled(ApiCall call);
[[nodiscard]] ApiCall failed(ApiCall call, std::string_view code, std::string_view message);
[[nodiscard]] ApiCall without_parameters(ApiCall call);

// Records.
[[nodiscard]] std::string api_call(const Stamp& stamp, const Caller& caller, const ApiCall& call);

// EKS assumed the role for the pod; `session` is what it was given. With `tagged` false, as where
// session tags are disabled.
[[nodiscard]] std::string pod_identity_grant(const Stamp& stamp, const Workload& workload,
                                             const Session& session, bool tagged = true);
// The pod's SDK showed STS its token.
[[nodiscard]] std::string irsa_grant(const Stamp& stamp, const Workload& workload,
                                     const Session& session);
// The application, in `from`, assumed another role. `workload` is whose transitive tags go along;
// null if the session has none (IRSA).
[[nodiscard]] std::string role_chain(const Stamp& stamp, const Session& from, const Session& to,
                                     const Workload* workload = nullptr);
// EKS, in `from`, assumed the association's target role for the pod.
[[nodiscard]] std::string target_role_hop(const Stamp& stamp, const Workload& workload,
                                          const Session& from, const Session& to);
// The node exchanged a pod's token for credentials: names the cluster, but not the pod.
[[nodiscard]] std::string eks_auth_exchange(const Stamp& stamp, const Session& node,
                                            std::string_view cluster_name, bool was_denied = false);
// A KMS key was rotated: nobody called.
[[nodiscard]] std::string service_event(const Stamp& stamp, std::string_view key_arn);
[[nodiscard]] std::string console_sign_in(const Stamp& stamp, std::string_view user);

// Documents.
[[nodiscard]] std::string log_document(std::span<const std::string> records);  // {"Records":[...]}
[[nodiscard]] std::string json_lines(std::span<const std::string> records);
[[nodiscard]] std::string gzip(std::string_view text);  // no name and no time inside

// "111122223333_CloudTrail_eu-west-1_20261120T0905Z_0f8Zq1LkT3vYw2Xs.json.gz": what AWS calls the
// file that holds records made up to `stamp.time`. `extension` is ".json.gz", ".json", ...
[[nodiscard]] std::string log_file_name(const Stamp& stamp, std::string_view extension);

// Writes the file, and the folders above it. Aborts where it cannot.
void write_file(const std::string& path, std::string_view text);

}  // namespace scopedown::testing

#endif  // SCOPEDOWN_TESTS_SUPPORT_CLOUDTRAIL_LOG_H_
