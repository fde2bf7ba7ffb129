// The places are simdjson's structural index, which its parsers are built on; they would walk it
// with a check and a copy for each value, and cannot say "as many places further on" of a value
// whose bytes have been seen before (identity_reader.cc).
//
// Behind the last place stands the size of the text, so a token ends where the next place begins.
//
// Tested by cloudtrail_test.cc and cloudtrail_fuzz.cc.

#include "generator/logs/json_walk.h"

#include <new>

#include <simdjson.h>

namespace scopedown {

static_assert(padding_bytes >= simdjson::SIMDJSON_PADDING);

struct JsonWalk::Finder {
  std::unique_ptr<simdjson::internal::dom_parser_implementation> implementation;

  // Grows by doubling, and is never cleared: a text touches what it needs.
  void reserve(std::size_t bytes) {
    constexpr std::size_t bytes_min = std::size_t{1} << 16U;
    if (implementation != nullptr && implementation->capacity() >= bytes) return;
    std::size_t capacity = implementation == nullptr ? bytes_min : implementation->capacity();
    while (capacity < bytes)
      capacity *= 2;
    const auto code = simdjson::get_active_implementation()->create_dom_parser_implementation(
        capacity, json_depth_max, implementation);
    if (code != simdjson::SUCCESS) throw std::bad_alloc();
  }
};

JsonWalk::JsonWalk() : finder_(std::make_unique<Finder>()) {}

JsonWalk::~JsonWalk() = default;

void JsonWalk::begin(std::string_view text) {
  finder_->reserve(text.size());
  auto& found = *finder_->implementation;
  const auto code = found.stage1(reinterpret_cast<const std::uint8_t*>(text.data()), text.size(),
                                 simdjson::stage1_mode::regular);
  if (code != simdjson::SUCCESS) throw BrokenJson();
  text_ = text.data();
  at_ = found.structural_indexes.get();
  end_ = at_ + found.n_structural_indexes;
  const char closing = text_[*(end_ - 1)];
  if (closing != (peek() == '{' ? '}' : ']')) throw BrokenJson();
}

std::string_view JsonWalk::decoded(std::string_view raw) {
  std::string& buffer = decoded_.emplace_back(raw.size() + padding_bytes, '\0');
  auto* const target = reinterpret_cast<std::uint8_t*>(buffer.data());
  const auto* const source = reinterpret_cast<const std::uint8_t*>(raw.data());
  const std::uint8_t* const end = finder_->implementation->parse_string(source, target);
  if (end == nullptr) throw BrokenJson();
  const std::string_view text(buffer.data(), static_cast<std::size_t>(end - target));
  if (!simdjson::validate_utf8(text)) throw BrokenJson();
  return text;
}

}  // namespace scopedown
