#include "model/wildcard.h"

#include <cstddef>
#include <cstdint>
#include <vector>

namespace scopedown {
namespace {

// The bytes 10xxxxxx: the second and later bytes of a character in UTF-8.
bool continues_character(char byte) {
  return (static_cast<unsigned char>(byte) & 0xC0U) == 0x80U;
}

// Where the character that begins at `index` ends.
std::size_t character_end(std::string_view text, std::size_t index) {
  ++index;
  while (index < text.size() && continues_character(text[index]))
    ++index;
  return index;
}

// A glob, a number a character: the bytes of its UTF-8 one after the other.
std::vector<std::uint32_t> characters_of(std::string_view glob) {
  std::vector<std::uint32_t> characters;
  characters.reserve(glob.size());
  for (std::size_t index = 0; index < glob.size();) {
    const std::size_t end = character_end(glob, index);
    std::uint32_t character = 0;
    for (; index < end; ++index)
      character = character << 8U | static_cast<unsigned char>(glob[index]);
    characters.push_back(character);
  }
  return characters;
}

constexpr std::uint32_t run_character = static_cast<unsigned char>(any_run);
constexpr std::uint32_t one_character = static_cast<unsigned char>(any_one);

bool is_wildcard(char byte) {
  return byte == any_run || byte == any_one;
}

}  // namespace

std::string glob_of(std::string_view text) {
  std::string glob(text);
  for (char& byte : glob) {
    if (byte == '*') byte = any_run;
    if (byte == '?') byte = any_one;
  }
  return glob;
}

bool is_literal(std::string_view glob) {
  return literal_prefix(glob).size() == glob.size();
}

std::string_view literal_prefix(std::string_view glob) {
  const std::string_view before_run = glob.substr(0, glob.find(any_run));
  return before_run.substr(0, before_run.find(any_one));
}

// Walks both strings once. When a character fails to match, the walk goes back to
// the latest run and lets it swallow one more byte. An earlier run need never
// be revisited: whatever it could swallow, the latest one can swallow in its place.
bool wildcard_matches(std::string_view glob, std::string_view text) {
  std::size_t glob_index = 0;
  std::size_t text_index = 0;
  std::size_t run_index = std::string_view::npos;
  std::size_t swallowed_end = 0;

  while (text_index < text.size()) {
    const bool glob_left = glob_index < glob.size();
    if (glob_left && glob[glob_index] == any_run) {
      run_index = glob_index++;
      swallowed_end = text_index;
    } else if (glob_left && glob[glob_index] == any_one && !continues_character(text[text_index])) {
      ++glob_index;
      text_index = character_end(text, text_index);
    } else if (glob_left && glob[glob_index] == text[text_index] &&
               !is_wildcard(glob[glob_index])) {
      ++glob_index;
      ++text_index;
    } else if (run_index != std::string_view::npos) {
      glob_index = run_index + 1;
      text_index = ++swallowed_end;
    } else {
      return false;
    }
  }
  return glob.find_first_not_of(any_run, glob_index) == std::string_view::npos;
}

// The same walk over the narrow glob as if it were a text, in which a run of the narrow one can
// only be swallowed by a run of the wide one, and a single wildcard only by a wildcard.
bool wildcard_covers(std::string_view wide, std::string_view narrow) {
  std::size_t wide_index = 0;
  std::size_t narrow_index = 0;
  std::size_t run_index = std::string_view::npos;
  std::size_t swallowed_end = 0;

  while (narrow_index < narrow.size()) {
    const char next = narrow[narrow_index];
    const bool wide_left = wide_index < wide.size();
    if (wide_left && wide[wide_index] == any_run) {
      run_index = wide_index++;
      swallowed_end = narrow_index;
    } else if (wide_left && wide[wide_index] == any_one && next != any_run &&
               !continues_character(next)) {
      ++wide_index;
      narrow_index = character_end(narrow, narrow_index);
    } else if (wide_left && wide[wide_index] == next && !is_wildcard(next)) {
      ++wide_index;
      ++narrow_index;
    } else if (run_index != std::string_view::npos) {
      wide_index = run_index + 1;
      narrow_index = ++swallowed_end;
    } else {
      return false;
    }
  }
  return wide.find_first_not_of(any_run, wide_index) == std::string_view::npos;
}

// Both globs as automata whose states are positions, over whole characters; row `i` says which
// positions of `other` can be reached together with position `i` of `one` by some common text.
bool wildcards_overlap(std::string_view one, std::string_view other) {
  // What both begin with before the first wildcard must agree: nearly every no is said here.
  const std::string_view a = literal_prefix(one);
  const std::string_view b = literal_prefix(other);
  const std::size_t shared = a.size() < b.size() ? a.size() : b.size();
  if (a.substr(0, shared) != b.substr(0, shared)) return false;

  const auto rows = characters_of(one);
  const auto columns = characters_of(other);
  std::vector<char> here(columns.size() + 1, 0);
  std::vector<char> below(columns.size() + 1, 0);
  here[0] = 1;
  for (std::size_t i = 0;; ++i) {
    const bool row_left = i < rows.size();
    const bool run = row_left && rows[i] == run_character;
    below.assign(below.size(), 0);
    for (std::size_t j = 0; j <= columns.size(); ++j) {
      if (here[j] == 0) continue;
      if (run) below[j] = 1;
      if (j == columns.size()) continue;
      const bool other_run = columns[j] == run_character;
      if (run || other_run) here[j + 1] = 1;  // a run of one side swallows, of the other ends
      if (!row_left || run) continue;
      if (other_run) {
        below[j] = 1;
      } else if (rows[i] == columns[j] || rows[i] == one_character || columns[j] == one_character) {
        below[j + 1] = 1;
      }
    }
    if (!row_left) return here[columns.size()] != 0;
    here.swap(below);
  }
}

}  // namespace scopedown
