#include "generator/logs/grant_reader.h"

#include <algorithm>
#include <array>
#include <string>
#include <utility>

namespace scopedown {
namespace {

constexpr std::array request_fields{
    TextField<Grant>{"roleArn", &Grant::role},
    TextField<Grant>{"roleSessionName", &Grant::session_name},
    TextField<Grant>{"policy", &Grant::policy},
};

constexpr std::array response_fields{
    TextField<Grant>{"subjectFromWebIdentityToken", &Grant::subject},
    TextField<Grant>{"provider", &Grant::provider},
    TextField<Grant>{"packedPolicySize", &Grant::packed_percent},
};

constexpr std::array credentials_fields{
    TextField<Grant>{"accessKeyId", &Grant::access_key},
};

constexpr std::array user_fields{
    TextField<Grant>{"arn", &Grant::session_arn},
    TextField<Grant>{"assumedRoleId", &Grant::session_id},
};

void read_tag(JsonWalk& walk, const JsonItem& item, std::vector<SessionTag>& tags) {
  SessionTag tag;
  walk.for_each(item, [&](const JsonItem& field) {
    if (equal_ignoring_case(field.key, "key")) tag.key = walk.text(field);
    if (equal_ignoring_case(field.key, "value")) tag.value = walk.text(field);
  });
  tags.push_back(std::move(tag));
}

// A list of {"key","value"}, or a map.
void read_tags(JsonWalk& walk, const JsonItem& item, std::vector<SessionTag>& tags) {
  const bool map = item.is_object();
  walk.for_each(item, [&](const JsonItem& tag) {
    if (map) {
      tags.push_back({std::string(tag.key), std::string(walk.text(tag))});
    } else if (tag.is_object()) {
      read_tag(walk, tag, tags);
    }
  });
}

}  // namespace

bool is_grant_call(std::string_view event_source, std::string_view event_name) {
  if (!event_source.starts_with("sts.")) return false;
  return event_name == "AssumeRole" || event_name == "AssumeRoleWithWebIdentity" ||
         event_name == "AssumeRoleWithSAML";
}

void read_grant_request(JsonWalk& walk, const JsonItem& request, Grant& grant) {
  walk.for_each(request, [&](const JsonItem& item) {
    if (item.key == "tags" || item.key == "principalTags") {
      read_tags(walk, item, grant.tags);
    } else if (item.key == "incomingTransitiveTags") {
      read_tags(walk, item, grant.incoming_tags);
    } else if (item.key == "transitiveTagKeys") {
      walk.for_each(
          item, [&](const JsonItem& key) { grant.transitive_keys.emplace_back(walk.text(key)); });
    } else if (item.key == "policyArns") {
      walk.for_each(item, [&](const JsonItem&) { ++grant.managed_policies; });
    } else {
      take_text(walk, item, request_fields, grant);
    }
  });
}

void read_grant_response(JsonWalk& walk, const JsonItem& response, Grant& grant) {
  walk.for_each(response, [&](const JsonItem& item) {
    if (item.key == "credentials") {
      walk.for_each(
          item, [&](const JsonItem& field) { take_text(walk, field, credentials_fields, grant); });
    } else if (item.key == "assumedRoleUser") {
      walk.for_each(item,
                    [&](const JsonItem& field) { take_text(walk, field, user_fields, grant); });
    } else {
      take_text(walk, item, response_fields, grant);
    }
  });
}

}  // namespace scopedown
