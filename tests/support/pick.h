// Choosing at random, for the generators of properties.

#ifndef SCOPEDOWN_TESTS_SUPPORT_PICK_H_
#define SCOPEDOWN_TESTS_SUPPORT_PICK_H_

#include <iterator>
#include <string>
#include <string_view>
#include <vector>

#include "tests/support/for_all.h"

namespace scopedown::testing {

// True once in `times`.
inline bool once_in(Random& random, Size times) {
  return any_number(random, times - 1) == 0;
}

template <class Choices>
const auto& pick(Random& random, const Choices& choices) {
  return choices[any_number(random, std::size(choices) - 1)];
}

// Up to `longest` of the letters, one after the other; a letter may be several bytes.
inline std::string any_word(Random& random, Size longest, const std::vector<std::string>& letters) {
  std::string word;
  for (Size left = any_number(random, longest); left > 0; --left)
    word += pick(random, letters);
  return word;
}

// Every word of up to `longest` letters, the shortest first.
inline std::vector<std::string> all_words(const std::vector<std::string>& letters, Size longest) {
  std::vector<std::string> words{""};
  for (Size begin = 0, length = 1; length <= longest; ++length) {
    const Size end = words.size();
    for (; begin < end; ++begin) {
      for (const std::string& letter : letters)
        words.push_back(words[begin] + letter);
    }
  }
  return words;
}

// The text with, once in four, one byte left out, doubled or replaced.
inline std::string damaged(Random& random, std::string text, std::string_view bytes) {
  if (text.empty() || !once_in(random, 4)) return text;
  const Size place = any_number(random, text.size() - 1);
  const Size kind = any_number(random, 2);
  if (kind == 0) return text.erase(place, 1);
  if (kind == 1) return text.insert(place, 1, text[place]);
  text[place] = pick(random, bytes);
  return text;
}

}  // namespace scopedown::testing

#endif  // SCOPEDOWN_TESTS_SUPPORT_PICK_H_
