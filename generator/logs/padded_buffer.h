// Bytes with room behind them, used over and over.
//
// simdjson reads a little past the end of what it parses. A PaddedText promises that the bytes
// there may be read; a PaddedBuffer owns such bytes and grows without clearing them first.

#ifndef SCOPEDOWN_GENERATOR_LOGS_PADDED_BUFFER_H_
#define SCOPEDOWN_GENERATOR_LOGS_PADDED_BUFFER_H_

#include <cstddef>
#include <cstring>
#include <memory>
#include <new>
#include <string_view>
#include <utility>

namespace scopedown {

// How many bytes behind a text may be read: simdjson asks for 64.
inline constexpr std::size_t padding_bytes = 64;

// INVARIANT: `padding_bytes` bytes behind `text` are readable.
struct PaddedText {
  std::string_view text;
};

class PaddedBuffer {
 public:
  PaddedBuffer() = default;

  explicit PaddedBuffer(std::string_view bytes) {
    reserve(bytes.size(), 0);
    if (!bytes.empty()) std::memcpy(bytes_.get(), bytes.data(), bytes.size());
  }

  [[nodiscard]] char* data() { return bytes_.get(); }

  [[nodiscard]] std::size_t capacity() const { return capacity_; }

  // Makes room for `count` bytes. The first `kept` bytes stay what they were.
  void reserve(std::size_t count, std::size_t kept) {
    if (bytes_ != nullptr && count <= capacity_) return;
    Bytes larger(static_cast<char*>(::operator new(count + padding_bytes)));
    if (kept != 0) std::memcpy(larger.get(), bytes_.get(), kept);
    bytes_ = std::move(larger);
    capacity_ = count;
  }

  // The first `count` bytes, padded with zeros. `count` is at most the capacity.
  [[nodiscard]] PaddedText padded(std::size_t count) {
    reserve(count, 0);
    std::memset(bytes_.get() + count, 0, padding_bytes);
    return {std::string_view(bytes_.get(), count)};
  }

  // Gives the memory back.
  void release() {
    bytes_.reset();
    capacity_ = 0;
  }

 private:
  struct Delete {
    void operator()(char* bytes) const { ::operator delete(bytes); }
  };

  using Bytes = std::unique_ptr<char, Delete>;

  Bytes bytes_;
  std::size_t capacity_ = 0;
};

}  // namespace scopedown

#endif  // SCOPEDOWN_GENERATOR_LOGS_PADDED_BUFFER_H_
