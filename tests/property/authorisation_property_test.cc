// Goal: authorise() answers as the second reading of AWS's pages does (tests/support/
// authorisation_oracle.h), and keeps the laws of authorisation.h.
// Method: every mix of what the layers can say, 165,888; every operator on every small set of
// values; then random policies from a tiny alphabet, a run for each layer. A million of each:
//   SCOPEDOWN_VALUES=1000000 property_tests "random policies of each layer decide as the definition says"

#include <algorithm>
#include <memory>
#include <string>
#include <vector>

#include <catch2/catch.hpp>

#include "model/authorisation.h"
#include "model/condition_evaluation.h"
#include "tests/support/authorisation_case.h"
#include "tests/support/authorisation_oracle.h"
#include "tests/support/pick.h"
#include "tests/support/print.h"

namespace scopedown::testing {
namespace {

std::string decision_of(const CaseJson& value) {
  const BuiltCase built(value);
  return decision_text(authorise(built.layers(), built.request()).decision);
}

// --- every mix of layers ---------------------------------------------------------------------------

const std::string everything = R"("Action":"*","Resource":"*")";

PolicyDocument document_of(const std::string& statement, PolicyGrammar grammar) {
  return PolicyDocument::parse(R"({"Version":"2012-10-17","Statement":{)" + statement + "}}",
                               grammar);
}

// A layer that is not there, says nothing, allows, or denies.
struct Sayings {
  PolicyDocument silent;
  PolicyDocument allow;
  PolicyDocument deny;

  explicit Sayings(const std::string& principal)
      : silent(of("Allow", R"("Action":"ec2:RunInstances","Resource":"*")", principal)),
        allow(of("Allow", everything, principal)),
        deny(of("Deny", everything, principal)) {}

  static PolicyDocument of(const std::string& effect, const std::string& rest,
                           const std::string& principal) {
    const std::string who = principal.empty() ? "" : R"("Principal":)" + principal + ",";
    return document_of(R"("Effect":")" + effect + R"(",)" + who + rest,
                       principal.empty() ? PolicyGrammar::Identity : PolicyGrammar::ResourceBased);
  }

  // 0 to 3, in the order above.
  [[nodiscard]] PolicyList list(std::size_t which) const {
    if (which == 0) return {};
    return {which == 1 ? &silent : (which == 2 ? &allow : &deny)};
  }

