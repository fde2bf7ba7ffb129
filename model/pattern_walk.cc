// All patterns together are one nondeterministic automaton: a state is a place in a pattern, and a
// text leads to the set of places that its characters can be read up to. The sets that can be
// reached at all are found breadth first, so that the first text found for one is a shortest; the
// patterns that match it are those whose end is in the set. That is the subset construction, and
// therefore exact.
//
// Characters: at each set only those are tried that some place there asks for, the two separators,
// and one other character, which stands for all the rest: no place tells those apart.
//
// Size: patterns differ early as a rule (`arn:aws:s3:::a…`, `arn:aws:sqs…`), and what cannot match
// any more drops out of the set, so the sets form a trie. A run that is reached makes what precedes
// it needless, so of a glob with many runs only places after its latest stay. Patterns built to be
// bad (`*a*b`, `*b*a`, …) still multiply: hence the limit, which the caller is told of.
//
// Tested by tests/property/pattern_walk_property_test.cc, against every text up to some length.

#include "model/pattern_walk.h"

#include <algorithm>
#include <deque>
#include <set>
#include <unordered_map>
#include <utility>

#include "model/arn_segments.h"
#include "model/arn_shape.h"
#include "model/wildcard.h"

namespace scopedown {
namespace {

using Kind = TextSymbol::Kind;

// Calls `take` for each character, its bytes as one number.
template <class Take>
void for_each_character(std::string_view text, Take take) {
  for (std::size_t index = 0; index < text.size();) {
    std::uint32_t character = 0;
    do {
      character = character << 8U | static_cast<unsigned char>(text[index++]);
    } while (index < text.size() && (static_cast<unsigned char>(text[index]) & 0xC0U) == 0x80U);
    take(character);
  }
}

std::string bytes_of(std::uint32_t character) {
  std::string bytes;
  for (unsigned shift = 32; shift > 0; shift -= 8) {
    const auto byte = static_cast<unsigned char>(character >> (shift - 8) & 0xFFU);
    if (byte != 0 || !bytes.empty()) bytes += static_cast<char>(byte);
  }
  return bytes;
}

void append_glob(std::vector<TextSymbol>& symbols, std::string_view glob, bool holds_colon) {
  for_each_character(glob, [&](std::uint32_t character) {
    TextSymbol symbol{.kind = Kind::Character, .character = character, .holds_colon = holds_colon};
    if (character == static_cast<unsigned char>(any_run)) symbol.kind = Kind::Run;
    if (character == static_cast<unsigned char>(any_one)) symbol.kind = Kind::One;
    symbols.push_back(symbol);
  });
}

// A place in a pattern: the pattern's number and the place's, as one number.
using Place = std::uint64_t;
using Places = std::vector<Place>;  // sorted

constexpr Place place_of(std::size_t pattern, std::size_t symbol) {
  return Place{pattern} << 32U | symbol;
}

constexpr std::size_t pattern_of(Place place) {
  return place >> 32U;
}

constexpr std::size_t symbol_of(Place place) {
  return place & 0xFFFFFFFFU;
}

struct PlacesHash {
  std::size_t operator()(const Places& places) const {
    std::uint64_t hash = 1469598103934665603U;
    for (const Place place : places)
      hash = (hash ^ place) * 1099511628211U;
    return hash;
  }
};

bool may_take(const TextSymbol& symbol, std::uint32_t character) {
  if (symbol.kind == Kind::Character) return symbol.character == character;
  if (character == ':') return symbol.holds_colon;
  if (character == '/') return symbol.holds_slash;
  return true;
}

class Explorer {
 public:
  explicit Explorer(const PatternWalk& walk) : walk_(walk) {
    Places first;
    for (std::size_t pattern = 0; pattern < walk.patterns.size(); ++pattern)
      enter(first, pattern, 0);
    settle(first);
    add(std::move(first), 0, 0);
  }

  bool run(const std::function<bool(const PatternSet&, const std::string&)>& look) {
    std::set<PatternSet> called;
    for (std::size_t state = 0; state < states_.size(); ++state) {
      PatternSet matched = ended(*states_[state].places);
      if (in_every_group(matched) && called.insert(matched).second && !look(matched, text(state)))
        return true;
      for (const std::uint32_t character : characters(*states_[state].places)) {
        Places next = after(*states_[state].places, character);
        if (next.empty() || !is_wanted(next)) continue;
        add(std::move(next), state, character);
        if (states_.size() > walk_.states_max) return false;
      }
    }
    return true;
  }

 private:
  struct State {
    const Places* places = nullptr;  // a key of known_
    std::size_t from = 0;
    std::uint32_t character = 0;
  };

  void add(Places places, std::size_t from, std::uint32_t character) {
    const auto [place, is_new] = known_.emplace(std::move(places), states_.size());
    if (is_new) states_.push_back({&place->first, from, character});
  }

  // The place, and those behind runs that hold nothing.
  void enter(Places& places, std::size_t pattern, std::size_t symbol) const {
    const std::vector<TextSymbol>& symbols = walk_.patterns[pattern].symbols;
    places.push_back(place_of(pattern, symbol));
    for (; symbol < symbols.size() && symbols[symbol].kind == Kind::Run; ++symbol)
      places.push_back(place_of(pattern, symbol + 1));
  }

