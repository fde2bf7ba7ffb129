// Goal: conditions and layers do what AWS's pages say, row by row.
// Method: the rows are data (tests/cases/authorisation), each with its page; a case is added without
// reading this.

#include <fstream>
#include <string>
#include <vector>

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "model/authorisation.h"
#include "model/condition_evaluation.h"
#include "model/condition_operator.h"
#include "model/session_tags.h"
#include "tests/support/authorisation_case.h"

namespace scopedown::testing {
namespace {

CaseJson read_cases(const std::string& name) {
  std::ifstream file(std::string(SCOPEDOWN_ROOT "/tests/cases/authorisation/") + name);
  return CaseJson::parse(file);
}

std::vector<std::string> strings(const CaseJson& value) {
  if (value.is_null()) return {};
  return value.is_array() ? value.get<std::vector<std::string>>()
                          : std::vector{value.get<std::string>()};
}

bool holds_for(const std::string& operation, const CaseJson& policy, const CaseJson& request) {
  const RequestContext context({{"aws:Key", strings(request)}});
  return holds({operation, "aws:key", strings(policy)}, Variables::Read, context);
}

}  // namespace

TEST_CASE("each condition operator matches, misses, and does without a value as its row says") {
  const CaseJson cases = read_cases("conditions.json");
  for (const CaseJson& row : cases["rows"]) {
    CAPTURE(row.dump());
    const std::string operation = row["operator"];
    REQUIRE(ConditionOperator::parse(operation));
    CHECK(holds_for(operation, row["policy"], row["match"]));
    CHECK_FALSE(holds_for(operation, row["policy"], row["miss"]));
    CHECK(holds_for(operation, row["policy"], nullptr) == row.value("missing", false));
    if (row.contains("if_exists")) continue;  // which Null does not take
    CHECK(holds_for(operation + "IfExists", row["policy"], nullptr));
    CHECK(holds_for(operation + "IfExists", row["policy"], row["match"]));
    if (!row["miss"].is_null())
      CHECK_FALSE(holds_for(operation + "IfExists", row["policy"], row["miss"]));
  }
}

TEST_CASE("every condition operator has a row") {
  const CaseJson cases = read_cases("conditions.json");
  for (const std::string& name : operator_names()) {
    bool found = false;
    for (const CaseJson& row : cases["rows"])
      found = found || row["operator"] == name;
    CAPTURE(name);
    CHECK(found);
  }
}

TEST_CASE("operators on sets of values hold as their row says") {
  const CaseJson cases = read_cases("conditions.json");
  for (const CaseJson& row : cases["sets"]) {
    CAPTURE(row.dump());
    CHECK(holds_for(row["operator"], row["policy"], row["request"]) == row["holds"].get<bool>());
  }
}

TEST_CASE("each row of the table of layers decides as AWS's page says") {
  const CaseJson cases = read_cases("layers.json");
  for (const CaseJson& row : cases["cases"]) {
    CAPTURE(row.dump());
    CaseJson value;
    for (const auto& [layer, names] : row["policies"].items()) {
      for (const CaseJson& name : names) {
        if (!name.is_array()) {
          value["policies"][layer].push_back(cases["documents"][name.get<std::string>()]);
          continue;
        }
        CaseJson level;
        for (const CaseJson& each : name)
          level.push_back(cases["documents"][each.get<std::string>()]);
        value["policies"][layer].push_back(level);
      }
    }
    const std::string place = row.value("on", "object");
    CaseJson& request = value["request"];
    request["principal"] =
        row.value("principal", "arn:aws:sts::111122223333:assumed-role/tenants/pod-1");
    request["action"] = place == "key"    ? "kms:Decrypt"
                        : place == "role" ? "sts:AssumeRoleWithWebIdentity"
                                          : "s3:GetObject";
    request["resource"] = place == "key"    ? "arn:aws:kms:eu-west-1:111122223333:key/1"
                          : place == "role" ? "arn:aws:iam::111122223333:role/next"
                                            : "arn:aws:s3:::orders/a";
    request["resourceAccount"] = row.value("account", "111122223333");
    const BuiltCase built(value);
    const Authorisation answer = authorise(built.layers(), built.request());
    CHECK(decision_text(answer.decision) == row["decision"]);
    CHECK(answer.passes_by_session == row.value("passes_by_session", false));
    std::vector<std::string> lacking;
    for (const LackingLayer& layer : answer.lacking)
      lacking.emplace_back(text(layer.layer));
    CHECK(lacking == row.value("lacking", std::vector<std::string>()));
  }
}

TEST_CASE(
    "EKS's tags go along a role chain, a session tag stands before a role tag, and they can be "
    "off") {
  PodIdentity pod{.cluster_name = "prod",
                  .cluster_arn = "arn:aws:eks:eu-west-1:111122223333:cluster/prod",
                  .name_space = "payments",
                  .service_account = "api",
                  .pod_name = "api-0",
                  .pod_uid = "0cda"};
  const SessionTags session = session_tags_of(pod);
  CHECK(session.tags.size() == 6);
  CHECK(session.transitive.size() == 6);
  CHECK(session.tags.at("eks-cluster-name") == "prod");

  SessionTags own;
  own.tags = {{"stage", "live"}, {"Kubernetes-Namespace", "other"}};
  const SessionTags next = session.chained(own);
  CHECK(next.tags.at("kubernetes-namespace") == "payments");
  CHECK_FALSE(next.tags.contains("Kubernetes-Namespace"));
  CHECK(next.tags.at("stage") == "live");
  CHECK_FALSE(next.chained({}).tags.contains("stage"));
  CHECK(next.chained({}).tags.at("kubernetes-namespace") == "payments");

  Request request;
  add_principal_tags(request, {{"KUBERNETES-namespace", "role's"}, {"cost", "7"}}, session);
  const RequestContext context(request.context);
  CHECK(*context.only("aws:PrincipalTag/kubernetes-namespace") == "payments");
  CHECK(*context.only("aws:PrincipalTag/cost") == "7");

  pod.disable_session_tags = true;
  CHECK(session_tags_of(pod).tags.empty());
}

}  // namespace scopedown::testing
