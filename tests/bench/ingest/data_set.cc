#include "tests/bench/ingest/data_set.h"

#include <algorithm>
#include <array>
#include <atomic>
#include <filesystem>

#include "generator/parallel.h"
#include "tests/support/cloudtrail_log.h"

namespace scopedown::testing {
namespace {

constexpr std::size_t namespaces = 200;
constexpr std::size_t service_accounts = 5;
constexpr std::size_t pods = namespaces * service_accounts;
constexpr std::string_view shared_role = "arn:aws:iam::111122223333:role/tenants";

// SplitMix64: a number that is as good as random, for each number.
std::uint64_t mixed(std::uint64_t number) {
  number += 0x9e3779b97f4a7c15;
  number = (number ^ (number >> 30U)) * 0xbf58476d1ce4e5b9;
  number = (number ^ (number >> 27U)) * 0x94d049bb133111eb;
  return number ^ (number >> 31U);
}

Workload workload(std::size_t pod) {
  const std::string name_space = "team-" + std::to_string(pod / service_accounts);
  const std::string account = "service-" + std::to_string(pod % service_accounts);
  return {"arn:aws:eks:eu-west-1:111122223333:cluster/prod", name_space, account,
          account + "-7c9f8d6b5-" + std::to_string(pod)};
}

std::string arn(std::string_view service, std::string_view resource) {
  return std::string("arn:aws:")
      .append(service)
      .append(":eu-west-1:111122223333:")
      .append(resource);
}

ApiCall call_of(std::size_t pod, std::uint64_t draw) {
  const std::string team = "team-" + std::to_string(pod / service_accounts);
  const std::uint64_t detail = mixed(draw);
  switch (draw % 10) {
    case 0:
    case 1:
      return s3_object_call(detail % 4 == 0 ? "PutObject" : "GetObject", team + "-data",
                            "reference/table-" + std::to_string(detail % 40) + ".parquet");
    case 2:
    case 3:
      return s3_object_call("PutObject", team + "-data",
                            "uploads/2026/11/20/" + uuid(draw) + ".json");
    case 4:
    case 5:
      return dynamodb_call(std::array{"GetItem", "PutItem", "Query", "UpdateItem"}.at(detail % 4),
                           arn("dynamodb", "table/" + team + "-" + std::to_string(detail % 3)));
    case 6:
    case 7:
      return sqs_call(std::array{"ReceiveMessage", "DeleteMessage", "SendMessage"}.at(detail % 3),
                      arn("sqs", team + "-queue-" + std::to_string(detail % 4)));
    case 8:
      return secret_call("GetSecretValue", arn("secretsmanager", "secret:" + team + "/db-AbC1d2"));
    default:
      return get_caller_identity();
  }
}

std::string record(std::uint64_t number) {
  const std::uint64_t draw = mixed(number);
  const std::size_t pod = mixed(draw) % pods;
  const Session session = pod_identity_session(shared_role, workload(pod), pod);
  const Stamp stamp{instant("2026-11-20T00:00:00Z") + static_cast<std::int64_t>(number / 12),
                    number};
  if (number < pods) {
    return pod_identity_grant(stamp, workload(number),
                              pod_identity_session(shared_role, workload(number), number));
  }
  if (draw % 10 == 8 && draw % 3 == 0) {
    return api_call(stamp, forward_access_caller(session, "secretsmanager.amazonaws.com"),
                    kms_call_for_secret("Decrypt", arn("kms", "key/0f8a3c1e"),
                                        arn("secretsmanager", "secret:db-AbC1d2")));
  }
  return api_call(stamp, session_caller(session), call_of(pod, draw));
}

}  // namespace

DataSet write_data_set(const std::string& folder, const DataSetShape& shape) {
  DataSet set;
  set.records = shape.events;
  set.files.resize((shape.events + shape.events_per_file - 1) / shape.events_per_file);
  std::filesystem::create_directories(folder);
  std::atomic<std::uint64_t> gzip_bytes = 0;
  std::atomic<std::uint64_t> json_bytes = 0;
  in_parallel(set.files.size(), 0, [&](std::size_t file) {
    std::vector<std::string> records;
    const std::size_t begin = file * shape.events_per_file;
    const std::size_t end = std::min(begin + shape.events_per_file, shape.events);
    for (std::size_t number = begin; number < end; ++number)
      records.push_back(record(number));
    const std::string text = log_document(records);
    const std::string packed = gzip(text);
    const std::string digits = std::to_string(file);
    set.files[file] =
        folder + "/events-" + std::string(8 - digits.size(), '0') + digits + ".json.gz";
    write_file(set.files[file], packed);
    gzip_bytes += packed.size();
    json_bytes += text.size();
  });
  set.gzip_bytes = gzip_bytes;
  set.json_bytes = json_bytes;
  return set;
}

}  // namespace scopedown::testing
