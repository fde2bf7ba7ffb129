// Goal: each mistake that keeps a pod out is found and named, and what is sound is not accused.
// Method: one set-up of each kind that works; then one thing wrong at a time.

#include "generator/diagnose/diagnosis.h"

#include <algorithm>
#include <string>
#include <vector>

#include <catch2/catch.hpp>

#include "generator/error.h"

namespace scopedown::testing {
namespace {

const std::string issuer = "oidc.eks.eu-west-1.amazonaws.com/id/8D3F";

std::string token_trust(const std::string& provider, const std::string& condition) {
  return R"({"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Federated":"arn:aws:iam::111122223333:oidc-provider/)" +
         provider + R"("},"Action":"sts:AssumeRoleWithWebIdentity","Condition":)" + condition +
         "}]}";
}

std::string equals(const std::string& sub, const std::string& aud = "sts.amazonaws.com",
                   const std::string& operation = "StringEquals") {
  return "{\"" + operation + "\":{\"" + issuer + ":sub\":\"" + sub + "\",\"" + issuer +
         ":aud\":\"" + aud + "\"}}";
}

Symptoms irsa(const std::string& trust) {
  Symptoms symptoms;
  symptoms.trust = read_policy_text("trust.json", trust, PolicyGrammar::ResourceBased);
  symptoms.annotation = "arn:aws:iam::111122223333:role/payments";
  symptoms.provider = "https://" + issuer;
  symptoms.name_space = "payments";
  symptoms.service_account = "api";
  return symptoms;
}

Symptoms pods(const std::string& trust, bool tags_off) {
  Symptoms symptoms;
  symptoms.trust = read_policy_text("trust.json", trust, PolicyGrammar::ResourceBased);
  symptoms.name_space = "payments";
  symptoms.service_account = "api";
  Association association;
  association.role_arn = "arn:aws:iam::111122223333:role/tenants";
  association.pod = {.cluster_name = "prod",
                     .cluster_arn = "arn:aws:eks:eu-west-1:111122223333:cluster/prod",
                     .name_space = "payments",
                     .service_account = "api",
                     .pod_name = "",
                     .pod_uid = "",
                     .disable_session_tags = tags_off};
  symptoms.association = association;
  return symptoms;
}

std::vector<std::string> codes(const Symptoms& symptoms) {
  std::vector<std::string> codes;
  for (const Diagnosed& finding : diagnose(symptoms).findings)
    codes.push_back(finding.code);
  return codes;
}

using Codes = std::vector<std::string>;

constexpr const char* subject = "system:serviceaccount:payments:api";

std::string pod_trust_text(const std::string& actions, const std::string& condition = "") {
  return R"({"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"pods.eks.amazonaws.com"},"Action":)" +
         actions + (condition.empty() ? "" : ",\"Condition\":" + condition) + "}]}";
}

const std::string both_actions = R"(["sts:AssumeRole","sts:TagSession"])";

}  // namespace

TEST_CASE("a service account that is let in has nothing wrong") {
  CHECK(codes(irsa(token_trust(issuer, equals(subject)))).empty());
  CHECK(codes(irsa(token_trust(issuer, equals("system:serviceaccount:payments:*",
                                              "sts.amazonaws.com", "StringLike"))))
            .empty());
  CHECK(diagnose(irsa(token_trust(issuer, equals(subject)))).sound.size() == 2);
}

TEST_CASE("what is wrong with a token's trust is named") {
  struct Row {
    std::string trust;
    Codes found;
    std::string because;
  };

  const auto row = GENERATE(
      Row{token_trust(issuer, equals("system:serviceaccount:payment:api")),
          {"subject"},
          "a letter of the namespace is missing"},
      Row{token_trust(issuer, equals("system:serviceaccount:api:payments")),
          {"subject"},
          "namespace and name are the wrong way round"},
      Row{token_trust(issuer, equals("payments:api")), {"subject"}, "no prefix"},
      Row{token_trust(issuer, equals("system:serviceaccount:payments:*")),
          {"literal_wildcard", "subject"},
          "StringEquals takes a star for itself"},
      Row{token_trust(issuer, equals(subject, "kubernetes")), {"audience"}, "another audience"},
      Row{token_trust("oidc.eks.eu-west-1.amazonaws.com/id/9999", equals(subject)),
          {"provider"},
          "the cluster was made anew"},
      Row{token_trust(issuer,
                      R"({"StringEquals":{"oidc.eks.eu-west-1.amazonaws.com/id/9999:sub":")" +
                          std::string(subject) + "\"}}"),
          {"condition_key"},
          "the condition's key is of the old cluster"},
      Row{pod_trust_text(both_actions), {"no_statement"}, "it is for Pod Identity"});
  CAPTURE(row.because, row.trust);
  CHECK(codes(irsa(row.trust)) == row.found);
}

