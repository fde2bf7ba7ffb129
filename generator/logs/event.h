// One CloudTrail record, as far as anything here asks about it. Untrusted strings.
//
// An Event is a view: its text lives in the reader's buffer until the reader moves on to the next
// record. Whoever keeps something copies it. Absent fields are empty.
//
// Source: CloudTrail User Guide, "CloudTrail record contents"; measured quirks in cloudtrail.cc.

#ifndef SCOPEDOWN_GENERATOR_LOGS_EVENT_H_
#define SCOPEDOWN_GENERATOR_LOGS_EVENT_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "data/extraction.h"
#include "model/tenant.h"

namespace scopedown {

// 128 bits that tell one event from another: the UUID of eventID, or a digest of the eventID that
// is no UUID, or a digest of the whole record that has none.
struct EventId {
  std::uint64_t high = 0;
  std::uint64_t low = 0;
  friend auto operator<=>(const EventId&, const EventId&) = default;
};

// userIdentity.
struct Identity {
  std::string_view type;          // "AssumedRole", "IAMUser", "AWSService", ...
  std::string_view principal_id;  // "AROA...:session"
  std::string_view arn;           // of the session, or of the user
  std::string_view account;
  std::string_view access_key;  // "ASIA..." or "AKIA..."
  std::string_view invoked_by;  // "secretsmanager.amazonaws.com", "AWS Internal"
  std::string_view user_name;
  std::string_view issuer_arn;  // sessionContext.sessionIssuer.arn: the role, without the session
  std::string_view provider;    // sessionContext.webIdFederationData.federatedProvider
};

// What STS handed out: only on successful AssumeRole* calls.
struct Grant {
  std::string_view access_key;               // responseElements.credentials.accessKeyId
  std::string_view session_arn;              // responseElements.assumedRoleUser.arn
  std::string_view session_id;               // responseElements.assumedRoleUser.assumedRoleId
  std::string_view role;                     // requestParameters.roleArn
  std::string_view session_name;             // requestParameters.roleSessionName
  std::string_view subject;                  // "system:serviceaccount:NS:SA", of a web identity
  std::string_view provider;                 // ARN of the OIDC provider, of a web identity
  std::vector<SessionTag> tags;              // requestParameters.tags, .principalTags
  std::vector<SessionTag> incoming_tags;     // requestParameters.incomingTransitiveTags
  std::vector<std::string> transitive_keys;  // requestParameters.transitiveTagKeys
  std::string_view policy;                   // requestParameters.policy, as it was sent
  std::size_t managed_policies = 0;          // how many requestParameters.policyArns names
  std::string_view packed_percent;           // responseElements.packedPolicySize: "55"
};

// One request parameter that is kept.
struct Parameter {
  std::string_view
      path;  // as it stands in the record: "bucketName", "names[]", "transactItems[].put.tableName"
  std::string_view value;  // the scalar's text: a string, a number, "true"
  int element = -1;  // its element of a list that makes a row each (data/extraction.h); -1: of none
  const Keeping* keeping = nullptr;  // what the tables say of the path; null: it is there as an ARN
};

struct Event {
  EventId id;
  std::string_view id_text;        // eventID as it stands, "" if there is none
  std::int64_t time = 0;           // seconds since 1970 UTC; 0 if absent or unreadable
  std::string_view type;           // eventType: "AwsApiCall"
  std::string_view category;       // eventCategory: "Management", "Data", "Insight", "Aggregated"
  std::string_view source;         // "s3.amazonaws.com"
  std::string_view name;           // "GetObject"
  std::string_view region;         // awsRegion
  std::string_view account;        // recipientAccountId
  std::string_view source_ip;      // sourceIPAddress: an address or a service's name
  std::string_view error_code;     // "" if it succeeded
  std::string_view error_message;  // denials may name what was asked: usage/denial_message.h
  Identity identity;
  std::uint64_t identity_mark = 0;  // the same mark, the same identity; 0: it has none
  Grant grant;

  // The request parameters that the extraction tables name, every one whose value is an ARN, and
  // the elements of the response that the tables name. In record order.
  std::vector<Parameter> parameters;

  std::vector<std::string_view> resources;  // resources[].ARN, not checked
};

}  // namespace scopedown

#endif  // SCOPEDOWN_GENERATOR_LOGS_EVENT_H_