  static LayerState state(std::size_t which) { return {which != 0, which == 2, which == 3}; }
};

struct Naming {
  std::string principal;  // JSON
  bool itself = false;
  bool role = false;
  bool at_all = true;
};

const std::string session_arn = "arn:aws:sts::111122223333:assumed-role/tenants/pod-1";

// How a resource-based policy may name the session, and anybody else.
const std::vector<Naming> namings{
    {R"({"AWS":"arn:aws:iam::999900001111:root"})", false, false, false},
    {R"({"AWS":"arn:aws:iam::111122223333:root"})"},
    {R"({"AWS":"111122223333"})"},
    {R"({"AWS":"arn:aws:iam::111122223333:role/tenants"})", false, true},
    {R"({"AWS":["arn:aws:iam::111122223333:role/other","arn:aws:iam::111122223333:role/tenants"]})",
     false, true},
    {R"({"AWS":")" + session_arn + R"("})", true},
    {R"("*")", true},
    {R"({"AWS":"*"})", true},
    {R"({"Service":"pods.eks.amazonaws.com"})", false, false, false}};

struct Place {
  Action action;
  std::string resource;
  bool has_own_gate = false;
};

const std::vector<Place> places{
    {{"s3", "GetObject"}, "arn:aws:s3:::orders/a"},
    {{"kms", "Decrypt"}, "arn:aws:kms:eu-west-1:111122223333:key/1", true},
    {{"sts", "AssumeRole"}, "arn:aws:iam::111122223333:role/next", true}};

// --- conditions ------------------------------------------------------------------------------------

// A key's values, and what a policy may ask of it, by the operator's family.
std::vector<std::string> small_values(const std::string& operation) {
  if (operation.find("Numeric") != std::string::npos) return {"1", "2.0", "2", "x"};
  if (operation.find("Date") != std::string::npos)
    return {"2026-11-22T10:00:00Z", "2026-11-23T10:00:00Z", "soon"};
  if (operation.find("IpAddress") != std::string::npos)
    return {"203.0.113.7", "203.0.113.0/24", "10.0.0.1"};
  if (operation.find("Arn") != std::string::npos)
    return {"arn:aws:iam::1:role/a", "arn:aws:iam::*:role/?", "arn:aws:iam::1:role/a:b", "a"};
  if (operation.find("Bool") != std::string::npos || operation == "Null")
    return {"true", "False", "maybe"};
  return {"ab", "AB", "a*", "${s3:prefix}"};
}

std::vector<std::string> all_operators() {
  std::vector<std::string> operators{"Null"};
  for (const std::string& base : operator_names()) {
    for (const char* set : {"", "ForAllValues:", "ForAnyValue:"}) {
      operators.push_back(set + base);
      operators.push_back(set + base + "IfExists");
    }
  }
  return operators;
}

// Every list of up to two of the values.
std::vector<std::vector<std::string>> small_lists(const std::vector<std::string>& values) {
  std::vector<std::vector<std::string>> lists{{}};
  for (const std::string& one : values) {
    lists.push_back({one});
    for (const std::string& other : values)
      lists.push_back({one, other});
  }
  return lists;
}

}  // namespace

TEST_CASE("every mix of layers decides as the table says") {
  const Sayings plain("");
  const Sayings rcp(R"("*")");
  std::vector<Sayings> by_naming;
  for (const Naming& naming : namings)
    by_naming.emplace_back(naming.principal);
  std::size_t allowed = 0;
  for (std::size_t mix = 0; mix < 256U * 3U * 4U * 9U * 3U * 2U; ++mix) {
    std::size_t rest = mix;
    const auto take = [&](std::size_t count) {
      const std::size_t digit = rest % count;
      rest /= count;
      return digit;
    };
    const std::size_t identity = take(4);
    const std::size_t boundary = take(4);
    const std::size_t session = take(4);
    const std::size_t scp = take(4);
    const std::size_t denied_by_rcp = take(3);
    const std::size_t resource = take(4);
    const std::size_t naming = take(9);
    const Place& place = places[take(3)];
    const bool other_account = take(2) == 1;
    const PolicyLayers layers{.identity = plain.list(identity),
                              .resource = by_naming[naming].list(resource),
                              .boundary = plain.list(boundary),
                              .session = plain.list(session),
                              .scp = {plain.list(2), plain.list(scp)},
                              .rcp = {rcp.list(denied_by_rcp == 2 ? 3 : denied_by_rcp)}};
    Request request{.principal = session_arn,
                    .action = place.action,
                    .resource = place.resource,
                    .context = {}};
    request.context["aws:ResourceAccount"] = {other_account ? "444455556666" : "111122223333"};
    TableCase table;
    table.identity = Sayings::state(identity);
    table.boundary = Sayings::state(boundary);
    table.session = Sayings::state(session);
    table.resource = Sayings::state(resource);
    if (!namings[naming].at_all) table.resource = {table.resource.present, false, false};
    table.names_session = namings[naming].itself && resource == 2;
    table.names_role = namings[naming].role && resource == 2;
    table.scp = {Sayings::state(2), Sayings::state(scp)};
    table.rcp = {Sayings::state(denied_by_rcp == 2 ? 3 : denied_by_rcp)};
    table.other_account = other_account;
    table.has_own_gate = place.has_own_gate;
    const std::string decision = decision_text(authorise(layers, request).decision);
    if (decision != decision_by_table(table))
      FAIL(mix << ": " << decision << ", not " << decision_by_table(table) << " for identity "
               << identity << ", boundary " << boundary << ", session " << session << ", scp "
               << scp << ", rcp " << denied_by_rcp << ", resource " << resource << " naming "
               << namings[naming].principal << ", " << place.resource
               << (other_account ? " of another account" : ""));
    allowed += decision == "allowed" ? 1 : 0;
  }
  CHECK(allowed > 2'000);
}

TEST_CASE("every operator on every small set of values holds as the definition says") {
  std::size_t tried = 0;
  std::size_t held = 0;
  for (const std::string& operation : all_operators()) {
    const auto values = small_values(operation);
    for (const auto& wanted : small_lists(values)) {
      if (wanted.empty()) continue;
      for (const auto& actual : small_lists(values)) {
        for (const bool variables : {false, true}) {
          RequestContext context({{"aws:Key", actual}, {"S3:Prefix", {"ab"}}});
          ContextByDefinition by_definition{{"s3:prefix", {"ab"}}};
          if (!actual.empty()) by_definition["aws:key"] = actual;
          const bool holds_here = holds({operation, "AWS:key", wanted},
                                        variables ? Variables::Read : Variables::Literal, context);
          if (holds_here !=
              holds_by_definition(operation, "AWS:key", wanted, variables, by_definition))
            FAIL(operation << " of " << Catch::Detail::stringify(wanted) << " against "
                           << Catch::Detail::stringify(actual)
                           << (variables ? " with variables" : "")
                           << (holds_here ? " holds here" : " does not hold here"));
          ++tried;
          held += holds_here ? 1 : 0;
        }
      }
    }
  }
  CHECK(tried > 50'000);
  CHECK(held > tried / 10);
  CHECK(held < tried - tried / 10);
}

TEST_CASE("random policies of each layer decide as the definition says") {
  const auto layer =
      GENERATE(as<std::string>{}, "identity", "session", "boundary", "resource", "scp", "rcp");
  CAPTURE(layer);
  for_all(
      [&](Random& random, Size size) { return any_authorisation_case(random, size, layer); },
      [](const CaseJson& value) { REQUIRE(decision_of(value) == decision_by_definition(value)); });
}

namespace {

CaseJson any_case(Random& random, Size size) {
  const std::vector<std::string> layers{"identity", "session", "boundary",
                                        "resource", "scp",     "rcp"};
  return any_authorisation_case(random, size, pick(random, layers));
}

}  // namespace

TEST_CASE("what is allowed without resource-based policies is allowed by each layer alone") {
  for_all(any_case, [](CaseJson value) {
    value["policies"].erase("resource");
    if (decision_of(value) != "allowed") return;
    for (const char* layer : {"session", "boundary"}) {
      if (!value["policies"].contains(layer) || value["policies"][layer].empty()) continue;
      CaseJson alone = value;
      alone["policies"] = {{"identity", value["policies"][layer]}};
      REQUIRE(decision_of(alone) == "allowed");
    }
    if (!value["policies"].contains("scp")) return;
    for (const CaseJson& level : value["policies"]["scp"]) {
      CaseJson alone = value;
      alone["policies"] = {{"identity", level}};
      if (!level.empty()) REQUIRE(decision_of(alone) == "allowed");
    }
  });
}

TEST_CASE("a deny in any layer beats every allow") {
  for_all(any_case, [](const CaseJson& value) {
    const CaseJson deny =
        CaseJson::parse(R"({"Statement":{"Effect":"Deny","Action":"*","Resource":"*"}})");
    const CaseJson deny_all = CaseJson::parse(
        R"({"Statement":{"Effect":"Deny","Principal":"*","Action":"*","Resource":"*"}})");
    const bool has_account = value["request"]["principal"].get<std::string>().starts_with("arn:");
    for (const std::string layer : {"identity", "session", "boundary", "resource", "scp", "rcp"}) {
      CaseJson denied = value;
      const bool levels = layer == "scp" || layer == "rcp";
      const CaseJson& what = layer == "resource" || layer == "rcp" ? deny_all : deny;
      denied["policies"][layer].push_back(levels ? CaseJson::array({what}) : what);
      if (layer == "scp" && !has_account) continue;  // which binds accounts alone
      REQUIRE(decision_of(denied) == "explicitDeny");
    }
  });
}

TEST_CASE("a layer more never allows more, resource-based and identity policies aside") {
  for_all(any_case, [](const CaseJson& value) {
    for (const char* layer : {"session", "boundary", "scp", "rcp"}) {
      CaseJson without = value;
      without["policies"].erase(layer);
      if (decision_of(value) == "allowed") REQUIRE(decision_of(without) == "allowed");
    }
  });
}

TEST_CASE("order, letter case of actions, and list or string make no difference") {
  for_all(any_case, [](const CaseJson& value) {
    CaseJson other = value;
    const auto turn = [](CaseJson& policies) {
      std::reverse(policies.begin(), policies.end());
      for (CaseJson& policy : policies) {
        CaseJson& statements = policy["Statement"];
        if (!statements.is_array()) statements = CaseJson::array({statements});
        std::reverse(statements.begin(), statements.end());
        for (CaseJson& statement : statements) {
          for (const char* key : {"Action", "NotAction", "Resource", "NotResource"}) {
            if (!statement.contains(key)) continue;
            CaseJson& items = statement[key];
            if (!items.is_array()) items = CaseJson::array({items});
            std::reverse(items.begin(), items.end());
            if (std::string(key).ends_with("Action"))
              for (CaseJson& item : items)
                item = folded_case(item.get<std::string>());
          }
        }
      }
    };
    for (auto& [layer, policies] : other["policies"].items()) {
      if (layer == "scp" || layer == "rcp") {
        for (CaseJson& level : policies)
          turn(level);
      } else {
        turn(policies);
      }
    }
    REQUIRE(decision_of(other) == decision_of(value));
  });
}

TEST_CASE("authorise lies between what is surely and what is possibly allowed") {
  for_all([](Random& random, Size size) { return any_authorisation_case(random, size, "session"); },
          [](const CaseJson& value) {
            CaseJson plain =
                value;  // an identity and a session policy, which is all that evaluator.h knows
            for (const char* layer : {"boundary", "resource", "scp", "rcp"})
              plain["policies"].erase(layer);
            plain["request"]["principal"] = session_arn;
            plain["request"].erase("resourceAccount");
            if (plain["request"].contains("context"))
              plain["request"]["context"].erase("aws:ResourceAccount");
            plain["request"]["resource"] = "arn:aws:s3:::orders/a";
            const BuiltCase built(plain);
            const PolicyLayers layers = built.layers();
            if (layers.session.size() != 1) return;
            std::vector<Policy> identity;
            for (const PolicyDocument* document : layers.identity)
              identity.push_back(document->policy);
            const Policy& session = layers.session.front()->policy;
            const bool allowed = authorise(layers, built.request()).allowed();
            if (allows(identity, session, built.request(), Reading::Surely)) REQUIRE(allowed);
            if (allowed) REQUIRE(allows(identity, session, built.request(), Reading::Possibly));
          });
}

TEST_CASE("what is said to have decided did") {
  for_all(any_case, [](const CaseJson& value) {
    const BuiltCase built(value);
    const PolicyLayers layers = built.layers();
    const Authorisation answer = authorise(layers, built.request());
    REQUIRE((answer.decision == Decision::ImplicitDeny) == !answer.lacking.empty());
    REQUIRE((answer.decision == Decision::ExplicitDeny) ==
            std::ranges::any_of(answer.matched, [](const MatchedStatement& each) {
              return each.effect == Effect::Deny;
            }));
    const bool is_root = built.request().principal.ends_with(":root");  // who needs no statement
    if (answer.by.empty()) REQUIRE((is_root || answer.decision == Decision::ImplicitDeny));
    if (answer.decision == Decision::ImplicitDeny) REQUIRE(answer.by.empty());
    for (const MatchedStatement& each : answer.by) {
      REQUIRE(std::ranges::find(answer.matched, each) != answer.matched.end());
      REQUIRE(each.effect == (answer.allowed() ? Effect::Allow : Effect::Deny));
      const Policy& policy = layers.levels(each.layer)[each.level][each.policy]->policy;
      REQUIRE(policy.statements[each.statement].effect == each.effect);
    }
  });
}

}  // namespace scopedown::testing
