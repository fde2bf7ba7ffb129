// How a gzip file is known: by its first two bytes.
//
// Source: RFC 1952, section 2.3.1, ID1 and ID2.

#ifndef SCOPEDOWN_GENERATOR_LOGS_GZIP_H_
#define SCOPEDOWN_GENERATOR_LOGS_GZIP_H_

#include <string_view>

namespace scopedown {

[[nodiscard]] inline bool is_gzip(std::string_view bytes) {
  return bytes.starts_with("\x1f\x8b");
}

}  // namespace scopedown

#endif  // SCOPEDOWN_GENERATOR_LOGS_GZIP_H_
