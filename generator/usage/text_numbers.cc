// Open addressing, at most half full, the next slot where one is taken. A slot holds half of the
// hash, so that a text is only looked at where it is likely to be the one, and where the text is: it
// would cost another line of the cache to ask a list.

#include "generator/usage/text_numbers.h"

#include <cstring>

namespace scopedown {
namespace {

constexpr std::size_t slots_min = 256;

}  // namespace

TextNumbers::Found TextNumbers::number(std::string_view text, std::uint32_t hash) {
  if (2 * (size() + 1) > slots_.size()) grow();
  const std::size_t mask = slots_.size() - 1;
  for (std::size_t index = hash & mask;; index = (index + 1) & mask) {
    Slot& slot = slots_[index];
    if (slot.number_plus_one == 0) {
      const auto number = static_cast<std::uint32_t>(size());
      slot = {hash, number + 1, bytes_.size()};
      append(text);
      return {number, true};
    }
    if (slot.hash == hash && text_at(slot.begin) == text) return {slot.number_plus_one - 1, false};
  }
}

void TextNumbers::append(std::string_view text) {
  begins_.push_back(bytes_.size());
  const auto size = static_cast<std::uint32_t>(text.size());
  char size_bytes[sizeof size];
  std::memcpy(size_bytes, &size, sizeof size);
  bytes_.append(size_bytes, sizeof size);
  bytes_.append(text);
}

void TextNumbers::grow() {
  std::vector<Slot> old(slots_.empty() ? slots_min : 2 * slots_.size());
  old.swap(slots_);
  const std::size_t mask = slots_.size() - 1;
  for (const Slot& slot : old) {
    if (slot.number_plus_one == 0) continue;
    std::size_t index = slot.hash & mask;
    while (slots_[index].number_plus_one != 0)
      index = (index + 1) & mask;
    slots_[index] = slot;
  }
}

}  // namespace scopedown
