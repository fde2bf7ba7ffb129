// Writes the CloudTrail log of examples/quickstart:
//
//   make_quickstart examples/quickstart/events
//
// The story: five days of a shop on two clusters. All tenants are to share the role `eks-tenants`.
//
//   prod/pay           web             shows logos, and queues payments
//   prod/payments      api             books payments: a secret and its key, a table, daily uploads
//   prod/orders        api, worker     the worker assumes another role to export
//   staging/analytics  report-builder  moves from IRSA to Pod Identity half-way
//
// Around them: nodes, an administrator, AWS's own services, a throttled call, an event that was
// delivered twice. That the files are what this program writes is checked by
// tests/cli/quickstart_events_are_as_made.sh.

#include <cstdint>
#include <iostream>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "tests/support/cloudtrail_log.h"

namespace scopedown::testing {
namespace {

constexpr std::string_view account = "111122223333";
constexpr std::string_view shared_role = "arn:aws:iam::111122223333:role/eks-tenants";
constexpr std::string_view irsa_role = "arn:aws:iam::111122223333:role/analytics-irsa";
constexpr std::string_view node_role = "arn:aws:iam::111122223333:role/eks-nodes";
constexpr std::string_view export_role = "arn:aws:iam::111122223333:role/orders-export";
constexpr std::string_view staging_provider =
    "arn:aws:iam::111122223333:oidc-provider/oidc.eks.us-east-1.amazonaws.com/id/"
    "3D9E1F0A7B5C4D2E8F6A9B0C1D2E3F4A";

constexpr std::string_view payments_table =
    "arn:aws:dynamodb:eu-west-1:111122223333:table/payments";
constexpr std::string_view payments_queue = "arn:aws:sqs:eu-west-1:111122223333:payments";
constexpr std::string_view payments_secret =
    "arn:aws:secretsmanager:eu-west-1:111122223333:secret:payments/acquirer-Qd7XaB";
constexpr std::string_view payments_key =
    "arn:aws:kms:eu-west-1:111122223333:key/5f1c2d7e-8a90-4b3c-9d21-6e7f8091a2b3";
constexpr std::string_view orders_table = "arn:aws:dynamodb:eu-west-1:111122223333:table/orders";
constexpr std::string_view orders_queue = "arn:aws:sqs:eu-west-1:111122223333:orders";
constexpr std::string_view analytics_parameter =
    "arn:aws:ssm:us-east-1:111122223333:parameter/analytics/report-day";
constexpr std::string_view analytics_function =
    "arn:aws:lambda:us-east-1:111122223333:function:render-report";

Workload in_prod(std::string_view name_space, std::string_view service_account,
                 std::string_view pod) {
  return {"arn:aws:eks:eu-west-1:111122223333:cluster/prod", std::string(name_space),
          std::string(service_account), std::string(pod)};
}

// What happened in one region on one day, from nine o'clock on, a few seconds apart.
class Day {
 public:
  Day(std::string_view date, std::string_view region, std::uint64_t first_number)
      : date_(date),
        region_(region),
        time_(instant(std::string(date) + "T09:00:00Z")),
        number_(first_number) {}

  // A pod starts: its node exchanges its token, and EKS assumes the role for it.
  Session start(const Workload& workload) {
    const Session node = node_session(node_role, "i-0b7e4c1d9a2f35608", node_number);
    const std::string cluster = workload.cluster.substr(workload.cluster.find('/') + 1);
    add(eks_auth_exchange(stamp(), node, cluster));
    Session session = pod_identity_session(shared_role, workload, number_);
    session.created = time_;
    add(pod_identity_grant(stamp(), workload, session));
    return session;
  }

  void call(const Session& session, const ApiCall& call) {
    add(api_call(stamp(), session_caller(session), call));
  }

  void call(const Caller& caller, const ApiCall& call) { add(api_call(stamp(), caller, call)); }

  void add(std::string record) { records_.push_back(std::move(record)); }

  Stamp stamp() {
    time_ += 7;
    return {time_, ++number_, std::string(account), std::string(region_)};
  }

  [[nodiscard]] const std::string& date() const { return date_; }

  [[nodiscard]] const std::vector<std::string>& records() const { return records_; }

  // The file that AWS would deliver half an hour later.
  void write(const std::string& folder, std::string_view extension) const {
    const Stamp delivered{instant(date_ + "T09:30:00Z"), number_, std::string(account),
                          std::string(region_)};
    const std::string path = folder + "/" + log_file_name(delivered, extension);
    if (extension == ".jsonl")
      write_file(path, json_lines(records_));
    else if (extension == ".json")
      write_file(path, log_document(records_));
    else
      write_file(path, gzip(log_document(records_)));
  }

 private:
  static constexpr std::uint64_t node_number = 1;

