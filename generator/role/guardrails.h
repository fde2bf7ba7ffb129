// Service control policies around the tenants' account, none of which cuts off what was observed.
//
//   LeaveOrganization   nobody takes the account out of the organisation
//   Imdsv2              no instance gives credentials to whoever can make it fetch an address
//   Regions             nothing outside the regions that tenants used; global services are left out by
//                       NotAction, since their calls are made to one region whatever was meant
//
// A guardrail that would deny an observed call, or of which that cannot be told, is left out, with the
// reason. They are statements of Deny alone: FullAWSAccess, or what allows in its place, stays
// attached. An SCP has at most 5,120 characters.
//
// Sources: Organizations User Guide, "SCP syntax", "General examples", "Example SCPs for Amazon EC2";
// "Quotas for AWS Organizations".

#ifndef SCOPEDOWN_GENERATOR_ROLE_GUARDRAILS_H_
#define SCOPEDOWN_GENERATOR_ROLE_GUARDRAILS_H_

#include <cstddef>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "model/action.h"
#include "model/policy.h"

namespace scopedown {

inline constexpr std::size_t scp_characters_max = 5'120;

// An action that a tenant called, in a region.
struct ObservedCall {
  Action action;
  std::string region;  // of the endpoint, as the log has it; "" if nothing tells it
  std::string where;   // an ARN that was called on, or `*`

  friend auto operator<=>(const ObservedCall&, const ObservedCall&) = default;
};

struct Guardrails {
  Policy policy;  // no statements: each was left out
  std::set<std::string> regions;

  struct LeftOut {
    std::string guardrail;  // its Sid
    std::string why;
  };

  std::vector<LeftOut> left_out;
};

// Whether a service's calls are made to one region, wherever the caller is.
[[nodiscard]] bool is_global_service(std::string_view service);

// `more_regions`: to be allowed though nobody was seen there.
[[nodiscard]] Guardrails guardrails_for(const std::set<ObservedCall>& observed,
                                        const std::set<std::string>& more_regions);

}  // namespace scopedown

#endif  // SCOPEDOWN_GENERATOR_ROLE_GUARDRAILS_H_
