// Who makes a request, and how a resource-based policy may name it.
//
//   arn:aws:sts::111122223333:assumed-role/tenants/eks-prod-api-1   a session of a role
//   arn:aws:iam::111122223333:role/tenants                          some session of the role
//   arn:aws:iam::111122223333:user/ann    arn:aws:sts::111122223333:federated-user/ann
//   arn:aws:iam::111122223333:root        the account's root user
//   pods.eks.amazonaws.com                a service
//   arn:aws:iam::111122223333:oidc-provider/...   cognito-identity.amazonaws.com   a federation
//   *                                     anybody: a request without credentials
//   (nothing)                             some identity of the resource's account that is not named
//
// The ARN of a session lacks its role's path. Role names are unique in an account, so the name
// decides, unless the request's `aws:PrincipalArn` tells the path.
//
// Source: IAM User Guide, "AWS JSON policy elements: Principal".

#ifndef SCOPEDOWN_MODEL_REQUEST_PRINCIPAL_H_
#define SCOPEDOWN_MODEL_REQUEST_PRINCIPAL_H_

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "model/policy_document.h"
#include "model/request_context.h"

namespace scopedown {

struct RequestPrincipal {
  enum class Kind : std::uint8_t { RoleSession, Role, User, FederatedUser, Root, Unnamed, Other };

  Kind kind = Kind::Other;
  std::string text;       // as it was given
  std::string partition;  // "aws"; "" of Unnamed and Other, and so on
  std::string account;    // whose principal it is; "" of a service, a federation, or nobody
  std::string name;       // of a role or user, without its path

  // Has identity policies, and is bound by the SCPs of an account.
  [[nodiscard]] bool is_identity() const { return kind != Kind::Other; }

  // Whatever is none of the ARNs above is Other.
  [[nodiscard]] static RequestPrincipal parse(std::string_view text);

  // The value of `aws:PrincipalArn`: of a session, its role, as far as it is known. "" of the last two.
  [[nodiscard]] std::string principal_arn() const;

  // The value of `aws:PrincipalType`; "" of the last two.
  [[nodiscard]] std::string_view type() const;
};

// How a statement names the principal, the closest first. What may be granted differs.
enum class PrincipalNaming : std::uint8_t {
  None,
  Account,  // the account: leaves the decision to its identity policies
  Role,     // the role of a session
  Itself,   // the session, the user, the service; or everybody, which is the session too
};

[[nodiscard]] PrincipalNaming naming_of(const RequestPrincipal& principal,
                                        std::span<const PrincipalName> names,
                                        const RequestContext& context);

}  // namespace scopedown

#endif  // SCOPEDOWN_MODEL_REQUEST_PRINCIPAL_H_
