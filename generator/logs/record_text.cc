// Tested by containers_test.cc and containers_fuzz.cc.

#include "generator/logs/record_text.h"

#include <algorithm>
#include <array>
#include <set>

#include "generator/logs/json_extent.h"
#include "generator/logs/record_list.h"

namespace scopedown {
namespace {

void append_string(std::string& json, std::string_view text) {
  constexpr std::string_view digits = "0123456789abcdef";
  json += '"';
  for (const char byte : text) {
    const auto code = static_cast<unsigned char>(byte);
    if (byte == '"' || byte == '\\') {
      json.append("\\").append(1, byte);
    } else if (code < 0x20) {
      json.append("\\u00").append(1, digits[code >> 4U]).append(1, digits[code & 15U]);
    } else {
      json += byte;
    }
  }
  json += '"';
}

// CloudTrail's names in its letter case, for those who write them small.
constexpr std::array record_names{
    std::string_view("eventVersion"), std::string_view("userIdentity"),
    std::string_view("eventTime"), std::string_view("eventSource"), std::string_view("eventName"),
    std::string_view("awsRegion"), std::string_view("sourceIPAddress"),
    std::string_view("errorCode"), std::string_view("errorMessage"),
    std::string_view("requestParameters"), std::string_view("responseElements"),
    std::string_view("eventID"), std::string_view("resources"), std::string_view("eventType"),
    std::string_view("recipientAccountId"), std::string_view("eventCategory"),
    // of userIdentity and resources
    std::string_view("principalId"), std::string_view("accountId"), std::string_view("invokedBy"),
    std::string_view("accessKeyId"), std::string_view("userName"),
    std::string_view("identityProvider"), std::string_view("sessionContext"),
    std::string_view("sessionIssuer"), std::string_view("webIdFederationData"),
    std::string_view("federatedProvider")};

char small_letter(char letter) {
  return letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter + ('a' - 'A')) : letter;
}

std::string_view name_of_record(std::string_view name) {
  const auto* const found = std::ranges::find_if(record_names, [&](std::string_view known) {
    return known.size() == name.size() &&
           std::equal(known.begin(), known.end(), name.begin(),
                      [](char a, char b) { return small_letter(a) == small_letter(b); });
  });
  return found == record_names.end() ? name : *found;
}

// Reads {name=value, name={...}, name=[...]}.
class StructText {
 public:
  explicit StructText(std::string_view text) : text_(text) {}

  std::optional<std::string> json() {
    std::string json;
    if (!value(json, 0) || after(text_, at_, json_space) != text_.size()) return std::nullopt;
    return json;
  }

 private:
  bool value(std::string& json, std::size_t depth) {
    if (depth == json_depth_max) return false;
    if (at_ < text_.size() && text_[at_] == '{') return structure(json, depth);
    if (at_ < text_.size() && text_[at_] == '[') return list(json, depth);
    const std::string_view scalar = text_.substr(at_, end_of_scalar() - at_);
    at_ += scalar.size();
    if (scalar == "null") {
      json += "null";
    } else {
      append_string(json, scalar);
    }
    return true;
  }

  bool structure(std::string& json, std::size_t depth) {
    json += '{';
    ++at_;
    std::set<std::string_view> names;
    while (!takes('}')) {
      if (!names.empty() && !takes_comma()) return false;
      const std::size_t equals = end_of_name(at_);
      if (equals == at_ || equals >= text_.size() || text_[equals] != '=') return false;
      const std::string_view name = text_.substr(at_, equals - at_);
      json += names.empty() ? "" : ",";
      if (!names.insert(name).second) return false;
      append_string(json, name_of_record(name));
      json += ':';
      at_ = equals + 1;
      if (!value(json, depth + 1)) return false;
    }
    json += '}';
    return true;
  }

  bool list(std::string& json, std::size_t depth) {
    json += '[';
    ++at_;
    for (bool first = true; !takes(']'); first = false) {
      if (!first && !takes_comma()) return false;
      json += first ? "" : ",";
      if (!value(json, depth + 1)) return false;
    }
    json += ']';
    return true;
  }

