// Goal: the three questions about globs are answered as their definitions say.
// Method: every glob of up to four symbols from {a, b, é, run, one} against every text of up to four
// letters from {a, b, é}; é has two bytes, so that a byte is not mistaken for a character. Then
// longer ones at random, with texts made from the glob.

#include "model/wildcard.h"

#include <bitset>
#include <string>
#include <utility>
#include <vector>

#include <catch2/catch.hpp>

#include "tests/support/oracle.h"
#include "tests/support/pick.h"

namespace scopedown::testing {
namespace {

const std::string run(1, any_run);
const std::string one(1, any_one);
const std::vector<std::string> letters{"a", "b", "\u00e9"};
const std::vector<std::string> symbols{"a", "b", "\u00e9", run, one};

constexpr std::size_t texts_max = 1'093;  // of up to six letters
using Matched = std::bitset<texts_max>;   // which of the texts

// The texts that each glob stands for, by definition.
std::vector<Matched> matched_by(const std::vector<std::string>& globs,
                                const std::vector<std::string>& texts) {
  std::vector<Matched> matched(globs.size());
  for (std::size_t glob = 0; glob < globs.size(); ++glob) {
    for (std::size_t text = 0; text < texts.size(); ++text)
      matched[glob][text] = wildcard_matches_by_definition(globs[glob], texts[text]);
  }
  return matched;
}

// With `*` and `?` for the two bytes that nobody can read.
std::string readable(std::string glob) {
  for (char& byte : glob) {
    if (byte == any_run) byte = '*';
    if (byte == any_one) byte = '?';
  }
  return glob;
}

// A text that the glob stands for.
std::string text_from(Random& random, const std::string& glob) {
  std::string text;
  for (const char byte : glob) {
    if (byte == any_run) {
      text += any_word(random, 3, letters);
    } else if (byte == any_one) {
      text += pick(random, letters);
    } else {
      text += byte;
    }
  }
  return text;
}

}  // namespace

TEST_CASE("wildcards agree with their definition on every small case") {
  const auto globs = all_words(symbols, 4);
  const auto texts = all_words(letters, 4);
  REQUIRE(globs.size() == 781);
  REQUIRE(texts.size() == 121);
  const auto matched = matched_by(globs, texts);
  std::size_t matches = 0;
  for (std::size_t glob = 0; glob < globs.size(); ++glob) {
    for (std::size_t text = 0; text < texts.size(); ++text) {
      if (wildcard_matches(globs[glob], texts[text]) != matched[glob][text])
        FAIL(readable(globs[glob]) << " against " << texts[text]);
    }
    matches += matched[glob].count();
  }
  CHECK(matches > 10'000);
}

TEST_CASE("wildcards agree with their definition on longer cases") {
  const auto any_case = [](Random& random, Size size) {
    const std::string glob = any_word(random, size / 2, symbols);
    return std::pair{glob, damaged(random, text_from(random, glob), "ab")};
  };
  for_all(any_case, [](const auto& value) {
    const auto& [glob, text] = value;
    // A damaged é is no text: no log and no policy holds half a character.
    for (const std::string& character : characters_by_definition(text)) {
      if (character.size() > 1 && character != "\u00e9") return;
      if (character.size() == 1 && static_cast<unsigned char>(character[0]) > 0x7FU) return;
    }
    CAPTURE(readable(glob), text);
    REQUIRE(wildcard_matches(glob, text) == wildcard_matches_by_definition(glob, text));
  });
}

TEST_CASE("what is said to be covered is included") {
  const auto globs = all_words(symbols, 4);
  const auto texts = all_words(letters, 5);
  const auto matched = matched_by(globs, texts);
  std::size_t covered = 0;
  for (std::size_t wide = 0; wide < globs.size(); ++wide) {
    for (std::size_t narrow = 0; narrow < globs.size(); ++narrow) {
      const bool covers = wildcard_covers(globs[wide], globs[narrow]);
      covered += covers ? 1 : 0;
      if (covers && (matched[narrow] & ~matched[wide]).any())
        FAIL(readable(globs[wide]) << " does not cover " << readable(globs[narrow]));
      if (!covers && is_literal(globs[narrow]) && matched[wide][narrow] && texts[narrow] == globs[narrow])
        FAIL(readable(globs[wide]) << " covers the text " << globs[narrow]);
    }
    if (!wildcard_covers(globs[wide], globs[wide])) FAIL(readable(globs[wide]) << " covers itself");
  }
  CHECK(covered > 10'000);
}

TEST_CASE("without single wildcards, covering is inclusion and nothing less") {
  const auto globs = all_words({"a", "b", run}, 4);
  const auto texts = all_words(letters, 4);  // é stands in no glob: it is whatever a run may hold
  const auto matched = matched_by(globs, texts);
  for (std::size_t wide = 0; wide < globs.size(); ++wide) {
    for (std::size_t narrow = 0; narrow < globs.size(); ++narrow) {
      const bool included = (matched[narrow] & ~matched[wide]).none();
      if (wildcard_covers(globs[wide], globs[narrow]) != included)
        FAIL(readable(globs[wide]) << " and " << readable(globs[narrow]));
    }
  }
}

TEST_CASE("a literal is covered exactly where it is matched") {
  const auto any_case = [](Random& random, Size size) {
    const std::string glob = any_word(random, size / 2, symbols);
    return std::pair{glob, text_from(random, once_in(random, 3) ? any_word(random, 4, symbols) : glob)};
  };
  for_all(any_case, [](const auto& value) {
    const auto& [glob, text] = value;
    CAPTURE(readable(glob), text);
    REQUIRE(wildcard_covers(glob, text) == wildcard_matches(glob, text));
  });
}

// A text that two globs share need hold no character that a run takes in both: six letters are enough
// for two globs of three symbols.
TEST_CASE("globs overlap exactly where some text is matched by both") {
  const auto globs = all_words(symbols, 3);
  const auto texts = all_words(letters, 6);
  REQUIRE(texts.size() == texts_max);
  const auto matched = matched_by(globs, texts);
  for (std::size_t left = 0; left < globs.size(); ++left) {
    for (std::size_t right = 0; right < globs.size(); ++right) {
      const bool share = (matched[left] & matched[right]).any();
      if (wildcards_overlap(globs[left], globs[right]) != share)
        FAIL(readable(globs[left]) << " and " << readable(globs[right]));
    }
  }
}

TEST_CASE("longer globs that share a text overlap, in either order") {
  const auto any_case = [](Random& random, Size size) {
    // Both from one text: letters become wildcards here and there.
    const std::string text = any_word(random, size, letters);
    const auto loosened = [&] {
      std::string glob;
      for (const std::string& letter : characters_by_definition(text)) {
        if (once_in(random, 4)) glob += any_run;
        if (once_in(random, 3)) {
          glob += once_in(random, 2) ? any_run : any_one;
        } else {
          glob += letter;
        }
      }
      return glob;
    };
    const std::string first = loosened();
    return std::pair{first, loosened()};
  };
  for_all(any_case, [](const auto& value) {
    const auto& [left, right] = value;
    CAPTURE(readable(left), readable(right));
    REQUIRE(wildcards_overlap(left, right));
    REQUIRE(wildcards_overlap(right, left));
  });
}

}  // namespace scopedown::testing
