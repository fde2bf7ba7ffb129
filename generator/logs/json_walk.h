// A JSON text walked from front to back, each value looked at once.
//
//   walk.begin(text)                            finds where things are; throws BrokenJson
//   walk.for_each(item, [&](JsonItem& field) {  fields of an object, elements of a list, in order
//     if (field.key == "arn") arn = walk.text(field);
//   });
//
// simdjson's first stage says where each bracket, colon, comma and scalar begins, and that the text
// is UTF-8 and its strings end. The walk goes along these places. A value that nobody asks for is
// stepped over by counting brackets, and costs a byte looked at for each place in it.
//
// As simdjson, it does not look at what a scalar spells until somebody asks, nor which kind of
// bracket closes what is stepped over. What is walked through must have its commas and colons.
//
// Errors: BrokenJson, from whatever meets the damage.

#ifndef SCOPEDOWN_GENERATOR_LOGS_JSON_WALK_H_
#define SCOPEDOWN_GENERATOR_LOGS_JSON_WALK_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <memory>
#include <string>
#include <string_view>

#include "generator/logs/json_extent.h"
#include "generator/logs/padded_buffer.h"
#include "generator/logs/text_hash.h"

namespace scopedown {

struct BrokenJson {};

// One field of an object, or one element of a list: its value begins where the walk is.
struct JsonItem {
  std::string_view key;    // "" in a list
  std::string_view token;  // where the value begins: all of a scalar, the bracket of the others

  [[nodiscard]] bool is_object() const { return token.front() == '{'; }

  [[nodiscard]] bool is_list() const { return token.front() == '['; }

  [[nodiscard]] bool is_string() const { return token.front() == '"'; }
};

// Of texts as short as keys: a call of memcmp would cost more than it saves.
[[nodiscard]] bool equal_keys(std::string_view a, std::string_view b);

// Of letters of ASCII only.
[[nodiscard]] bool equal_ignoring_case(std::string_view a, std::string_view b);

// True if there is a backslash in the text, or in the seven bytes behind it, which are readable.
[[nodiscard]] bool may_have_escape(std::string_view text);

// Of the text up to its last byte that is no space.
[[nodiscard]] std::size_t size_without_space(std::string_view text);

class JsonWalk {
 public:
  using Place = const std::uint32_t*;

  JsonWalk();
  ~JsonWalk();
  JsonWalk(const JsonWalk&) = delete;
  JsonWalk& operator=(const JsonWalk&) = delete;

  // From here on the walk is in that text, an object or a list with `padding_bytes` readable bytes
  // behind it; it must end with the bracket that closes it.
  void begin(std::string_view text);

  // Texts that were handed out until now may go.
  void forget_texts() {
    if (!decoded_.empty()) decoded_.clear();
    depth_ = 0;
  }

  // '\0' at the end.
  [[nodiscard]] char peek() const { return at_ < end_ ? text_[*at_] : '\0'; }

  [[nodiscard]] bool at_end() const { return at_ >= end_; }

  // The byte where the walk is; the text's end at the end.
  [[nodiscard]] const char* byte() const { return text_ + *at_; }

  // Likewise of another place, where the text has it.
  [[nodiscard]] bool has(Place place) const { return place < end_; }

  [[nodiscard]] const char* byte(Place place) const { return text_ + *place; }

  // From one place up to another, which may be the text's end.
  [[nodiscard]] std::string_view between(Place begin, Place end) const {
    return {text_ + *begin, static_cast<std::size_t>(*end - *begin)};
  }

  // One past the bracket that was passed last.
  [[nodiscard]] const char* byte_behind() const { return text_ + *(at_ - 1) + 1; }

  [[nodiscard]] Place place() const { return at_; }

  // To a place where the walk has been.
  void go_to(Place place) { at_ = place; }

  // The text from where the walk is; there are places behind it.
  [[nodiscard]] std::string_view rest() const { return rest(at_); }

  [[nodiscard]] std::string_view rest(Place place) const { return between(place, end_); }

  // Over what was stepped over before, with so many places in it: equal bytes have their places where
  // the others have them.
  void skip_known(std::size_t places) { at_ += places; }

  // The value that the walk is at.
  [[nodiscard]] JsonItem item() const {
    if (at_ >= end_) throw BrokenJson();
    return {{}, std::string_view(text_ + *at_, *(at_ + 1) - *at_)};
  }

  void skip();

  // Calls `each` for every field of an object or every element of a list; else not at all. `each`
  // may walk through the value that it is given, to its end, or leave it.
  template <class Each>
  void for_each(const JsonItem& item, Each&& each) {
    if (++depth_ > json_depth_max) throw BrokenJson();
    if (item.is_object()) {
      for_each_field(each);
    } else if (item.is_list()) {
      for_each_element(each);
    }
    --depth_;
  }

  template <class Each>
  void for_each_field(Each&& each);
  template <class Each>
  void for_each_element(Each&& each);

  // The text of a string, a number, true or false; "" for null and for what is no scalar. A view of
  // the walk's text, or of a copy if there are escapes.
  [[nodiscard]] std::string_view text(const JsonItem& item);

  // What stands between the quotes, its escapes undone. Half a surrogate pair is damage.
  [[nodiscard]] std::string_view decoded(std::string_view raw);

  // Whether anything had to be copied since `forget_texts`.
  [[nodiscard]] std::size_t copies() const { return decoded_.size(); }

 private:
  template <class Each>
  void hand_out(JsonItem& item, Each& each) {
    const Place value = at_;
    each(item);
    if (at_ == value) skip();
  }

