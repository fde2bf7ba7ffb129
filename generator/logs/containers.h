// What people hold CloudTrail records in, when it is not what CloudTrail itself writes: each is
// taken apart into records, as the reader (cloudtrail.h) knows them, one a line.
//
//   {"Events":[{"CloudTrailEvent":"{...}"}]}     aws cloudtrail lookup-events, whole or by the event
//   {"detail-type":...,"detail":{...}}           EventBridge
//   {"logEvents":[{"message":"{...}"}]}          CloudWatch Logs: a subscription; also as Lambda gets
//   {"awslogs":{"data":"H4sI..."}}               it; filter-log-events ("events")
//   {"QueryResultRows":[[{"eventName":...}]]}    CloudTrail Lake, get-query-results
//   {"class_uid":6003,"api":{...}}               OCSF, as Security Lake has it, in JSON
//   {"aws":{"cloudtrail":{...}}}                 OpenSearch (SS4O)
//   {"_source":{...}}, {"hits":{"hits":[...]}}   OpenSearch or Elasticsearch, exported or asked
//   {"_raw":"{...}"}, {"message":"{...}"}, ...   Cribl, Splunk, Logstash, Firehose, SNS, SQS
//   "eventversion","useridentity",...            Athena, CSV with a header, commas or tabs
//
// What is inside may be a container again; the reader asks again. Records are not judged here: what
// cannot be one is left as `{}`, which the reader counts and sets aside.
//
// Athena and Lake write structures as {type=AssumedRole, arn=..., ...}, without quotes: a value
// that holds ", name=" looks like two. Who called is safe, since neither ARNs nor names of IAM have
// spaces. A structure that names a thing twice is broken, and so is its record.

#ifndef SCOPEDOWN_GENERATOR_LOGS_CONTAINERS_H_
#define SCOPEDOWN_GENERATOR_LOGS_CONTAINERS_H_

#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace scopedown {

class ContainerReader {
 public:
  ContainerReader();
  ~ContainerReader();

  // The records of a JSON object, one a line; empty if it is no container that is known here.
  [[nodiscard]] std::optional<std::string> unwrap(std::string_view document);

 private:
  class Machinery;
  std::unique_ptr<Machinery> machinery_;
};

// The records of a table with a header that names CloudTrail's columns; empty if `text` is none.
[[nodiscard]] std::optional<std::string> unwrap_table(std::string_view text);

// {type=AssumedRole, arn=null} as JSON, its names in CloudTrail's letter case; empty if it is
// broken or names a thing twice.
[[nodiscard]] std::optional<std::string> json_of_struct_text(std::string_view text);

// For a text that is no log: what it seems to be, and what to do about it; "" if nothing is known.
[[nodiscard]] std::string_view advice_on(std::string_view text);

}  // namespace scopedown

#endif  // SCOPEDOWN_GENERATOR_LOGS_CONTAINERS_H_
