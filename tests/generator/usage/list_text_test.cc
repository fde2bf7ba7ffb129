#include "generator/usage/list_text.h"

#include <algorithm>
#include <set>

#include <catch2/catch.hpp>

#include "tests/support/for_all.h"

namespace scopedown::testing {
namespace {

std::string any_text(Random& random, Size size) {
  constexpr std::string_view letters("a=%1F\x1f\n\r\0,\"", 11);
  std::string text;
  for (Size left = any_number(random, std::min<Size>(size, 5)); left > 0; --left)
    text += letters[any_number(random, letters.size() - 1)];
  return text;
}

std::vector<NamedValue> any_pairs(Random& random, Size size) {
  std::vector<NamedValue> pairs;
  for (Size left = any_number(random, size / 4); left > 0; --left)
    pairs.push_back({any_text(random, size), any_text(random, size)});
  return pairs;
}

}  // namespace

TEST_CASE("a list is sorted, without repetition, and one line") {
  CHECK(list_text(std::vector<NamedValue>{}).empty());
  CHECK(list_text(std::vector<NamedValue>{{"key", "b"}, {"bucketName", "x=y"}, {"key", "b"}}) ==
        "bucketName=x=y\x1fkey=b");
  CHECK(list_text(std::vector<NamedValue>{{"a=b", "100%\x1f\r\n"}}) == "a%3Db=100%25%1F%0D%0A");
  CHECK(list_text(std::vector<std::string>{"b", "a", "b", "c=d"}) ==
        "a\x1f"
        "b\x1f"
        "c=d");
}

TEST_CASE("a value of a list is found by its name") {
  const std::string list = list_text(std::vector<NamedValue>{{"a", "1"}, {"versionId", ""}});
  CHECK(value_of(list, "a") == "1");
  CHECK(value_of(list, "versionId") == "");
  CHECK_FALSE(value_of(list, "A").has_value());
  CHECK_FALSE(value_of("", "a").has_value());
}

TEST_CASE("a list's text gives its values back") {
  for_all(any_pairs, [](const std::vector<NamedValue>& pairs) {
    const std::string list = list_text(pairs);
    CAPTURE(list);
    const std::vector<NamedValue> read = named_values(list);
    REQUIRE(std::set(read.begin(), read.end()) == std::set(pairs.begin(), pairs.end()));
    REQUIRE(list_text(read) == list);
    REQUIRE(list.find_first_of("\n\r") == std::string::npos);
  });
}

}  // namespace scopedown::testing