TEST_CASE("the nearest subject is shown beside the pod's own") {
  const Diagnosis found =
      diagnose(irsa(token_trust(issuer, equals("system:serviceaccount:payments:apii"))));
  REQUIRE(found.findings.size() == 1);
  CHECK(found.findings[0].text.find("payments:apii") != std::string::npos);
  CHECK(found.findings[0].text.find("`system:serviceaccount:payments:api`") != std::string::npos);
}

TEST_CASE("an annotation that is no role is named") {
  Symptoms symptoms = irsa(token_trust(issuer, equals(subject)));
  for (const char* wrong :
       {"payments", "arn:aws:iam::111122223333:user/payments", "arn:aws:iam::1111:role/payments",
        "arn:aws:sts::111122223333:role/p"}) {
    symptoms.annotation = wrong;
    CAPTURE(wrong);
    CHECK(codes(symptoms) == Codes{"annotation"});
  }
}

TEST_CASE("what is wrong with an association's trust is named") {
  const std::string source =
      R"({"ArnEquals":{"aws:SourceArn":"arn:aws:eks:eu-west-1:111122223333:cluster/)";
  const std::string tags = R"({"StringEquals":{"aws:RequestTag/kubernetes-namespace":"payments"}})";
  CHECK(codes(pods(pod_trust_text(both_actions), false)).empty());
  CHECK(codes(pods(pod_trust_text(R"("sts:AssumeRole")"), true)).empty());
  CHECK(codes(pods(pod_trust_text(R"("sts:AssumeRole")"), false)) == Codes{"no_tag_session"});
  CHECK(codes(pods(pod_trust_text(both_actions, source + "prod\"}}"), true)).empty());
  CHECK(codes(pods(pod_trust_text(both_actions, source + "staging\"}}"), true)) == Codes{"source"});
  CHECK(codes(pods(pod_trust_text(both_actions, tags), false)).empty());
  CHECK(codes(pods(pod_trust_text(both_actions, tags), true)) == Codes{"tags_off"});
  CHECK(codes(pods(token_trust(issuer, equals(subject)), true)) == Codes{"no_statement"});
}

TEST_CASE("a policy that asks for a tag which the association turns off is named") {
  Symptoms symptoms = pods(pod_trust_text(both_actions), true);
  const std::string text =
      R"({"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:GetObject","Resource":"arn:aws:s3:::a/${aws:PrincipalTag/kubernetes-namespace}/*"}})";
  symptoms.policies.push_back(read_policy_text("role.json", text, PolicyGrammar::Identity));
  CHECK(codes(symptoms) == Codes{"tags_off"});
  symptoms.association->pod.disable_session_tags = false;
  CHECK(codes(symptoms).empty());
}

TEST_CASE("both ways at once, and another pod's association, are named") {
  Symptoms symptoms = pods(pod_trust_text(both_actions), true);
  symptoms.service_account = "worker";
  CHECK(codes(symptoms) == Codes{"no_association"});
  symptoms.service_account = "api";
  symptoms.trust.reset();
  symptoms.annotation = "arn:aws:iam::111122223333:role/payments";
  CHECK(codes(symptoms) == Codes{"both_ways"});
}

TEST_CASE("what the failing event tells is read") {
  const auto event = [](const std::string& fields) {
    return read_failing_event("{\"Records\":[{\"eventName\":\"Ok\"},{" + fields + "}]}",
                              "event.json");
  };
  Symptoms symptoms;
  symptoms.provider = "https://" + issuer + "/";
  symptoms.name_space = "payments";
  symptoms.service_account = "api";
  symptoms.event = event(
      R"("eventSource":"sts.amazonaws.com","eventName":"AssumeRoleWithWebIdentity","awsRegion":"us-east-1","errorCode":"AccessDenied","userIdentity":{"userName":"system:serviceaccount:payments:default"})");
  CHECK(codes(symptoms) == Codes{"subject", "region"});
  symptoms.event =
      event(R"("eventName":"AssumeRoleForPodIdentity","errorCode":"ResourceNotFoundException")");
  CHECK(codes(symptoms) == Codes{"no_association"});
  symptoms.event = event(
      R"("eventName":"PutObject","errorCode":"AccessDenied","errorMessage":"User: arn:aws:sts::111122223333:assumed-role/tenants/x is not authorized to perform: s3:PutObject on resource: \"arn:aws:s3:::a/b\" because no session policy allows the s3:PutObject action")");
  CHECK(codes(symptoms) == Codes{"denied_by"});
  symptoms.event =
      event(R"("eventName":"AssumeRoleWithWebIdentity","errorCode":"ExpiredTokenException")");
  CHECK(codes(symptoms) == Codes{"token"});
  CHECK_THROWS_AS(read_failing_event("{\"Records\":[]}", "event.json"), Error);
  CHECK_THROWS_AS(read_failing_event("{", "event.json"), Error);
}

}  // namespace scopedown::testing
