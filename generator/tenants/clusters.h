// Clusters: which ARN a name means, which OIDC provider belongs to which cluster, and what a
// cluster is called in messages and paths.
//
// A cluster is its ARN. An IRSA session names only the OIDC provider; it is joined to a cluster by
// `--cluster-provider CLUSTER=PROVIDER`; by the inventory, where that says so, or where service
// accounts have the roles there that they have under the provider; or where only one cluster of the
// provider's account and region is known. A provider that is joined to none stands as a cluster of
// its own.
//
//   arn:aws:eks:eu-west-1:111122223333:cluster/prod
//   arn:aws:iam::111122223333:oidc-provider/oidc.eks.eu-west-1.amazonaws.com/id/8D3F...

#ifndef SCOPEDOWN_GENERATOR_TENANTS_CLUSTERS_H_
#define SCOPEDOWN_GENERATOR_TENANTS_CLUSTERS_H_

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "generator/tenants/inventory.h"
#include "generator/tenants/sessions.h"

namespace scopedown {

// What the inventory says of providers. `stated` and `annotated` are pairs of provider and cluster,
// both ARNs, of providers that were seen.
struct ProviderJoins {
  std::map<std::string, std::string> stated;     // the cluster's own description
  std::map<std::string, std::string> annotated;  // the roles of service accounts agree
};

// `annotated`: some service account had a role under the provider that it is annotated with in the
// cluster; both are of one account and region, and neither agrees so with a third.
[[nodiscard]] ProviderJoins provider_joins(const std::vector<InventoryFact>& inventory,
                                           const std::vector<SessionRecord>& sessions);

class Clusters {
 public:
  Clusters() = default;

  // `seen` is every cluster and provider of the ledger; `joins` the user's pairs of cluster (name
  // or ARN) and provider (ARN, or what follows its last slash). Throws Error (usage) if a pair
  // names no cluster, no provider, or several of either.
  Clusters(std::set<std::string> seen,
           const std::vector<std::pair<std::string, std::string>>& joins,
           ProviderJoins inventory = {});

  // The cluster that a cluster or provider ARN stands for.
  [[nodiscard]] const std::string& joined(const std::string& arn) const;

  // The ARNs that a name or an ARN means: several where clusters share the name. Sorted.
  [[nodiscard]] std::vector<std::string> named(std::string_view name_or_arn) const;

  // What people call it: its name, or `name.region.account` where two clusters share the name.
  [[nodiscard]] std::string label(const std::string& arn) const;

  // Providers that were joined because only one cluster was known, with that cluster.
  [[nodiscard]] const std::map<std::string, std::string>& guessed() const { return guessed_; }

  // Providers that were joined because the roles of service accounts agree, with that cluster.
  [[nodiscard]] const std::map<std::string, std::string>& annotated() const { return annotated_; }

 private:
  std::set<std::string> clusters_;            // after joining
  std::map<std::string, std::string> joins_;  // provider → cluster
  std::map<std::string, std::string> guessed_;
  std::map<std::string, std::string> annotated_;
};

}  // namespace scopedown

#endif  // SCOPEDOWN_GENERATOR_TENANTS_CLUSTERS_H_
