#include "generator/emit/quoted.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>

namespace scopedown {
namespace {

constexpr std::string_view digits = "0123456789ABCDEF";

bool is_printable(char byte) {
  return byte >= 0x20 && byte <= 0x7E;
}

struct Decoded {
  char32_t point = 0xFFFD;
  std::size_t bytes = 1;
};

// The first character of a text that is not empty.
Decoded decoded(std::string_view text) {
  const auto at = [&](std::size_t index) {
    return static_cast<std::uint32_t>(static_cast<unsigned char>(text[index]));
  };
  const std::uint32_t lead = at(0);
  if (lead < 0x80U) return {static_cast<char32_t>(lead), 1};
  const std::size_t bytes = lead >= 0xF0U ? 4 : lead >= 0xE0U ? 3 : 2;
  if (lead < 0xC2U || lead > 0xF4U || text.size() < bytes) return {};
  std::uint32_t point = lead & (0x7FU >> bytes);
  for (std::size_t index = 1; index < bytes; ++index) {
    if ((at(index) & 0xC0U) != 0x80U) return {};
    point = point << 6U | (at(index) & 0x3FU);
  }
  constexpr std::array<std::uint32_t, 5> least{0, 0, 0x80, 0x800, 0x10000};
  const bool surrogate = point >= 0xD800U && point <= 0xDFFFU;
  if (point < least[bytes] || point > 0x10FFFFU || surrogate) return {};
  return {static_cast<char32_t>(point), bytes};
}

// \u00e9, or \U0001f600 beyond four digits: both languages have both.
void put_escape(std::string& out, char32_t point) {
  const bool is_long = point > 0xFFFF;
  out += is_long ? "\\U" : "\\u";
  for (int shift = is_long ? 28 : 12; shift >= 0; shift -= 4)
    out += digits[static_cast<std::uint32_t>(point) >> static_cast<unsigned>(shift) & 15U];
}

// In double quotes. The escapes \" \\ \u \U mean the same in YAML and in HCL.
std::string double_quoted(std::string_view text) {
  std::string out = "\"";
  while (!text.empty()) {
    const Decoded next = decoded(text);
    if (next.point == U'"' || next.point == U'\\') {
      out += '\\';
      out += text.front();
    } else if (next.point < 0x80 && is_printable(text.front())) {
      out += text.front();
    } else {
      put_escape(out, next.point);
    }
    text.remove_prefix(next.bytes);
  }
  return out + '"';
}

std::string single_quoted(std::string_view text) {
  std::string out = "'";
  for (const char byte : text)
    out.append(byte == '\'' ? 2 : 1, byte);
  return out + "'";
}

// Words that YAML 1.1 or 1.2 reads as something other than a string.
bool is_reserved(std::string_view text) {
  static constexpr std::array<std::string_view, 9> words{"true", "false", "yes", "no", "on",
                                                         "off",  "null",  "y",   "n"};
  std::string small(text);
  for (char& byte : small) {
    if (byte >= 'A' && byte <= 'Z') byte = static_cast<char>(byte - 'A' + 'a');
  }
  return std::ranges::find(words, small) != words.end();
}

// A letter, then letters, digits, `.`, `_`, `/` and `-`: no number, no date, no indicator of YAML's.
bool stands_plain(std::string_view text) {
  const auto letter = [](char byte) {
    return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z');
  };
  if (text.empty() || !letter(text.front()) || is_reserved(text)) return false;
  return std::ranges::all_of(text, [&](char byte) {
    return letter(byte) || (byte >= '0' && byte <= '9') || byte == '.' || byte == '_' ||
           byte == '/' || byte == '-';
  });
}

}  // namespace

std::string yaml_string(std::string_view text) {
  if (stands_plain(text)) return std::string(text);
  return std::ranges::all_of(text, is_printable) ? single_quoted(text) : double_quoted(text);
}

std::string hcl_string(std::string_view text) {
  return double_quoted(without_templates(text));
}

std::string without_templates(std::string_view text) {
  std::string out;
  for (std::size_t index = 0; index < text.size(); ++index) {
    const char byte = text[index];
    out += byte;
    const bool opens =
        (byte == '$' || byte == '%') && index + 1 < text.size() && text[index + 1] == '{';
    if (opens) out += byte;
  }
  return out;
}

std::string comment_text(std::string_view text) {
  std::string out;
  for (const char byte : text) {
    if (is_printable(byte)) {
      out += byte;
      continue;
    }
    const auto code = static_cast<unsigned char>(byte);
    out.append(1, '%').append(1, digits[code >> 4U]).append(1, digits[code & 15U]);
  }
  return out;
}

}  // namespace scopedown
