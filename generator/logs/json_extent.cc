#include "generator/logs/json_extent.h"

#include <array>
#include <cstdint>
#include <cstring>

namespace scopedown {
namespace {

enum class Expected { Value, ValueOrEnd, Key, KeyOrEnd, Colon, CommaOrEnd };

// What a byte may begin or be.
enum class Byte : std::uint8_t { Bad, Space, Quote, Open, Close, Comma, Colon, Scalar };

constexpr std::array<Byte, 256> bytes_by_kind = [] {
  std::array<Byte, 256> kinds{};
  const auto mark = [&](std::string_view these, Byte kind) {
    for (const char c : these)
      kinds[static_cast<unsigned char>(c)] = kind;
  };
  mark(" \t\r\n", Byte::Space);
  mark("\"", Byte::Quote);
  mark("{[", Byte::Open);
  mark("}]", Byte::Close);
  mark(",", Byte::Comma);
  mark(":", Byte::Colon);
  mark("+-.0123456789", Byte::Scalar);
  mark("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ", Byte::Scalar);
  return kinds;
}();

Byte kind_of(char c) {
  return bytes_by_kind[static_cast<unsigned char>(c)];
}

// True if one of eight bytes is a quote, a backslash or below 0x20 (or, harmlessly, 0x80 and above
// behind one of these).
bool string_may_end_in(const char* eight) {
  constexpr std::uint64_t ones = 0x0101010101010101;
  constexpr std::uint64_t tops = 0x8080808080808080;
  std::uint64_t word = 0;
  std::memcpy(&word, eight, sizeof word);
  const std::uint64_t quote = word ^ (ones * '"');
  const std::uint64_t backslash = word ^ (ones * '\\');
  const std::uint64_t found = ((quote - ones) & ~quote) | ((backslash - ones) & ~backslash) |
                              ((word - ones * 0x20) & ~word);
  return (found & tops) != 0;
}

class Scanner {
 public:
  Scanner(std::string_view text, std::size_t begin) : text_(text), at_(begin) {}

  JsonExtent extent() {
    do {
      while (at_ < text_.size() && kind_of(text_[at_]) == Byte::Space)
        ++at_;
      if (at_ == text_.size() || !take(text_[at_])) return {false, at_};
    } while (depth_ > 0);
    return {true, at_};
  }

 private:
  bool take(char c) {
    switch (kind_of(c)) {
      case Byte::Open:
        return opened(c);
      case Byte::Close:
        return closed(c);
      case Byte::Quote:
        return string();
      case Byte::Scalar:
        return scalar();
      case Byte::Colon:
        return punctuation(Expected::Colon, Expected::Value);
      case Byte::Comma:
        return punctuation(Expected::CommaOrEnd,
                           open_[depth_ - 1] == '{' ? Expected::Key : Expected::Value);
      case Byte::Bad:
      case Byte::Space:
        break;
    }
    return false;
  }

  [[nodiscard]] bool value_expected() const {
    return expected_ == Expected::Value || expected_ == Expected::ValueOrEnd;
  }

  bool punctuation(Expected now, Expected next) {
    if (expected_ != now) return false;
    expected_ = next;
    ++at_;
    return true;
  }

  bool opened(char bracket) {
    if (!value_expected() || depth_ == json_depth_max) return false;
    open_[depth_++] = bracket;
    expected_ = bracket == '{' ? Expected::KeyOrEnd : Expected::ValueOrEnd;
    ++at_;
    return true;
  }

  bool closed(char bracket) {
    const Expected if_empty = bracket == '}' ? Expected::KeyOrEnd : Expected::ValueOrEnd;
    if (expected_ != Expected::CommaOrEnd && expected_ != if_empty) return false;
    if (open_[depth_ - 1] != (bracket == '}' ? '{' : '[')) return false;
    --depth_;
    expected_ = Expected::CommaOrEnd;
    ++at_;
    return true;
  }

  bool string() {
    const bool key = expected_ == Expected::Key || expected_ == Expected::KeyOrEnd;
    if (!key && !value_expected()) return false;
    ++at_;
    if (!pass_string()) return false;
    expected_ = key ? Expected::Colon : Expected::CommaOrEnd;
    return true;
  }

  // To behind the closing quote.
  bool pass_string() {
    while (at_ < text_.size()) {
      if (at_ + 8 <= text_.size() && !string_may_end_in(text_.data() + at_)) {
        at_ += 8;
        continue;
      }
      const char c = text_[at_];
      if (static_cast<unsigned char>(c) < 0x20) return false;
      ++at_;
      if (c == '"') return true;
      if (c == '\\' && at_ < text_.size()) ++at_;
    }
    return false;
  }

  bool scalar() {
    if (!value_expected()) return false;
    while (at_ < text_.size() && kind_of(text_[at_]) == Byte::Scalar)
      ++at_;
    expected_ = Expected::CommaOrEnd;
    return true;
  }

  std::string_view text_;
  std::size_t at_;
  std::size_t depth_ = 0;
  Expected expected_ = Expected::Value;
  std::array<char, json_depth_max> open_{};
};

}  // namespace

JsonExtent json_extent(std::string_view text, std::size_t begin) {
  return Scanner(text, begin).extent();
}

}  // namespace scopedown
