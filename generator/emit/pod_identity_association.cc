#include "generator/emit/pod_identity_association.h"

#include <cstddef>
#include <optional>
#include <set>
#include <string_view>

#include "generator/error.h"
#include "model/arn.h"
#include "model/policy.h"

namespace scopedown {
namespace {

constexpr std::string_view cluster_word = "cluster/";
constexpr std::size_t tags_max = 50;
constexpr std::size_t tag_key_characters_max = 128;
constexpr std::size_t tag_value_characters_max = 256;

[[noreturn]] void misused(std::string_view where, std::string_view why) {
  throw Error(where, why, ExitCode::Usage);
}

std::optional<Arn> cluster_arn(const std::string& text) {
  auto arn = Arn::parse(text);
  if (!arn || arn->service != "eks" || arn->region.empty() ||
      !arn->resource.starts_with(cluster_word))
    return std::nullopt;
  return arn;
}

// EKS passes the role on, and that it can only do inside an account.
void check_account(const std::string& where, const Arn& cluster, const std::string& role_arn) {
  if (role_arn.empty()) return;
  const auto role = Arn::parse(role_arn);
  if (role && role->account == cluster.account) return;
  misused(where, "EKS takes only roles of the cluster's own account, " + cluster.account +
                     ", and --role-arn names " + role_arn +
                     "; choose the clusters of its account with --cluster");
}

}  // namespace

void check_role_arn(const std::string& option, const std::string& text) {
  const auto arn = Arn::parse(text);
  constexpr std::string_view word = "role/";
  const bool role = arn && arn->service == "iam" && arn->region.empty() &&
                    arn->account.size() == 12 && arn->resource.starts_with(word) &&
                    arn->resource.size() > word.size();
  if (!role) misused(option + " " + text, "no role; write arn:aws:iam::111122223333:role/NAME");
}

void check_association_tags(const std::map<std::string, std::string>& tags) {
  if (tags.size() > tags_max)
    misused("--association-tag", "EKS takes " + std::to_string(tags_max) + " tags at most");
  for (const auto& [key, value] : tags) {
    const std::string where = "--association-tag " + key + "=" + value;
    if (key.empty() || characters_of(key) > tag_key_characters_max)
      misused(where, "a tag's key has 1 to 128 characters");
    if (characters_of(value) > tag_value_characters_max)
      misused(where, "a tag's value has 256 characters at most");
    if (key.starts_with("aws:")) misused(where, "keys that begin with aws: are AWS's own");
  }
}

std::vector<PodIdentityAssociation> associations_of(const Result& result, const Clusters& clusters,
                                                    const AssociationTerms& terms) {
  const std::string where = result.unit.text();
  const auto* name_space = std::get_if<Namespace>(&result.unit.tenant.who);
  if (name_space == nullptr)
    misused(where,
            "only service accounts have Pod Identity associations; leave --tenant-by out, or write "
            "--format policy");
  const auto arn = cluster_arn(name_space->cluster);
  if (!arn)
    throw Error(where,
                "which EKS cluster it is of is not known; join its OIDC provider with "
                "--cluster-provider, or write --format policy",
                ExitCode::Refused);
  check_account(where, *arn, terms.role_arn);
  std::set<std::string> accounts = result.workload.service_accounts;
  if (!result.unit.service_account.empty()) accounts = {result.unit.service_account};
  accounts.erase("");
  if (accounts.empty())
    throw Error(where, "no service account of it is known, and an association names one",
                ExitCode::Refused);
  std::vector<PodIdentityAssociation> associations;
  for (const std::string& account : accounts) {
    associations.push_back({.cluster_arn = name_space->cluster,
                            .cluster = arn->resource.substr(cluster_word.size()),
                            .cluster_label = clusters.label(name_space->cluster),
                            .region = arn->region,
                            .name_space = name_space->name,
                            .service_account = account,
                            .terms = terms});
  }
  return associations;
}

}  // namespace scopedown
