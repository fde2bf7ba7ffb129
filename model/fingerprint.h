// A fingerprint of bytes, 64 bits: FNV-1a. Tells versions of a table, or long names, apart.
//
// Not cryptographic: it guards against mistakes, not against forgery. Digests are kept in ledgers
// and in file names, and are the same on every machine: DO NOT CHANGE the function.
//
// Source: Fowler, Noll, Vo, "The FNV Non-Cryptographic Hash Algorithm", IETF draft.

#ifndef SCOPEDOWN_MODEL_FINGERPRINT_H_
#define SCOPEDOWN_MODEL_FINGERPRINT_H_

#include <cstdint>
#include <string>
#include <string_view>

namespace scopedown {

class Fingerprint {
 public:
  void add(char byte) {
    value_ ^= static_cast<unsigned char>(byte);
    value_ *= 0x100000001B3U;
  }

  void add(std::string_view bytes) {
    for (const char byte : bytes)
      add(byte);
  }

  [[nodiscard]] std::uint64_t value() const { return value_; }

  // Sixteen hexadecimal digits.
  [[nodiscard]] std::string text() const {
    std::string digits;
    for (int shift = 60; shift >= 0; shift -= 4)
      digits += "0123456789abcdef"[value_ >> static_cast<unsigned>(shift) & 15U];
    return digits;
  }

 private:
  std::uint64_t value_ = 0xCBF29CE484222325U;
};

}  // namespace scopedown

#endif  // SCOPEDOWN_MODEL_FINGERPRINT_H_
