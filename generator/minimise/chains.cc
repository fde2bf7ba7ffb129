#include "generator/minimise/chains.h"

#include <algorithm>
#include <set>

namespace scopedown {
namespace {

// Made-up words that begin with a clock: MongoDB's and the ULID, by their lengths.
constexpr std::size_t object_id = 24;
constexpr std::size_t ulid = 26;

bool is_delimiter(char byte) {
  return name_delimiters.find(byte) != std::string_view::npos;
}

bool is_capital(char byte) {
  return byte >= 'A' && byte <= 'Z';
}

bool is_digit(char byte) {
  return byte >= '0' && byte <= '9';
}

bool holds_a_word(std::string_view text) {
  return std::ranges::any_of(text, [](char byte) {
    return is_digit(byte) || (byte >= 'a' && byte <= 'z') || is_capital(byte);
  });
}

// The words of a name that stand between name_delimiters, with those.
std::vector<std::string> words_of_arn(const std::string& text) {
  const ArnShape shape(text);
  std::vector<std::string> words;
  std::size_t begin = std::string::npos;
  for (std::size_t index = shape.name; index < text.size(); ++index) {
    if (!is_delimiter(text[index])) continue;
    if (begin != std::string::npos && index - begin > 2)
      words.push_back(text.substr(begin, index - begin + 1));
    begin = index;
  }
  return words;
}

// The words of a name, each with the delimiter before it.
std::vector<std::string> open_words_of_arn(const std::string& text) {
  const ArnShape shape(text);
  std::vector<std::string> words;
  const bool is_typed = shape.name > shape.head.size();
  const std::size_t first = is_typed ? shape.name - 1 : shape.name;
  for (std::size_t index = first; index < text.size(); ++index) {
    if (is_delimiter(text[index])) {
      words.emplace_back(1, text[index]);
    } else if (!words.empty()) {
      words.back() += text[index];
    }
  }
  std::erase_if(words, [](const std::string& word) { return !holds_a_word(word); });
  return words;
}

// A capital and what follows it, to the next; of `VPCs` one word, since capitals in a row are one.
std::vector<std::string> words_of_action(const std::string& name) {
  std::vector<std::string> words;
  for (std::size_t index = 0; index < name.size(); ++index) {
    const bool begins = is_capital(name[index]) && (index == 0 || !is_capital(name[index - 1]));
    if (begins || words.empty()) words.emplace_back();
    words.back() += name[index];
  }
  return words;
}

// Where the last word of a name may be cut, if it is a made-up one; 0: nowhere, or it would not pay. A
// bucket and what is in it is not cut: whoever likes may make one whose name begins so.
std::size_t id_cut(std::string_view text) {
  constexpr std::size_t saved_min = 3;
  const ArnShape shape(text);
  const std::size_t begin = text.find_last_of(name_delimiters) + 1;
  if (shape.is_bucket || begin < shape.name) return 0;
  const std::size_t size = id_beginning(text.substr(begin));
  return size == 0 || begin + size + saved_min > text.size() ? 0 : begin + size;
}

template <class Words>
void count(const Words& words, WordCounts& counts) {
  for (const std::string& word : std::set<std::string>(words.begin(), words.end()))
    ++counts[word];
}

// The first of the words that most texts hold; empty if none is held by two.
std::string most_held(const std::vector<std::string>& words, const WordCounts& counts) {
  std::string best;
  std::size_t most = 1;
  for (const std::string& word : words) {
    const std::size_t held = counts.at(word);
    if (held > most) best = word;
    most = std::max(most, held);
  }
  return best;
}

}  // namespace

std::size_t after_colons(std::string_view arn, int count) {
  std::size_t position = 0;
  for (int colon = 0; colon < count; ++colon) {
    const std::size_t found = arn.find(':', position);
    if (found == std::string_view::npos) return arn.size();
    position = found + 1;
  }
  return position;
}

ArnShape::ArnShape(std::string_view text) {
  const std::size_t rest = after_colons(text, 5);
  head = text.substr(0, rest);
  is_bucket = head.ends_with(":s3:::");
  name = rest;
  if (is_bucket) return;
  const std::size_t type_end = text.find_first_of("/:", rest);
  if (type_end != std::string_view::npos && type_end + 1 < text.size()) name = type_end + 1;
}

std::size_t id_beginning(std::string_view word) {
  constexpr std::size_t least = 8;
  constexpr std::size_t most = 12;
  constexpr std::size_t changes_min = 3;
  const auto is_hex = [](char byte) { return is_digit(byte) || (byte >= 'a' && byte <= 'f'); };
  const auto is_capital_or_digit = [](char byte) { return is_digit(byte) || is_capital(byte); };
  const bool looks_so = std::ranges::all_of(word, is_hex)
                            ? word.size() != object_id
                            : std::ranges::all_of(word, is_capital_or_digit) && word.size() != ulid;
  if (!looks_so) return 0;
  const std::size_t zeros = std::min(word.find_first_not_of('0'), word.size());
  std::size_t changes = 0;
  for (std::size_t size = 1; size <= std::min(word.size(), zeros + most); ++size) {
    if (size >= zeros + least && changes >= changes_min) return size;
    if (size < word.size() && is_digit(word[size]) != is_digit(word[size - 1])) ++changes;
  }
  return 0;
}

Chain arns_by_type(const std::string& text) {
  const ArnShape shape(text);
  Chain chain{shape.head + "*"};
  if (shape.name != shape.head.size()) chain.push_back(text.substr(0, shape.name) + "*");
  return chain;
}

Chain arns_by_beginning(const std::string& text) {
  const ArnShape shape(text);
  Chain chain;
  const std::size_t cut = id_cut(text);
  for (std::size_t end = shape.head.size(); end < text.size(); ++end) {
    if (end != shape.head.size() && !is_delimiter(text[end - 1]) && end != cut) continue;
    std::string wide = text.substr(0, end) + "*";
    if (wide != text) chain.push_back(std::move(wide));
  }
  return chain;
}

Chain arns_by_ending(const std::string& text, bool typed) {
  const ArnShape shape(text);
  Chain chain = typed ? arns_by_type(text) : Chain{shape.head + "*"};
  const std::size_t slash = shape.is_bucket ? text.find('/', shape.name) : std::string::npos;
  const std::string name =
      text.substr(shape.name, slash == std::string::npos ? std::string::npos : slash - shape.name);
  for (std::size_t begin = name.size(); begin-- > 1;) {
    const std::string_view ending = std::string_view(name).substr(begin);
    if (!is_delimiter(name[begin]) || !holds_a_word(ending)) continue;
    std::string wide = text.substr(0, typed ? shape.name : shape.head.size()) + "*";
    wide += ending;
    if (slash != std::string::npos) wide += "/*";  // the objects of all such buckets
    chain.push_back(std::move(wide));
  }
  return chain;
}

Chain arns_by_holding(const std::string& text, const WordCounts& counts) {
  const ArnShape shape(text);
  if (shape.is_bucket) return {};
  const std::string word = most_held(words_of_arn(text), counts);
  if (word.empty()) return {};
  Chain chain = arns_by_type(text);
  chain.push_back(text.substr(0, shape.name) + "*" + word + "*");
  return chain;
}

void count_words_of_arn(const std::string& text, WordCounts& counts) {
  count(words_of_arn(text), counts);
}

Chain arns_by_inside(const std::string& text) {
  const ArnShape shape(text);
  if (shape.name == shape.head.size()) return {};
  Chain chain{shape.head + "*"};
  const std::string inside = shape.head + "*" + text[shape.name - 1];
  for (std::size_t end = shape.name + 1; end < text.size(); ++end) {
    if (is_delimiter(text[end - 1]))
      chain.push_back(inside + text.substr(shape.name, end - shape.name) + "*");
  }
  chain.push_back(inside + text.substr(shape.name));
  return chain;
}

Chain arns_by_word(const std::string& text, const WordCounts& counts) {
  const std::string word = most_held(open_words_of_arn(text), counts);
  if (word.empty()) return {};
  const std::string& head = ArnShape(text).head;
  return {head + "*", head + "*" + word + "*"};
}

void count_open_words_of_arn(const std::string& text, WordCounts& counts) {
  count(open_words_of_arn(text), counts);
}

Chain arns_by_id(const std::string& text) {
  const std::string& head = ArnShape(text).head;
  const std::size_t end = id_cut(text);
  const std::size_t begin = text.find_last_of(name_delimiters);  // its delimiter
  if (end == 0 || begin < head.size()) return {};
  return {head + "*", head + "*" + text.substr(begin, end - begin) + "*"};
}

Chain actions_by_beginning(const Action& action) {
  const std::string& name = action.name;
  Chain chain;
  for (std::size_t end = 0; end < name.size(); ++end) {
    if (end == 0 || is_capital(name[end]))
      chain.push_back(action.service + ":" + name.substr(0, end) + "*");
  }
  return chain;
}

Chain actions_by_ending(const Action& action) {
  Chain chain{action.service + ":*"};
  std::string ending;
  const std::vector<std::string> words = words_of_action(action.name);
  for (std::size_t index = words.size(); index-- > 1;) {
    ending.insert(0, words[index]);
    chain.push_back(action.service + ":*" + ending);
  }
  return chain;
}

Chain actions_by_holding(const Action& action, const WordCounts& counts) {
  const std::string word = most_held(words_of_action(action.name), counts);
  if (word.empty()) return {};
  return {action.service + ":*", action.service + ":*" + word + "*"};
}

void count_words_of_action(const Action& action, WordCounts& counts) {
  count(words_of_action(action.name), counts);
}

}  // namespace scopedown
