// Goal: no two associations share a name, and every name is one that the tool takes. Method: every
// triple of small names over an alphabet of all that joins and collides.

#include "generator/emit/association_name.h"

#include <map>
#include <regex>
#include <string>

#include <catch2/catch.hpp>

#include "tests/support/pick.h"

namespace scopedown::testing {
namespace {

PodIdentityAssociation association(const std::string& cluster, const std::string& name_space,
                                   const std::string& service_account) {
  PodIdentityAssociation association;
  association.cluster_arn = "arn:aws:eks:eu-west-1:111122223333:cluster/" + cluster;
  association.cluster = cluster;
  association.cluster_label = cluster;
  association.name_space = name_space;
  association.service_account = service_account;
  return association;
}

// Fails unless the function gives every association a name of its own, which `form` takes.
template <class Name>
void check_names(Name name, const std::string& form) {
  const std::regex right(form);
  std::map<std::string, std::string> found;
  std::size_t count = 0;
  for (const std::string& cluster : all_words({"a", "A", "_", "-"}, 2)) {
    for (const std::string& name_space : all_words({"a", "-", ".", "1"}, 2)) {
      for (const std::string& account : all_words({"a", "-", ".", "_"}, 2)) {
        const std::string text = name(association(cluster, name_space, account));
        CAPTURE(cluster, name_space, account, text);
        const bool added = found.emplace(text, cluster + "/" + name_space + "/" + account).second;
        REQUIRE(added);
        REQUIRE(std::regex_match(text, right));
        REQUIRE(text.size() <= 253);
        ++count;
      }
    }
  }
  CHECK(count == 21 * 21 * 21);
}

}  // namespace

TEST_CASE("names in other alphabets are as they are where they can be") {
  const PodIdentityAssociation api = association("prod", "payments", "api");
  CHECK(kubernetes_name(api) == "prod.payments.api");
  CHECK(terraform_name(api) == "prod_payments_api");
  CHECK(logical_id(api).starts_with("PaymentsApi"));
  const PodIdentityAssociation builder = association("prod_eu-1", "analytics", "report.builder");
  CHECK(kubernetes_name(builder).starts_with("prod-eu-1-analytics-report-builder-"));
  CHECK(terraform_name(builder).starts_with("prod-eu-1-analytics-report-builder-"));
  CHECK(logical_id(builder).starts_with("AnalyticsReportBuilder"));
}

TEST_CASE("no two associations share a Kubernetes name") {
  check_names(kubernetes_name, "[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*");
}

TEST_CASE("no two associations share a name in Terraform") {
  check_names(terraform_name, "[A-Za-z_][A-Za-z0-9_-]*");
}

TEST_CASE("no two associations share a logical ID") {
  check_names(logical_id, "[A-Za-z0-9]+");
}

TEST_CASE("long names are cut, and stay apart") {
  const std::string longest(253, 'x');
  for (const auto name : {kubernetes_name, terraform_name, logical_id}) {
    const std::string one = name(association(std::string(100, 'c'), std::string(63, 'n'), longest));
    const std::string other =
        name(association(std::string(100, 'c'), std::string(63, 'n'), longest + "y"));
    CHECK(one.size() <= 253);
    CHECK(one != other);
  }
}

TEST_CASE("the same names in two clusters are two associations") {
  PodIdentityAssociation one = association("prod", "payments", "api");
  PodIdentityAssociation other = one;
  other.cluster_arn = "arn:aws:eks:us-east-1:111122223333:cluster/prod";
  CHECK(logical_id(one) != logical_id(other));
  one.cluster_label = "prod.eu-west-1.111122223333";
  other.cluster_label = "prod.us-east-1.111122223333";
  CHECK(kubernetes_name(one) != kubernetes_name(other));
  CHECK(terraform_name(one) != terraform_name(other));
}

}  // namespace scopedown::testing
