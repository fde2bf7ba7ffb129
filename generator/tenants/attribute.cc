#include "generator/tenants/attribute.h"

#include <cstddef>

namespace scopedown {
namespace {

bool is_arn(std::string_view text) {
  return text.starts_with("arn:");
}

// "aws" of "arn:aws:sts::111122223333:assumed-role/orders/s"; "aws" also where there is no ARN.
std::string_view partition_of(std::string_view arn) {
  if (!is_arn(arn)) return "aws";
  const std::string_view rest = arn.substr(4);
  return rest.substr(0, rest.find(':'));
}

std::string iam_arn(const Identity& identity, std::string_view account, std::string_view resource) {
  return std::string("arn:")
      .append(partition_of(identity.arn))
      .append(":iam::")
      .append(account)
      .append(":")
      .append(resource);
}

// The role of "arn:aws:sts::111122223333:assumed-role/orders/s", without its path, which the log
// keeps elsewhere. Empty if the ARN is not of that form.
std::string role_of_session(const Identity& identity) {
  constexpr std::string_view marker = ":assumed-role/";
  const std::size_t begin = identity.arn.find(marker);
  if (!is_arn(identity.arn) || begin == std::string_view::npos) return "";
  const std::string_view before = identity.arn.substr(0, begin);
  const std::string_view account = before.substr(before.rfind(':') + 1);
  const std::string_view after = identity.arn.substr(begin + marker.size());
  const std::string_view name = after.substr(0, after.find('/'));
  if (name.empty()) return "";
  return iam_arn(identity, account, std::string("role/").append(name));
}

Identified set_aside(std::string_view reason) {
  return {{}, reason};
}

Identified user(std::string principal) {
  if (principal.empty()) return set_aside("no_identity");
  return {{.principal = std::move(principal), .is_user = true, .session = {}}, {}};
}

std::string user_arn(const Identity& identity) {
  if (is_arn(identity.arn)) return std::string(identity.arn);
  if (identity.account.empty() || identity.user_name.empty()) return "";
  return iam_arn(identity, identity.account, std::string("user/").append(identity.user_name));
}

std::string root_arn(const Identity& identity) {
  return identity.account.empty() ? "" : iam_arn(identity, identity.account, "root");
}

Identified role_session(const Identity& identity) {
  std::string role =
      is_arn(identity.issuer_arn) ? std::string(identity.issuer_arn) : role_of_session(identity);
  if (role.empty()) return set_aside("no_identity");
  if (role.find(":role/aws-service-role/") != std::string::npos) return set_aside("aws_service");
  return {{.principal = std::move(role),
           .session = {std::string(identity.access_key), std::string(identity.arn),
                       std::string(identity.principal_id)},
           .forwarded = !identity.invoked_by.empty()},
          {}};
}

}  // namespace

Identified identified(const Identity& identity) {
  if (identity.type == "AssumedRole") return role_session(identity);
  if (identity.type == "IAMUser") return user(user_arn(identity));
  if (identity.type == "Root") return user(root_arn(identity));
  if (identity.type == "FederatedUser") {
    return user(is_arn(identity.issuer_arn) ? std::string(identity.issuer_arn) : "");
  }
  if (identity.type == "Role" && is_arn(identity.arn)) {
    return {{.principal = std::string(identity.arn), .session = {}}, {}};
  }
  if (identity.type == "AWSService") return set_aside("aws_service");
  if (identity.type == "AWSAccount") return set_aside("foreign_caller");
  if (identity.type.empty() && !identity.invoked_by.empty()) return set_aside("aws_service");
  return set_aside("no_identity");
}

Attribution attribute(const Caller& caller, const Sessions& sessions) {
  Attribution who;
  if (caller.is_user) {
    who.session = "user";
  } else {
    who = sessions.holder(caller.session, caller.forwarded);
  }
  who.principal = caller.principal;
  return who;
}

}  // namespace scopedown
