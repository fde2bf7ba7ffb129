// A number for a text, for flat tables in memory: quick for keys as short as a word and for texts
// of some hundred bytes. Not to be kept: it differs between machines of different byte order.
//
// Eight bytes at a time, each pair multiplied to 128 bits whose halves are folded together. Names are
// an attacker's to choose, and texts that all had one number would make a table a list: so each run
// begins with numbers of its own, and no table may be listed by them.

#ifndef SCOPEDOWN_GENERATOR_LOGS_TEXT_HASH_H_
#define SCOPEDOWN_GENERATOR_LOGS_TEXT_HASH_H_

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

namespace scopedown {

template <class Word>
[[nodiscard]] Word word_at(const char* bytes) {
  Word word = 0;
  std::memcpy(&word, bytes, sizeof word);
  return word;
}

[[nodiscard]] inline std::uint64_t folded_product(std::uint64_t a, std::uint64_t b) {
  __extension__ using Wide = unsigned __int128;
  const Wide product = Wide{a} * b;
  return static_cast<std::uint64_t>(product) ^ static_cast<std::uint64_t>(product >> 64U);
}

// What this run's numbers begin with: odd, and of no pattern.
struct TextHashSeed {
  std::uint64_t first = 0;
  std::uint64_t second = 0;
};

extern const TextHashSeed text_hash_seed;

[[nodiscard]] inline std::uint64_t text_hash(std::string_view text) {
  const auto [first, second] = text_hash_seed;
  const char* bytes = text.data();
  std::size_t left = text.size();
  std::uint64_t hash = left * second + first;
  std::uint64_t other = first;
  for (; left > 32; left -= 32, bytes += 32) {
    hash = folded_product(word_at<std::uint64_t>(bytes) ^ first,
                          word_at<std::uint64_t>(bytes + 8) ^ hash);
    other = folded_product(word_at<std::uint64_t>(bytes + 16) ^ second,
                           word_at<std::uint64_t>(bytes + 24) ^ other);
  }
  for (; left > 16; left -= 16, bytes += 16)
    hash = folded_product(word_at<std::uint64_t>(bytes) ^ second,
                          word_at<std::uint64_t>(bytes + 8) ^ hash);
  std::uint64_t a = 0;
  std::uint64_t b = 0;
  if (left >= 8) {
    a = word_at<std::uint64_t>(bytes);
    b = word_at<std::uint64_t>(bytes + left - 8);
  } else if (left >= 4) {
    a = word_at<std::uint32_t>(bytes);
    b = word_at<std::uint32_t>(bytes + left - 4);
  } else {
    for (; left > 0; --left)
      a = a << 8U | static_cast<unsigned char>(bytes[left - 1]);
  }
  return folded_product(a ^ first ^ other, b ^ hash ^ second);
}

}  // namespace scopedown

#endif  // SCOPEDOWN_GENERATOR_LOGS_TEXT_HASH_H_
