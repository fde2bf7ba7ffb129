#include "model/request_principal.h"

#include <algorithm>

#include "model/arn.h"

namespace scopedown {
namespace {

using Kind = RequestPrincipal::Kind;

std::string_view after_last_slash(std::string_view text) {
  return text.substr(text.rfind('/') + 1);
}

Kind kind_of(const Arn& arn) {
  const std::string_view resource = arn.resource;
  if (arn.service == "sts") {
    if (resource.starts_with("assumed-role/")) return Kind::RoleSession;
    return resource.starts_with("federated-user/") ? Kind::FederatedUser : Kind::Other;
  }
  if (arn.service != "iam") return Kind::Other;
  if (resource.starts_with("role/")) return Kind::Role;
  if (resource.starts_with("user/")) return Kind::User;
  return resource == "root" ? Kind::Root : Kind::Other;
}

bool names_account(const RequestPrincipal& principal, const std::string& name) {
  if (principal.account.empty()) return false;
  return name == principal.account ||
         name == "arn:" + principal.partition + ":iam::" + principal.account + ":root";
}

bool names_role(const RequestPrincipal& principal, const std::string& name,
                const RequestContext& context) {
  if (principal.kind == Kind::Role) return name == principal.text;
  if (principal.kind != Kind::RoleSession) return false;
  const auto role = RequestPrincipal::parse(name);
  if (role.kind != Kind::Role || role.account != principal.account ||
      role.partition != principal.partition)
    return false;
  const std::string* known = context.only("aws:PrincipalArn");
  return known != nullptr && *known != principal.principal_arn() ? name == *known
                                                                 : role.name == principal.name;
}

PrincipalNaming naming_by(const RequestPrincipal& principal, const PrincipalName& name,
                          const RequestContext& context) {
  switch (name.kind) {
    case PrincipalName::Kind::Everyone:
      return PrincipalNaming::Itself;
    case PrincipalName::Kind::Service:
    case PrincipalName::Kind::Federated:
      return principal.kind == Kind::Other && name.text == principal.text ? PrincipalNaming::Itself
                                                                          : PrincipalNaming::None;
    case PrincipalName::Kind::CanonicalUser:  // which account that is, nobody can tell from here
      return PrincipalNaming::None;
    case PrincipalName::Kind::Aws:
      break;
  }
  if (names_role(principal, name.text, context)) return PrincipalNaming::Role;
  if (principal.kind != Kind::Other && name.text == principal.text) return PrincipalNaming::Itself;
  if (!names_account(principal, name.text)) return PrincipalNaming::None;
  return principal.kind == Kind::Root ? PrincipalNaming::Itself : PrincipalNaming::Account;
}

}  // namespace

RequestPrincipal RequestPrincipal::parse(std::string_view text) {
  RequestPrincipal principal;
  principal.text = text;
  if (text.empty()) principal.kind = Kind::Unnamed;
  const auto arn = Arn::parse(text);
  if (!arn) return principal;
  principal.kind = kind_of(*arn);
  if (principal.kind == Kind::Other) return principal;
  principal.partition = arn->partition;
  principal.account = arn->account;
  std::string_view resource = arn->resource;
  if (principal.kind == Kind::RoleSession) {
    resource.remove_prefix(resource.find('/') + 1);
    principal.name = resource.substr(0, resource.find('/'));
  } else {
    principal.name = after_last_slash(resource);
  }
  return principal;
}

std::string RequestPrincipal::principal_arn() const {
  if (kind != Kind::RoleSession) return kind == Kind::Other ? "" : text;
  return "arn:" + partition + ":iam::" + account + ":role/" + name;
}

std::string_view RequestPrincipal::type() const {
  switch (kind) {
    case Kind::RoleSession:
    case Kind::Role:
      return "AssumedRole";
    case Kind::User:
      return "User";
    case Kind::FederatedUser:
      return "FederatedUser";
    case Kind::Root:
      return "Account";
    case Kind::Unnamed:
    case Kind::Other:
      break;
  }
  return "";
}

PrincipalNaming naming_of(const RequestPrincipal& principal, std::span<const PrincipalName> names,
                          const RequestContext& context) {
  PrincipalNaming closest = PrincipalNaming::None;
  for (const PrincipalName& name : names)
    closest = std::max(closest, naming_by(principal, name, context));
  return closest;
}

}  // namespace scopedown
