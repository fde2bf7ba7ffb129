#include "tests/generator/usage/owned_event.h"

#include <array>

namespace scopedown::testing {
namespace {

template <class Choices>
std::string choice(Random& random, const Choices& choices) {
  return choices[any_number(random, choices.size() - 1)];
}

bool happens_once_in(Random& random, Size times) {
  return any_number(random, times - 1) == 0;
}

// Three keys, three sessions of two roles: enough to be confused with each other.
Credentials any_credentials(Random& random) {
  const std::array keys{"ASIA1", "ASIA2", "ASIA3", ""};
  const std::array sessions{"s1", "s2"};
  Credentials any =
      credentials(happens_once_in(random, 3) ? "batch" : "shared", choice(random, sessions), "");
  any.access_key = choice(random, keys);
  if (happens_once_in(random, 4)) any.arn.clear();
  if (happens_once_in(random, 4)) any.id.clear();
  return any;
}

Pod any_pod(Random& random) {
  Pod pod;
  if (happens_once_in(random, 3)) pod.cluster = "arn:aws:eks:eu-west-1:111122223333:cluster/test";
  if (happens_once_in(random, 2)) pod.name_space = "orders";
  if (happens_once_in(random, 2)) pod.service_account = "worker";
  return pod;
}

OwnedEvent any_grant(Random& random, std::uint64_t number) {
  const Credentials granted = any_credentials(random);
  const Credentials parent = any_credentials(random);
  const std::array roles{"red", "blue"};
  OwnedEvent grant;
  switch (any_number(random, 4)) {
    case 0:
      grant = pod_identity_grant(number, any_pod(random), granted);
      if (happens_once_in(random, 4)) grant.tags.clear();
      return grant;
    case 1:
      return irsa_grant(number, any_pod(random), granted);
    case 2:
      return target_grant(number, parent, granted);
    default:
      grant = role_grant(number, parent, granted);
      if (happens_once_in(random, 3)) grant.tags = {{"team", choice(random, roles)}};
      if (happens_once_in(random, 2)) grant.transitive_keys = {"team"};
      if (happens_once_in(random, 3)) grant.incoming_tags = eks_tags(any_pod(random));
      if (happens_once_in(random, 4)) grant.caller_type = "AWSAccount";
      if (happens_once_in(random, 4)) grant.error_code = "AccessDenied";
      return grant;
  }
}

OwnedEvent any_call(Random& random, std::uint64_t number) {
  const std::array keys{"a/b/c/d/e", "a/b/c/d/f", "a/b/x", "a/y", "z", "", "\x1f\n", "a=%"};
  const std::array errors{"", "", "", "AccessDenied", "NoSuchKey", "ThrottlingException"};
  OwnedEvent call = api_call(number, any_credentials(random), "s3.amazonaws.com", "GetObject");
  call.error_code = choice(random, errors);
  call.time = static_cast<std::int64_t>(any_number(random, 5));
  if (happens_once_in(random, 3)) {
    call.source = "ssm.amazonaws.com";
    call.name = "GetParameters";
    for (int element = 0; element < 3; ++element)
      call.parameters.push_back({"names[]", choice(random, keys), element});
  } else {
    call.parameters = {{"bucketName", "orders"}, {"key", choice(random, keys)}};
  }
  call.resources = {"arn:aws:s3:::orders", "arn::::broken"};
  if (happens_once_in(random, 6)) call.caller_type = "IAMUser";
  if (happens_once_in(random, 9)) call.caller_type = "AWSService";
  if (happens_once_in(random, 9)) call.category = "Insight";
  if (happens_once_in(random, 4)) call.invoked_by = "secretsmanager.amazonaws.com";
  return call;
}

}  // namespace

Event OwnedEvent::event() const {
  Event event;
  event.id = event_id(number);
  event.id_text = id_text;
  event.time = time;
  event.type = type;
  event.category = category;
  event.source = source;
  event.name = name;
  event.region = region;
  event.account = account;
  event.source_ip = source_ip;
  event.error_code = error_code;
  event.identity = {caller_type,    caller.id,         caller.arn,
                    caller_account, caller.access_key, invoked_by,
                    user_name,      issuer_arn,        {}};
  event.grant.access_key = granted.access_key;
  event.grant.session_arn = granted.arn;
  event.grant.session_id = granted.id;
  event.grant.role = role;
  event.grant.subject = subject;
  event.grant.provider = provider;
  event.grant.tags = tags;
  event.grant.incoming_tags = incoming_tags;
  event.grant.transitive_keys = transitive_keys;
  for (const OwnedParameter& parameter : parameters)
    event.parameters.push_back(
        {parameter.path, parameter.value, parameter.element,
         Extraction::built_in().of(event.source).find(parameter.path)});
  for (const std::string& resource : resources)
    event.resources.emplace_back(resource);
  if (!error_code.empty()) event.grant = {};
  return event;
}

EventId event_id(std::uint64_t number) {
  return {0x0123'4567'89AB'3DEFU, number};
}

std::string event_id_text(std::uint64_t number) {
  std::string digits(16, '0');
  for (std::size_t index = 16; index > 0; --index, number /= 16)
    digits[index - 1] = "0123456789abcdef"[number % 16];
  return "01234567-89ab-3def-" + digits.substr(0, 4) + "-" + digits.substr(4);
}

Credentials credentials(const std::string& role, const std::string& session,
                        const std::string& access_key) {
  return {access_key, "arn:aws:sts::111122223333:assumed-role/" + role + "/" + session,
          "AROA" + role + ":" + session};
}

std::string role_arn(const std::string& role) {
  return "arn:aws:iam::111122223333:role/" + role;
}

std::vector<SessionTag> eks_tags(const Pod& pod) {
  return {{"eks-cluster-arn", pod.cluster},
          {"eks-cluster-name", pod.cluster.substr(pod.cluster.rfind('/') + 1)},
          {"kubernetes-namespace", pod.name_space},
          {"kubernetes-service-account", pod.service_account},
          {"kubernetes-pod-name", "pod-1"},
          {"kubernetes-pod-uid", "0cda7f85-c1f9-4dee-b6e9-a0b50c8f3012"}};
}

OwnedEvent pod_identity_grant(std::uint64_t number, const Pod& pod, const Credentials& granted) {
  OwnedEvent event = role_grant(number, {}, granted);
  event.caller_type = "AWSService";
  event.invoked_by = event.source_ip = "pods.eks.amazonaws.com";
  event.tags = eks_tags(pod);
  for (const SessionTag& tag : event.tags)
    event.transitive_keys.push_back(tag.key);
  return event;
}

OwnedEvent irsa_grant(std::uint64_t number, const Pod& pod, const Credentials& granted) {
  OwnedEvent event = role_grant(number, {}, granted);
  event.name = "AssumeRoleWithWebIdentity";
  event.caller_type = "WebIdentityUser";
  event.provider = pod.cluster;
  event.subject = "system:serviceaccount:" + pod.name_space + ":" + pod.service_account;
  return event;
}

OwnedEvent role_grant(std::uint64_t number, const Credentials& parent, const Credentials& granted) {
  OwnedEvent event = api_call(number, parent, "sts.amazonaws.com", "AssumeRole");
  event.granted = granted;
  event.role = role_arn("some");
  event.parameters = {{"roleArn", event.role}};
  return event;
}

OwnedEvent target_grant(std::uint64_t number, const Credentials& parent,
                        const Credentials& granted) {
  OwnedEvent event = role_grant(number, parent, granted);
  event.invoked_by = event.source_ip = "pods.eks.amazonaws.com";
  return event;
}

OwnedEvent api_call(std::uint64_t number, const Credentials& caller, const std::string& source,
                    const std::string& name) {
  OwnedEvent event;
  event.number = number;
  event.id_text = event_id_text(number);
  event.time = 1'700'000'000;
  event.source = source;
  event.name = name;
  event.caller = caller;
  event.issuer_arn = role_arn("shared");
  return event;
}

std::vector<OwnedEvent> any_log(Random& random, Size size) {
  std::vector<OwnedEvent> log;
  const Size count = any_number(random, 3 * size);
  for (std::uint64_t number = 0; number < count; ++number)
    log.push_back(happens_once_in(random, 3) ? any_grant(random, number)
                                             : any_call(random, number));
  return log;
}

}  // namespace scopedown::testing
