// Goal: a policy goes into associations of its own service accounts and cluster, or nowhere.
// Method: each kind of unit, and what each lacks.

#include "generator/emit/pod_identity_association.h"

#include <string>

#include <catch2/catch.hpp>

#include "generator/error.h"

namespace scopedown::testing {
namespace {

constexpr const char* prod = "arn:aws:eks:eu-west-1:111122223333:cluster/prod";
constexpr const char* prod_us = "arn:aws:eks:us-east-1:111122223333:cluster/prod";
constexpr const char* provider =
    "arn:aws:iam::111122223333:oidc-provider/oidc.eks.eu-west-1.amazonaws.com/id/8D3F";
constexpr const char* role = "arn:aws:iam::111122223333:role/tenants";

Result result_of(const std::string& cluster, const std::string& service_account) {
  Result result;
  result.unit = {Tenant{Namespace{cluster, "payments"}}, service_account};
  result.workload.service_accounts = {"", "worker", "api"};
  return result;
}

std::string error_of(const Result& result, const AssociationTerms& terms,
                     ExitCode code = ExitCode::Usage) {
  try {
    (void)associations_of(result, Clusters{{prod}, {}}, terms);
  } catch (const Error& error) {
    CHECK(error.code() == code);
    return error.what();
  }
  return "";
}

// What only this unit lacks: others are written all the same.
std::string refusal_of(const Result& result) {
  return error_of(result, {role, "", {}}, ExitCode::Refused);
}

}  // namespace

TEST_CASE("a service account's policy goes into its own association") {
  const auto found = associations_of(result_of(prod, "api"), Clusters{{prod}, {}}, {role, "", {}});
  REQUIRE(found.size() == 1);
  CHECK(found.front().cluster_arn == prod);
  CHECK(found.front().cluster == "prod");
  CHECK(found.front().cluster_label == "prod");
  CHECK(found.front().region == "eu-west-1");
  CHECK(found.front().name_space == "payments");
  CHECK(found.front().service_account == "api");
  CHECK(found.front().terms.role_arn == role);
}

TEST_CASE("clusters of one name are told apart by their label, and called by their name") {
  const Clusters clusters{{prod, prod_us}, {}};
  const auto found = associations_of(result_of(prod_us, "api"), clusters, {role, "", {}});
  CHECK(found.front().cluster == "prod");
  CHECK(found.front().cluster_label == "prod.us-east-1.111122223333");
}

TEST_CASE("a namespace's policy goes into an association for each service account that is known") {
  const auto found = associations_of(result_of(prod, ""), Clusters{{prod}, {}}, {role, "", {}});
  REQUIRE(found.size() == 2);
  CHECK(found[0].service_account == "api");
  CHECK(found[1].service_account == "worker");
}

TEST_CASE("what has no association is an error that says so") {
  Result principal = result_of(prod, "");
  principal.unit = {Tenant{Principal{role}}, ""};
  CHECK(error_of(principal, {role, "", {}}).find("--tenant-by") != std::string::npos);
  CHECK(refusal_of(result_of(provider, "api")).find("--cluster-provider") != std::string::npos);
  CHECK(refusal_of(result_of("prod", "api")).find("--cluster-provider") != std::string::npos);
  Result nobody = result_of(prod, "");
  nobody.workload.service_accounts = {""};
  CHECK(refusal_of(nobody).find("no service account") != std::string::npos);
}

TEST_CASE("a role of another account is an error, and a target role of one is not") {
  const std::string elsewhere = "arn:aws:iam::444455556666:role/tenants";
  CHECK(error_of(result_of(prod, "api"), {elsewhere, "", {}}).find("own account, 111122223333") !=
        std::string::npos);
  CHECK(error_of(result_of(prod, "api"), {role, elsewhere, {}}).empty());
  CHECK(error_of(result_of(prod, "api"), {}).empty());
}

}  // namespace scopedown::testing
