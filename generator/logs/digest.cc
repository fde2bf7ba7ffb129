// FNV's step (exclusive or, then multiply by an odd number) on eight bytes at a time instead of
// one, in two lanes with different constants, rotated so that high bits reach low ones, and stirred
// at the end so that every bit of the input reaches every bit of the answer.

#include "generator/logs/digest.h"

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstring>

#include "generator/logs/digest_stream.h"

namespace scopedown {
namespace {

constexpr std::size_t word_bytes = 8;

// Up to eight bytes as a number, the first byte lowest.
std::uint64_t word_of(std::string_view bytes) {
  std::uint64_t word = 0;
  for (std::size_t index = 0; index < bytes.size(); ++index)
    word |= std::uint64_t{static_cast<unsigned char>(bytes[index])} << (8 * index);
  return word;
}

std::uint64_t whole_word(const char* bytes) {
  if constexpr (std::endian::native == std::endian::little) {
    std::uint64_t word = 0;
    std::memcpy(&word, bytes, word_bytes);
    return word;
  } else {
    return word_of(std::string_view(bytes, word_bytes));
  }
}

// SplitMix64's finaliser.
std::uint64_t stirred(std::uint64_t word) {
  word = (word ^ (word >> 30)) * 0xbf58476d1ce4e5b9;
  word = (word ^ (word >> 27)) * 0x94d049bb133111eb;
  return word ^ (word >> 31);
}

}  // namespace

std::string Digest::text() const {
  constexpr std::string_view digits = "0123456789abcdef";
  std::string text;
  for (const std::uint64_t half : {high, low}) {
    for (int shift = 60; shift >= 0; shift -= 4)
      text += digits[(half >> shift) & 15];
  }
  return text;
}

void DigestStream::take_word(std::uint64_t word) {
  high_ = std::rotl(high_ ^ word, 29) * 0x9e3779b97f4a7c15;
  low_ = std::rotl(low_ ^ word, 37) * 0xd6e8feb86659fd93;
}

void DigestStream::take(std::string_view bytes) {
  size_ += bytes.size();
  if (!rest_.empty()) {
    const std::size_t missing = std::min(word_bytes - rest_.size(), bytes.size());
    rest_.append(bytes.substr(0, missing));
    bytes.remove_prefix(missing);
    if (rest_.size() < word_bytes) return;
    take_word(word_of(rest_));
    rest_.clear();
  }
  std::size_t begin = 0;
  for (; begin + word_bytes <= bytes.size(); begin += word_bytes)
    take_word(whole_word(bytes.data() + begin));
  rest_.assign(bytes.substr(begin));
}

Digest DigestStream::digest() const {
  DigestStream whole = *this;
  whole.take_word(word_of(rest_));
  whole.take_word(size_);
  return {stirred(whole.high_ + whole.low_), stirred(whole.low_ ^ std::rotl(whole.high_, 23))};
}

Digest digest_of(std::string_view bytes) {
  DigestStream stream;
  stream.take(bytes);
  return stream.digest();
}

}  // namespace scopedown
