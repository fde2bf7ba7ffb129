#include "model/derived_keys.h"

#include <algorithm>
#include <array>
#include <string_view>

#include "model/arn.h"

namespace scopedown {
namespace {

constexpr std::array<std::string_view, 5> answered_in_us_east_1{
    "cloudfront", "iam", "organizations", "route53", "support"};

void derive_from_principal(RequestContext& context, const RequestPrincipal& principal) {
  using Kind = RequestPrincipal::Kind;
  const bool is_service =
      principal.kind == Kind::Other && principal.text.ends_with(".amazonaws.com");
  context.derive("aws:PrincipalIsAWSService", is_service ? "true" : "false");
  context.derive("aws:ViaAWSService", "false");
  if (is_service) context.derive("aws:PrincipalServiceName", principal.text);
  if (principal.kind == Kind::Unnamed) return;
  if (principal.kind == Kind::Other) {
    if (principal.text == "*") context.derive("aws:PrincipalType", "Anonymous");
    return;
  }
  context.derive("aws:PrincipalArn", principal.principal_arn());
  context.derive("aws:PrincipalAccount", principal.account);
  context.derive("aws:PrincipalType", std::string(principal.type()));
  if (principal.kind == Kind::User) context.derive("aws:username", principal.name);
}

}  // namespace

RequestContext context_of(const Request& request, const RequestPrincipal& principal) {
  RequestContext context(request.context);
  derive_from_principal(context, principal);
  const auto arn = Arn::parse(request.resource);
  if (arn && !arn->account.empty()) context.derive("aws:ResourceAccount", arn->account);
  if (arn && !arn->region.empty()) context.derive("aws:RequestedRegion", arn->region);
  if (std::ranges::find(answered_in_us_east_1, folded_case(request.action.service)) !=
      answered_in_us_east_1.end())
    context.derive("aws:RequestedRegion", "us-east-1");
  return context;
}

}  // namespace scopedown
