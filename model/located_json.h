// JSON that remembers where in the text each value stands: for documents of which a person is told
// line and column.
//
//   const JsonNode document = read_json(text);
//   place_of(text, document.find("Statement")->begin)   →   line 3, column 16
//
// Strict, as RFC 8259 has it: UTF-8, no comments, no comma at the end. A key given twice in one
// object is refused, because readers differ in which of the two they take, and a policy must not
// mean one thing to a reviewer's tool and another to AWS. Small documents only: all of it is kept.
//
// Errors: read_json throws JsonError with the place of the first byte that is wrong.

#ifndef SCOPEDOWN_MODEL_LOCATED_JSON_H_
#define SCOPEDOWN_MODEL_LOCATED_JSON_H_

#include <cstddef>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace scopedown {

// Bytes of a text: from `begin` to before `end`.
struct TextSpan {
  std::size_t begin = 0;
  std::size_t end = 0;

  friend bool operator==(const TextSpan&, const TextSpan&) = default;
};

// As editors count: both from 1, columns in characters.
struct TextPlace {
  std::size_t line = 1;
  std::size_t column = 1;

  friend bool operator==(const TextPlace&, const TextPlace&) = default;
};

// Of a byte of the text, or of its end.
[[nodiscard]] TextPlace place_of(std::string_view text, std::size_t byte);

class JsonError : public std::runtime_error {
 public:
  JsonError(TextSpan span, const std::string& why) : std::runtime_error(why), span_(span) {}

  [[nodiscard]] TextSpan span() const noexcept { return span_; }

 private:
  TextSpan span_;
};

struct JsonNode {
  enum class Kind { Null, Boolean, Number, String, List, Object };

  Kind kind = Kind::Null;
  std::string text;             // a string's characters; of null, booleans and numbers, as written
  std::vector<JsonNode> items;  // of a list, or an object's values in their order
  std::string key;              // of an object's value: the name that it stands under
  TextSpan key_span;            // with its quotes
  TextSpan span;                // of the value

  [[nodiscard]] bool is_string() const { return kind == Kind::String; }

  [[nodiscard]] bool is_list() const { return kind == Kind::List; }

  [[nodiscard]] bool is_object() const { return kind == Kind::Object; }

  // An object's value; null if it has none of that name.
  [[nodiscard]] const JsonNode* find(std::string_view name) const;
};

// All of `text` is one value, white space aside.
[[nodiscard]] JsonNode read_json(std::string_view text);

}  // namespace scopedown

#endif  // SCOPEDOWN_MODEL_LOCATED_JSON_H_
