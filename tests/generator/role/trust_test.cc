// Goal: a trust policy lets in whom it is for, and nobody that differs in one thing.
// Method: each document is read again from its text and asked of the definition of authorisation: the
// request that is meant, then other accounts, clusters, namespaces and names, with and without tags
// and external ID.

#include "generator/role/trust.h"

#include <map>
#include <string>
#include <vector>

#include <catch2/catch.hpp>

#include "model/authorisation.h"

namespace scopedown::testing {
namespace {

const std::string role = "arn:aws:iam::111122223333:role/tenants";
const std::string prod = "arn:aws:eks:eu-west-1:111122223333:cluster/prod";
const std::string provider =
    "arn:aws:iam::111122223333:oidc-provider/oidc.eks.eu-west-1.amazonaws.com/id/8D3F";
const std::string issuer = "oidc.eks.eu-west-1.amazonaws.com/id/8D3F";

using Context = std::map<std::string, std::vector<std::string>>;

bool lets_in(const TrustPolicy& trust, const std::string& principal, const std::string& action,
             const Context& context, const std::string& identity_text = "") {
  const PolicyDocument document = PolicyDocument::parse(trust.text, PolicyGrammar::ResourceBased);
  PolicyDocument identity;
  PolicyLayers layers;
  layers.resource = {&document};
  if (!identity_text.empty()) {
    identity = PolicyDocument::parse(identity_text, PolicyGrammar::Identity);
    layers.identity = {&identity};
  }
  const Request request{.principal = principal,
                        .action = *Action::parse(action),
                        .resource = role,
                        .context = context};
  return authorise(layers, request).allowed();
}

Context from(const std::string& cluster, const std::string& account) {
  return {{"aws:SourceArn", {cluster}}, {"aws:SourceAccount", {account}}};
}

}  // namespace

TEST_CASE(
    "EKS may assume the role for pods of the named clusters, and tag sessions where tags are on") {
  const std::string eks = "pods.eks.amazonaws.com";
  const TrustPolicy off = pod_trust({prod}, false, trust_characters_max_by_default);
  const TrustPolicy on = pod_trust({prod}, true, trust_characters_max_by_default);
  CHECK(lets_in(off, eks, "sts:AssumeRole", from(prod, "111122223333")));
  CHECK_FALSE(lets_in(off, eks, "sts:TagSession", from(prod, "111122223333")));
  CHECK(lets_in(on, eks, "sts:TagSession", from(prod, "111122223333")));

  const std::string other = "arn:aws:eks:eu-west-1:111122223333:cluster/prod-2";
  const std::string abroad = "arn:aws:eks:eu-west-1:444455556666:cluster/prod";
  CHECK_FALSE(lets_in(off, eks, "sts:AssumeRole", from(other, "111122223333")));
  CHECK_FALSE(lets_in(off, eks, "sts:AssumeRole", from(abroad, "444455556666")));
  CHECK_FALSE(lets_in(off, eks, "sts:AssumeRole", {}));
  CHECK_FALSE(lets_in(off, "ec2.amazonaws.com", "sts:AssumeRole", from(prod, "111122223333")));
}

TEST_CASE("clusters whose names do not fit are trusted by region, in their account alone") {
  std::set<std::string> clusters;
  for (int number = 0; number < 60; ++number)
    clusters.insert("arn:aws:eks:eu-west-1:111122223333:cluster/tenants-" + std::to_string(number));
  const TrustPolicy trust = pod_trust(clusters, false, trust_characters_max_by_default);
  CHECK(trust.names_regions);
  CHECK(trust.fits(trust_characters_max_by_default));
  const std::string eks = "pods.eks.amazonaws.com";
  for (const std::string& cluster : clusters)
    CHECK(lets_in(trust, eks, "sts:AssumeRole", from(cluster, "111122223333")));
  const std::string elsewhere = "arn:aws:eks:us-east-1:111122223333:cluster/tenants-1";
  CHECK_FALSE(lets_in(trust, eks, "sts:AssumeRole", from(elsewhere, "111122223333")));
  CHECK_FALSE(pod_trust(clusters, false, trust_characters_max_raised).names_regions);
}

TEST_CASE("a service account's token is let in by provider, subject and audience") {
  const TrustPolicy trust =
      irsa_trust({{provider, {irsa_subject("payments", "api")}}}, trust_characters_max_by_default);
  const std::string action = "sts:AssumeRoleWithWebIdentity";
  const auto token = [&](const std::string& subject, const std::string& audience) {
    return Context{{issuer + ":sub", {subject}}, {issuer + ":aud", {audience}}};
  };
  const std::string subject = "system:serviceaccount:payments:api";
  CHECK(lets_in(trust, provider, action, token(subject, "sts.amazonaws.com")));
  CHECK_FALSE(lets_in(trust, provider, action, token(subject, "kubernetes")));
  CHECK_FALSE(lets_in(trust, provider, action,
                      token("system:serviceaccount:payments:api-2", "sts.amazonaws.com")));
  CHECK_FALSE(lets_in(trust, provider, action,
                      token("system:serviceaccount:payment:api", "sts.amazonaws.com")));
  CHECK_FALSE(lets_in(trust, provider + "0", action, token(subject, "sts.amazonaws.com")));
  CHECK_FALSE(lets_in(trust, provider, "sts:AssumeRole", token(subject, "sts.amazonaws.com")));
}

TEST_CASE("a name that looks like a variable is compared as it is written") {
  const std::string name = "${aws:username}";
  const TrustPolicy trust =
      irsa_trust({{provider, {irsa_subject("payments", name)}}}, trust_characters_max_by_default);
  const auto asks = [&](const std::string& service_account) {
    return lets_in(trust, provider, "sts:AssumeRoleWithWebIdentity",
                   {{issuer + ":sub", {"system:serviceaccount:payments:" + service_account}},
                    {issuer + ":aud", {"sts.amazonaws.com"}},
                    {"aws:username", {"api"}}});
  };
  CHECK(asks(name));
  CHECK_FALSE(asks("api"));
}

TEST_CASE("the wall of a trust policy with many subjects is computed, and where it is said to be") {
  std::set<std::string> subjects;
  std::size_t most = 0;
  for (int number = 100; number < 200; ++number) {
    subjects.insert(irsa_subject("namespace-" + std::to_string(number), "application"));
    const TrustPolicy trust = irsa_trust({{provider, subjects}}, trust_characters_max_by_default);
    if (trust.fits(trust_characters_max_by_default)) most = subjects.size();
    CHECK(trust.characters == trust.text.size());
    if (subjects.size() > 1) {
      CAPTURE(subjects.size(), trust.names_max);
      CHECK(trust.fits(trust_characters_max_by_default) == (subjects.size() <= trust.names_max));
    }
  }
  CHECK(most > 25);
  CHECK(most < 45);
}

TEST_CASE("a target role lets in the source role with the external ID of its association") {
  const std::string source = "arn:aws:iam::111122223333:role/source";
  const std::string session = "arn:aws:sts::111122223333:assumed-role/source/eks-prod-api-1";
  const AssociationName api{prod, "payments", "api"};
  const AssociationName worker{prod, "orders", "worker"};
  CHECK(api.external_id() == "eu-west-1/111122223333/prod/payments/api");
  const TrustPolicy trust =
      target_trust(source, {api, worker}, false, trust_characters_max_by_default);
  const std::string may_assume =
      R"({"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":["sts:AssumeRole","sts:TagSession"],"Resource":"*"}})";
  const auto asks = [&](const std::string& who, const std::string& id) {
    const Context context = id.empty() ? Context{} : Context{{"sts:ExternalId", {id}}};
    return lets_in(trust, who, "sts:AssumeRole", context, may_assume);
  };
  CHECK(asks(session, api.external_id()));
  CHECK(asks(session, worker.external_id()));
  CHECK_FALSE(asks(session, ""));
  CHECK_FALSE(asks(session, "eu-west-1/111122223333/prod/payments/worker"));
  CHECK_FALSE(asks(session, "eu-west-1/111122223333/staging/payments/api"));
  CHECK_FALSE(asks(session, "eu-west-1/444455556666/prod/payments/api"));
  CHECK_FALSE(asks("arn:aws:sts::111122223333:assumed-role/source-2/x", api.external_id()));
  CHECK_FALSE(asks("arn:aws:sts::444455556666:assumed-role/source/x", api.external_id()));
  CHECK_FALSE(lets_in(trust, session, "sts:TagSession", {{"sts:ExternalId", {api.external_id()}}},
                      may_assume));
}

TEST_CASE("with tags on a target role goes by the tags, association by association") {
  const std::string source = "arn:aws:iam::111122223333:role/source";
  const std::string session = "arn:aws:sts::111122223333:assumed-role/source/eks-prod-api-1";
  const TrustPolicy trust =
      target_trust(source, {{prod, "payments", "api"}, {prod, "orders", "worker"}}, true,
                   trust_characters_max_by_default);
  const std::string may_assume =
      R"({"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":["sts:AssumeRole","sts:TagSession"],"Resource":"*"}})";
  const auto asks = [&](const std::string& cluster, const std::string& name_space,
                        const std::string& service_account) {
    const Context tags{{"aws:PrincipalTag/eks-cluster-arn", {cluster}},
                       {"aws:PrincipalTag/kubernetes-namespace", {name_space}},
                       {"aws:PrincipalTag/kubernetes-service-account", {service_account}}};
    return lets_in(trust, session, "sts:AssumeRole", tags, may_assume);
  };
  CHECK(asks(prod, "payments", "api"));
  CHECK(asks(prod, "orders", "worker"));
  CHECK_FALSE(asks(prod, "payments", "worker"));  // lists would let this pair in
  CHECK_FALSE(asks(prod + "-2", "payments", "api"));
  CHECK_FALSE(asks(prod, "payments-2", "api"));
  CHECK_FALSE(lets_in(trust, session, "sts:AssumeRole", {}, may_assume));
}

}  // namespace scopedown::testing
