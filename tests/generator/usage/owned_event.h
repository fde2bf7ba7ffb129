// Events that own their text: for tests of what comes after the reader.
//
//   OwnedEvent call = api_call(7, session, "s3.amazonaws.com", "GetObject");
//   call.parameters = {{"bucketName", "orders"}, {"key", "a/b"}};
//   collector.add(call.event());
//
// And random logs of them, in which everything collides: two clusters, two namespaces, three access
// keys, three ARNs. They say what no true log says (a key given twice, a session that is its own
// ancestor), since the laws must hold for hostile logs too.

#ifndef SCOPEDOWN_TESTS_GENERATOR_USAGE_OWNED_EVENT_H_
#define SCOPEDOWN_TESTS_GENERATOR_USAGE_OWNED_EVENT_H_

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "generator/logs/event.h"
#include "generator/tenants/sessions.h"
#include "tests/support/for_all.h"

namespace scopedown::testing {

struct OwnedParameter {
  std::string path;
  std::string value;
  int element = -1;
};

struct OwnedEvent {
  std::uint64_t number = 0;  // makes the id: the same number, the same event
  std::string id_text;       // event_id_text(number), if a function below made the event
  std::int64_t time = 0;
  std::string type = "AwsApiCall";
  std::string category = "Management";
  std::string source;
  std::string name;
  std::string region = "eu-west-1";
  std::string account = "111122223333";
  std::string source_ip = "198.51.100.7";
  std::string error_code;

  std::string caller_type = "AssumedRole";
  Credentials caller;  // access key, ARN, principal id
  std::string caller_account = "111122223333";
  std::string invoked_by;
  std::string user_name;
  std::string issuer_arn;

  Credentials granted;
  std::string role;
  std::string subject;
  std::string provider;
  std::vector<SessionTag> tags;
  std::vector<SessionTag> incoming_tags;
  std::vector<std::string> transitive_keys;

  std::vector<OwnedParameter> parameters;
  std::vector<std::string> resources;

  // A view of this: good while this is unchanged.
  [[nodiscard]] Event event() const;
};

// Where a pod runs.
struct Pod {
  std::string cluster = "arn:aws:eks:eu-west-1:111122223333:cluster/prod";
  std::string name_space = "payments";
  std::string service_account = "api";
};

[[nodiscard]] EventId event_id(std::uint64_t number);
[[nodiscard]] std::string event_id_text(std::uint64_t number);

// Credentials of a session of `role` (a name): access key, ARN and id are made from the names.
[[nodiscard]] Credentials credentials(const std::string& role, const std::string& session,
                                      const std::string& access_key);
[[nodiscard]] std::string role_arn(const std::string& role);

// The six tags that EKS sets.
[[nodiscard]] std::vector<SessionTag> eks_tags(const Pod& pod);

// STS AssumeRole by EKS, with its six tags.
[[nodiscard]] OwnedEvent pod_identity_grant(std::uint64_t number, const Pod& pod,
                                            const Credentials& granted);
// STS AssumeRoleWithWebIdentity; `pod.cluster` is the provider.
[[nodiscard]] OwnedEvent irsa_grant(std::uint64_t number, const Pod& pod,
                                    const Credentials& granted);
// STS AssumeRole by a session.
[[nodiscard]] OwnedEvent role_grant(std::uint64_t number, const Credentials& parent,
                                    const Credentials& granted);
// The same by EKS, on the way to a target role.
[[nodiscard]] OwnedEvent target_grant(std::uint64_t number, const Credentials& parent,
                                      const Credentials& granted);
// A call by a session.
[[nodiscard]] OwnedEvent api_call(std::uint64_t number, const Credentials& caller,
                                  const std::string& source, const std::string& name);

// Up to three events for each step of `size`.
[[nodiscard]] std::vector<OwnedEvent> any_log(Random& random, Size size);

}  // namespace scopedown::testing

#endif  // SCOPEDOWN_TESTS_GENERATOR_USAGE_OWNED_EVENT_H_
