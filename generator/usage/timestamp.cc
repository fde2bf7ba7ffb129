#include "generator/usage/timestamp.h"

#include <chrono>
#include <cstddef>

namespace scopedown {
namespace {

// Reads a timestamp from left to right; what does not fit makes it `failed`, once and for all.
class Reader {
 public:
  explicit Reader(std::string_view text) : rest_(text) {}

  // Exactly `digits` of them, as a number.
  int number(std::size_t digits) {
    if (rest_.size() < digits) return fail();
    int value = 0;
    for (const char c : rest_.substr(0, digits)) {
      if (c < '0' || c > '9') return fail();
      value = value * 10 + (c - '0');
    }
    rest_.remove_prefix(digits);
    return value;
  }

  // A number with `before` in front of it, at most `largest`.
  int number_after(char before, std::size_t digits, int largest) {
    if (!skip(before)) return fail();
    const int value = number(digits);
    return value > largest ? fail() : value;
  }

  bool skip(char c) {
    if (rest_.empty() || rest_.front() != c) return false;
    rest_.remove_prefix(1);
    return true;
  }

  void skip_digits() {
    if (rest_.empty() || rest_.front() < '0' || rest_.front() > '9') fail();
    while (!rest_.empty() && rest_.front() >= '0' && rest_.front() <= '9')
      rest_.remove_prefix(1);
  }

  int fail() {
    failed_ = true;
    return 0;
  }

  [[nodiscard]] bool at_end() const { return rest_.empty(); }

  [[nodiscard]] bool failed() const { return failed_; }

 private:
  std::string_view rest_;
  bool failed_ = false;
};

constexpr std::int64_t minute_seconds = 60;
constexpr std::int64_t hour_seconds = 60 * minute_seconds;
constexpr std::int64_t day_seconds = 24 * hour_seconds;

std::int64_t days_since_1970(std::chrono::year_month_day day) {
  return std::chrono::sys_days(day).time_since_epoch().count();
}

// What is to be added to a local time to make it UTC: of "Z", "+02:00", or nothing.
std::int64_t offset_seconds(Reader& reader) {
  if (reader.at_end() || reader.skip('Z')) return 0;
  const bool west = reader.skip('-');
  if (!west && !reader.skip('+')) return reader.fail();
  const int hours = reader.number(2);
  const int minutes = reader.number_after(':', 2, 59);
  if (hours > 23) reader.fail();
  const std::int64_t seconds = hours * hour_seconds + minutes * minute_seconds;
  return west ? seconds : -seconds;
}

std::int64_t time_of_day(Reader& reader) {
  if (!reader.skip('T') && !reader.skip(' ')) return reader.fail();
  const int hours = reader.number(2);
  if (hours > 23) reader.fail();
  const int minutes = reader.number_after(':', 2, 59);
  const int seconds = reader.number_after(':', 2, 59);
  if (reader.skip('.')) reader.skip_digits();
  return hours * hour_seconds + minutes * minute_seconds + seconds + offset_seconds(reader);
}

// "2026-11-20T09:00:00Z", as CloudTrail writes it, by fixed places. Empty if it is anything else, or
// no moment: then it is read from left to right.
std::optional<std::int64_t> usual_timestamp(std::string_view text) {
  constexpr std::string_view form = "0000-00-00T00:00:00Z";
  if (text.size() != form.size()) return std::nullopt;
  bool fits = true;
  for (std::size_t index = 0; index < form.size(); ++index) {
    const auto digit = static_cast<unsigned char>(text[index] - '0');
    fits &= form[index] == '0' ? digit <= 9 : text[index] == form[index];
  }
  const auto two = [&](std::size_t at) { return 10 * (text[at] - '0') + (text[at + 1] - '0'); };
  const int hours = two(11);
  const int minutes = two(14);
  const int seconds = two(17);
  const std::chrono::year_month_day date(std::chrono::year(100 * two(0) + two(2)),
                                         std::chrono::month(static_cast<unsigned>(two(5))),
                                         std::chrono::day(static_cast<unsigned>(two(8))));
  if (!fits || hours > 23 || minutes > 59 || seconds > 59) return std::nullopt;
  if (!date.ok() || date.year() < std::chrono::year(1)) return std::nullopt;
  return days_since_1970(date) * day_seconds + hours * hour_seconds + minutes * minute_seconds +
         seconds;
}

void append_number(std::string& text, std::int64_t number, std::size_t digits) {
  const std::string plain = std::to_string(number);
  text.append(digits > plain.size() ? digits - plain.size() : 0, '0').append(plain);
}

}  // namespace

std::optional<std::int64_t> parse_timestamp(std::string_view text) {
  if (const auto usual = usual_timestamp(text)) return usual;
  Reader reader(text);
  const std::chrono::year year(reader.number(4));
  const std::chrono::month month(static_cast<unsigned>(reader.number_after('-', 2, 12)));
  const std::chrono::day day(static_cast<unsigned>(reader.number_after('-', 2, 31)));
  const std::chrono::year_month_day date(year, month, day);
  if (reader.failed() || !date.ok() || year < std::chrono::year(1)) return std::nullopt;

  std::int64_t seconds = days_since_1970(date) * day_seconds;
  if (!reader.at_end()) seconds += time_of_day(reader);
  if (reader.failed() || !reader.at_end()) return std::nullopt;
  return seconds;
}

std::string timestamp_text(std::int64_t seconds) {
  std::int64_t days = seconds / day_seconds;
  if (seconds % day_seconds < 0) --days;
  const std::int64_t second_of_day = seconds - days * day_seconds;
  const std::chrono::year_month_day date{std::chrono::sys_days(std::chrono::days(days))};

  std::string text;
  append_number(text, static_cast<int>(date.year()), 4);
  append_number(text.append("-"), static_cast<unsigned>(date.month()), 2);
  append_number(text.append("-"), static_cast<unsigned>(date.day()), 2);
  append_number(text.append("T"), second_of_day / hour_seconds, 2);
  append_number(text.append(":"), second_of_day / minute_seconds % 60, 2);
  append_number(text.append(":"), second_of_day % 60, 2);
  return text.append("Z");
}

}  // namespace scopedown
