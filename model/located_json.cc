#include "model/located_json.h"

#include <algorithm>
#include <cstdint>
#include <numeric>
#include <utility>

namespace scopedown {
namespace {

constexpr std::size_t depth_max = 32;  // a policy needs six

bool is_digit(char byte) {
  return byte >= '0' && byte <= '9';
}

// A character of a string that stands for itself, in one byte.
bool is_plain(char byte) {
  const auto code = static_cast<unsigned char>(byte);
  return code >= 0x20U && code < 0x80U && byte != '"' && byte != '\\';
}

// How many bytes the well-formed UTF-8 character at the head of `text` has; 0 if there is none.
std::size_t utf8_bytes(std::string_view text) {
  const auto at = [&](std::size_t index) {
    return index < text.size() ? static_cast<unsigned char>(text[index]) : 0U;
  };
  const auto follows = [&](std::size_t index, unsigned least = 0x80U, unsigned most = 0xBFU) {
    return at(index) >= least && at(index) <= most;
  };
  const unsigned lead = at(0);
  if (lead < 0x80U) return 1;
  if (lead >= 0xC2U && lead <= 0xDFU) return follows(1) ? 2 : 0;
  if (lead >= 0xE0U && lead <= 0xEFU) {
    const bool second = follows(1, lead == 0xE0U ? 0xA0U : 0x80U, lead == 0xEDU ? 0x9FU : 0xBFU);
    return second && follows(2) ? 3 : 0;
  }
  if (lead >= 0xF0U && lead <= 0xF4U) {
    const bool second = follows(1, lead == 0xF0U ? 0x90U : 0x80U, lead == 0xF4U ? 0x8FU : 0xBFU);
    return second && follows(2) && follows(3) ? 4 : 0;
  }
  return 0;
}

void append_utf8(std::string& out, std::uint32_t code) {
  const auto put = [&](std::uint32_t byte) { out += static_cast<char>(byte); };
  if (code < 0x80U) {
    put(code);
  } else if (code < 0x800U) {
    put(0xC0U | code >> 6U);
    put(0x80U | (code & 0x3FU));
  } else if (code < 0x10000U) {
    put(0xE0U | code >> 12U);
    put(0x80U | (code >> 6U & 0x3FU));
    put(0x80U | (code & 0x3FU));
  } else {
    put(0xF0U | code >> 18U);
    put(0x80U | (code >> 12U & 0x3FU));
    put(0x80U | (code >> 6U & 0x3FU));
    put(0x80U | (code & 0x3FU));
  }
}

// The first of the items whose key another has before it; their number if there is none. Most
// objects have a handful, for which comparing all is quickest; no object may take long.
std::size_t first_repeated_key(const std::vector<JsonNode>& items) {
  if (items.size() <= 16) {
    for (std::size_t index = 1; index < items.size(); ++index) {
      for (std::size_t before = 0; before < index; ++before) {
        if (items[before].key == items[index].key) return index;
      }
    }
    return items.size();
  }
  std::vector<std::size_t> order(items.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::ranges::sort(order, {}, [&](std::size_t index) {
    return std::pair<std::string_view, std::size_t>(items[index].key, index);
  });
  std::size_t repeated = items.size();
  for (std::size_t place = 1; place < order.size(); ++place) {
    if (items[order[place - 1]].key == items[order[place]].key)
      repeated = std::min(repeated, order[place]);
  }
  return repeated;
}

class Reader {
 public:
  explicit Reader(std::string_view text) : text_(text) {}

  JsonNode document() {
    JsonNode node = value(1);
    skip_space();
    if (at_ < text_.size()) fail("something follows the end of the document");
    return node;
  }

 private:
  [[noreturn]] void fail_at(TextSpan span, const std::string& why) const {
    throw JsonError({std::min(span.begin, text_.size()), std::min(span.end, text_.size())}, why);
  }

  [[noreturn]] void fail(const std::string& why) const {
    if (at_ >= text_.size()) fail_at({at_, at_}, "the text ends too soon");
    const std::size_t bytes = std::max<std::size_t>(1, utf8_bytes(text_.substr(at_)));
    fail_at({at_, at_ + bytes}, why);
  }

  [[nodiscard]] char peek() const { return at_ < text_.size() ? text_[at_] : '\0'; }

  void skip_space() {
    while (peek() == ' ' || peek() == '\t' || peek() == '\n' || peek() == '\r')
      ++at_;
  }

  void expect(char byte, const std::string& why) {
    if (peek() != byte) fail(why);
    ++at_;
  }

  JsonNode value(std::size_t depth) {
    if (depth > depth_max) fail("nested too deep for a policy");
    skip_space();
    JsonNode node;
    node.span.begin = at_;
    if (peek() == '{') {
      object(node, depth);
    } else if (peek() == '[') {
      list(node, depth);
    } else if (peek() == '"') {
      node.kind = JsonNode::Kind::String;
      node.text = string();
    } else {
      word(node);
    }
    node.span.end = at_;
    return node;
  }

  void object(JsonNode& node, std::size_t depth) {
    node.kind = JsonNode::Kind::Object;
    ++at_;
    skip_space();
    while (peek() != '}') {
      if (node.items.empty()) {
        node.items.reserve(4);  // a statement's
      } else {
        expect(',', "a comma or `}` was expected");
        skip_space();
      }
      if (peek() != '"') fail("a name in quotes was expected");
      TextSpan key_span{at_, at_};
      std::string key = string();
      key_span.end = at_;
      skip_space();
      expect(':', "a colon was expected");
      JsonNode item = value(depth + 1);
      item.key = std::move(key);
      item.key_span = key_span;
      node.items.push_back(std::move(item));
      skip_space();
    }
    ++at_;
    check_keys(node.items);
  }

  void check_keys(const std::vector<JsonNode>& items) const {
    const std::size_t repeated = first_repeated_key(items);
    if (repeated < items.size())
      fail_at(items[repeated].key_span,
              "the key `" + items[repeated].key + "` stands twice in one object");
  }

  void list(JsonNode& node, std::size_t depth) {
    node.kind = JsonNode::Kind::List;
    ++at_;
    skip_space();
    while (peek() != ']' || at_ >= text_.size()) {
      if (!node.items.empty()) expect(',', "a comma or `]` was expected");
      node.items.push_back(value(depth + 1));
      skip_space();
    }
    ++at_;
  }

  std::string string() {
    const std::size_t begin = at_++;
    std::string out;
    for (;;) {
      const std::size_t plain = at_;
      while (at_ < text_.size() && is_plain(text_[at_]))
        ++at_;
      out += text_.substr(plain, at_ - plain);
      if (at_ >= text_.size()) fail_at({begin, begin + 1}, "the string does not end");
      const char byte = text_[at_];
      if (byte == '"') break;
      if (static_cast<unsigned char>(byte) < 0x20U)
        fail("a control character in a string must be written as an escape");
      if (byte == '\\') {
        escape(out);
        continue;
      }
      const std::size_t bytes = utf8_bytes(text_.substr(at_));
      if (bytes == 0) fail("not UTF-8");
      out += text_.substr(at_, bytes);
      at_ += bytes;
    }
    ++at_;
    return out;
  }

  void escape(std::string& out) {
    constexpr std::string_view letters = "\"\\/bfnrt";
    constexpr std::string_view meanings = "\"\\/\b\f\n\r\t";
    ++at_;
    if (peek() == 'u') {
      append_utf8(out, escaped_character());
      return;
    }
    const std::size_t which = at_ < text_.size() ? letters.find(peek()) : std::string_view::npos;
    if (which == std::string_view::npos) fail("no such escape");
    out += meanings[which];
    ++at_;
  }

  // At the `u` of an escape, or of the first of a pair.
  std::uint32_t escaped_character() {
    const std::uint32_t first = four_digits();
    if (first < 0xD800U || first > 0xDFFFU) return first;
    if (first > 0xDBFFU || text_.substr(at_, 2) != "\\u") fail("half a pair of surrogates");
    ++at_;
    const std::uint32_t second = four_digits();
    if (second < 0xDC00U || second > 0xDFFFU) fail("half a pair of surrogates");
    return 0x10000U + ((first - 0xD800U) << 10U) + (second - 0xDC00U);
  }

  std::uint32_t four_digits() {
    ++at_;
    std::uint32_t code = 0;
    for (int digit = 0; digit < 4; ++digit, ++at_) {
      const char byte = peek();
      const auto letter = static_cast<std::uint32_t>(static_cast<unsigned char>(byte) | 0x20U);
      if (is_digit(byte)) {
        code = code * 16 + static_cast<std::uint32_t>(byte - '0');
      } else if (letter >= 'a' && letter <= 'f') {
        code = code * 16 + letter - 'a' + 10;
      } else {
        fail("four hexadecimal digits were expected");
      }
    }
    return code;
  }

  // null, true, false or a number.
  void word(JsonNode& node) {
    const std::size_t begin = at_;
    for (const std::string_view known : {"null", "true", "false"}) {
      if (text_.substr(at_, known.size()) != known) continue;
      at_ += known.size();
      node.kind = known == "null" ? JsonNode::Kind::Null : JsonNode::Kind::Boolean;
      node.text = known;
      return;
    }
    if (peek() == '-') ++at_;
    const std::size_t whole = at_;
    digits();
    if (text_[whole] == '0' && at_ > whole + 1) fail_at({begin, at_}, "a number begins with 0");
    if (peek() == '.') {
      ++at_;
      digits();
    }
    if (peek() == 'e' || peek() == 'E') {
      ++at_;
      if (peek() == '+' || peek() == '-') ++at_;
      digits();
    }
    node.kind = JsonNode::Kind::Number;
    node.text = text_.substr(begin, at_ - begin);
  }

  void digits() {
    if (!is_digit(peek())) fail("a value was expected");
    while (is_digit(peek()))
      ++at_;
  }

  std::string_view text_;
  std::size_t at_ = 0;
};

}  // namespace

TextPlace place_of(std::string_view text, std::size_t byte) {
  TextPlace place;
  for (const char each : text.substr(0, byte)) {
    if (each == '\n') {
      ++place.line;
      place.column = 1;
    } else if ((static_cast<unsigned char>(each) & 0xC0U) != 0x80U) {
      ++place.column;
    }
  }
  return place;
}

const JsonNode* JsonNode::find(std::string_view name) const {
  const auto found = std::ranges::find(items, name, &JsonNode::key);
  return is_object() && found != items.end() ? &*found : nullptr;
}

JsonNode read_json(std::string_view text) {
  return Reader(text).document();
}

}  // namespace scopedown
