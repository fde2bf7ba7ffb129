#include "generator/usage/text_numbers.h"

#include <map>
#include <string>
#include <vector>

#include <catch2/catch.hpp>

#include "tests/support/for_all.h"

namespace scopedown::testing {
namespace {

// From two letters, so that texts come again; with the empty one, and U+0000.
std::vector<std::string> any_texts(Random& random, Size size) {
  std::vector<std::string> texts(50 * size);
  for (std::string& text : texts) {
    for (std::uint64_t letters = any_number(random, size / 2); letters > 0; --letters)
      text += any_number(random, 1) == 0 ? 'a' : '\0';
  }
  return texts;
}

}  // namespace

TEST_CASE("texts are numbered in the order in which they were first met") {
  for_all(any_texts, [](const std::vector<std::string>& texts) {
    TextNumbers numbers;
    std::map<std::string, std::uint32_t> expected;
    for (const std::string& text : texts) {
      const auto next = static_cast<std::uint32_t>(expected.size());
      const auto [place, is_new] = expected.try_emplace(text, next);
      const TextNumbers::Found found = numbers.number(text);
      REQUIRE(found.number == place->second);
      REQUIRE(found.is_new == is_new);
    }
    REQUIRE(numbers.size() == expected.size());
    for (const auto& [text, number] : expected)
      REQUIRE(numbers.text(number) == text);
  });
}

}  // namespace scopedown::testing
