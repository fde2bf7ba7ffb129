// What is known of clusters from outside of the logs: whose pods, under which role.
//
// EKS tags no session whose association has a session policy (disableSessionTags). Of such a session
// CloudTrail says the role, and a name of which EKS chose every letter:
//
//   eks-prod-eu-we-api-7c9f8d-498124c2-3d04-4713-b86a-cd6774cdbae9
//       ╰────┬───╯ ╰───┬────╯
//     ten characters of the cluster's name, ten of the pod's: its stem
//
// So it is held against what `aws eks` and `kubectl` say (inventory_file.h). A session belongs to a
// service account
//   of a cluster in the role's account, whose name begins so;
//   whose association there has that role, if associations of that cluster are known (a list of
//   them does not tell the role: any may be it);
//   that has a pod of that stem: the same ten characters, of which four or more were made up for
//   its replica set or for itself; else any that its workload might make ("api-" and a hash). If no
//   pod of the cluster fits, the associations alone decide.
// One service account is an answer. Several are none: the session is `ambiguous_pod`.
//
// An inventory speaks for the days on which it was taken, and is taken to be whole for its clusters.
// Facts add up, in whatever order: a list of pods for each day knows the pods of all days.
//
// Source: EKS API Reference, AssumeRoleForPodIdentity ("assumedRoleUser"); real records, measured
// (10 and 10 characters); Kubernetes: SafeEncodeString, SimpleNameGenerator, ComputeHash, CronJob.

#ifndef SCOPEDOWN_GENERATOR_TENANTS_INVENTORY_H_
#define SCOPEDOWN_GENERATOR_TENANTS_INVENTORY_H_

#include <compare>
#include <cstddef>
#include <functional>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace scopedown {

// One thing that is known. The columns are in the ledger, and so are the texts of `kind` and
// `making`: do not change them. What a kind does not say is "".
//   "association"      cluster, name_space, service_account, role ("": not told)
//   "pod"              cluster, name_space, service_account, pod, stem, making
//   "service-account"  cluster, name_space, service_account, role: of its IRSA annotation
//   "provider"         cluster, provider
struct InventoryFact {
  std::string kind;
  std::string cluster;  // ARN
  std::string name_space;
  std::string service_account;
  std::string role;      // ARN
  std::string pod;       // the first ten characters of its name
  std::string stem;      // what the workload gives all its pods: "api-"; at most ten characters
  std::string making;    // what comes behind the stem; see below
  std::string provider;  // of OIDC: "oidc.eks.eu-west-1.amazonaws.com/id/8D3F..."

  friend auto operator<=>(const InventoryFact&, const InventoryFact&) = default;
};

// How many characters of the cluster's and of the pod's name a session has.
inline constexpr std::size_t session_stem_characters = 10;

// What a workload puts behind a stem.
inline constexpr std::string_view making_nothing = "named";            // the name was given
inline constexpr std::string_view making_replica_set = "replica-set";  // hash, hyphen, 5 letters
inline constexpr std::string_view making_letters = "generated";        // 5 letters
inline constexpr std::string_view making_number = "ordinal";           // of a stateful set
inline constexpr std::string_view making_moment = "cron-job";          // minutes, hyphen, 5 letters

// True if a pod of that making may have a name that begins with `pod`, ten characters or all of it.
[[nodiscard]] bool may_make(std::string_view stem, std::string_view making, std::string_view pod);

// Who holds a session without tags.
struct PodHolder {
  std::string cluster;
  std::string name_space;
  std::string service_account;  // "": nobody is known
  bool ambiguous = false;       // because several may be it
};

class Inventory {
 public:
  Inventory() = default;
  explicit Inventory(const std::vector<InventoryFact>& facts);

  // `role` is an ARN; `session_name` as above, else nobody is known. Time: logarithmic in the facts
  // of each cluster, but for workloads that share a stem.
  [[nodiscard]] PodHolder holder(std::string_view role, std::string_view session_name) const;

  [[nodiscard]] std::set<std::string> clusters() const;  // ARNs

 private:
  // Namespace and service account.
  using Account = std::pair<std::string, std::string>;
  using Accounts = std::set<Account>;

  struct Cluster {
    std::string account;
    std::string name_stem;
    std::map<Account, std::set<std::string>> roles;  // of associations
    std::map<std::string, Accounts, std::less<>> by_pod;
    // stem → making → whose
    std::map<std::string, std::map<std::string, Accounts>, std::less<>> by_stem;
  };

  [[nodiscard]] static Accounts candidates(const Cluster& cluster, std::string_view role,
                                           std::string_view pod);

  std::map<std::string, Cluster> clusters_;  // by ARN
};

}  // namespace scopedown

#endif  // SCOPEDOWN_GENERATOR_TENANTS_INVENTORY_H_
