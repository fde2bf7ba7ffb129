// Which texts tell patterns apart: for every set of patterns that some text is matched by, and by
// no other pattern, one such text. What one union of patterns holds and another does not follows.
//
//   b/*   b/a*   *      {b/*, b/a*, *} by "b/a"    {b/*, *} by "b/"    {*} by ""
//
// A pattern is a line of symbols: characters (code points), single wildcards and runs, of which the
// latter two may be kept from holding a `:` or a `/`. Globs and the shapes of ARNs both become one.
// Exact: a set that is not called out has no text. Only that of no pattern at all may be left out.

#ifndef SCOPEDOWN_MODEL_PATTERN_WALK_H_
#define SCOPEDOWN_MODEL_PATTERN_WALK_H_

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "model/authorisation.h"

namespace scopedown {

struct TextSymbol {
  enum class Kind : std::uint8_t { Character, One, Run };
  Kind kind = Kind::Character;
  std::uint32_t character = 0;  // of Character: the bytes of its UTF-8, one after the other
  bool holds_colon = true;      // of One and Run
  bool holds_slash = true;
};

struct TextPattern {
  std::vector<TextSymbol> symbols;
  // A run that is reached makes every place before it needless: whatever goes on from there goes on
  // from the run. So in globs; not in shapes, whose runs may be narrower than what precedes them.
  bool runs_supersede = false;
};

// The texts that `glob` (wildcard.h) matches; read as the glob of an ARN's pattern, whose first five
// segments hold no colon unless runs cross them. A glob without five colons crosses in any case.
[[nodiscard]] TextPattern text_pattern_of_glob(std::string_view glob, Colons colons);

// The ARNs of a shape (arn_shape.h).
[[nodiscard]] TextPattern text_pattern_of_shape(std::string_view shape);

// Every text of the form `arn:…:…:…:…:…` whose last segment is not empty.
[[nodiscard]] TextPattern text_pattern_of_any_arn();

// Numbers into the patterns that were given, sorted.
using PatternSet = std::vector<std::size_t>;

struct PatternWalk {
  std::vector<TextPattern> patterns;
  // Only texts that some pattern of each group matches are wanted; the others are not looked for.
  std::vector<PatternSet> groups;
  std::size_t states_max = 100'000;

  // Calls `look(set, text)` for each set, with a shortest text; stops when it says false. False if
  // there are more states than allowed: then some sets may not have been called out.
  // Time: a state is a set of places in the patterns; few where literals differ early.
  [[nodiscard]] bool visit(
      const std::function<bool(const PatternSet&, const std::string&)>& look) const;
};

}  // namespace scopedown

#endif  // SCOPEDOWN_MODEL_PATTERN_WALK_H_
