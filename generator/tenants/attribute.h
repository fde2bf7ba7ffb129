// Whose call an event is: from who called, and from what is known of sessions.
//
// Two steps, since the sessions may be learnt later than the call is read. `identified` needs the
// event alone: it keeps the few fields that decide, or says why nobody can be a tenant here.
// `attribute` needs the sessions: whatever else is learnt, it may be asked again.
//
// Source: CloudTrail User Guide, "CloudTrail userIdentity element".

#ifndef SCOPEDOWN_GENERATOR_TENANTS_ATTRIBUTE_H_
#define SCOPEDOWN_GENERATOR_TENANTS_ATTRIBUTE_H_

#include <compare>
#include <string>
#include <string_view>

#include "generator/logs/event.h"
#include "generator/tenants/attribution.h"
#include "generator/tenants/sessions.h"

namespace scopedown {

// Whose permissions a call used.
struct Caller {
  std::string principal;   // ARN of the role or user
  bool is_user = false;    // a user, or the root user; `session` is empty then
  Credentials session;     // of a role
  bool forwarded = false;  // an AWS service called with the session's permissions

  friend auto operator<=>(const Caller&, const Caller&) = default;
};

struct Identified {
  Caller caller;
  std::string_view set_aside;  // "", or a name of set_aside.h: there is no caller then
};

// `set_aside` is "aws_service" (a service for itself, also by its service-linked role),
// "foreign_caller" or "no_identity".
[[nodiscard]] Identified identified(const Identity& identity);

[[nodiscard]] Attribution attribute(const Caller& caller, const Sessions& sessions);

}  // namespace scopedown

#endif  // SCOPEDOWN_GENERATOR_TENANTS_ATTRIBUTE_H_
