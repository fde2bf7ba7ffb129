// An IAM action, `service:Name`, and the set of them that a policy may name.
//
//   s3:GetObject                 one action: the service prefix, then the name
//   s3:Get*   sqs:*   *          patterns: wildcards in the name, never in the prefix
//
// Actions compare without letter case, as IAM compares them; the catalogue knows how AWS writes
// them. An Action is not a CloudTrail event name: `ListObjectsV2` is `s3:ListBucket`.
//
// Source: IAM User Guide, "IAM JSON policy elements: Action".

#ifndef SCOPEDOWN_MODEL_ACTION_H_
#define SCOPEDOWN_MODEL_ACTION_H_

#include <compare>
#include <optional>
#include <string>
#include <string_view>

namespace scopedown {

// ASCII letters in lower case, everything else as it is.
[[nodiscard]] constexpr char folded_byte(char byte) {
  return byte >= 'A' && byte <= 'Z' ? static_cast<char>(byte - 'A' + 'a') : byte;
}

[[nodiscard]] std::string folded_case(std::string_view text);

// The order of two texts folded, without folding them.
[[nodiscard]] bool folded_less(std::string_view one, std::string_view other);

struct Action {
  std::string service;  // "s3": the IAM prefix, not the CloudTrail event source
  std::string name;     // "GetObject"

  // Empty unless `text` is letters, digits and hyphens on both sides of one colon.
  [[nodiscard]] static std::optional<Action> parse(std::string_view text);

  [[nodiscard]] std::string text() const { return service + ":" + name; }

  friend auto operator<=>(const Action&, const Action&) = default;
};

class ActionPattern {
 public:
  // Empty unless `text` is `*`, or a service prefix, a colon, and a name that may hold `*` and `?`.
  [[nodiscard]] static std::optional<ActionPattern> parse(std::string_view text);

  [[nodiscard]] static ActionPattern exactly(const Action& action);

  // As it was written: parse(text()) gives back this value.
  [[nodiscard]] const std::string& text() const { return text_; }

  // Case-folded and compiled, for wildcard.h.
  [[nodiscard]] const std::string& glob() const { return glob_; }

  [[nodiscard]] bool is_exact() const;

  [[nodiscard]] bool matches(const Action& action) const;

  friend bool operator==(const ActionPattern& a, const ActionPattern& b) {
    return a.text_ == b.text_;
  }

  friend auto operator<=>(const ActionPattern& a, const ActionPattern& b) {
    return a.text_ <=> b.text_;
  }

 private:
  std::string text_;
  std::string glob_;
};

}  // namespace scopedown

#endif  // SCOPEDOWN_MODEL_ACTION_H_
