#include "generator/tenants/clusters.h"

#include <string>
#include <vector>

#include <catch2/catch.hpp>

#include "generator/error.h"

namespace scopedown::testing {
namespace {

const std::string prod = "arn:aws:eks:eu-west-1:111122223333:cluster/prod";
const std::string prod_2 = "arn:aws:eks:eu-west-1:111122223333:cluster/prod-2";
const std::string prod_us = "arn:aws:eks:us-east-1:111122223333:cluster/prod";
const std::string prod_other = "arn:aws:eks:eu-west-1:444455556666:cluster/prod";
const std::string provider =
    "arn:aws:iam::111122223333:oidc-provider/oidc.eks.eu-west-1.amazonaws.com/id/8D3F";
const std::string provider_us =
    "arn:aws:iam::111122223333:oidc-provider/oidc.eks.us-east-1.amazonaws.com/id/77AA";
const std::string provider_elsewhere = "arn:aws:iam::111122223333:oidc-provider/oidc.example.com/8D3F";

using Names = std::vector<std::string>;

std::string misuse(const std::set<std::string>& seen, const std::string& cluster,
                   const std::string& of_provider) {
  try {
    const Clusters clusters(seen, {{cluster, of_provider}});
  } catch (const Error& error) {
    CHECK(error.code() == ExitCode::Usage);
    return error.what();
  }
  return "";
}

}  // namespace

TEST_CASE("a cluster is named by its ARN, its name or its label") {
  const Clusters clusters({prod, prod_2, prod_us}, {});
  CHECK(clusters.named(prod) == Names{prod});
  CHECK(clusters.named("prod-2") == Names{prod_2});
  CHECK(clusters.named("prod") == Names{prod, prod_us});
  CHECK(clusters.named("prod.us-east-1.111122223333") == Names{prod_us});
  CHECK(clusters.named("pro").empty());
  CHECK(clusters.named("").empty());
}

TEST_CASE("a label is the name, or longer where clusters share it") {
  CHECK(Clusters({prod, prod_2}, {}).label(prod) == "prod");
  const Clusters same({prod, prod_us, prod_other, prod_2}, {});
  CHECK(same.label(prod) == "prod.eu-west-1.111122223333");
  CHECK(same.label(prod_us) == "prod.us-east-1.111122223333");
  CHECK(same.label(prod_other) == "prod.eu-west-1.444455556666");
  CHECK(same.label(prod_2) == "prod-2");
  CHECK(Clusters().label("prod") == "prod");
}

TEST_CASE("a provider is joined to the only cluster of its account and region, and it is said") {
  const Clusters clusters({prod, prod_us, prod_other, provider}, {});
  CHECK(clusters.joined(provider) == prod);
  CHECK(clusters.guessed() == std::map<std::string, std::string>{{provider, prod}});
  CHECK(clusters.named(provider).empty());
}

TEST_CASE("a provider stands for itself where several clusters or none might be meant") {
  for (const std::set<std::string>& seen :
       {std::set<std::string>{prod, prod_2, provider}, {prod_us, provider}, {provider}, {prod, provider_elsewhere}}) {
    const std::string& unjoined = seen.contains(provider) ? provider : provider_elsewhere;
    const Clusters clusters(seen, {});
    CHECK(clusters.joined(unjoined) == unjoined);
    CHECK(clusters.guessed().empty());
    CHECK(clusters.named(unjoined) == Names{unjoined});
  }
  CHECK(Clusters({provider}, {}).label(provider) == "8D3F");
}

TEST_CASE("the user joins a cluster and a provider, and nothing is guessed of it") {
  struct Row {
    std::string cluster;
    std::string provider;
    const char* because;
  };

  const Row row = GENERATE(Row{"prod-2", provider, "name and ARN"}, Row{prod_2, "8D3F", "ARN and id"},
                           Row{"prod-2", "oidc.eks.eu-west-1.amazonaws.com/id/8D3F", "the issuer's URL"});
  CAPTURE(row.because);
  const Clusters clusters({prod, prod_2, provider, provider_us}, {{row.cluster, row.provider}});
  CHECK(clusters.joined(provider) == prod_2);
  CHECK(clusters.joined(provider_us) == provider_us);
  CHECK(clusters.guessed().empty());
}

TEST_CASE("a join may name a cluster that no session showed") {
  const Clusters clusters({provider}, {{prod, "8D3F"}});
  CHECK(clusters.joined(provider) == prod);
  CHECK(clusters.named("prod") == Names{prod});
}

TEST_CASE("a join that makes no sense is a usage error that says what there is") {
  CHECK(misuse({prod, provider}, "stage", "8D3F").find("no cluster") != std::string::npos);
  const std::string ambiguous = misuse({prod, prod_us, provider}, "prod", "8D3F");
  CHECK(ambiguous.find(prod) != std::string::npos);
  CHECK(ambiguous.find(prod_us) != std::string::npos);
  CHECK(misuse({prod, provider}, "prod", "FFFF").find(provider) != std::string::npos);
  CHECK(misuse({prod, provider, provider_elsewhere}, "prod", "8D3F").find(provider_elsewhere) !=
        std::string::npos);
}

TEST_CASE("what was never seen is joined to nothing") {
  CHECK(Clusters().joined("arn:aws:eks:eu-west-1:111122223333:cluster/new") ==
        "arn:aws:eks:eu-west-1:111122223333:cluster/new");
  CHECK(Clusters().named("prod").empty());
}

}  // namespace scopedown::testing
