#include "generator/tenants/selection.h"

#include <string>
#include <vector>

#include <catch2/catch.hpp>

#include "generator/usage/list_text.h"
#include "tests/support/print.h"

namespace scopedown::testing {
namespace {

const std::string prod = "arn:aws:eks:eu-west-1:111122223333:cluster/prod";
const std::string prod_us = "arn:aws:eks:us-east-1:111122223333:cluster/prod";
const std::string provider =
    "arn:aws:iam::111122223333:oidc-provider/oidc.eks.eu-west-1.amazonaws.com/id/8D3F";
const std::string role = "arn:aws:iam::111122223333:role/tenants";
const std::string user = "arn:aws:iam::111122223333:user/alice";

using Names = std::vector<std::string>;

Attribution caller(const char* session) {
  Attribution who;
  who.session = session;
  who.principal = role;
  return who;
}

Attribution pod(const char* session) {
  Attribution who = caller(session);
  who.cluster = prod;
  who.name_space = "payments";
  who.service_account = "api";
  return who;
}

Selection by(const char* kind) {
  Selection selection;
  selection.kind = TenantKind::parse(kind).value();
  return selection;
}

// "tenant service-account reason", with "-" for what is not there.
std::string told(const Attribution& who, const Selection& selection, const Clusters& clusters) {
  const Owner owner = owner_of(who, selection, clusters);
  const auto or_dash = [](std::string text) { return text.empty() ? "-" : text; };
  return (owner.tenant ? owner.tenant->text() : "-") + " " + or_dash(owner.service_account) + " " +
         or_dash(std::string(owner.reason));
}

}  // namespace

TEST_CASE("kinds of tenants") {
  CHECK(TenantKind::parse("namespace")->kind == TenantKind::Kind::Namespace);
  CHECK(TenantKind::parse("principal")->kind == TenantKind::Kind::Principal);
  CHECK(TenantKind::parse("tag:team")->kind == TenantKind::Kind::Tag);
  CHECK(TenantKind::parse("tag:team")->tag_key == "team");
  CHECK(TenantKind::parse("tag:a:b")->tag_key == "a:b");
  for (const char* text : {"", "tag", "tag:", "Namespace", "namespaces", "role"}) {
    CAPTURE(text);
    CHECK_FALSE(TenantKind::parse(text).has_value());
  }
}

TEST_CASE("whose call it was, by namespace") {
  const Clusters clusters({prod, provider}, {});
  const Selection selection;
  const std::string payments = "cluster=" + prod + ",namespace=payments";

  Attribution irsa = pod("irsa");
  irsa.cluster = provider;
  Attribution chained = pod("role");
  chained.hop = 1;
  Attribution replaced = pod("pod-identity");
  replaced.replaced = true;
  Attribution untagged = caller("pod-identity");
  untagged.doubt = "untagged_session";
  Attribution ambiguous = caller("role");
  ambiguous.doubt = "ambiguous_session";
  Attribution person = caller("user");
  person.principal = user;

  CHECK(told(pod("pod-identity"), selection, clusters) == payments + " api -");
  CHECK(told(pod("pod-target"), selection, clusters) == payments + " api -");
  CHECK(told(irsa, selection, clusters) == payments + " api -");
  CHECK(told(chained, selection, clusters) == payments + " api chained_session");
  CHECK(told(replaced, selection, clusters) == payments + " api replaced_session");
  CHECK(told(untagged, selection, clusters) == "- - untagged_session");
  CHECK(told(ambiguous, selection, clusters) == "- - ambiguous_session");
  CHECK(told(caller("role"), selection, clusters) == "- - not_a_tenant");
  CHECK(told(person, selection, clusters) == "- - not_a_tenant");
}

TEST_CASE("whose call it was, by principal: every session of the role") {
  const Clusters clusters({prod}, {});
  const Selection selection = by("principal");
  const std::string tenant = "principal=" + role;
  Attribution chained = pod("role");
  chained.hop = 2;
  Attribution replaced = pod("pod-identity");
  replaced.replaced = true;
  Attribution untagged = caller("pod-identity");
  untagged.doubt = "untagged_session";
  Attribution person = caller("user");
  person.principal = user;
  Attribution nobody = caller("role");
  nobody.principal.clear();

  for (const Attribution& who : {pod("pod-identity"), pod("pod-target"), pod("irsa"), caller("role"),
                                 chained, replaced, untagged}) {
    CAPTURE(who.session, who.hop, who.doubt);
    CHECK(told(who, selection, clusters) == tenant + " - -");
  }
  CHECK(told(person, selection, clusters) == "principal=" + user + " - -");
  CHECK(told(nobody, selection, clusters) == "- - not_a_tenant");
}

TEST_CASE("whose call it was, by a session tag") {
  const Clusters clusters({prod}, {});
  Attribution tagged = caller("role");
  tagged.tags = list_text(std::vector<NamedValue>{{"cost", "7"}, {"team", "blue,green"}});
  Attribution chained = tagged;
  chained.hop = 1;
  Attribution empty = caller("role");
  empty.tags = list_text(std::vector<NamedValue>{{"team", ""}});
  CHECK(told(tagged, by("tag:team"), clusters) == "tag=team,value=blue%2Cgreen - -");
  CHECK(told(tagged, by("tag:tea"), clusters) == "- - not_a_tenant");
  CHECK(told(chained, by("tag:team"), clusters) == "tag=team,value=blue%2Cgreen - chained_session");
  CHECK(told(empty, by("tag:team"), clusters) == "tag=team,value= - -");
  CHECK(told(pod("pod-identity"), by("tag:team"), clusters) == "- - not_a_tenant");
}

TEST_CASE("sessions of another role use resources, but are in no policy") {
  const Clusters clusters({prod}, {});
  Selection selection;
  selection.from_role = "arn:aws:iam::111122223333:role/teams/old";
  const std::string payments = "cluster=" + prod + ",namespace=payments";
  CHECK(told(pod("pod-identity"), selection, clusters) == payments + " api other_role");
  selection.from_role = role;
  CHECK(told(pod("pod-identity"), selection, clusters) == payments + " api -");
}

TEST_CASE("of an association with a target role, the sessions of that role count, whoever assumed it") {
  const Clusters clusters({prod}, {});
  const std::string payments = "cluster=" + prod + ",namespace=payments";
  Selection selection;
  selection.target_role = "arn:aws:iam::444455556666:role/target";
  Attribution by_eks = pod("pod-target");
  by_eks.principal = selection.target_role;
  Attribution by_application = pod("pod-identity");
  by_application.principal = selection.target_role;
  by_application.hop = 1;
  Attribution first = pod("pod-identity");
  first.replaced = true;
  CHECK(told(by_eks, selection, clusters) == payments + " api -");
  CHECK(told(by_application, selection, clusters) == payments + " api -");
  CHECK(told(first, selection, clusters) == payments + " api other_role");
  CHECK(told(pod("irsa"), selection, clusters) == payments + " api other_role");
}

TEST_CASE("which units the user asked for") {
  const Clusters clusters({prod, prod_us}, {});
  const Unit api{Tenant{Namespace{prod, "payments"}}, "api"};
  const Unit whole{Tenant{Namespace{prod, "payments"}}, ""};
  const Unit abroad{Tenant{Namespace{prod_us, "payments"}}, "api"};
  const Unit batch{Tenant{Principal{role}}, ""};
  const auto chosen = [&](const Selection& selection) {
    std::string text;
    for (const Unit* unit : {&api, &whole, &abroad, &batch})
      text += is_selected(*unit, selection, clusters) ? "x" : ".";
    return text;
  };

  struct Row {
    const char* cluster;
    const char* name_space;
    const char* service_account;
    std::string tenant;
    const char* expected;
  };

  const Row row = GENERATE(
      Row{"", "", "", "", "xxxx"}, Row{"", "payments", "", "", "xxx."}, Row{"", "pay", "", "", "...."},
      Row{"", "payments", "api", "", "x.x."}, Row{"", "", "api", "", "x.x."},
      Row{"prod.us-east-1.111122223333", "", "", "", "..x."}, Row{"prod", "", "", "", "xxx."},
      Row{"stage", "", "", "", "...."},
      Row{"", "", "", "cluster=arn:aws:eks:eu-west-1:111122223333:cluster/prod,namespace=payments", "xx.."},
      Row{"", "", "",
          "cluster=arn:aws:eks:eu-west-1:111122223333:cluster/prod,namespace=payments,service-account=api", "x..."},
      Row{"", "", "", "principal=arn:aws:iam::111122223333:role/tenants", "...x"});
  Selection selection;
  selection.cluster = row.cluster;
  selection.name_space = row.name_space;
  selection.service_account = row.service_account;
  selection.tenant = row.tenant;
  CAPTURE(row.cluster, row.name_space, row.service_account, row.tenant);
  CHECK(chosen(selection) == row.expected);
}

TEST_CASE("the names nearest to one that is not known, best first, three at most") {
  CHECK(nearest("paymnts", {"orders", "payments", "pay", "payment"}) == Names{"payments", "payment", "pay"});
  CHECK(nearest("a", {}).empty());
  CHECK(nearest("", {"bb", "a"}) == Names{"a", "bb"});
  CHECK(nearest("orders", {"orders", "orders"}) == Names{"orders"});
  CHECK(nearest("b", {"c", "a"}) == Names{"a", "c"});  // as near as each other: by name
  CHECK(nearest("abc", {"acb", "bcd", "abx"}) == Names{"abx", "acb", "bcd"});
}

}  // namespace scopedown::testing
