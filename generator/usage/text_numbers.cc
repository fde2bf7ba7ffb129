// Open addressing, at most half full, the next slot where one is taken. A slot holds half of the
// hash, so that a text is only looked at where it is likely to be the one.

#include "generator/usage/text_numbers.h"

#include "generator/logs/text_hash.h"

namespace scopedown {
namespace {

constexpr std::size_t slots_min = 256;

std::uint32_t hash_of(std::string_view text) {
  const std::uint64_t hash = text_hash(text);
  return static_cast<std::uint32_t>(hash ^ (hash >> 32U));
}

}  // namespace

TextNumbers::Found TextNumbers::number(std::string_view text) {
  if (2 * begins_.size() > slots_.size()) grow();
  const std::uint32_t hash = hash_of(text);
  const std::size_t mask = slots_.size() - 1;
  for (std::size_t index = hash & mask;; index = (index + 1) & mask) {
    Slot& slot = slots_[index];
    if (slot.number_plus_one == 0) {
      const auto number = static_cast<std::uint32_t>(size());
      slot = {hash, number + 1};
      bytes_.append(text);
      begins_.push_back(bytes_.size());
      return {number, true};
    }
    if (slot.hash == hash && this->text(slot.number_plus_one - 1) == text)
      return {slot.number_plus_one - 1, false};
  }
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
