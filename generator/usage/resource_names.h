// How a request parameter's value becomes a name in an ARN: the transforms of data/parameters.tsv.
//
//   queue_url           https://sqs.eu-west-1.amazonaws.com/111122223333/work → work, there
//   without_slash       /db/password → db/password
//   secret              db → db-??????: six characters that AWS drew and that no call names
//   prefixed:vpc-       vpc-0a1b → vpc-0a1b; subnet-0a1b → nothing
//
// A name is text as a policy writes it: `*`, `?` and `$` of the log are escaped, so a `*` or `?` in
// it is a wildcard that we put there. An ARN is never a name: the caller judges it by its type.

#ifndef SCOPEDOWN_GENERATOR_USAGE_RESOURCE_NAMES_H_
#define SCOPEDOWN_GENERATOR_USAGE_RESOURCE_NAMES_H_

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace scopedown {

struct ResourceName {
  std::string text;                    // as a policy writes it
  std::optional<std::string> region;   // where the value itself says so, else the call's
  std::optional<std::string> account;  // likewise; "" for what AWS owns
};

// None if the value names no resource. `transform` as in the table, "" for the value as it is.
// Ends in no name, too, if there is no such transform: `is_transform` tells.
[[nodiscard]] std::vector<ResourceName> resource_names(std::string_view transform,
                                                       std::string_view value);

[[nodiscard]] bool is_transform(std::string_view transform);

}  // namespace scopedown

#endif  // SCOPEDOWN_GENERATOR_USAGE_RESOURCE_NAMES_H_
