// The tags that a session carries, as `aws:PrincipalTag/...` sees them.
//
//   role tags        of the role itself
//   session tags     given when the session was made; before a role tag of the same key
//   transitive       of those, the ones that go along into the sessions that this one makes
//
// EKS Pod Identity gives six, all transitive, unless the association turns them off, as it must
// where it has a session policy.
//
// Sources: IAM User Guide, "Pass session tags in AWS STS"; EKS User Guide, "Grant Pods access to AWS
// resources based on tags".

#ifndef SCOPEDOWN_MODEL_SESSION_TAGS_H_
#define SCOPEDOWN_MODEL_SESSION_TAGS_H_

#include <map>
#include <set>
#include <string>

#include "model/request.h"

namespace scopedown {

using Tags = std::map<std::string, std::string>;

struct SessionTags {
  Tags tags;
  std::set<std::string> transitive;  // keys

  // The tags of a session that this one makes by AssumeRole with tags of its own. A transitive tag
  // stands against a new one of its key: STS refuses such a request.
  [[nodiscard]] SessionTags chained(const SessionTags& own) const;
};

// What EKS knows of the pod and its association.
struct PodIdentity {
  std::string cluster_name;
  std::string cluster_arn;  // "" where it is not known
  std::string name_space;
  std::string service_account;
  std::string pod_name;  // "" where it is not known
  std::string pod_uid;
  bool disable_session_tags = false;
};

// What is not known has no tag.
[[nodiscard]] SessionTags session_tags_of(const PodIdentity& pod);

// Adds `aws:PrincipalTag/KEY` for each tag to the request, which keeps what it has.
void add_principal_tags(Request& request, const Tags& role_tags, const SessionTags& session);

}  // namespace scopedown

#endif  // SCOPEDOWN_MODEL_SESSION_TAGS_H_
