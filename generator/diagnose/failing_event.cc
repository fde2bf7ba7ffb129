#include "generator/diagnose/failing_event.h"

#include "generator/error.h"
#include "generator/simulate/json_file.h"
#include "model/located_json.h"

namespace scopedown {
namespace {

std::string text_at(const JsonNode& object, std::string_view outer, std::string_view inner = "") {
  const JsonNode* node = object.find(outer);
  if (node != nullptr && !inner.empty()) node = node->is_object() ? node->find(inner) : nullptr;
  return node != nullptr && node->is_string() ? node->text : "";
}

// The record itself, or the first that failed of those in a document.
const JsonNode* failed_record(const JsonNode& root) {
  const JsonNode* records = root.is_object() ? root.find("Records") : &root;
  if (records == nullptr) return &root;
  if (!records->is_list()) return nullptr;
  for (const JsonNode& record : records->items) {
    if (record.is_object() && !text_at(record, "errorCode").empty()) return &record;
  }
  return nullptr;
}

}  // namespace

FailingEvent read_failing_event(std::string_view text, const std::string& path) {
  const JsonNode root = read_json_text(path, text);
  const JsonNode* record = failed_record(root);
  if (record == nullptr || !record->is_object() || text_at(*record, "eventName").empty())
    throw Error(path, "no record of a failed call; give one CloudTrail record, with errorCode");
  return {.source = text_at(*record, "eventSource"),
          .name = text_at(*record, "eventName"),
          .region = text_at(*record, "awsRegion"),
          .error_code = text_at(*record, "errorCode"),
          .error_message = text_at(*record, "errorMessage"),
          .role_arn = text_at(*record, "requestParameters", "roleArn"),
          .subject = text_at(*record, "userIdentity", "userName"),
          .provider = text_at(*record, "userIdentity", "identityProvider")};
}

}  // namespace scopedown
