// The excess of a labelling, kept up as its labels change.
// The problem and the method are told in tally.cc.

#ifndef SCOPEDOWN_GENERATOR_MINIMISE_TALLY_H_
#define SCOPEDOWN_GENERATOR_MINIMISE_TALLY_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <utility>
#include <vector>

#include "generator/minimise/candidates.h"
#include "generator/minimise/labels.h"
#include "generator/minimise/rows.h"

namespace scopedown {

class Tally {
 public:
  // Keeps a reference. No token has a label yet.
  explicit Tally(const Candidates& candidates);

  void set(const Labels& labels);
  void make(const Change& change);

  [[nodiscard]] const Labels& labels() const { return labels_; }

  // None if something that was seen is not granted, or tokens meet that must not.
  [[nodiscard]] std::optional<std::uint64_t> excess() const;

 private:
  // How much there is of each set of labels: few sets, in no order.
  using Amounts = std::vector<std::pair<LabelSet, std::int64_t>>;

  static void add(Amounts& amounts, LabelSet set, std::int64_t amount);
  [[nodiscard]] static std::int64_t gained(const Amounts& amounts, LabelSet before, LabelSet after);

  void label_action(std::size_t token, LabelSet after);
  void label_resource(std::size_t token, LabelSet after);
  void reach_action(std::size_t reached, LabelSet after);
  void reach_resource(std::size_t token, LabelSet after);
  void count_meetings(std::span<const std::uint32_t> banned, const std::vector<LabelSet>& labels,
                      LabelSet before, LabelSet after);

  const Candidates& candidates_;
  Rows reached_of_;  // ReachedActions, by action token
  Rows under_;       // resource tokens, by resource token: itself and all that it covers
  Rows kinds_of_;    // by resource token
  Rows seers_;       // ReachedActions, by resource token
  Rows needers_;     // likewise
  Rows no_actions_;  // action tokens that must not meet it, by resource token
  Rows no_resources_;

  Labels labels_;
  std::vector<LabelSet> actions_;    // of each ReachedAction: labels of all tokens that reach it
  std::vector<LabelSet> resources_;  // of each resource token: its labels, and of those above it
  std::vector<Amounts> weights_;     // of the actions of a kind, by their labels
  std::vector<Amounts> names_;       // of the resource tokens of a kind, likewise
  std::int64_t excess_ = 0;
  std::size_t missing_ = 0;   // pairs that were seen and are not granted
  std::size_t meetings_ = 0;  // pairs of tokens that meet and must not
};

}  // namespace scopedown

#endif  // SCOPEDOWN_GENERATOR_MINIMISE_TALLY_H_
