// Goal: a text comes back from each language as it went in. Method: readers of one string each, the
// specifications word for word, over hostile texts; tables for what must not stand plain. The real
// parsers judge the same in tests/formats.

#include "generator/emit/quoted.h"

#include <algorithm>
#include <cstdint>
#include <string>

#include <catch2/catch.hpp>

#include "tests/support/hostile_output.h"

namespace scopedown::testing {
namespace {

void put_utf8(std::string& out, std::uint32_t point) {
  const auto put = [&](std::uint32_t byte) { out += static_cast<char>(byte); };
  if (point < 0x80) {
    put(point);
  } else if (point < 0x800) {
    put(0xC0 | point >> 6);
    put(0x80 | (point & 0x3F));
  } else if (point < 0x10000) {
    put(0xE0 | point >> 12);
    put(0x80 | (point >> 6 & 0x3F));
    put(0x80 | (point & 0x3F));
  } else {
    put(0xF0 | point >> 18);
    put(0x80 | (point >> 12 & 0x3F));
    put(0x80 | (point >> 6 & 0x3F));
    put(0x80 | (point & 0x3F));
  }
}

// What stands between double quotes, its escapes undone.
std::string read_double_quoted(const std::string& text) {
  REQUIRE(text.size() >= 2);
  REQUIRE(text.front() == '"');
  REQUIRE(text.back() == '"');
  std::string out;
  for (std::size_t index = 1; index + 1 < text.size(); ++index) {
    if (text[index] != '\\') {
      REQUIRE(text[index] != '"');
      out += text[index];
      continue;
    }
    const char kind = text.at(++index);
    if (kind == '"' || kind == '\\') {
      out += kind;
      continue;
    }
    REQUIRE((kind == 'u' || kind == 'U'));
    const std::size_t length = kind == 'u' ? 4 : 8;
    put_utf8(out,
             static_cast<std::uint32_t>(std::stoul(text.substr(index + 1, length), nullptr, 16)));
    index += length;
  }
  return out;
}

std::string read_yaml(const std::string& text) {
  if (text.starts_with('"')) return read_double_quoted(text);
  if (!text.starts_with('\'')) return text;
  std::string out;
  for (std::size_t index = 1; index + 1 < text.size(); ++index) {
    out += text[index];
    if (text[index] == '\'') REQUIRE(text.at(++index) == '\'');
  }
  return out;
}

// A template of literal parts alone: fails where anything would be evaluated.
std::string read_template(const std::string& text) {
  std::string out;
  for (std::size_t index = 0; index < text.size(); ++index) {
    const char byte = text[index];
    const bool doubled =
        (byte == '$' || byte == '%') && text.substr(index + 1, 2) == std::string(1, byte) + "{";
    const bool opens = (byte == '$' || byte == '%') && text.substr(index + 1, 1) == "{";
    REQUIRE_FALSE((opens && !doubled));
    out += byte;
    if (doubled) {
      out += '{';
      index += 2;
    }
  }
  return out;
}

bool is_ascii_line(const std::string& text) {
  return std::ranges::all_of(text, [](char byte) { return byte >= 0x20 && byte <= 0x7E; });
}

std::string any_text(Random& random, Size size) {
  return any_hostile_text(random, size);
}

}  // namespace

TEST_CASE("a string comes back from YAML, and stands on one line of ASCII") {
  for_all(any_text, [](const std::string& text) {
    const std::string written = yaml_string(text);
    CAPTURE(written);
    REQUIRE(is_ascii_line(written));
    REQUIRE(read_yaml(written) == text);
  });
}

TEST_CASE("a string comes back from HCL, and nothing in it is evaluated") {
  for_all(any_text, [](const std::string& text) {
    const std::string written = hcl_string(text);
    CAPTURE(written);
    REQUIRE(is_ascii_line(written));
    REQUIRE(read_template(read_double_quoted(written)) == text);
    REQUIRE(read_template(without_templates(text)) == text);
  });
}

TEST_CASE("what YAML would take for something else is quoted") {
  for (const char* text : {"",           "true", "No",
                           "y",          "ON",   "null",
                           "NULL",       "~",    "1",
                           "0x1",        "1e3",  ".inf",
                           "-",          "- a",  "a: b",
                           "a #b",       "*a",   "&a",
                           "!a",         "%a",   "@a",
                           "`a",         "{a",   "[a",
                           "|",          ">",    "?",
                           "2026-11-22", "a b",  "=",
                           "<<",         "'",    "arn:aws:iam::1:role/x"}) {
    CAPTURE(text);
    CHECK((yaml_string(text).starts_with('\'') || yaml_string(text).starts_with('"')));
  }
  for (const char* text : {"prod", "eu-west-1", "eks.services.k8s.aws/v1alpha1",
                           "PodIdentityAssociation", "yesterday"}) {
    CAPTURE(text);
    CHECK(yaml_string(text) == text);
  }
}

TEST_CASE("every character is written in a form of its own") {
  for (std::uint32_t point = 0; point <= 0x10FFFF; point += point < 0x3000 ? 1 : 251) {
    if (point >= 0xD800 && point <= 0xDFFF) continue;
    std::string text = "a";
    put_utf8(text, point);
    CAPTURE(point);
    REQUIRE(read_yaml(yaml_string(text)) == text);
    REQUIRE(read_double_quoted(hcl_string(text)) == text);
  }
}

TEST_CASE("a byte that is no UTF-8 becomes a replacement character, and the next is read") {
  for (const char* broken :
       {"\x80", "\xc0\xaf", "\xc3", "\xe2\x82", "\xed\xa0\x80", "\xf4\x90\x80\x80", "\xff"}) {
    CAPTURE(broken);
    const std::string text = read_yaml(yaml_string(std::string("a") + broken + "b"));
    CHECK(text.starts_with("a\ufffd"));
    CHECK(text.ends_with("b"));
  }
}

TEST_CASE("a comment stays on its line") {
  for_all(any_text, [](const std::string& text) { REQUIRE(is_ascii_line(comment_text(text))); });
  CHECK(comment_text("prod/pay\n/api") == "prod/pay%0A/api");
  CHECK(comment_text("\u2028") == "%E2%80%A8");
}

}  // namespace scopedown::testing