  // True if another element follows; else steps over the closing bracket.
  bool goes_on(char closing) {
    const char next = peek();
    if (next != ',' && next != closing) throw BrokenJson();
    ++at_;
    return next == ',';
  }

  struct Finder;
  std::unique_ptr<Finder> finder_;
  const char* text_ = nullptr;
  Place at_ = nullptr;
  Place end_ = nullptr;
  std::size_t depth_ = 0;
  std::deque<std::string> decoded_;
};

template <class Word>
[[nodiscard]] inline bool equal_by_words(std::string_view a, std::string_view b) {
  const std::size_t last = a.size() - sizeof(Word);
  for (std::size_t at = 0; at < last; at += sizeof(Word)) {
    if (word_at<Word>(a.data() + at) != word_at<Word>(b.data() + at)) return false;
  }
  return word_at<Word>(a.data() + last) == word_at<Word>(b.data() + last);
}

inline bool equal_keys(std::string_view a, std::string_view b) {
  if (a.size() != b.size()) return false;
  if (a.size() >= sizeof(std::uint64_t)) return equal_by_words<std::uint64_t>(a, b);
  if (a.size() >= sizeof(std::uint32_t)) return equal_by_words<std::uint32_t>(a, b);
  for (std::size_t index = a.size(); index > 0; --index) {
    if (a[index - 1] != b[index - 1]) return false;
  }
  return true;
}

inline bool equal_ignoring_case(std::string_view a, std::string_view b) {
  if (a.size() != b.size()) return false;
  const auto folded = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; };
  for (std::size_t index = 0; index < a.size(); ++index) {
    if (folded(a[index]) != folded(b[index])) return false;
  }
  return true;
}

inline bool may_have_escape(std::string_view text) {
  constexpr std::uint64_t ones = 0x0101010101010101;
  std::uint64_t found = 0;
  for (std::size_t index = 0; index < text.size(); index += sizeof(std::uint64_t)) {
    const std::uint64_t backslash = word_at<std::uint64_t>(text.data() + index) ^ (ones * '\\');
    found |= (backslash - ones) & ~backslash;
  }
  return (found & (ones * 0x80)) != 0;
}

inline std::size_t size_without_space(std::string_view text) {
  std::size_t size = text.size();
  while (size > 0 && (text[size - 1] == ' ' || text[size - 1] == '\t' || text[size - 1] == '\r' ||
                      text[size - 1] == '\n'))
    --size;
  return size;
}

inline void JsonWalk::skip() {
  static constexpr std::array<std::int8_t, 256> change = [] {
    std::array<std::int8_t, 256> by_byte{};
    by_byte['{'] = by_byte['['] = 1;
    by_byte['}'] = by_byte[']'] = -1;
    return by_byte;
  }();
  const char first = peek();
  if (first == ',' || first == ':' || first == '}' || first == ']' || first == '\0')
    throw BrokenJson();
  ++at_;
  if (first != '{' && first != '[') return;
  Place at = at_;
  for (int depth = 1; depth > 0; ++at) {
    if (at >= end_) throw BrokenJson();
    depth += change[static_cast<unsigned char>(text_[*at])];
  }
  at_ = at;
}

template <class Each>
void JsonWalk::for_each_field(Each&& each) {
  ++at_;
  if (peek() == '}') {
    ++at_;
    return;
  }
  do {
    // A key, a colon, and something behind it.
    if (end_ - at_ < 3 || text_[*at_] != '"' || text_[*(at_ + 1)] != ':') throw BrokenJson();
    const char* const key = text_ + *at_ + 1;
    const char* key_end = text_ + *(at_ + 1) - 1;
    while (*key_end != '"')
      --key_end;
    at_ += 2;
    JsonItem item = this->item();
    item.key = std::string_view(key, static_cast<std::size_t>(key_end - key));
    if (may_have_escape(item.key)) item.key = decoded(item.key);
    hand_out(item, each);
  } while (goes_on('}'));
}

template <class Each>
void JsonWalk::for_each_element(Each&& each) {
  ++at_;
  if (peek() == ']') {
    ++at_;
    return;
  }
  do {
    JsonItem item = this->item();
    hand_out(item, each);
  } while (goes_on(']'));
}

// As far as anybody here cares: of a number's characters.
inline bool is_number(std::string_view token) {
  return token.find_first_not_of("+-.0123456789eE") == std::string_view::npos;
}

inline std::string_view JsonWalk::text(const JsonItem& item) {
  if (item.is_object() || item.is_list()) return {};
  const std::string_view token = item.token.substr(0, size_without_space(item.token));
  if (item.is_string()) {
    if (token.size() < 2 || token.back() != '"') throw BrokenJson();
    const std::string_view raw = token.substr(1, token.size() - 2);
    return may_have_escape(raw) ? decoded(raw) : raw;
  }
  if (token == "null") return {};
  if (!is_number(token) && token != "true" && token != "false") throw BrokenJson();
  return token;
}

// A row of a table that says where the text of a field goes.
template <class Target>
struct TextField {
  std::string_view key;
  std::string_view Target::*text;
};

// Of a field that is there twice the first counts.
template <class Rows, class Target>
void take_text(JsonWalk& walk, const JsonItem& item, const Rows& rows, Target& target) {
  for (const auto& row : rows) {
    if (!equal_keys(row.key, item.key) || !(target.*row.text).empty()) continue;
    target.*row.text = walk.text(item);
    return;
  }
}

}  // namespace scopedown

#endif  // SCOPEDOWN_GENERATOR_LOGS_JSON_WALK_H_
