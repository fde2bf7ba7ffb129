// Goal: what a policy's Resource stands for, surely and possibly, is what the definitions say; a
// name written by an attacker is that name and nothing else.
// Method: ARNs and patterns from tiny alphabets that hold every character with a meaning.

#include "model/arn_pattern.h"

#include <string>
#include <utility>
#include <vector>

#include <catch2/catch.hpp>

#include "model/wildcard.h"
#include "tests/support/oracle.h"
#include "tests/support/pick.h"
#include "tests/support/print.h"

namespace scopedown::testing {
namespace {

const std::vector<std::string> hostile{"a", "/", ":", "*", "?", "$", "{", "}", "${*}", "\u00e9", "\u65e5",
                                       "\x01", "\x02", "\x1f", "\t", "\"", "\\", "\u00ff", "\u0100"};
const std::vector<std::string> plain{"a", "b", "/", ":", "-"};

std::string any_arn(Random& random, Size size, const std::vector<std::string>& letters) {
  const std::vector<std::string> heads{"arn:aws:s3:::", "arn:aws:sqs:eu:11:", "arn:aws:sqs:eu:1:", "arn:aws:s3:e::"};
  return pick(random, heads) + "n" + any_word(random, size / 2, letters);
}

std::string any_pattern(Random& random, Size size) {
  const std::vector<std::string> partitions{"aws", "aws", "aws", "a*", "*"};
  const std::vector<std::string> regions{"", "*", "eu", "e?", "eu*"};
  const std::vector<std::string> accounts{"", "*", "11", "1?", "1*"};
  if (once_in(random, 20)) return "*";
  return "arn:" + pick(random, partitions) + ":" + (once_in(random, 3) ? "s3" : "sqs") + ":" +
         pick(random, regions) + ":" + pick(random, accounts) + ":n" +
         any_word(random, size / 3, {"a", "b", "/", ":", "-", "*", "*", "?"});
}

// A text that the pattern stands for; runs may take colons, which moves the segments.
std::string arn_from(Random& random, const std::string& pattern) {
  std::string arn;
  for (const char byte : pattern) {
    if (byte == '*') {
      arn += any_word(random, 2, once_in(random, 3) ? plain : std::vector<std::string>{"a", "1", "e"});
    } else {
      arn += byte == '?' ? pick(random, plain) : std::string(1, byte);
    }
  }
  return arn;
}

ArnPattern parsed(const std::string& text) {
  auto pattern = ArnPattern::parse(text);
  REQUIRE(pattern.has_value());
  return *pattern;
}

}  // namespace

TEST_CASE("the pattern of one ARN matches it, and where it is exact nothing else") {
  const auto any_case = [](Random& random, Size size) {
    const std::string arn = any_arn(random, size, hostile);
    std::string other = any_arn(random, size, hostile);
    if (once_in(random, 2)) other = damaged(random, arn, "a/:*?$");
    return std::pair{arn, other};
  };
  for_all(any_case, [](const auto& value) {
    const auto& [arn, other] = value;
    const ArnPattern pattern = ArnPattern::exactly(arn);
    CAPTURE(pattern, arn, other);
    REQUIRE(pattern.matches(arn));
    REQUIRE(pattern.may_match(arn));
    if (pattern.is_exact()) {
      REQUIRE(pattern.matches(other) == (other == arn));
      REQUIRE(pattern.may_match(other) == (other == arn));
      REQUIRE(pattern.glob() == arn);
    }
  });
}

TEST_CASE("the pattern of one ARN reads back as it was, from characters that IAM takes") {
  const auto any_hostile = [](Random& random, Size size) { return any_arn(random, size, hostile); };
  for_all(any_hostile, [](const std::string& arn) {
    const ArnPattern pattern = ArnPattern::exactly(arn);
    CAPTURE(arn, pattern);
    const auto again = ArnPattern::parse(pattern.text());
    REQUIRE(again.has_value());
    REQUIRE(*again == pattern);
    REQUIRE(again->glob() == pattern.glob());
    REQUIRE(again->matches(arn));
    for (const std::string& character : characters_by_definition(pattern.text())) {
      const auto lead = static_cast<unsigned char>(character[0]);
      REQUIRE(character.size() <= 2);
      REQUIRE(lead <= 0xC3U);
      REQUIRE((lead >= 0x20U || character == "\t"));
    }
  });
}

TEST_CASE("a pattern matches segment by segment as the definition does, and may match across colons") {
  const auto any_case = [](Random& random, Size size) {
    const std::string pattern = any_pattern(random, size);
    const bool unrelated = pattern == "*" || once_in(random, 5);
    return std::pair{pattern, unrelated ? any_arn(random, size, plain)
                                        : damaged(random, arn_from(random, pattern), "a:e1")};
  };
  std::size_t sure = 0;
  std::size_t perhaps = 0;
  for_all(any_case, [&](const auto& value) {
    const auto& [text, arn] = value;
    const ArnPattern pattern = parsed(text);
    CAPTURE(text, arn);
    REQUIRE(pattern.text() == text);
    REQUIRE(pattern.matches(arn) == arn_matches_by_definition(text, arn));
    REQUIRE(pattern.may_match(arn) == wildcard_matches_by_definition(glob_of(text), arn));
    if (pattern.matches(arn)) REQUIRE(pattern.may_match(arn));
    sure += pattern.matches(arn) ? 1 : 0;
    perhaps += pattern.may_match(arn) && !pattern.matches(arn) ? 1 : 0;
  });
  CHECK(sure > 100);
  CHECK(perhaps > 20);
}

TEST_CASE("a pattern that covers another stands for everything the other stands for") {
  const auto any_case = [](Random& random, Size size) {
    const std::string narrow = any_pattern(random, size);
    // A prefix with a star covers often; an unrelated pattern hardly ever.
    const std::size_t keep = 13 + any_number(random, narrow.size() > 13 ? narrow.size() - 13 : 0);
    const std::string wide = once_in(random, 3) ? any_pattern(random, size) : narrow.substr(0, keep) + "*";
    return std::tuple{parsed(wide == "**" || !ArnPattern::parse(wide) ? "*" : wide), parsed(narrow),
                      narrow == "*" ? std::string("*") : arn_from(random, narrow)};
  };
  std::size_t covered = 0;
  for_all(any_case, [&](const auto& value) {
    const auto& [wide, narrow, arn] = value;
    CAPTURE(wide, narrow, arn);
    REQUIRE(narrow.covers(narrow));
    if (!wide.covers(narrow)) return;
    ++covered;
    if (narrow.matches(arn)) REQUIRE(wide.matches(arn));
    if (narrow.may_match(arn)) REQUIRE(wide.may_match(arn));
    REQUIRE(wide.may_overlap(narrow));
  });
  CHECK(covered > 200);
}

TEST_CASE("patterns that may match one ARN may overlap") {
  const auto any_case = [](Random& random, Size size) {
    const std::string first = any_pattern(random, size);
    const std::string arn = first == "*" ? any_arn(random, size, plain) : arn_from(random, first);
    return std::tuple{parsed(first), parsed(any_pattern(random, size / 2)), arn};
  };
  std::size_t together = 0;
  for_all(any_case, [&](const auto& value) {
    const auto& [first, second, arn] = value;
    CAPTURE(first, second, arn);
    REQUIRE(first.may_overlap(second) == second.may_overlap(first));
    REQUIRE(first.may_overlap(ArnPattern::exactly(arn)));
    REQUIRE(second.may_overlap(ArnPattern::exactly(arn)) == second.may_match(arn));
    if (!second.may_match(arn)) return;
    ++together;
    REQUIRE(first.may_overlap(second));
  });
  CHECK(together > 50);
}

}  // namespace scopedown::testing
