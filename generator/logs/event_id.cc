// Eight digits at a time: the bytes of a word are looked at as one number. Each event has an id, and
// digit by digit they would cost as much as the rest of the record.
//
// Tested by event_id_test.cc, against reading digit by digit.

#include "generator/logs/event_id.h"

#include <bit>
#include <cstddef>
#include <cstdint>

#include "generator/logs/digest.h"
#include "generator/logs/text_hash.h"

namespace scopedown {
namespace {

constexpr std::uint64_t ones = 0x0101010101010101;
constexpr std::uint64_t tops = 0x8080808080808080;

// The top bit of each byte that is at least `least`. For bytes below 0x80.
constexpr std::uint64_t at_least(std::uint64_t bytes, unsigned char least) {
  return (bytes + ones * (0x80U - least)) & tops;
}

std::uint64_t first_byte_lowest(std::uint64_t word) {
  if constexpr (std::endian::native == std::endian::big) return __builtin_bswap64(word);
  return word;
}

// What eight hexadecimal digits spell, into `value`; false if one is none.
bool read_digits(const char* digits, std::uint64_t& value) {
  const std::uint64_t bytes = first_byte_lowest(word_at<std::uint64_t>(digits));
  const std::uint64_t lower = bytes | (ones * 0x20U);
  const std::uint64_t decimals = at_least(bytes, '0') & ~at_least(bytes, '9' + 1);
  const std::uint64_t letters = at_least(lower, 'a') & ~at_least(lower, 'f' + 1);
  if ((bytes & tops) != 0 || (decimals | letters) != tops) return false;
  std::uint64_t nibbles = (bytes & (ones * 0x0FU)) + (letters >> 7U) * 9U;
  nibbles = __builtin_bswap64(nibbles);  // the last digit lowest
  nibbles = (nibbles | nibbles >> 4U) & 0x00FF00FF00FF00FFU;
  nibbles = (nibbles | nibbles >> 8U) & 0x0000FFFF0000FFFFU;
  value = (nibbles | nibbles >> 16U) & 0xFFFFFFFFU;
  return true;
}

constexpr auto digit_pairs = [] {
  constexpr std::string_view digits = "0123456789abcdef";
  std::array<std::array<char, 2>, 256> pairs{};
  for (std::size_t byte = 0; byte < pairs.size(); ++byte)
    pairs[byte] = {digits[byte / 16], digits[byte % 16]};
  return pairs;
}();

}  // namespace

EventId event_id_of(std::string_view text) {
  if (text.size() == std::tuple_size_v<UuidText> && text[8] == '-' && text[13] == '-' &&
      text[18] == '-' && text[23] == '-') {
    // 01234567-8901-2345-6789-012345678901, the dashes closed up.
    const char* const bytes = text.data();
    std::array<char, 16> middle{};
    std::memcpy(middle.data(), bytes + 9, 4);
    std::memcpy(middle.data() + 4, bytes + 14, 4);
    std::memcpy(middle.data() + 8, bytes + 19, 4);
    std::memcpy(middle.data() + 12, bytes + 24, 4);
    std::array<std::uint64_t, 4> quarters{};
    if (read_digits(bytes, quarters[0]) && read_digits(middle.data(), quarters[1]) &&
        read_digits(middle.data() + 8, quarters[2]) && read_digits(bytes + 28, quarters[3]))
      return {quarters[0] << 32U | quarters[1], quarters[2] << 32U | quarters[3]};
  }
  const Digest bits = digest_of(text);
  return {bits.high, bits.low};
}

UuidText uuid_text(const EventId& id) {
  UuidText text{};
  std::size_t at = 0;
  for (unsigned byte = 0; byte < 16; ++byte) {
    if (byte == 4 || byte == 6 || byte == 8 || byte == 10) text[at++] = '-';
    const std::uint64_t half = byte < 8 ? id.high : id.low;
    std::memcpy(text.data() + at, digit_pairs[half >> (56U - 8U * (byte % 8)) & 255U].data(), 2);
    at += 2;
  }
  return text;
}

}  // namespace scopedown
