// Records written as JSON from texts that have names: rows of tables, cells of Lake, OCSF's fields.
//
// Athena and Lake write structures as {type=AssumedRole, arn=..., ...}, without quotes: a value
// that holds ", name=" looks like two. Who called is safe, since neither ARNs nor names of IAM have
// spaces. A structure that names a thing twice is broken, and so is its record.

#ifndef SCOPEDOWN_GENERATOR_LOGS_RECORD_TEXT_H_
#define SCOPEDOWN_GENERATOR_LOGS_RECORD_TEXT_H_

#include <optional>
#include <string>
#include <string_view>

namespace scopedown {

// True if the text begins as an object or a list.
[[nodiscard]] bool holds_json(std::string_view text);

// Ends the line. Line ends within the JSON, where they may only stand between its parts, become spaces.
void append_on_one_line(std::string& records, std::string_view json);

// True if the text is one JSON object, structurally.
[[nodiscard]] bool is_object(std::string_view text);

// In small letters, of ASCII.
[[nodiscard]] std::string small(std::string_view text);

// An object, field by field. What is empty is left out.
class ObjectText {
 public:
  ObjectText& raw(std::string_view name, std::string_view json);
  ObjectText& string(std::string_view name, std::string_view text);

  [[nodiscard]] std::string text() const { return text_ + "}"; }

 private:
  std::string text_ = "{";
};

// {type=AssumedRole, arn=null} as JSON, its names in CloudTrail's letter case; empty if it is
// broken or names a thing twice.
[[nodiscard]] std::optional<std::string> json_of_struct_text(std::string_view text);

// A record of fields as a table or a row has them: JSON, a structure's text, or plain text. Names
// are taken in any letter case. A broken record is left open, so that the reader calls it broken.
class RecordText {
 public:
  void add(std::string_view name, std::string_view text);

  // As a line.
  void append_to(std::string& records) const;

 private:
  ObjectText fields_;
  bool broken_ = false;
};

}  // namespace scopedown

#endif  // SCOPEDOWN_GENERATOR_LOGS_RECORD_TEXT_H_
