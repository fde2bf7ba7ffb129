#include "model/condition_values.h"

#include <algorithm>
#include <charconv>
#include <chrono>
#include <cmath>
#include <string>

#include <arpa/inet.h>

namespace scopedown {
namespace {

// Reads fixed fields off the head of a text.
struct Fields {
  std::string_view text;

  std::optional<int> digits(std::size_t count) {
    int number = 0;
    if (text.size() < count) return std::nullopt;
    for (const char byte : text.substr(0, count)) {
      if (byte < '0' || byte > '9') return std::nullopt;
      number = number * 10 + (byte - '0');
    }
    text.remove_prefix(count);
    return number;
  }

  bool take(char byte) {
    if (!text.starts_with(byte)) return false;
    text.remove_prefix(1);
    return true;
  }
};

std::optional<std::int64_t> day_of(Fields& fields) {
  const auto year = fields.digits(4);
  if (!year || !fields.take('-')) return std::nullopt;
  const auto month = fields.digits(2);
  if (!month || !fields.take('-')) return std::nullopt;
  const auto day = fields.digits(2);
  if (!day) return std::nullopt;
  const std::chrono::year_month_day date{std::chrono::year(*year),
                                         std::chrono::month(static_cast<unsigned>(*month)),
                                         std::chrono::day(static_cast<unsigned>(*day))};
  if (!date.ok()) return std::nullopt;
  return std::chrono::sys_days(date).time_since_epoch().count();
}

// Of ".25": 250. Nothing is 0.
std::optional<std::int64_t> milliseconds_of(Fields& fields) {
  if (!fields.take('.')) return 0;
  std::int64_t milliseconds = 0;
  std::int64_t weight = 100;
  bool any = false;
  while (const auto digit = fields.digits(1)) {
    milliseconds += *digit * weight;
    weight /= 10;
    any = true;
  }
  if (!any) return std::nullopt;
  return milliseconds;
}

// Of "Z", "+01:00", "-0530": minutes east of UTC. Nothing is UTC.
std::optional<int> zone_minutes_of(Fields& fields) {
  if (fields.text.empty() || fields.take('Z')) return 0;
  const bool west = fields.text.starts_with('-');
  if (!west && !fields.text.starts_with('+')) return std::nullopt;
  fields.text.remove_prefix(1);
  const auto hours = fields.digits(2);
  fields.take(':');
  const auto minutes = fields.digits(2);
  if (!hours || !minutes || *hours > 14 || *minutes > 59) return std::nullopt;
  return (west ? -1 : 1) * (*hours * 60 + *minutes);
}

std::optional<std::int64_t> iso_moment_of(std::string_view text) {
  Fields fields{text};
  const auto day = day_of(fields);
  if (!day) return std::nullopt;
  std::int64_t moment = *day * 86'400'000;
  if (fields.text.empty()) return moment;
  if (!fields.take('T')) return std::nullopt;
  const auto hour = fields.digits(2);
  if (!hour || !fields.take(':')) return std::nullopt;
  const auto minute = fields.digits(2);
  if (!minute) return std::nullopt;
  const auto second = fields.take(':') ? fields.digits(2) : std::optional<int>(0);
  if (!second || *hour > 23 || *minute > 59 || *second > 60) return std::nullopt;
  const auto milliseconds = milliseconds_of(fields);
  const auto zone = zone_minutes_of(fields);
  if (!milliseconds || !zone || !fields.text.empty()) return std::nullopt;
  moment += ((*hour * 60 + *minute - *zone) * std::int64_t{60} + *second) * 1000 + *milliseconds;
  return moment;
}

}  // namespace

std::optional<double> number_of(std::string_view text) {
  if (text.starts_with('+')) text.remove_prefix(1);
  double number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size() || !std::isfinite(number))
    return std::nullopt;
  return number;
}

std::optional<std::int64_t> moment_of(std::string_view text) {
  if (const auto moment = iso_moment_of(text)) return moment;
  std::int64_t seconds = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), seconds);
  constexpr std::int64_t seconds_max = 1'000'000'000'000;
  if (error != std::errc() || end != text.data() + text.size() || std::abs(seconds) > seconds_max)
    return std::nullopt;
  return seconds * 1000;
}

std::optional<AddressBlock> AddressBlock::parse(std::string_view text) {
  const std::size_t slash = text.find('/');
  const std::string address(text.substr(0, slash));
  AddressBlock block;
  block.is_ipv6 = address.find(':') != std::string::npos;
  const int family = block.is_ipv6 ? AF_INET6 : AF_INET;
  if (inet_pton(family, address.c_str(), block.address.data()) != 1) return std::nullopt;
  const int bits_max = block.is_ipv6 ? 128 : 32;
  block.bits = bits_max;
  if (slash == std::string_view::npos) return block;
  const std::string_view bits = text.substr(slash + 1);
  const auto [end, error] = std::from_chars(bits.data(), bits.data() + bits.size(), block.bits);
  const bool read = error == std::errc() && end == bits.data() + bits.size();
  if (!read || block.bits < 0 || block.bits > bits_max) return std::nullopt;
  return block;
}

bool AddressBlock::holds(const AddressBlock& other) const {
  if (is_ipv6 != other.is_ipv6 || other.bits < bits) return false;
  for (int bit = 0; bit < bits; ++bit) {
    const auto index = static_cast<std::size_t>(bit / 8);
    const unsigned mask = 0x80U >> static_cast<unsigned>(bit % 8);
    if (((address.at(index) ^ other.address.at(index)) & mask) != 0) return false;
  }
  return true;
}

}  // namespace scopedown
