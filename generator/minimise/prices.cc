#include "generator/minimise/prices.h"

#include <string>
#include <string_view>
#include <unordered_map>

namespace scopedown {
namespace {

bool is_upper(char byte) {
  return byte >= 'A' && byte <= 'Z';
}

// The words that each token adds to those of its parent.
class Edges {
 public:
  explicit Edges(std::size_t tokens) : added_(tokens) {}

  void add(std::size_t token, const std::string& text, const std::string* above, bool is_action) {
    const auto known =
        above == nullptr ? std::vector<std::string_view>{} : words_of(*above, is_action);
    for (const std::string_view found : words_of(text, is_action)) {
      bool is_known = false;
      for (const std::string_view other : known)
        is_known = is_known || other == found;
      if (is_known) continue;
      added_[token].push_back(found);
      ++holders_[found];
    }
  }

  [[nodiscard]] std::int64_t price(std::size_t token, const PackedPrice& price) const {
    std::int64_t sum = 0;
    for (const std::string_view found : added_[token]) {
      const auto size = static_cast<std::int64_t>(found.size());
      sum += price.word + price.character * size / holders_.at(found);
    }
    return sum;
  }

 private:
  std::vector<std::vector<std::string_view>> added_;
  std::unordered_map<std::string_view, std::int64_t> holders_;  // looked up, never listed
};

TokenPrice by_characters(const std::string& text) {
  const std::int64_t price = price_in_characters(text);
  return {price, price, 0};
}

template <class Token>
std::vector<TokenPrice> by_characters(const std::vector<Token>& tokens) {
  std::vector<TokenPrice> prices;
  for (const Token& token : tokens)
    prices.push_back(by_characters(token.pattern.text()));
  return prices;
}

// `family_of` a block: the forest of the side that is priced.
template <class Token, class FamilyOf>
std::vector<TokenPrice> by_packed_size(const std::vector<Token>& tokens,
                                       const std::vector<Block>& blocks, FamilyOf family_of,
                                       const PackedPrice& price, bool is_action) {
  Edges edges(tokens.size());
  for (const Block& block : blocks) {
    const Family& family = family_of(block);
    for (const std::size_t root : family.roots)
      edges.add(family.order[root], tokens[family.order[root]].pattern.text(), nullptr, is_action);
    for (std::size_t place = 0; place < family.order.size(); ++place) {
      for (const std::size_t below : family.children[place]) {
        const std::size_t child = family.order[below];
        edges.add(child, tokens[child].pattern.text(), &tokens[family.order[place]].pattern.text(),
                  is_action);
      }
    }
  }
  std::vector<TokenPrice> prices;
  for (std::size_t token = 0; token < tokens.size(); ++token)
    prices.push_back({price.token, price.again, edges.price(token, price)});
  return prices;
}

}  // namespace

std::int64_t price_in_characters(std::string_view text) {
  return price_per_character * static_cast<std::int64_t>(characters_of(text) + characters_around);
}

std::vector<std::string_view> words_of(std::string_view text, bool is_action) {
  std::vector<std::string_view> words;
  std::size_t begin = 0;
  for (std::size_t index = 0; index <= text.size(); ++index) {
    const bool cuts = index == text.size() ||
                      std::string_view("/:-._*?").find(text[index]) != std::string_view::npos;
    if (cuts) {
      if (index > begin) words.push_back(text.substr(begin, index - begin));
      begin = index + 1;
    } else if (is_action && is_upper(text[index]) && index > begin) {
      words.push_back(text.substr(begin, index - begin));
      begin = index;
    }
  }
  return words;
}

Prices prices_in_characters(const Candidates& candidates) {
  Prices prices;
  prices.actions.fill(by_characters(candidates.actions));
  prices.resources.fill(by_characters(candidates.resources));
  return prices;
}

Prices prices_in_packed_size(const Candidates& candidates) {
  Prices prices;
  for (const std::size_t number : {0U, 1U}) {
    prices.actions[number] = by_packed_size(
        candidates.actions, candidates.blocks,
        [&](const Block& block) -> const Family& { return block.of_actions[number]; },
        packed_action, true);
    prices.resources[number] = by_packed_size(
        candidates.resources, candidates.blocks,
        [&](const Block& block) -> const Family& { return block.of_resources[number]; },
        packed_resource, false);
  }
  return prices;
}

}  // namespace scopedown
