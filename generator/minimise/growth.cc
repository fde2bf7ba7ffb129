#include "generator/minimise/growth.h"

#include <bit>
#include <string_view>
#include <unordered_map>

#include "generator/minimise/prices.h"

namespace scopedown {
namespace {

// Numbers words as they come.
class Words {
 public:
  explicit Words(std::vector<std::int64_t>& prices) : prices_(prices) {}

  std::vector<std::size_t> of(std::string_view text, bool is_action) {
    const PackedPrice& price = is_action ? packed_action : packed_resource;
    std::vector<std::size_t> numbers;
    for (const std::string_view word : words_of(text, is_action)) {
      const auto [place, added] = numbers_.try_emplace(word, prices_.size());
      if (added)
        prices_.push_back(price.word + price.character * static_cast<std::int64_t>(word.size()));
      numbers.push_back(place->second);
    }
    return numbers;
  }

 private:
  std::vector<std::int64_t>& prices_;
  std::unordered_map<std::string_view, std::size_t> numbers_;  // looked up, never listed
};

}  // namespace

Growth::Growth(const Candidates& candidates, bool packed)
    : statement_price_(packed ? packed_statement
                              : price_per_character * characters_of_a_statement) {
  Words words(word_prices_);
  const auto add = [&](Texts& texts, std::string_view text, bool is_action) {
    const PackedPrice& price = is_action ? packed_action : packed_resource;
    const std::int64_t characters = price_in_characters(text);
    texts.first.push_back(packed ? price.token : characters);
    texts.again.push_back(packed ? price.again : characters);
    texts.words.add(packed ? words.of(text, is_action) : std::vector<std::size_t>());
  };
  for (const ActionToken& token : candidates.actions)
    add(texts_[0], token.pattern.text(), true);
  for (const ResourceToken& token : candidates.resources)
    add(texts_[1], token.pattern.text(), false);
}

void Growth::start(const Labels& labels) {
  listed_.assign(word_prices_.size(), 0);
  statements_.fill(0);
  for (std::size_t token = 0; token < labels.actions.size(); ++token) {
    relabel(texts_[0], token, 0, labels.actions[token]);
    count_statements(0, labels.actions[token]);
  }
  for (std::size_t token = 0; token < labels.resources.size(); ++token)
    relabel(texts_[1], token, 0, labels.resources[token]);
}

std::int64_t Growth::of(std::span<const Change> changes, const Labels& from) {
  std::int64_t sum = 0;
  const auto before = [&](const Change& change) { return from.of(change.side)[change.token]; };
  const auto texts_of = [&](const Change& change) -> const Texts& {
    return texts_[change.side == Side::Actions ? 0 : 1];
  };
  for (const Change& change : changes) {
    sum += relabel(texts_of(change), change.token, before(change), change.labels);
    if (change.side == Side::Actions) sum += count_statements(before(change), change.labels);
  }
  for (const Change& change : changes) {
    relabel(texts_of(change), change.token, change.labels, before(change));
    if (change.side == Side::Actions) count_statements(change.labels, before(change));
  }
  return sum;
}

// A statement stands where it lists an action.
std::int64_t Growth::count_statements(LabelSet before, LabelSet after) {
  std::int64_t sum = 0;
  for (std::size_t statement = 0; statement < statements_max; ++statement) {
    const int gone = before >> statement & 1;
    const int come = after >> statement & 1;
    if (gone == come) continue;
    std::int32_t& actions = statements_[statement];
    const bool stood = actions > 0;
    actions += come - gone;
    if (stood != (actions > 0)) sum += come > gone ? statement_price_ : -statement_price_;
  }
  return sum;
}

std::int64_t Growth::relabel(const Texts& texts, std::size_t token, LabelSet before,
                             LabelSet after) {
  const auto price = [&](LabelSet labels) {
    const int count = std::popcount(labels);
    return count == 0 ? 0 : texts.first[token] + texts.again[token] * (count - 1);
  };
  std::int64_t sum = price(after) - price(before);
  if ((before == 0) == (after == 0)) return sum;
  for (const std::uint32_t word : texts.words[token]) {
    if (after != 0) {
      if (listed_[word]++ == 0) sum += word_prices_[word];
    } else {
      if (--listed_[word] == 0) sum -= word_prices_[word];
    }
  }
  return sum;
}

}  // namespace scopedown
