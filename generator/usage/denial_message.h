// What a denial says of itself: the errorMessage of an access-denied record names the action that
// AWS asked about, and mostly the resource. It is the only place where CloudTrail shows the
// question itself, so it judges our interpretation for free.
//
//   User: arn:aws:iam::111122223333:user/alice is not authorized to perform: s3:GetObject on
//   resource: "arn:aws:s3:::orders/a.json" because no session policy allows the s3:GetObject action
//      → action    s3:GetObject
//        resource  arn:aws:s3:::orders/a.json
//        reason    no session policy allows the s3:GetObject action
//
// S3 puts the resource between quotes; IAM may call it by its own words (`role worker`), KMS `this
// resource`; EC2 says more before and behind (and encodes it all besides); most S3 messages of
// before 2024 say `Access Denied` and nothing else: no DenialMessage.
//
// Source: IAM User Guide, "Troubleshoot access denied error messages"; the messages of real records.

#ifndef SCOPEDOWN_GENERATOR_USAGE_DENIAL_MESSAGE_H_
#define SCOPEDOWN_GENERATOR_USAGE_DENIAL_MESSAGE_H_

#include <cstdint>
#include <optional>
#include <string_view>

#include "generator/usage/interpretation.h"

namespace scopedown {

// Views into the message. As AWS wrote it: an action may be `SNS:Publish`.
struct DenialMessage {
  std::string_view caller;    // an ARN as a rule; "" if the message does not say
  std::string_view action;    // never empty
  std::string_view resource;  // an ARN, `*`, IAM's own words, or "": not said
  std::string_view reason;  // "no identity-based policy allows ...", "an explicit deny in ..."; or
                            // ""

  // True if the message names the resource as a policy would: by its ARN, or as `*`.
  [[nodiscard]] bool names_resource() const;
};

// Empty if the message names no action.
[[nodiscard]] std::optional<DenialMessage> denial_message(std::string_view error_message);

// What an interpretation makes of the call, held against what AWS said it was.
enum class Agreement : std::uint8_t {
  Agrees,         // the action, and a resource that holds the one that AWS asked about
  OtherAction,    // the action is not among those that we read from the call
  OtherResource,  // the action is, but a policy with our resource would not have allowed it
};

// Where the message names no resource, the action alone is judged.
[[nodiscard]] Agreement agreement(const DenialMessage& message,
                                  const Interpretation& interpretation);

}  // namespace scopedown

#endif  // SCOPEDOWN_GENERATOR_USAGE_DENIAL_MESSAGE_H_
