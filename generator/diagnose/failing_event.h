// The CloudTrail record of a call that failed, as far as a diagnosis asks it.

#ifndef SCOPEDOWN_GENERATOR_DIAGNOSE_FAILING_EVENT_H_
#define SCOPEDOWN_GENERATOR_DIAGNOSE_FAILING_EVENT_H_

#include <string>
#include <string_view>

namespace scopedown {

struct FailingEvent {
  std::string source;  // "sts.amazonaws.com"
  std::string name;    // "AssumeRoleWithWebIdentity"
  std::string region;
  std::string error_code;
  std::string error_message;
  std::string role_arn;  // requestParameters.roleArn
  std::string subject;   // userIdentity.userName of a web identity
  std::string provider;  // userIdentity.identityProvider, an ARN
};

// A record, or the first one with an error of a document with `Records`. Throws Error that names
// `path`, the place and what is wrong.
[[nodiscard]] FailingEvent read_failing_event(std::string_view text, const std::string& path);

}  // namespace scopedown

#endif  // SCOPEDOWN_GENERATOR_DIAGNOSE_FAILING_EVENT_H_
