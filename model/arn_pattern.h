// The `Resource` of a policy statement: a set of ARNs, written with wildcards.
//
//   arn:aws:s3:::orders/2026/*        arn:aws:sqs:*:*:work-?        *
//
// `*` stands for any run of characters, `?` for one. A literal `*`, `?` or `$` of a name is
// written `${*}`, `${?}`, `${$}`. A character that no policy may hold (beyond U+00FF, and the
// control characters but tab, line feed and carriage return) is written `?`: the pattern is
// then a little wider than the name, and `is_exact` is false.
//
// AWS's page leaves open whether a `*` crosses colons, so there are two questions:
//   matches      segment by segment (five splits, then the rest): what is surely granted;
//   may_match    `*` crosses everything: what might be granted.
// Other policy variables (`${aws:PrincipalTag/team}`) have no value here: they surely match
// nothing, and might match anything.
//
// Source: IAM User Guide, "IAM JSON policy elements: Resource" and "IAM policy elements: Variables
// and tags".

#ifndef SCOPEDOWN_MODEL_ARN_PATTERN_H_
#define SCOPEDOWN_MODEL_ARN_PATTERN_H_

#include <compare>
#include <optional>
#include <string>
#include <string_view>

namespace scopedown {

// Whether `${...}` is a variable (Version 2012-10-17) or ordinary text (2008-10-17, no Version).
enum class Variables { Read, Literal };

class ArnPattern {
 public:
  // Everything: `*`.
  ArnPattern();

  // Reads what stands in a policy. Empty if `text` is neither `*` nor six segments.
  [[nodiscard]] static std::optional<ArnPattern> parse(std::string_view text,
                                                       Variables variables = Variables::Read);

  // The pattern of one ARN, as narrow as IAM can write it. `arn` may also be `*`, which is
  // what AWS evaluates an action on that has no resource: the pattern is then everything.
  [[nodiscard]] static ArnPattern exactly(std::string_view arn);

  // As a policy writes it: parse(text()) gives back this value.
  [[nodiscard]] const std::string& text() const { return text_; }

  // The compiled form, for wildcard.h; variables other than escapes are `any_run`.
  [[nodiscard]] const std::string& glob() const { return glob_; }

  // True if it stands for one text alone.
  [[nodiscard]] bool is_exact() const;

  [[nodiscard]] bool is_everything() const { return text_ == "*"; }

  [[nodiscard]] bool matches(std::string_view arn) const;
  [[nodiscard]] bool may_match(std::string_view arn) const;

  // Every ARN that `narrow` may match, this matches segment by segment. Never wrongly yes.
  [[nodiscard]] bool covers(const ArnPattern& narrow) const;

  // Some ARN might be matched by both.
  [[nodiscard]] bool may_overlap(const ArnPattern& other) const;

  friend bool operator==(const ArnPattern& a, const ArnPattern& b) { return a.text_ == b.text_; }

  friend auto operator<=>(const ArnPattern& a, const ArnPattern& b) { return a.text_ <=> b.text_; }

 private:
  std::string text_;
  std::string glob_;
  bool has_variable_ = false;  // other than the three escapes
};

// True if a policy can hold every character of `name` (after escaping, where it must be).
[[nodiscard]] bool is_writable_name(std::string_view name);

// `name` as a policy writes it inside a Resource: `*`, `?`, `$` escaped, what IAM cannot write as
// `?`.
[[nodiscard]] std::string escaped_name(std::string_view name);

}  // namespace scopedown

#endif  // SCOPEDOWN_MODEL_ARN_PATTERN_H_