  std::string date_;
  std::string_view region_;
  std::int64_t time_;
  std::uint64_t number_;
  std::vector<std::string> records_;
};

std::string day_folder(std::string_view date) {
  return std::string(date.substr(0, 4)) + "/" + std::string(date.substr(5, 2)) + "/" +
         std::string(date.substr(8, 2));
}

void payments_work(Day& day) {
  const Session api = day.start(in_prod("payments", "api", "api-7c9d5b8f4-x2x4q"));
  day.call(api, get_caller_identity());
  day.call(api, secret_call("GetSecretValue", payments_secret));
  day.call(forward_access_caller(api, "secretsmanager.amazonaws.com"),
           kms_call_for_secret("Decrypt", payments_key, payments_secret));
  day.call(api, s3_object_call("GetObject", "shop-payments", "templates/${currency}.html"));
  for (int payment = 0; payment < 2; ++payment) {
    day.call(api, sqs_call("ReceiveMessage", payments_queue));
    day.call(api, dynamodb_call("GetItem", payments_table));
    day.call(api, dynamodb_call("UpdateItem", payments_table));
    const std::string receipt =
        "uploads/" + day_folder(day.date()) + "/" + uuid(day.stamp().number) + ".json";
    day.call(api, s3_object_call("PutObject", "shop-payments", receipt));
    day.call(api, sqs_call("SendMessage", orders_queue));
    day.call(api, sqs_call("DeleteMessage", payments_queue));
  }
  // Whoever wrote this meant all reports; S3 took it for a name.
  day.call(api, s3_object_call("PutObject", "shop-payments", "reports/*"));
  day.call(api, denied(dynamodb_call("DeleteItem", payments_table), api.arn(),
                       "dynamodb:DeleteItem", payments_table));
}

void pay_work(Day& day) {
  const Session web = day.start(in_prod("pay", "web", "web-5f6c7d8b9c-kq7vn"));
  day.call(web, s3_bucket_call("ListObjects", "shop-pay", "logos/"));
  day.call(web, s3_object_call("GetObject", "shop-pay", "logos/visa.svg"));
  day.call(web, s3_object_call("GetObject", "shop-pay", "logos/mastercard.svg"));
  day.call(web, sqs_call("SendMessage", payments_queue));
  day.call(web, denied(s3_object_call("GetObject", "shop-payments", "reports/*"), web.arn(),
                       "s3:GetObject", "arn:aws:s3:::shop-payments/reports/*"));
}

void orders_work(Day& day) {
  const Session api = day.start(in_prod("orders", "api", "api-6d5c4b3a29-8hhj2"));
  day.call(api, dynamodb_call("PutItem", orders_table));
  day.call(api, dynamodb_call("Query", orders_table, "by-customer"));
  day.call(api, throttled(dynamodb_call("Query", orders_table, "by-customer")));

  const Session worker = day.start(in_prod("orders", "worker", "worker-0"));
  day.call(worker, sqs_call("ReceiveMessage", orders_queue));
  day.call(worker, dynamodb_call("UpdateItem", orders_table));
  day.call(worker, sqs_call("DeleteMessage", orders_queue));
  const std::string name = "exports/" + day.date() + ".csv";
  day.call(worker, s3_object_call("PutObject", "shop-orders", name));

  // The export has a role of its own, which the worker assumes for it.
  const Workload who = in_prod("orders", "worker", "worker-0");
  const Stamp now = day.stamp();
  const Session exporter = role_session(export_role, "nightly-export", now.number);
  day.add(role_chain(now, worker, exporter, &who));
  day.call(exporter, s3_object_call("PutObject", "shop-exports", name));
}

void analytics_work(Day& day, bool moved_to_pod_identity) {
  const Workload who{"arn:aws:eks:us-east-1:111122223333:cluster/staging", "analytics",
                     "report-builder", "report-builder-28864800-zt9wl"};
  Session session;
  if (moved_to_pod_identity) {
    session = day.start(who);
  } else {
    const Stamp now = day.stamp();
    session = irsa_session(irsa_role, staging_provider, now.number);
    session.created = now.time;
    day.add(irsa_grant(now, who, session));
  }
  day.call(session, ssm_parameter_call("GetParameter", analytics_parameter));
  day.call(session, s3_bucket_call("ListObjects", "shop-analytics", "raw/"));
  day.call(session, s3_object_call("GetObject", "shop-analytics", "raw/orders.parquet"));
  day.call(session, s3_object_call("GetObject", "shop-analytics", "raw/payments.parquet"));
  day.call(session, lambda_invoke(analytics_function));
}

void noise(Day& day) {
  day.add(console_sign_in(day.stamp(), "alice"));
  const Caller alice = user_caller(account, "alice");
  day.call(alice, dynamodb_call("DescribeTable", payments_table));
  day.call(alice, s3_bucket_call("GetBucketPolicy", "shop-payments"));
  day.call(service_caller("cloudtrail.amazonaws.com"),
           s3_bucket_call("GetBucketAcl", "shop-trail-logs"));
  day.add(service_event(day.stamp(), payments_key));
}

void write_events(const std::string& folder) {
  std::uint64_t number = 1'000;
  std::string delivered_twice;
  for (const std::string_view date :
       {"2026-11-18", "2026-11-19", "2026-11-20", "2026-11-21", "2026-11-22"}) {
    Day prod(date, "eu-west-1", number += 1'000);
    if (!delivered_twice.empty()) prod.add(delivered_twice);
    noise(prod);
    pay_work(prod);
    payments_work(prod);
    orders_work(prod);
    delivered_twice = prod.records().back();
    prod.write(folder, date == "2026-11-22" ? ".json" : ".json.gz");
  }
  for (const std::string_view date : {"2026-11-18", "2026-11-20"}) {
    Day staging(date, "us-east-1", number += 1'000);
    analytics_work(staging, date == "2026-11-20");
    staging.write(folder, date == "2026-11-20" ? ".jsonl" : ".json.gz");
  }
}

}  // namespace
}  // namespace scopedown::testing

int main(int argc, char** argv) {
  if (argc != 2) {
    std::cerr << "usage: make_quickstart FOLDER\n";
    return 2;
  }
  scopedown::testing::write_events(argv[1]);
  return 0;
}
