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

std::string count_text(std::uint64_t count) {
  if (count < 1'000'000) return std::to_string(count);
  std::array<char, 32> text{};
  std::snprintf(text.data(), text.size(), "%.1f M", 1e-6 * static_cast<double>(count));
  return text.data();
}

}  // namespace

std::string progress_text(const IngestProgress& progress, double seconds) {
  // Bytes say more than files, where they are known: a pipe has none.
  const bool by_bytes = progress.bytes_total > 0;
  const auto done = static_cast<double>(by_bytes ? progress.bytes : progress.files);
  const auto total = static_cast<double>(by_bytes ? progress.bytes_total : progress.files_total);
  const double share = total > 0 ? std::min(done / total, 1.0) : 0;
  const auto filled = static_cast<std::size_t>(share * bar_characters);
  std::string text = "[" + std::string(filled, '#') + std::string(bar_characters - filled, ' ') +
                     "] " + std::to_string(static_cast<int>(100 * share)) + " %  " +
                     std::to_string(progress.files) + "/" + std::to_string(progress.files_total) +
                     " files  " + count_text(progress.records) + " records";
  if (by_bytes && seconds > 0)
    text += "  " + std::to_string(static_cast<std::int64_t>(1e-6 * done / seconds)) + " MB/s";
  if (share > 0)
    text += "  " + std::to_string(static_cast<std::int64_t>(seconds / share - seconds)) + " s left";
  return text;
}

ProgressBar::ProgressBar(std::ostream& out, bool shown) : out_(shown ? &out : nullptr) {}

void ProgressBar::show(const IngestProgress& progress) const {
  if (out_ == nullptr) return;
  const std::chrono::duration<double> taken = std::chrono::steady_clock::now() - begin_;
  *out_ << clear_line << progress_text(progress, taken.count()) << std::flush;
}

void ProgressBar::clear() const {
  if (out_ != nullptr) *out_ << clear_line << std::flush;
}

}  // namespace scopedown
