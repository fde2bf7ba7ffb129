// Goal: an association says the same to whoever reads it. Method: a table of what is wrong, and one
// text given to both of its readers.

#include "generator/tenants/association_fields.h"

#include <catch2/catch.hpp>

#include "generator/emit/write_file.h"
#include "generator/error.h"
#include "generator/simulate/association.h"
#include "generator/tenants/inventory_file.h"
#include "tests/support/run.h"

namespace scopedown::testing {
namespace {

const std::string whole =
    R"({"association":{"clusterName":"prod","namespace":"payments","serviceAccount":"api",)"
    R"("roleArn":"arn:aws-cn:iam::111122223333:role/tenants","disableSessionTags":true,)"
    R"("policy":"{}","targetRoleArn":null,)"
    R"("associationArn":"arn:aws-cn:eks:cn-north-1:111122223333:podidentityassociation/prod/a-1"}})";

AssociationFields fields_of(const std::string& text) {
  return association_fields(read_json(text),
                            [](std::size_t byte) { return "byte " + std::to_string(byte); });
}

}  // namespace

TEST_CASE("both readers take the same out of an association") {
  const TemporaryFolder folder;
  const std::string file = (folder.path() / "association.json").string();
  write_file(file, whole);
  const std::vector<InventoryFact> facts = read_inventory({"", file}).facts;
  REQUIRE(facts.size() == 1);
  const Association association = read_association(whole, file);
  CHECK(association.pod.cluster_arn == "arn:aws-cn:eks:cn-north-1:111122223333:cluster/prod");
  CHECK(facts.front().cluster == association.pod.cluster_arn);
  CHECK(facts.front().name_space == association.pod.name_space);
  CHECK(facts.front().service_account == association.pod.service_account);
  CHECK(facts.front().role == association.role_arn);
  CHECK(association.pod.disable_session_tags);
  CHECK(association.policy_text == "{}");
}

TEST_CASE("what an association does not say is empty, and null says nothing") {
  const AssociationFields fields = fields_of(R"({"clusterName":"prod","roleArn":null})");
  CHECK(fields.cluster_name == "prod");
  CHECK(fields.cluster_arn.empty());
  CHECK(fields.role_arn.empty());
  CHECK_FALSE(fields.disable_session_tags);
}

TEST_CASE("a field of the wrong type is named with its place") {
  struct Row {
    const char* text;
    const char* message;
  };

  const auto row = GENERATE(
      Row{R"( [])", "byte 1: no association: it is a JSON object"},
      Row{R"({"clusterName":7})", "byte 15: clusterName must be a string"},
      Row{R"({"policy":{"Version":"2012-10-17"}})", "byte 10: policy must be a string"},
      Row{R"({"disableSessionTags":"true"})", "byte 22: disableSessionTags must be true or false"});
  CAPTURE(row.text);
  try {
    static_cast<void>(fields_of(row.text));
    FAIL("it was read");
  } catch (const Error& error) {
    CHECK_THAT(error.what(), Catch::Matchers::StartsWith(row.message));
  }
}

}  // namespace scopedown::testing
