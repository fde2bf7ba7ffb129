// Numbers drawn from a seed that are the same with every compiler and library, which is not so of
// std::uniform_int_distribution: what is made from them is compared with committed files.
//
// Source: Steele, Lea, Flood, "Fast splittable pseudorandom number generators" (SplitMix64);
// FNV-1a, Fowler, Noll, Vo.

#ifndef SCOPEDOWN_TESTS_SUPPORT_DRAW_H_
#define SCOPEDOWN_TESTS_SUPPORT_DRAW_H_

#include <cstdint>
#include <string>
#include <string_view>

namespace scopedown::testing {

class Draw {
 public:
  explicit Draw(std::uint64_t seed) : state_(seed) {}

  // A draw of its own for each purpose, so that one that draws more does not move the others.
  Draw(std::uint64_t seed, std::string_view purpose) : state_(seed) {
    std::uint64_t hash = 0xCBF29CE484222325U;
    for (const char byte : purpose)
      hash = (hash ^ static_cast<unsigned char>(byte)) * 0x100000001B3U;
    state_ ^= hash;
    (void)next();
  }

  std::uint64_t next() {
    std::uint64_t mixed = state_ += 0x9E3779B97F4A7C15U;
    mixed = (mixed ^ (mixed >> 30U)) * 0xBF58476D1CE4E5B9U;
    mixed = (mixed ^ (mixed >> 27U)) * 0x94D049BB133111EBU;
    return mixed ^ (mixed >> 31U);
  }

  // From 0 to `count` - 1.
  std::uint64_t below(std::uint64_t count) { return next() % count; }

  // From `least` to `most`, both included.
  std::uint64_t between(std::uint64_t least, std::uint64_t most) {
    return least + below(most - least + 1);
  }

  bool percent(std::uint64_t chance) { return below(100) < chance; }

  std::string text(std::size_t length, std::string_view alphabet) {
    std::string drawn;
    for (std::size_t index = 0; index < length; ++index)
      drawn += alphabet[below(alphabet.size())];
    return drawn;
  }

 private:
  std::uint64_t state_;
};

}  // namespace scopedown::testing

#endif  // SCOPEDOWN_TESTS_SUPPORT_DRAW_H_
