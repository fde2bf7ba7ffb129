// Who shares the role: a tenant is what isolation keeps apart, a unit what one policy is made for.
//
// Three kinds, each with one canonical text (`--tenant`, the ledger, messages):
//   cluster=arn:aws:eks:eu-west-1:111122223333:cluster/prod,namespace=payments
//   principal=arn:aws:iam::111122223333:role/batch
//   tag=team,value=blue
// and for the unit of one service account `,service-account=api` after a namespace.
// In a value, `%`, `,` and control characters are written as %XX.
//
// A cluster is named by its ARN, or by the ARN of its OIDC provider where nothing joins the two.

#ifndef SCOPEDOWN_MODEL_TENANT_H_
#define SCOPEDOWN_MODEL_TENANT_H_

#include <compare>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

namespace scopedown {

struct Namespace {
  std::string cluster;  // ARN
  std::string name;     // "payments"
  friend auto operator<=>(const Namespace&, const Namespace&) = default;
};

struct Principal {
  std::string arn;  // of an IAM role or user
  friend auto operator<=>(const Principal&, const Principal&) = default;
};

struct SessionTag {
  std::string key;
  std::string value;
  friend auto operator<=>(const SessionTag&, const SessionTag&) = default;
};

struct Tenant {
  std::variant<Namespace, Principal, SessionTag> who;

  // Empty if `text` is not the canonical text of a tenant; never throws.
  [[nodiscard]] static std::optional<Tenant> parse(std::string_view text);
  [[nodiscard]] std::string text() const;

  friend auto operator<=>(const Tenant&, const Tenant&) = default;
};

struct Unit {
  Tenant tenant;
  std::string service_account;  // "" for the whole tenant

  [[nodiscard]] static std::optional<Unit> parse(std::string_view text);
  [[nodiscard]] std::string text() const;

  friend auto operator<=>(const Unit&, const Unit&) = default;
};

}  // namespace scopedown

#endif  // SCOPEDOWN_MODEL_TENANT_H_
