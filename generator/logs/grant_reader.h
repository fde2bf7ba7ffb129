// What STS handed out: requestParameters and responseElements of an AssumeRole call.

#ifndef SCOPEDOWN_GENERATOR_LOGS_GRANT_READER_H_
#define SCOPEDOWN_GENERATOR_LOGS_GRANT_READER_H_

#include <string_view>
#include <vector>

#include "generator/logs/event.h"
#include "generator/logs/json_walk.h"

namespace scopedown {

// True if the call hands out a session of a role.
[[nodiscard]] bool is_grant_call(std::string_view event_source, std::string_view event_name);

// Of the object that the walk is at.
void read_grant_request(JsonWalk& walk, const JsonItem& request, Grant& grant);
void read_grant_response(JsonWalk& walk, const JsonItem& response, Grant& grant);

}  // namespace scopedown

#endif  // SCOPEDOWN_GENERATOR_LOGS_GRANT_READER_H_
