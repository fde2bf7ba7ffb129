// Goal: texts that somebody chose to have one number do not have it. Method: such texts, against the
// constants that the multiplication began with before each run had its own.

#include "generator/logs/text_hash.h"

#include <set>
#include <string>

#include <catch2/catch.hpp>

namespace scopedown::testing {

TEST_CASE("the numbers of texts cannot be chosen by who chooses the texts") {
  std::set<std::uint64_t> numbers;
  std::size_t texts = 0;
  for (int item = 0; item < 10'000; ++item) {
    const std::string digits = std::to_string(10'000'000 + item);
    // A call's text: four bytes, then the name.
    for (const char first : {'\0', '\7'}) {
      std::string text(4, '\0');
      text.front() = first;
      text += "pod-" + digits + "-KCz*_E25U@y9jG0#`IgB[TT" + digits;
      numbers.insert(text_hash(text));
      ++texts;
    }
  }
  CHECK(numbers.size() == texts);
  CHECK(text_hash("one") == text_hash(std::string("one")));
}

}  // namespace scopedown::testing
