// What the values of conditions mean: numbers, moments, addresses.
//
// Source: IAM User Guide, "IAM JSON policy elements: Condition operators".

#ifndef SCOPEDOWN_MODEL_CONDITION_VALUES_H_
#define SCOPEDOWN_MODEL_CONDITION_VALUES_H_

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

namespace scopedown {

// Decimal, with or without a sign, fraction and exponent. Empty if it is no number.
[[nodiscard]] std::optional<double> number_of(std::string_view text);

// Milliseconds since 1970 UTC: of "2026-11-22", "2026-11-22T10:30:00Z", "…T10:30:00.5+01:00", or of
// seconds since 1970. Empty if it is no moment.
[[nodiscard]] std::optional<std::int64_t> moment_of(std::string_view text);

// A block of addresses: the first `bits` of `address` say which.
struct AddressBlock {
  std::array<std::uint8_t, 16> address{};  // IPv4: the first four bytes
  bool is_ipv6 = false;
  int bits = 0;

  // "203.0.113.0/24", "2001:db8::/32", or one address. Empty if it is none.
  [[nodiscard]] static std::optional<AddressBlock> parse(std::string_view text);

  // Every address of `other` is in this block.
  [[nodiscard]] bool holds(const AddressBlock& other) const;
};

}  // namespace scopedown

#endif  // SCOPEDOWN_MODEL_CONDITION_VALUES_H_
