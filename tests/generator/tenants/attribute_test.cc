#include "generator/tenants/attribute.h"

#include <catch2/catch.hpp>

#include "tests/generator/usage/owned_event.h"

namespace scopedown::testing {
namespace {

struct Row {
  Identity identity;
  const char* principal;  // "" if the event is set aside
  const char* set_aside;
  const char* because;
};

Identity identity(const char* type, const char* arn, const char* issuer = "") {
  Identity identity;
  identity.type = type;
  identity.arn = arn;
  identity.issuer_arn = issuer;
  return identity;
}

Identity nameless(const char* type, const char* account, const char* user_name) {
  Identity identity;
  identity.type = type;
  identity.account = account;
  identity.user_name = user_name;
  return identity;
}

Identity invoked(const char* type, const char* by) {
  Identity identity;
  identity.type = type;
  identity.invoked_by = by;
  return identity;
}

constexpr const char* session_arn = "arn:aws-cn:sts::111122223333:assumed-role/orders/s/x";

}  // namespace

TEST_CASE("a caller has a principal, or the event a reason") {
  const auto row = GENERATE(
      Row{identity("AssumedRole", session_arn, "arn:aws:iam::1:role/path/orders"),
          "arn:aws:iam::1:role/path/orders", "", "the issuer has the role's path"},
      Row{identity("AssumedRole", session_arn), "arn:aws-cn:iam::111122223333:role/orders", "",
          "without an issuer the session's ARN has the role"},
      Row{identity("AssumedRole", session_arn, "HIDDEN"),
          "arn:aws-cn:iam::111122223333:role/orders", "", "an issuer may be no ARN"},
      Row{identity("AssumedRole", "arn:aws:sts::1:assumed-role//s"), "", "no_identity",
          "a role without a name"},
      Row{identity("AssumedRole", ""), "", "no_identity", "nothing to go by"},
      Row{identity("AssumedRole", session_arn,
                   "arn:aws:iam::1:role/aws-service-role/rds.amazonaws.com/AWSServiceRoleForRDS"),
          "", "aws_service", "a service-linked role is a service"},
      Row{identity("Role", "arn:aws:iam::1:role/orders"), "arn:aws:iam::1:role/orders", "",
          "a role without a session"},
      Row{identity("IAMUser", "arn:aws:iam::1:user/dept/eve"), "arn:aws:iam::1:user/dept/eve", "",
          "a user"},
      Row{nameless("IAMUser", "111122223333", "eve"), "arn:aws:iam::111122223333:user/eve", "",
          "a user without an ARN"},
      Row{nameless("IAMUser", "111122223333", ""), "", "no_identity", "a user without a name"},
      Row{nameless("Root", "111122223333", ""), "arn:aws:iam::111122223333:root", "", "root"},
      Row{identity("FederatedUser", "arn:aws:sts::1:federated-user/eve", "arn:aws:iam::1:user/bob"),
          "arn:aws:iam::1:user/bob", "", "who asked for the federation token"},
      Row{identity("FederatedUser", "arn:aws:sts::1:federated-user/eve"), "", "no_identity",
          "nobody asked for the federation token"},
      Row{invoked("AWSService", "rds.amazonaws.com"), "", "aws_service", "a service"},
      Row{invoked("", "rds.amazonaws.com"), "", "aws_service", "a service without a type"},
      Row{nameless("AWSAccount", "999999999999", ""), "", "foreign_caller", "somebody elsewhere"},
      Row{nameless("Unknown", "111122223333", ""), "", "no_identity", "AWS does not know either"},
      Row{nameless("", "", ""), "", "no_identity", "no userIdentity"});
  CAPTURE(row.because);
  const Identified who = identified(row.identity);
  CHECK(who.set_aside == row.set_aside);
  CHECK(who.caller.principal == row.principal);
}

TEST_CASE("a user's call is the user's, also through the console") {
  Identity eve = identity("IAMUser", "arn:aws:iam::1:user/eve");
  eve.invoked_by = "signin.amazonaws.com";
  eve.access_key = "ASIAPOD";
  const Attribution who = attribute(identified(eve).caller, Sessions());
  CHECK(who.session == "user");
  CHECK(who.principal == "arn:aws:iam::1:user/eve");
  CHECK(identified(eve).caller ==
        identified(identity("IAMUser", "arn:aws:iam::1:user/eve")).caller);
}

TEST_CASE("a call that a service forwards is the tenant's") {
  const Credentials pod = credentials("shared", "s", "ASIAPOD");
  const Pod payments;
  const Sessions sessions({*session_record(irsa_grant(1, payments, pod).event())});
  Credentials forwarded = pod;
  forwarded.access_key = "ASIAFORWARDED";
  OwnedEvent call = api_call(2, forwarded, "kms.amazonaws.com", "Decrypt");
  call.invoked_by = "secretsmanager.amazonaws.com";
  const Attribution who = attribute(identified(call.event().identity).caller, sessions);
  CHECK(who.name_space == "payments");
  CHECK(who.principal == role_arn("shared"));
}

}  // namespace scopedown::testing
