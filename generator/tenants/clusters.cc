#include "generator/tenants/clusters.h"

#include <algorithm>
#include <optional>
#include <tuple>

#include "generator/error.h"
#include "model/arn.h"

namespace scopedown {
namespace {

constexpr std::string_view provider_word = "oidc-provider/";

bool is_provider(std::string_view arn) {
  const auto parsed = Arn::parse(arn);
  return parsed && parsed->service == "iam" && parsed->resource.starts_with(provider_word);
}

std::string after_last_slash(std::string_view text) {
  return std::string(text.substr(text.rfind('/') + 1));
}

// `name` is an ARN, the issuer, or what follows its last slash.
bool is_named_by(const std::string& provider, const std::string& name) {
  return provider == name || provider.ends_with(":" + std::string(provider_word) + name) ||
         after_last_slash(provider) == name;
}

// Account and region of an EKS provider; of another issuer the region is "".
std::pair<std::string, std::string> home_of_provider(std::string_view arn) {
  const auto parsed = Arn::parse(arn);
  std::string_view host = std::string_view(parsed->resource).substr(provider_word.size());
  constexpr std::string_view eks = "oidc.eks.";
  if (!host.starts_with(eks)) return {parsed->account, ""};
  host.remove_prefix(eks.size());
  return {parsed->account, std::string(host.substr(0, host.find('.')))};
}

// Account and region.
std::pair<std::string, std::string> home_of_cluster(std::string_view arn) {
  const auto parsed = Arn::parse(arn);
  return parsed ? std::pair(parsed->account, parsed->region)
                : std::pair<std::string, std::string>();
}

std::string listed(const std::vector<std::string>& names) {
  std::string text;
  for (const std::string& name : names)
    text.append(text.empty() ? "" : ", ").append(name);
  return text;
}

}  // namespace

ProviderJoins provider_joins(const std::vector<InventoryFact>& inventory,
                             const std::vector<SessionRecord>& sessions) {
  using Holder = std::tuple<std::string, std::string, std::string>;  // and the role
  ProviderJoins joins;
  std::map<Holder, std::set<std::string>> annotated;  // whose clusters
  for (const InventoryFact& fact : inventory) {
    if (fact.kind == "service-account")
      annotated[{fact.name_space, fact.service_account, fact.role}].insert(fact.cluster);
  }
  std::map<std::string, std::set<std::string>> stated;    // provider → clusters
  std::map<std::string, std::set<std::string>> agreeing;  // likewise
  for (const SessionRecord& session : sessions) {
    if (session.kind != "irsa" || !is_provider(session.cluster)) continue;
    stated[session.cluster];
    const auto same = annotated.find({session.name_space, session.service_account, session.role});
    if (same == annotated.end()) continue;
    for (const std::string& cluster : same->second) {
      if (home_of_cluster(cluster) == home_of_provider(session.cluster))
        agreeing[session.cluster].insert(cluster);
    }
  }
  for (auto& [provider, clusters] : stated) {
    for (const InventoryFact& fact : inventory) {
      if (fact.kind == "provider" && is_named_by(provider, fact.provider))
        clusters.insert(fact.cluster);
    }
    if (clusters.size() == 1) joins.stated.emplace(provider, *clusters.begin());
  }
  std::map<std::string, int> providers_of;
  for (const auto& [provider, clusters] : agreeing) {
    for (const std::string& cluster : clusters)
      ++providers_of[cluster];
  }
  for (const auto& [provider, clusters] : agreeing) {
    if (clusters.size() == 1 && providers_of[*clusters.begin()] == 1)
      joins.annotated.emplace(provider, *clusters.begin());
  }
  return joins;
}

Clusters::Clusters(std::set<std::string> seen,
                   const std::vector<std::pair<std::string, std::string>>& joins,
                   ProviderJoins inventory) {
  std::vector<std::string> providers;
  for (const std::string& arn : seen) {
    if (is_provider(arn)) {
      providers.push_back(arn);
    } else {
      clusters_.insert(arn);
    }
  }
  for (const auto& [cluster, provider] : joins) {
    auto found = named(cluster);
    if (found.empty() && Arn::parse(cluster)) found.push_back(cluster);
    const std::string where = "--cluster-provider " + cluster + "=" + provider;
    if (found.empty())
      throw Error(where, "no cluster of that name was seen; give its ARN", ExitCode::Usage);
    if (found.size() > 1)
      throw Error(where, "several clusters have that name: " + listed(found), ExitCode::Usage);
    std::vector<std::string> matching;
    for (const std::string& arn : providers) {
      if (arn == provider || after_last_slash(arn) == after_last_slash(provider))
        matching.push_back(arn);
    }
    if (matching.empty())
      throw Error(where, "no session of that provider was seen; seen: " + listed(providers),
                  ExitCode::Usage);
    if (matching.size() > 1) {
      throw Error(where, "several providers end so; write one of " + listed(matching),
                  ExitCode::Usage);
    }
    joins_.insert_or_assign(matching.front(), found.front());
    clusters_.insert(found.front());
  }
  for (const auto& [provider, cluster] : inventory.stated) {
    joins_.emplace(provider, cluster);
    clusters_.insert(cluster);
  }
  for (const auto& [provider, cluster] : inventory.annotated) {
    if (joins_.emplace(provider, cluster).second) annotated_.emplace(provider, cluster);
  }
  for (const std::string& provider : providers) {
    if (joins_.contains(provider)) continue;
    const auto home = home_of_provider(provider);
    std::vector<std::string> near;
    for (const std::string& arn : clusters_) {
      if (home_of_cluster(arn) == home) near.push_back(arn);
    }
    if (near.size() == 1) {
      joins_.emplace(provider, near.front());
      guessed_.emplace(provider, near.front());
    }
  }
  for (const std::string& provider : providers) {
    if (!joins_.contains(provider)) clusters_.insert(provider);
  }
}

const std::string& Clusters::joined(const std::string& arn) const {
  const auto place = joins_.find(arn);
  return place == joins_.end() ? arn : place->second;
}

std::vector<std::string> Clusters::named(std::string_view name_or_arn) const {
  std::vector<std::string> found;
  for (const std::string& arn : clusters_) {
    if (arn == name_or_arn || after_last_slash(arn) == name_or_arn || label(arn) == name_or_arn)
      found.push_back(arn);
  }
  return found;
}

std::string Clusters::label(const std::string& arn) const {
  const std::string name = after_last_slash(arn);
  const auto same = std::ranges::count_if(
      clusters_, [&](const std::string& other) { return after_last_slash(other) == name; });
  const auto parsed = Arn::parse(arn);
  if (same <= 1 || !parsed) return name;
  return name + "." + parsed->region + "." + parsed->account;
}

}  // namespace scopedown
