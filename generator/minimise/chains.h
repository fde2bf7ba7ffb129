// Wider and wider patterns of one text: what a policy might say instead of it.
//
//   by beginning   …:*   …:acme-*    …:acme-orders-*                  svc:*   svc:Get*
//   by ending      …:*   …:*-dead    …:*-orders-dead                  svc:*   svc:*Item
//   by holding     …:*   …:*-orders-*                                 svc:*   svc:*Message*
//   by inside      …:*   …:*/acme-*    …:*/acme-orders                whatever its type
//   by a word      …:*   …:*-orders*
//   by an id       …:*   …:*-0a6a67991*                               of i-0a6a67991433aabc5
//
// Cut at delimiters in ARNs, at capitals in action names; and in ARNs behind the beginning of an id that
// AWS made up, which tells it from all others as well as the whole. Each pattern of a chain covers those
// after it and the text, which itself is not part of it.

#ifndef SCOPEDOWN_GENERATOR_MINIMISE_CHAINS_H_
#define SCOPEDOWN_GENERATOR_MINIMISE_CHAINS_H_

#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "model/action.h"

namespace scopedown {

using Chain = std::vector<std::string>;  // the widest first

// How many texts hold each word, each text counted once. A word is what stands between two cuts.
using WordCounts = std::map<std::string, std::size_t>;

// What words of a name stand between.
inline constexpr std::string_view name_delimiters = "/:-._";

// An ARN pattern's text, cut where wildcards may begin.
struct ArnShape {
  std::string head;      // to the fifth colon
  std::size_t name = 0;  // where the name begins: behind the type's word; of S3 behind the head
  bool is_bucket = false;

  explicit ArnShape(std::string_view text);
};

// The byte behind the colon of that number; the text's end if there are fewer.
[[nodiscard]] std::size_t after_colons(std::string_view arn, int count);

// How many characters of a word are enough to tell it, where it looks made up by a machine: of
// hexadecimal digits or of capitals and digits alone, with three changes between letters and digits
// among the first twelve. From eight on, leading zeros not counted: 32 bits and more. 0: it does not
// look so, or begins with a clock.
[[nodiscard]] std::size_t id_beginning(std::string_view word);

// What only the head and the type's word pin down. In the chain by beginning, too.
[[nodiscard]] Chain arns_by_type(const std::string& text);

[[nodiscard]] Chain arns_by_beginning(const std::string& text);

// `typed`: the type's word stays. Without it the pattern is shorter, and covers other types' names.
[[nodiscard]] Chain arns_by_ending(const std::string& text, bool typed);

// By the word that most texts hold; empty if none is held by two. `counts` has all words of the text.
[[nodiscard]] Chain arns_by_holding(const std::string& text, const WordCounts& counts);

void count_words_of_arn(const std::string& text, WordCounts& counts);

// By the beginning of its name, whatever stands before it; empty if it has no type's word.
[[nodiscard]] Chain arns_by_inside(const std::string& text);

// By the word that most texts hold, whatever follows it: a bucket and its objects, a database and its
// tables. `counts` has all that count_open_words_of_arn counts.
[[nodiscard]] Chain arns_by_word(const std::string& text, const WordCounts& counts);

void count_open_words_of_arn(const std::string& text, WordCounts& counts);

// By the beginning of a made-up word that its name ends in, whatever stands before; empty if there is
// none, or it is no longer than that.
[[nodiscard]] Chain arns_by_id(const std::string& text);

[[nodiscard]] Chain actions_by_beginning(const Action& action);
[[nodiscard]] Chain actions_by_ending(const Action& action);
[[nodiscard]] Chain actions_by_holding(const Action& action, const WordCounts& counts);

void count_words_of_action(const Action& action, WordCounts& counts);

}  // namespace scopedown

#endif  // SCOPEDOWN_GENERATOR_MINIMISE_CHAINS_H_
