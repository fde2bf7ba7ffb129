// About how much a change of labels adds to the text: cheaper than to measure the text, and near
// enough to tell which changes are worth that.
//
// Characters are exact but for brackets, and for tokens that others of their statement cover, which
// are not in the text. Of the packed size, what prices.h says of it: so much for each token, and for
// each word that nothing else in the policy holds.

#ifndef SCOPEDOWN_GENERATOR_MINIMISE_GROWTH_H_
#define SCOPEDOWN_GENERATOR_MINIMISE_GROWTH_H_

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "generator/minimise/candidates.h"
#include "generator/minimise/labels.h"
#include "generator/minimise/rows.h"

namespace scopedown {

class Growth {
 public:
  Growth(const Candidates& candidates, bool packed);

  // From where changes are made.
  void start(const Labels& labels);

  // In ten-thousandths, as prices are. `from`: the labels given to start. Each token comes once.
  [[nodiscard]] std::int64_t of(std::span<const Change> changes, const Labels& from);

 private:
  struct Texts {
    std::vector<std::int64_t> first;  // by token: in one statement
    std::vector<std::int64_t> again;  // in each further one
    Rows words;                       // by token
  };

  // What it costs that an action, or a token, is listed in other statements than before.
  std::int64_t count_statements(LabelSet before, LabelSet after);
  std::int64_t relabel(const Texts& texts, std::size_t token, LabelSet before, LabelSet after);

  std::array<Texts, 2> texts_;  // of actions, of resources
  std::vector<std::int64_t> word_prices_;
  std::int64_t statement_price_ = 0;
  std::vector<std::int32_t> listed_;                       // by word: listed tokens that hold it
  std::array<std::int32_t, statements_max> statements_{};  // actions that each lists
};

}  // namespace scopedown

#endif  // SCOPEDOWN_GENERATOR_MINIMISE_GROWTH_H_
