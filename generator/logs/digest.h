// 128 bits that tell one run of bytes from another: a log file, or an event that has no UUID.
//
// Not cryptographic: it guards against reading the same thing twice, not against forgery. The
// ledger keeps digests, and they are the same on every machine: DO NOT CHANGE the function.

#ifndef SCOPEDOWN_GENERATOR_LOGS_DIGEST_H_
#define SCOPEDOWN_GENERATOR_LOGS_DIGEST_H_

#include <compare>
#include <cstdint>
#include <string>
#include <string_view>

namespace scopedown {

struct Digest {
  std::uint64_t high = 0;
  std::uint64_t low = 0;

  // Thirty-two hexadecimal digits.
  [[nodiscard]] std::string text() const;

  friend auto operator<=>(const Digest&, const Digest&) = default;
};

[[nodiscard]] Digest digest_of(std::string_view bytes);

}  // namespace scopedown

#endif  // SCOPEDOWN_GENERATOR_LOGS_DIGEST_H_
