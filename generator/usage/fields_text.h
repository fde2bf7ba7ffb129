// Several fields as one text that tells them from all others: of each its size, then its bytes.

#ifndef SCOPEDOWN_GENERATOR_USAGE_FIELDS_TEXT_H_
#define SCOPEDOWN_GENERATOR_USAGE_FIELDS_TEXT_H_

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>

namespace scopedown {

class FieldsText {
 public:
  void clear() { size_ = 0; }

  void add(std::string_view field) {
    const auto field_size = static_cast<std::uint32_t>(field.size());
    char* const target = room(sizeof field_size + field.size());
    std::memcpy(target, &field_size, sizeof field_size);
    if (!field.empty()) std::memcpy(target + sizeof field_size, field.data(), field.size());
  }

  // A number of a few values, always at the same place.
  void add(std::uint32_t number) { std::memcpy(room(sizeof number), &number, sizeof number); }

  // Bytes to the end, of whatever size.
  void add_last(std::string_view field) {
    char* const target = room(field.size());
    if (!field.empty()) std::memcpy(target, field.data(), field.size());
  }

  // Good until the next change.
  [[nodiscard]] std::string_view text() const { return {buffer_.data(), size_}; }

 private:
  char* room(std::size_t bytes) {
    if (size_ + bytes > buffer_.size()) buffer_.resize(2 * (size_ + bytes));
    char* const target = buffer_.data() + size_;
    size_ += bytes;
    return target;
  }

  std::string buffer_;
  std::size_t size_ = 0;
};

}  // namespace scopedown

#endif  // SCOPEDOWN_GENERATOR_USAGE_FIELDS_TEXT_H_