  bool takes(char bracket) {
    if (at_ >= text_.size() || text_[at_] != bracket) return false;
    ++at_;
    return true;
  }

  bool takes_comma() {
    if (!text_.substr(std::min(at_, text_.size())).starts_with(", ")) return false;
    at_ += 2;
    return true;
  }

  [[nodiscard]] std::size_t end_of_name(std::size_t from) const {
    const auto is_of_name = [](char byte) {
      return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') ||
             (byte >= '0' && byte <= '9') || byte == '_' || byte == '-' || byte == '.';
    };
    while (from < text_.size() && is_of_name(text_[from]))
      ++from;
    return from;
  }

  // At a closing bracket, or at a comma before what may be another element.
  [[nodiscard]] std::size_t end_of_scalar() const {
    for (std::size_t end = at_; end < text_.size(); ++end) {
      if (text_[end] == '}' || text_[end] == ']') return end;
      if (!text_.substr(end).starts_with(", ")) continue;
      const std::size_t name = end_of_name(end + 2);
      if (name > end + 2 && name < text_.size() && text_[name] == '=') return end;
      if (end + 2 < text_.size() && (text_[end + 2] == '{' || text_[end + 2] == '[')) return end;
    }
    return text_.size();
  }

  std::string_view text_;
  std::size_t at_ = 0;
};

// Empty if it is a broken structure.
std::optional<std::string> field_json(std::string_view name, std::string_view text) {
  constexpr std::array structures{std::string_view("userIdentity"), std::string_view("resources"),
                                  std::string_view("requestParameters"),
                                  std::string_view("responseElements")};
  if (text.empty() || text == "null") return "null";
  std::string json;
  if (std::ranges::find(structures, name) == structures.end()) {
    append_string(json, text);
    return json;
  }
  if (is_object(text)) return std::string(text);
  const auto structure = json_of_struct_text(text);
  if (structure || name == "userIdentity" || text.find('=') != std::string_view::npos)
    return structure;
  return "null";  // truncated, or words in place of it
}

}  // namespace

bool holds_json(std::string_view text) {
  const std::size_t begin = after(text, 0, json_space);
  return begin < text.size() && (text[begin] == '{' || text[begin] == '[');
}

void append_on_one_line(std::string& records, std::string_view json) {
  const std::size_t begin = records.size();
  records.append(json);
  std::replace_if(
      records.begin() + static_cast<std::ptrdiff_t>(begin), records.end(),
      [](char byte) { return byte == '\n' || byte == '\r'; }, ' ');
  records += '\n';
}

bool is_object(std::string_view text) {
  const std::size_t begin = after(text, 0, json_space);
  if (begin == text.size() || text[begin] != '{') return false;
  const JsonExtent extent = json_extent(text, begin);
  return extent.whole && after(text, extent.end, json_space) == text.size();
}

std::string small(std::string_view text) {
  std::string letters(text);
  std::ranges::transform(letters, letters.begin(), small_letter);
  return letters;
}

ObjectText& ObjectText::raw(std::string_view name, std::string_view json) {
  if (json.empty()) return *this;
  text_ += text_.size() == 1 ? "" : ",";
  append_string(text_, name);
  text_.append(":").append(json);
  return *this;
}

ObjectText& ObjectText::string(std::string_view name, std::string_view text) {
  if (text.empty()) return *this;
  std::string json;
  append_string(json, text);
  return raw(name, json);
}

std::optional<std::string> json_of_struct_text(std::string_view text) {
  if (!holds_json(text)) return std::nullopt;
  return StructText(text.substr(after(text, 0, json_space))).json();
}

void RecordText::add(std::string_view name, std::string_view text) {
  const std::string_view known = name_of_record(name);
  if (const auto json = field_json(known, text)) {
    fields_.raw(known, *json);
  } else {
    broken_ = true;
  }
}

void RecordText::append_to(std::string& records) const {
  append_on_one_line(records, broken_ ? "{\"broken" : fields_.text());
}

}  // namespace scopedown
