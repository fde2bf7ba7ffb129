#include "model/packed_size.h"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <string_view>

#include <zlib.h>

namespace scopedown {
namespace {

constexpr std::int64_t per_deflated_byte = 2'387;  // ten-thousandths of a point
constexpr std::int64_t per_statement = 20'700;

void add(std::string& strings, std::string_view text) {
  strings += static_cast<char>(static_cast<unsigned char>(std::min<std::size_t>(text.size(), 255)));
  strings += text;
}

void add(std::string& strings, const Statement& statement) {
  if (!statement.sid.empty()) add(strings, statement.sid);
  for (const ActionPattern& action : statement.actions)
    add(strings, action.text());
  for (const ArnPattern& resource : statement.resources)
    add(strings, resource.text());
  for (const Condition& condition : statement.conditions) {
    add(strings, condition.operation);
    add(strings, condition.key);
    for (const std::string& value : condition.values)
      add(strings, value);
  }
}

}  // namespace

double PackedSize::percent() const {
  return static_cast<double>((ten_thousandths + 500) / 1'000) / 10.0;
}

struct PackedSizeEstimator::Stream {
  z_stream zlib{};

  // 9, -15 and 9 are part of the estimate: level, raw stream of the largest window, most memory.
  Stream() {
    if (deflateInit2(&zlib, 9, Z_DEFLATED, -15, 9, Z_DEFAULT_STRATEGY) != Z_OK) std::abort();
  }

  ~Stream() { deflateEnd(&zlib); }

  Stream(const Stream&) = delete;
  Stream& operator=(const Stream&) = delete;

  // Writes over and over the same buffer: only the number of bytes is asked for.
  std::int64_t deflated_bytes(std::string& text) {
    std::array<Bytef, 4096> out{};
    zlib.next_in = reinterpret_cast<Bytef*>(text.data());
    zlib.avail_in = static_cast<uInt>(text.size());
    int status = Z_OK;
    while (status == Z_OK) {
      zlib.next_out = out.data();
      zlib.avail_out = static_cast<uInt>(out.size());
      status = deflate(&zlib, Z_FINISH);
    }
    if (status != Z_STREAM_END) std::abort();
    const auto bytes = static_cast<std::int64_t>(zlib.total_out);
    deflateReset(&zlib);
    return bytes;
  }
};

PackedSizeEstimator::PackedSizeEstimator() : stream_(std::make_unique<Stream>()) {}

PackedSizeEstimator::~PackedSizeEstimator() = default;
PackedSizeEstimator::PackedSizeEstimator(PackedSizeEstimator&&) noexcept = default;
PackedSizeEstimator& PackedSizeEstimator::operator=(PackedSizeEstimator&&) noexcept = default;

PackedSize PackedSizeEstimator::of(const Policy& policy) {
  strings_.clear();
  for (const Statement& statement : policy.statements)
    add(strings_, statement);
  return of_strings(policy.statements.size());
}

PackedSize PackedSizeEstimator::of(std::span<const std::string_view> strings,
                                   std::size_t statements) {
  strings_.clear();
  for (const std::string_view string : strings)
    add(strings_, string);
  return of_strings(statements);
}

PackedSize PackedSizeEstimator::of_strings(std::size_t statements) {
  return {per_deflated_byte * stream_->deflated_bytes(strings_) +
          per_statement * static_cast<std::int64_t>(statements)};
}

}  // namespace scopedown
