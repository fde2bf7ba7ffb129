// An EKS Pod Identity association that is to carry a policy: what every output format writes down.
//
// EKS takes one policy for each service account of a namespace, and only with the session tags turned
// off, so `disableSessionTags: true` is part of every format and not a field here.
//
// Names and tags may come from a log: they are data, and each format escapes them. They are UTF-8.
//
// Source: EKS API Reference, CreatePodIdentityAssociation, UpdatePodIdentityAssociation.

#ifndef SCOPEDOWN_GENERATOR_EMIT_POD_IDENTITY_ASSOCIATION_H_
#define SCOPEDOWN_GENERATOR_EMIT_POD_IDENTITY_ASSOCIATION_H_

#include <map>
#include <string>
#include <vector>

#include "generator/emit/summary.h"
#include "generator/tenants/clusters.h"

namespace scopedown {

// What no log tells of an association, as a person types it.
struct AssociationTerms {
  std::string role_arn;         // the shared role; "" if none was named
  std::string target_role_arn;  // the role that EKS assumes from it; "" if there is none
  std::map<std::string, std::string> tags;
};

struct PodIdentityAssociation {
  std::string cluster_arn;
  std::string cluster;        // its name, as the API takes it: "prod"
  std::string cluster_label;  // told from other clusters of the name: "prod.eu-west-1.111122223333"
  std::string region;
  std::string name_space;
  std::string service_account;
  AssociationTerms terms;
};

// Throws Error (usage) if `text`, which `option` was given, is no ARN of an IAM role.
void check_role_arn(const std::string& option, const std::string& text);

// Throws Error (usage) for what EKS does not take: more than 50 tags, a key of no or more than 128
// characters, a value of more than 256, a key that begins with `aws:`.
void check_association_tags(const std::map<std::string, std::string>& tags);

// One for each service account that the unit's policy is for, in the order of their names; at least
// one. Throws Error that says what to do: (refused) if its cluster or its service accounts are not
// known, so that other units are written; (usage) if it is no namespace's, or the role is of another
// account than the cluster.
[[nodiscard]] std::vector<PodIdentityAssociation> associations_of(const Result& result,
                                                                  const Clusters& clusters,
                                                                  const AssociationTerms& terms);

}  // namespace scopedown

#endif  // SCOPEDOWN_GENERATOR_EMIT_POD_IDENTITY_ASSOCIATION_H_
