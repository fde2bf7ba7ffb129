// Given accesses: what a person or another tool says that a tenant needs, though no log shows it.
//
//   {"cluster":"arn:aws:eks:eu-west-1:111122223333:cluster/prod","namespace":"payments",
//    "service_account":"api","action":"s3:GetObject","resource":"arn:aws:s3:::backup/*"}
//
// JSON Lines, each access one line. `service_account`, `count`, `first_seen` and `last_seen` may be
// missing; "tenant" may stand for the first three, with the canonical text of a tenant or of a unit
// (model/tenant.h): that is how principals and tags are written. Moments are ISO 8601 or, as every
// number, counted from 1970. `resource` is an ARN, an ARN pattern or `*`; `action` is one action.
// Empty lines are skipped. Any other member is an error: a misspelt name must not go unseen.

#ifndef SCOPEDOWN_GENERATOR_USAGE_GIVEN_H_
#define SCOPEDOWN_GENERATOR_USAGE_GIVEN_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "model/access.h"
#include "model/tenant.h"

namespace scopedown {

struct GivenAccess {
  Unit unit;
  Access access;
  std::uint64_t count = 0;
  std::int64_t first_seen = 0;  // seconds since 1970 UTC; 0: not said
  std::int64_t last_seen = 0;

  friend auto operator<=>(const GivenAccess&, const GivenAccess&) = default;
};

// In the order of the lines. Throws Error ("file:line: why") at the first line that is not as
// above; `name` is the file's.
[[nodiscard]] std::vector<GivenAccess> read_given(std::string_view text, std::string_view name);

// Sorted, a line each: read_given gives them back.
[[nodiscard]] std::string given_text(std::vector<GivenAccess> accesses);

}  // namespace scopedown

#endif  // SCOPEDOWN_GENERATOR_USAGE_GIVEN_H_
