// A tenant's name in the names of its resources, replaced by another's.
//
//   payments -> billing
//   arn:aws:s3:::shop-payments/in/*             arn:aws:s3:::shop-billing/in/*
//   arn:aws:sqs:eu-west-1:1...:payments.fifo    arn:aws:sqs:eu-west-1:1...:billing.fifo
//   arn:aws:s3:::payments2/*                    (as it was: not the whole word)
//
// A word ends where a letter or digit does. All names are looked for at once, the longest first, so
// a name that was put in is not replaced again. A tenant's name is looked for in the last segment of
// an ARN alone, since it may be that of a service or a region; what a person says to replace, in
// region, account and the last.

#ifndef SCOPEDOWN_GENERATOR_ONBOARD_RENAMING_H_
#define SCOPEDOWN_GENERATOR_ONBOARD_RENAMING_H_

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "model/arn_pattern.h"

namespace scopedown {

class Renaming {
 public:
  // Pairs of old and new; `said` by a person. No old name is empty.
  Renaming(std::vector<std::pair<std::string, std::string>> names,
           std::vector<std::pair<std::string, std::string>> said);

  // The pattern with the names replaced; empty if none is in it. Throws Error if what comes of it is
  // no pattern.
  [[nodiscard]] std::optional<ArnPattern> renamed(const ArnPattern& pattern) const;

  // A name of its own, such as a service account's; as it was if no name is in it.
  [[nodiscard]] std::string renamed_name(const std::string& name) const;

 private:
  using Names = std::vector<std::pair<std::string, std::string>>;  // the longest old name first

  [[nodiscard]] static std::optional<std::string> replaced(std::string_view text,
                                                           const Names& names);

  Names anywhere_;     // what was said
  Names in_resource_;  // both
};

}  // namespace scopedown

#endif  // SCOPEDOWN_GENERATOR_ONBOARD_RENAMING_H_
