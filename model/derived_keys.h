// The global condition keys that a request tells by itself: nobody should have to type them.
//
//   aws:PrincipalArn, aws:PrincipalAccount, aws:PrincipalType, aws:username   from the principal
//   aws:PrincipalIsAWSService, aws:PrincipalServiceName                       likewise
//   aws:ResourceAccount, aws:RequestedRegion                                  from the resource
//   aws:ViaAWSService                                                         "false"
//
// A key that the request's own context has is left as it is. Not derived, since nothing here tells
// them: moments (`aws:CurrentTime`), addresses, organisations, MFA, tags (session_tags.h). The
// region of IAM, Route 53, CloudFront, Organizations and Support is us-east-1, where those answer.
//
// Source: IAM User Guide, "AWS global condition context keys".

#ifndef SCOPEDOWN_MODEL_DERIVED_KEYS_H_
#define SCOPEDOWN_MODEL_DERIVED_KEYS_H_

#include "model/request.h"
#include "model/request_context.h"
#include "model/request_principal.h"

namespace scopedown {

[[nodiscard]] RequestContext context_of(const Request& request, const RequestPrincipal& principal);

}  // namespace scopedown

#endif  // SCOPEDOWN_MODEL_DERIVED_KEYS_H_
