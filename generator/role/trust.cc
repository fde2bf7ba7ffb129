#include "generator/role/trust.h"

#include <algorithm>
#include <string_view>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>

#include "model/arn.h"
#include "model/policy.h"

namespace scopedown {
namespace {

using Json = nlohmann::ordered_json;

// A list of one without its brackets, as policies have it.
Json listed(const std::vector<std::string>& values) {
  if (values.size() == 1) return values.front();
  return values;
}

Json listed(const std::set<std::string>& values) {
  return listed(std::vector<std::string>(values.begin(), values.end()));
}

// A name as a value that is compared literally: `$` begins no variable.
std::string literal(const std::string& name) {
  std::string value;
  for (const char byte : name)
    value += byte == '$' ? std::string("${$}") : std::string(1, byte);
  return value;
}

Json statement(Json principal, std::vector<std::string> actions, Json condition) {
  Json made;
  made["Effect"] = "Allow";
  made["Principal"] = std::move(principal);
  made["Action"] = listed(actions);
  if (!condition.empty()) made["Condition"] = std::move(condition);
  return made;
}

std::vector<std::string> assume(bool session_tags) {
  if (session_tags) return {"sts:AssumeRole", "sts:TagSession"};
  return {"sts:AssumeRole"};
}

// `named`: how many names the statements hold, and `each` the characters that all of them take.
TrustPolicy trust(Json statements, std::size_t named, std::size_t each,
                  std::size_t characters_max) {
  Json document;
  document["Version"] = "2012-10-17";
  document["Statement"] = std::move(statements);
  TrustPolicy made;
  made.text = document.dump(-1, ' ', false, Json::error_handler_t::replace);
  made.characters = characters_of(made.text);
  made.names = named;
  const std::size_t frame = made.characters - std::min(each, made.characters);
  if (each > 0 && characters_max > frame) made.names_max = (characters_max - frame) * named / each;
  return made;
}

std::size_t characters_of_list(const std::set<std::string>& values) {
  std::size_t all = 0;
  for (const std::string& value : values)
    all += characters_of(value) + 3;  // two quotation marks and a comma
  return all;
}

TrustPolicy pod_trust_by(const std::set<std::string>& clusters, const char* operation,
                         bool session_tags, std::size_t characters_max) {
  std::set<std::string> accounts;
  for (const std::string& cluster : clusters) {
    if (const auto arn = Arn::parse(cluster)) accounts.insert(arn->account);
  }
  const Json condition{{"StringEquals", {{"aws:SourceAccount", listed(accounts)}}},
                       {operation, {{"aws:SourceArn", listed(clusters)}}}};
  return trust(Json::array({statement({{"Service", "pods.eks.amazonaws.com"}}, assume(session_tags),
                                      condition)}),
               clusters.size(), characters_of_list(clusters), characters_max);
}

}  // namespace

TrustPolicy pod_trust(const std::set<std::string>& clusters, bool session_tags,
                      std::size_t characters_max) {
  TrustPolicy named = pod_trust_by(clusters, "ArnEquals", session_tags, characters_max);
  if (named.fits(characters_max)) return named;
  std::set<std::string> regions;
  for (const std::string& cluster : clusters) {
    if (const auto arn = Arn::parse(cluster))
      regions.insert("arn:" + arn->partition + ":eks:" + arn->region + ":" + arn->account +
                     ":cluster/*");
  }
  TrustPolicy wide = pod_trust_by(regions, "ArnLike", session_tags, characters_max);
  wide.names_regions = true;
  return wide;
}

std::string irsa_subject(const std::string& name_space, const std::string& service_account) {
  return "system:serviceaccount:" + name_space + ":" + service_account;
}

TrustPolicy irsa_trust(const IrsaSubjects& subjects, std::size_t characters_max) {
  Json statements = Json::array();
  std::size_t named = 0;
  std::size_t each = 0;
  for (const auto& [provider, subjects_there] : subjects) {
    std::set<std::string> names;
    for (const std::string& name : subjects_there)
      names.insert(literal(name));
    const std::string issuer = provider.substr(provider.find('/') + 1);
    const Json condition{
        {"StringEquals",
         {{issuer + ":aud", "sts.amazonaws.com"}, {issuer + ":sub", listed(names)}}}};
    statements.push_back(
        statement({{"Federated", provider}}, {"sts:AssumeRoleWithWebIdentity"}, condition));
    named += names.size();
    each += characters_of_list(names);
  }
  return trust(std::move(statements), named, each, characters_max);
}

std::string AssociationName::external_id() const {
  const auto arn = Arn::parse(cluster);
  if (!arn) return "";
  const std::string name = arn->resource.substr(arn->resource.find('/') + 1);
  return arn->region + "/" + arn->account + "/" + name + "/" + name_space + "/" + service_account;
}

TrustPolicy target_trust(const std::string& source_role,
                         const std::set<AssociationName>& associations, bool session_tags,
                         std::size_t characters_max) {
  const Json principal{{"AWS", source_role}};
  Json statements = Json::array();
  std::size_t each = 0;
  if (!session_tags) {
    std::set<std::string> ids;
    for (const AssociationName& association : associations)
      ids.insert(literal(association.external_id()));
    each = characters_of_list(ids);
    statements.push_back(
        statement(principal, assume(false), {{"StringEquals", {{"sts:ExternalId", listed(ids)}}}}));
  } else {
    // One statement each: lists of namespaces and of names would let in every pair of them.
    for (const AssociationName& association : associations) {
      const Json tags{
          {"aws:PrincipalTag/eks-cluster-arn", association.cluster},
          {"aws:PrincipalTag/kubernetes-namespace", literal(association.name_space)},
          {"aws:PrincipalTag/kubernetes-service-account", literal(association.service_account)}};
      statements.push_back(statement(principal, assume(true), {{"StringEquals", tags}}));
      each += characters_of(statements.back().dump()) + 1;
    }
  }
  return trust(std::move(statements), associations.size(), each, characters_max);
}

}  // namespace scopedown
