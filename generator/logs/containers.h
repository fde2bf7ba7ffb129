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
//
// Tables are event_table.h's.
//
// What is inside may be a container again; the reader asks again. Records are not judged here: what
// cannot be one is left as `{}`, which the reader counts and sets aside.

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

// For a text that is no log: what it seems to be, and what to do about it; "" if nothing is known.
[[nodiscard]] std::string_view advice_on(std::string_view text);

}  // namespace scopedown

#endif  // SCOPEDOWN_GENERATOR_LOGS_CONTAINERS_H_
