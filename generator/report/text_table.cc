#include "generator/report/text_table.h"

#include <algorithm>
#include <iomanip>
#include <ostream>
#include <sstream>

#include "model/policy.h"

namespace scopedown {

namespace {

void append_escaped(std::string& shown, unsigned char code) {
  constexpr std::string_view hexadecimal = "0123456789ABCDEF";
  shown.append("\\x").append(1, hexadecimal[code >> 4U]).append(1, hexadecimal[code & 15U]);
}

}  // namespace

std::string printable(std::string_view text) {
  std::string shown;
  for (std::size_t index = 0; index < text.size(); ++index) {
    const auto code = static_cast<unsigned char>(text[index]);
    const auto next =
        index + 1 < text.size() ? static_cast<unsigned char>(text[index + 1]) : std::uint8_t{0};
    if (code == 0xC2U && next >= 0x80U && next < 0xA0U) {  // U+0080 to U+009F
      append_escaped(shown, code);
      append_escaped(shown, next);
      ++index;
    } else if (code < 0x20U || code == 0x7FU) {
      append_escaped(shown, code);
    } else {
      shown += text[index];
    }
  }
  return shown;
}

void print_table(std::ostream& out, const std::vector<TableLine>& lines,
                 const std::vector<std::size_t>& right) {
  std::vector<std::size_t> widths;
  for (const TableLine& line : lines) {
    widths.resize(std::max(widths.size(), line.size()), 0);
    for (std::size_t column = 0; column < line.size(); ++column)
      widths[column] = std::max(widths[column], characters_of(line[column]));
  }
  for (const TableLine& line : lines) {
    std::string text;
    for (std::size_t column = 0; column < line.size(); ++column) {
      const std::string room(widths[column] - characters_of(line[column]), ' ');
      const bool flush = std::ranges::find(right, column) != right.end();
      if (column != 0) text += "  ";
      text += flush ? room + line[column] : line[column] + room;
    }
    text.erase(text.find_last_not_of(' ') + 1);
    out << text << '\n';
  }
}

// Rounded to nearest, but never to a whole that it is not.
std::string share_text(std::uint64_t part, std::uint64_t whole) {
  if (whole == 0) return "-";
  std::uint64_t thousandths = (part * 1000 + whole / 2) / whole;
  if (part < whole) thousandths = std::min<std::uint64_t>(thousandths, 999);
  return std::to_string(thousandths / 10) + "." + std::to_string(thousandths % 10) + " %";
}

std::string percent_text(PackedSize packed) {
  std::ostringstream text;
  text << std::fixed << std::setprecision(1) << packed.percent() << " %";
  return text.str();
}

}  // namespace scopedown
