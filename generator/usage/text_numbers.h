// Numbers for texts: 0, 1, 2, ... in the order in which each was first met.
//
//   numbers.number("s3.amazonaws.com")   {0, true}
//   numbers.number("s3.amazonaws.com")   {0, false}
//   numbers.text(0)                      "s3.amazonaws.com"
//
// All texts lie in one run of bytes, each behind its size, and the table is flat: a look-up touches a
// slot and, if it is there, its text. Reading logs does little else, and a node and an allocation for
// each text would cost more than the parsing.
//
// Memory: the texts, and 44 to 76 bytes for each.

#ifndef SCOPEDOWN_GENERATOR_USAGE_TEXT_NUMBERS_H_
#define SCOPEDOWN_GENERATOR_USAGE_TEXT_NUMBERS_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "generator/logs/text_hash.h"

namespace scopedown {

class TextNumbers {
 public:
  struct Found {
    std::uint32_t number;
    bool is_new;
  };

  // At most 2^32 - 1 texts, of less than 2^32 bytes each.
  Found number(std::string_view text) { return number(text, hash_of(text)); }

  // For many look-ups in a row: while some are made, the memory that later ones need is fetched.
  // `fetch_slot`, other work, `fetch_text`, other work, `number`.
  [[nodiscard]] static std::uint32_t hash_of(std::string_view text) {
    const std::uint64_t hash = text_hash(text);
    return static_cast<std::uint32_t>(hash ^ (hash >> 32U));
  }

  void fetch_slot(std::uint32_t hash) const {
    if (!slots_.empty()) __builtin_prefetch(&slots_[hash & (slots_.size() - 1)]);
  }

  void fetch_text(std::uint32_t hash) const {
    if (!slots_.empty())
      __builtin_prefetch(bytes_.data() + slots_[hash & (slots_.size() - 1)].begin);
  }

  Found number(std::string_view text, std::uint32_t hash);

  // So many bytes of a text that is there, for looking at it soon.
  void fetch(std::uint32_t number, std::size_t bytes) const {
    constexpr std::size_t line_bytes = 64;
    const char* const begin = bytes_.data() + begins_[number];
    for (std::size_t at = 0; at < bytes; at += line_bytes)
      __builtin_prefetch(begin + at);
  }

  // Good until the next `number`.
  [[nodiscard]] std::string_view text(std::uint32_t number) const {
    return text_at(begins_[number]);
  }

  [[nodiscard]] std::size_t size() const { return begins_.size(); }

  // Of all texts, with their sizes.
  [[nodiscard]] std::size_t bytes() const { return bytes_.size(); }

 private:
  struct Slot {
    std::uint32_t hash = 0;
    std::uint32_t number_plus_one = 0;  // 0: empty
    std::size_t begin = 0;              // in `bytes_`: its size, then its text
  };

  [[nodiscard]] std::string_view text_at(std::size_t begin) const {
    const char* const bytes = bytes_.data() + begin;
    return {bytes + sizeof(std::uint32_t), word_at<std::uint32_t>(bytes)};
  }

  void append(std::string_view text);
  void grow();

  std::vector<Slot> slots_;  // as many as a power of two, or none
  std::vector<std::size_t> begins_;
  std::string bytes_;
};

}  // namespace scopedown

#endif  // SCOPEDOWN_GENERATOR_USAGE_TEXT_NUMBERS_H_
