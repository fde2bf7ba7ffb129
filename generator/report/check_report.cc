#include "generator/report/check_report.h"

#include <algorithm>
#include <array>
#include <ostream>

#include "generator/report/text_table.h"
#include "model/budget.h"
#include "model/policy.h"

namespace scopedown {
namespace {

// A policy may be one line of 2,048 characters: so much of it is shown around the place.
constexpr std::size_t characters_before_max = 40;
constexpr std::size_t characters_shown_max = 100;

bool begins_character(char byte) {
  return (static_cast<unsigned char>(byte) & 0xC0U) != 0x80U;
}

// Moves `byte` to the beginning of a character.
std::size_t aligned(std::string_view text, std::size_t byte) {
  while (byte > 0 && byte < text.size() && !begins_character(text[byte]))
    --byte;
  return byte;
}

void print_place(std::ostream& out, std::string_view text, TextSpan span) {
  const std::size_t begin = std::min(span.begin, text.size());
  const std::size_t line_begin = begin == 0 ? 0 : text.rfind('\n', begin - 1) + 1;
  const std::size_t line_end = std::min(text.find('\n', begin), text.size());
  std::size_t from = line_begin;
  if (begin - from > characters_before_max) from = aligned(text, begin - characters_before_max);
  const std::size_t to = aligned(text, std::min(line_end, from + characters_shown_max));
  const std::size_t end = std::clamp(span.end, begin, std::max(to, begin));
  const std::string before = printable(text.substr(from, begin - from));
  const std::string under = printable(text.substr(begin, end - begin));
  out << "  " << (from == line_begin ? "" : "…") << before
      << printable(text.substr(begin, std::max(to, begin) - begin)) << (to < line_end ? "…" : "")
      << '\n';
  const std::size_t room = characters_of(before) + (from == line_begin ? 0 : 1);
  const std::size_t width = std::max<std::size_t>(1, characters_of(under));
  out << "  " << std::string(room, ' ') << '^' << std::string(width - 1, '~') << '\n';
}

std::string count_text(std::size_t count, std::string_view what) {
  return std::to_string(count) + " " + std::string(what) + (count == 1 ? "" : "s");
}

void print_summary(std::ostream& out, const CheckedFile& file) {
  out << printable(file.path) << ": ";
  if (file.packed) {
    const auto doubt = PackedSize::of_percent(packed_points_of_doubt).ten_thousandths;
    out << file.characters << " of " << session_policy_characters_max << " characters, "
        << percent_text(*file.packed) << " packed ("
        << percent_text({file.packed->ten_thousandths - doubt}) << " to "
        << percent_text({file.packed->ten_thousandths + doubt}) << "); ";
  }
  std::string counts;
  for (const Severity severity :
       {Severity::Error, Severity::SecurityWarning, Severity::Warning, Severity::Suggestion}) {
    const auto count =
        static_cast<std::size_t>(std::ranges::count(file.findings, severity, &Finding::severity));
    if (count != 0) counts += (counts.empty() ? "" : ", ") + count_text(count, text(severity));
  }
  out << (counts.empty() ? "nothing to say" : counts) << '\n';
}

}  // namespace

bool has_errors(const std::vector<CheckedFile>& files) {
  return std::ranges::any_of(files, [](const CheckedFile& file) {
    return std::ranges::any_of(
        file.findings, [](const Finding& finding) { return finding.severity == Severity::Error; });
  });
}

void print_checked(std::ostream& out, const std::vector<CheckedFile>& files) {
  for (const CheckedFile& file : files) {
    for (const Finding& finding : file.findings) {
      const TextPlace place = place_of(file.text, finding.span.begin);
      out << printable(file.path) << ':' << place.line << ':' << place.column << ": "
          << text(finding.severity) << ": " << printable(finding.message) << " [" << finding.rule
          << "]\n";
      print_place(out, file.text, finding.span);
    }
    print_summary(out, file);
  }
}

}  // namespace scopedown
