// The 128 bits that an eventID is, and its text again.

#ifndef SCOPEDOWN_GENERATOR_LOGS_EVENT_ID_H_
#define SCOPEDOWN_GENERATOR_LOGS_EVENT_ID_H_

#include <array>
#include <string_view>

#include "generator/logs/event.h"

namespace scopedown {

using UuidText = std::array<char, 36>;

// The bits of "7b7e4636-4713-3d04-b86a-cd6774cdbae9", in any letter case; of what is no UUID, a
// digest.
[[nodiscard]] EventId event_id_of(std::string_view text);

// The UUID that an id is, in lower case.
[[nodiscard]] UuidText uuid_text(const EventId& id);

}  // namespace scopedown

#endif  // SCOPEDOWN_GENERATOR_LOGS_EVENT_ID_H_
