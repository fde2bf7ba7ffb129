// Who holds which credentials: what the STS events of a log say about sessions.
//
//   pod ──EKS──▶ session of the first role ──EKS──▶ session of the target role ──application──▶ ...
//                "pod-identity", replaced            "pod-target", hop 0                    hop 1
//
// Each grant becomes a SessionRecord: plain facts, kept in the ledger between runs. Sessions is
// what all records together mean: each session has one parent, and its tenant is its root's. No
// order of arrival matters, since nothing is resolved before everything is learnt.
//
// What is believed: tags that EKS set, since only EKS can call as pods.eks.amazonaws.com; the
// subject of a service account's token; and what STS says was inherited. Not believed: Kubernetes
// tags that an application gave to a role it assumed.
//
// Hops are counted from where tenancy began: from a pod's working session, or, outside of
// Kubernetes, from the session that was given its tags. A "role" without inherited tags is at hop
// 0.
//
// What is doubted: a session that several tenants might hold ("ambiguous_session"), and one of a
// pod whose association has session tags switched off: an inventory may tell whose it is. If it
// names nobody, the doubt stays ("untagged_session"); if it names several, it is said
// ("ambiguous_pod").
//
// Source: EKS User Guide, "Grant Pods access based on tags"; STS API Reference, AssumeRole; real
// records, measured. The second hop to a target role is inferred: no record of one was found.

#ifndef SCOPEDOWN_GENERATOR_TENANTS_SESSIONS_H_
#define SCOPEDOWN_GENERATOR_TENANTS_SESSIONS_H_

#include <compare>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "generator/logs/event.h"
#include "generator/tenants/attribution.h"
#include "generator/tenants/inventory.h"

namespace scopedown {

// How a log names a session. Each may be empty; an access key names one session alone, the other
// two name several where an application chose the session's name and chose it twice.
struct Credentials {
  std::string access_key;  // "ASIA..."
  std::string arn;         // "arn:aws:sts::111122223333:assumed-role/orders/botocore-session-17"
  std::string id;          // "AROA...:botocore-session-17"

  [[nodiscard]] bool is_empty() const { return access_key.empty() && arn.empty() && id.empty(); }

  friend auto operator<=>(const Credentials&, const Credentials&) = default;
};

// What one STS event says of the session it made. The columns are in the ledger: the texts of
// `kind` and the lists (list_text.h) do not change.
struct SessionRecord {
  Credentials session;
  Credentials parent;             // who assumed the role; empty if no session did
  bool parent_forwarded = false;  // an AWS service did so with the parent's permissions
  std::string role;               // ARN
  std::string kind;     // "pod-identity", "pod-target", "irsa", "role": as Attribution::session
  std::string cluster;  // what is said of the tenant; of a "role", what it inherited
  std::string name_space;
  std::string service_account;
  std::string tags;        // that this grant set, but the six of EKS: a list
  std::string transitive;  // of those, the ones that a chained session inherits: a list
  std::string incoming;    // inherited from the parent, but the six of EKS: a list

  friend auto operator<=>(const SessionRecord&, const SessionRecord&) = default;
};

// True if EKS made the call for a pod, with its own permissions or with a session of the pod.
[[nodiscard]] bool is_called_by_eks(const Event& event);

// Empty if the event gave nobody credentials.
[[nodiscard]] std::optional<SessionRecord> session_record(const Event& event);

// The record, with the tenant that the inventory alone could tell.
[[nodiscard]] SessionRecord told_by(const Inventory& inventory, SessionRecord record);

class Sessions {
 public:
  Sessions() = default;

  // Resolves them all. Time: linear in the records, whatever they claim; cycles are nobody's.
  explicit Sessions(const std::vector<SessionRecord>& records, const Inventory& inventory = {});

  // Whose session made a call; without `principal`. By access key; else by ARN or id, where that
  // is safe: if EKS chose the session's name, or the log keeps no access key, or `forwarded` says
  // that an AWS service called with the session's permissions (it has a key of its own then).
  // A session never heard of is a "role" with nothing known.
  [[nodiscard]] Attribution holder(const Credentials& session, bool forwarded) const;

 private:
  friend class Resolver;

  // Null if no session is named so.
  [[nodiscard]] const Attribution* find(const std::string& name) const;

  std::vector<Attribution> holders_;
  std::unordered_map<std::string, std::size_t> by_name_;  // into holders_; looked up, never listed
};

}  // namespace scopedown

#endif  // SCOPEDOWN_GENERATOR_TENANTS_SESSIONS_H_
