// Numbers for texts: 0, 1, 2, ... in the order in which each was first met.
//
//   numbers.number("s3.amazonaws.com")   {0, true}
//   numbers.number("s3.amazonaws.com")   {0, false}
//   numbers.text(0)                      "s3.amazonaws.com"
//
// All texts lie in one run of bytes, and the table is flat: a look-up touches a slot and, if it is
// there, its text. Reading logs does little else, and a node and an allocation for each text would
// cost more than the parsing.
//
// Memory: the texts, and 24 to 48 bytes for each.

#ifndef SCOPEDOWN_GENERATOR_USAGE_TEXT_NUMBERS_H_
#define SCOPEDOWN_GENERATOR_USAGE_TEXT_NUMBERS_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace scopedown {

class TextNumbers {
 public:
  struct Found {
    std::uint32_t number;
    bool is_new;
  };

  // At most 2^32 - 1 texts.
  Found number(std::string_view text);

  // Good until the next `number`.
  [[nodiscard]] std::string_view text(std::uint32_t number) const {
    return {bytes_.data() + begins_[number], begins_[number + 1] - begins_[number]};
  }

  [[nodiscard]] std::size_t size() const { return begins_.size() - 1; }

 private:
  struct Slot {
    std::uint32_t hash = 0;
    std::uint32_t number_plus_one = 0;  // 0: empty
  };

  void grow();

  std::vector<Slot> slots_;  // as many as a power of two, or none
  std::vector<std::size_t> begins_{0};
  std::string bytes_;
};

}  // namespace scopedown

#endif  // SCOPEDOWN_GENERATOR_USAGE_TEXT_NUMBERS_H_