  // Sorted, without repetition, and without what a run supersedes.
  void settle(Places& places) const {
    std::ranges::sort(places);
    places.erase(std::unique(places.begin(), places.end()), places.end());
    Places kept;
    bool superseded = false;
    for (std::size_t index = places.size(); index-- > 0;) {
      const Place place = places[index];
      const TextPattern& pattern = walk_.patterns[pattern_of(place)];
      if (index + 1 < places.size() && pattern_of(places[index + 1]) != pattern_of(place))
        superseded = false;
      if (superseded) continue;
      kept.push_back(place);
      const std::size_t symbol = symbol_of(place);
      superseded = pattern.runs_supersede && symbol < pattern.symbols.size() &&
                   pattern.symbols[symbol].kind == Kind::Run;
    }
    std::ranges::reverse(kept);
    places.swap(kept);
  }

  [[nodiscard]] Places after(const Places& places, std::uint32_t character) const {
    Places next;
    for (const Place place : places) {
      const std::size_t pattern = pattern_of(place);
      const std::size_t symbol = symbol_of(place);
      const std::vector<TextSymbol>& symbols = walk_.patterns[pattern].symbols;
      if (symbol == symbols.size() || !may_take(symbols[symbol], character)) continue;
      enter(next, pattern, symbols[symbol].kind == Kind::Run ? symbol : symbol + 1);
    }
    settle(next);
    return next;
  }

  // Those that lead to different sets: one of the rest first, which makes the plainest examples.
  [[nodiscard]] std::vector<std::uint32_t> characters(const Places& places) const {
    std::set<std::uint32_t> asked;
    bool wildcard = false;
    for (const Place place : places) {
      const std::vector<TextSymbol>& symbols = walk_.patterns[pattern_of(place)].symbols;
      if (symbol_of(place) == symbols.size()) continue;
      const TextSymbol& symbol = symbols[symbol_of(place)];
      wildcard = wildcard || symbol.kind != Kind::Character;
      if (symbol.kind == Kind::Character) asked.insert(symbol.character);
    }
    std::vector<std::uint32_t> characters;
    if (wildcard) {
      asked.insert({':', '/'});
      std::uint32_t other = 'x';
      while (asked.contains(other))
        other = other == 'z' ? 'a' : other == 'w' ? '0' : other == '9' ? 0xC3A0U : other + 1;
      characters.push_back(other);
    }
    characters.insert(characters.end(), asked.begin(), asked.end());
    return characters;
  }

  [[nodiscard]] PatternSet ended(const Places& places) const {
    PatternSet matched;
    for (const Place place : places) {
      const std::size_t pattern = pattern_of(place);
      if (symbol_of(place) == walk_.patterns[pattern].symbols.size()) matched.push_back(pattern);
    }
    return matched;
  }

  [[nodiscard]] bool in_every_group(const PatternSet& matched) const {
    return std::ranges::all_of(walk_.groups, [&](const PatternSet& group) {
      return std::ranges::any_of(
          group, [&](std::size_t pattern) { return std::ranges::binary_search(matched, pattern); });
    });
  }

  // Whether some pattern of each group can still match.
  [[nodiscard]] bool is_wanted(const Places& places) const {
    return std::ranges::all_of(walk_.groups, [&](const PatternSet& group) {
      return std::ranges::any_of(group, [&](std::size_t pattern) {
        const auto found = std::ranges::lower_bound(places, place_of(pattern, 0));
        return found != places.end() && pattern_of(*found) == pattern;
      });
    });
  }

  [[nodiscard]] std::string text(std::size_t state) const {
    std::vector<std::uint32_t> backwards;
    for (; state != 0; state = states_[state].from)
      backwards.push_back(states_[state].character);
    std::string text;
    for (std::size_t index = backwards.size(); index-- > 0;)
      text += bytes_of(backwards[index]);
    return text;
  }

  const PatternWalk& walk_;
  std::deque<State> states_;  // in the order in which they were reached; the first is the start
  std::unordered_map<Places, std::size_t, PlacesHash> known_;  // looked up and never listed
};

}  // namespace

TextPattern text_pattern_of_glob(std::string_view glob, Colons colons) {
  TextPattern pattern;
  pattern.runs_supersede = true;
  const auto segments = arn_segments(glob);
  if (!segments || colons == Colons::Cross) {
    append_glob(pattern.symbols, glob, true);
    return pattern;
  }
  for (std::size_t index = 0; index < segments->size(); ++index) {
    if (index != 0) pattern.symbols.push_back({.kind = Kind::Character, .character = ':'});
    append_glob(pattern.symbols, (*segments)[index], index == 5);
  }
  return pattern;
}

TextPattern text_pattern_of_shape(std::string_view shape) {
  TextPattern pattern;
  for_each_character(shape, [&](std::uint32_t character) {
    const char symbol = static_cast<char>(character);
    if (character > 0x7FU || !is_variable(symbol)) {
      pattern.symbols.push_back({.kind = Kind::Character, .character = character});
      return;
    }
    TextSymbol held{.kind = Kind::One,
                    .character = 0,
                    .holds_colon = may_hold(symbol, ':'),
                    .holds_slash = may_hold(symbol, '/')};
    pattern.symbols.push_back(held);
    held.kind = Kind::Run;
    pattern.symbols.push_back(held);
  });
  return pattern;
}

TextPattern text_pattern_of_any_arn() {
  TextPattern pattern;
  append_glob(pattern.symbols, "arn:", true);
  for (int segment = 0; segment < 4; ++segment) {
    pattern.symbols.push_back({.kind = Kind::Run, .character = 0, .holds_colon = false});
    pattern.symbols.push_back({.kind = Kind::Character, .character = ':'});
  }
  pattern.symbols.push_back({.kind = Kind::One});
  pattern.symbols.push_back({.kind = Kind::Run});
  return pattern;
}

bool PatternWalk::visit(
    const std::function<bool(const PatternSet&, const std::string&)>& look) const {
  return Explorer(*this).run(look);
}

}  // namespace scopedown
