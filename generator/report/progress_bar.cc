#include "generator/report/progress_bar.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <ostream>

namespace scopedown {
namespace {

constexpr std::size_t bar_characters = 20;
constexpr const char* clear_line = "\r\x1b[K";
constexpr const char* wrap_off = "\x1b[?7l";  // or a narrow terminal keeps a row of each line
constexpr const char* wrap_on = "\x1b[?7h";
constexpr auto write_interval = std::chrono::milliseconds(200);

std::string count_text(std::uint64_t count) {
  if (count < 1'000'000) return std::to_string(count);
  std::array<char, 32> text{};
  std::snprintf(text.data(), text.size(), "%.1f M", 1e-6 * static_cast<double>(count));
  return text.data();
}

// Between 0 and 1; 0 of nothing.
double share_of(std::uint64_t done, std::uint64_t total) {
  if (total == 0) return 0;
  return std::min(static_cast<double>(done) / static_cast<double>(total), 1.0);
}

std::string bar_text(double share) {
  const auto filled = static_cast<std::size_t>(share * bar_characters);
  return "[" + std::string(filled, '#') + std::string(bar_characters - filled, ' ') + "] " +
         std::to_string(static_cast<int>(100 * share)) + " %";
}

// If the rest goes as fast as what is done; nothing is known before.
std::string left_text(double share, double seconds) {
  if (share <= 0) return "";
  constexpr std::int64_t minutes_from_seconds = 120;
  const auto left = static_cast<std::int64_t>(seconds / share - seconds);
  if (left < minutes_from_seconds) return "  " + std::to_string(left) + " s left";
  return "  " + std::to_string((left + 59) / 60) + " min left";
}

std::string rate_text(std::size_t units, double seconds) {
  if (units == 0 || seconds <= 0) return "";
  std::array<char, 32> text{};
  const double rate = static_cast<double>(units) / seconds;
  std::snprintf(text.data(), text.size(), rate < 100 ? "  %.1f/s" : "  %.0f/s", rate);
  return text.data();
}

}  // namespace

std::string progress_text(const IngestProgress& progress, double seconds) {
  // Bytes say more than files, where they are known: a pipe has none.
  const bool by_bytes = progress.bytes_total > 0;
  const double share = by_bytes ? share_of(progress.bytes, progress.bytes_total)
                                : share_of(progress.files, progress.files_total);
  std::string text = bar_text(share) + "  " + std::to_string(progress.files) + "/" +
                     std::to_string(progress.files_total) + " files  " +
                     count_text(progress.records) + " records";
  if (by_bytes && seconds > 0) {
    const double rate = 1e-6 * static_cast<double>(progress.bytes) / seconds;
    text += "  " + std::to_string(static_cast<std::int64_t>(rate)) + " MB/s";
  }
  return text + left_text(share, seconds);
}

std::string progress_text(const FleetProgress& progress, double seconds) {
  if (progress.units_total == 0) return progress.stage + " ...";
  const double share = share_of(progress.units, progress.units_total);
  std::string text = bar_text(share) + "  " + std::to_string(progress.units) + "/" +
                     std::to_string(progress.units_total) + " " + progress.stage;
  if (progress.refused > 0) text += "  " + std::to_string(progress.refused) + " refused";
  return text + rate_text(progress.units, seconds) + left_text(share, seconds);
}

ProgressBar::ProgressBar(std::ostream& out, bool shown) : out_(shown ? &out : nullptr) {}

ProgressBar::~ProgressBar() {
  clear();
}

void ProgressBar::show(const IngestProgress& progress) {
  const std::chrono::duration<double> taken = Clock::now() - begin_;
  write(progress_text(progress, taken.count()));
}

void ProgressBar::show(const FleetProgress& progress) {
  const Clock::time_point now = Clock::now();
  const bool begins = progress.units == 0 || progress.stage != stage_;
  if (begins) {
    stage_ = progress.stage;
    begin_ = now;
  }
  if (!begins && now - written_ < write_interval) return;
  written_ = now;
  const std::chrono::duration<double> taken = now - begin_;
  write(progress_text(progress, taken.count()));
}

void ProgressBar::clear() {
  if (!has_line_) return;
  has_line_ = false;
  *out_ << clear_line << std::flush;
}

void ProgressBar::write(const std::string& line) {
  if (out_ == nullptr) return;
  has_line_ = true;
  *out_ << clear_line << wrap_off << line << wrap_on << std::flush;
}

}  // namespace scopedown
