// Events that contribute nothing to any policy, and why. Nothing is dropped silently:
// records read = events used + events set aside, and each reason has its count.

#ifndef SCOPEDOWN_GENERATOR_USAGE_SET_ASIDE_H_
#define SCOPEDOWN_GENERATOR_USAGE_SET_ASIDE_H_

#include <array>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>

namespace scopedown {

struct SetAsideReason {
  std::string_view name;  // as in summary.json: stable
  std::string_view text;  // for people
};

// Every reason there is, in the order in which an event is asked about them.
inline constexpr std::array set_aside_reasons{
    SetAsideReason{"broken_record", "not a readable JSON object"},
    SetAsideReason{"not_a_record", "JSON, but not a CloudTrail record"},
    SetAsideReason{"duplicate", "the same event was read before"},
    SetAsideReason{"pruned", "made before the moment up to which the ledger was told to forget"},
    SetAsideReason{"not_an_api_call", "console sign-in, insight, aggregate or service event"},
    SetAsideReason{"pod_identity_exchange",
                   "a node exchanged a pod's token (eks-auth); the STS event beside it counts"},
    SetAsideReason{"session_grant",
                   "AWS gave a session its credentials; learnt, but no tenant's call"},
    SetAsideReason{"aws_service", "an AWS service called for itself"},
    SetAsideReason{"foreign_caller", "a caller known only by its account, in somebody else's"},
    SetAsideReason{"no_identity", "the record does not say who called"},
    SetAsideReason{"not_evaluated",
                   "failed before AWS asked for permission: throttled, malformed, expired"},
    SetAsideReason{"untagged_session",
                   "a Pod Identity session without tags: --inventory tells whose it is"},
    SetAsideReason{"ambiguous_pod",
                   "a Pod Identity session without tags: by the inventory, several service "
                   "accounts may hold it"},
    SetAsideReason{"ambiguous_session", "several tenants held a session of this name"},
    SetAsideReason{"not_a_tenant",
                   "a person, a node or another workload: no tenant of the kind asked for"},
    SetAsideReason{"chained_session", "a session that the application itself assumed"},
    SetAsideReason{"replaced_session", "EKS used these credentials to assume the target role"},
    SetAsideReason{"other_role", "a session of a role that --from-role leaves out"},
    SetAsideReason{"outside_window", "outside --since and --until"},
    SetAsideReason{"few_calls", "called less often than --min-calls"},
    SetAsideReason{"not_selected", "a tenant that was not asked for"},
    SetAsideReason{"unknown_action", "an API that the catalogue has no IAM action for"},
    SetAsideReason{"no_permission_needed", "an API that needs no permission"},
};

// Counts by reason. Only names from the table above.
using SetAsideCounts = std::map<std::string, std::uint64_t, std::less<>>;

}  // namespace scopedown

#endif  // SCOPEDOWN_GENERATOR_USAGE_SET_ASIDE_H_
