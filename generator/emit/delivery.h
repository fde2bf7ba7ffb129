// A unit's policy, delivered: in which format, with what an association needs beside it.

#ifndef SCOPEDOWN_GENERATOR_EMIT_DELIVERY_H_
#define SCOPEDOWN_GENERATOR_EMIT_DELIVERY_H_

#include <string>
#include <string_view>
#include <vector>

#include "generator/emit/format.h"

namespace scopedown {

struct Delivery {
  const Format* format = &formats().front();  // the policy alone
  AssociationTerms terms;
};

// The code of the warning that a policy which fits could not be written in the format.
inline constexpr std::string_view not_delivered = "not_delivered";

// Throws Error (usage) for what makes no sense together, or is not of its kind.
void check_delivery(const Delivery& delivery);

// Where a policy comes from, for a reviewer of the file: the program's version, the unit, the time and
// number of the calls, size, excess, and digests of the calls and the tables. No clock: the same calls
// give the same notes.
[[nodiscard]] std::vector<std::string> notes_of(const Result& result, const Summary& summary);

// The text of the file. Requires that the policy fits. Throws Error (refused) for what the format
// cannot hold, (usage) for what makes no sense.
[[nodiscard]] std::string delivered_text(const Result& result, const Summary& summary,
                                         const Clusters& clusters, const Delivery& delivery);

}  // namespace scopedown

#endif  // SCOPEDOWN_GENERATOR_EMIT_DELIVERY_H_
