// What a labelling is worth: whether it grants what it must and nothing that it must not, its excess,
// and the policy that it stands for.
//
// It looks at all tokens at once, of both families, and so judges the search that looked at one.

#ifndef SCOPEDOWN_GENERATOR_MINIMISE_ASSESSMENT_H_
#define SCOPEDOWN_GENERATOR_MINIMISE_ASSESSMENT_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "generator/minimise/candidates.h"
#include "generator/minimise/labels.h"
#include "generator/minimise/measure.h"
#include "model/policy.h"

namespace scopedown {

class Assessor {
 public:
  // Keeps references to both. Without `packed` no measure has a packed size: it is most of the work.
  Assessor(const Candidates& candidates, PackedSizeEstimator& estimator, bool packed);

  // None if something that was seen is not granted, or tokens meet that must not.
  [[nodiscard]] std::optional<std::uint64_t> excess(const Labels& labels) const;

  // As policy(labels) measures, without making it.
  [[nodiscard]] Measure measure(const Labels& labels) const;

  // Statements in order, without tokens that another of their statement covers.
  [[nodiscard]] Policy policy(const Labels& labels) const;

  [[nodiscard]] const Candidates& candidates() const { return candidates_; }

 private:
  [[nodiscard]] std::vector<LabelSet> reaching_resources(const Labels& labels) const;
  [[nodiscard]] bool forbidden(const Labels& labels) const;

  // Of one side: its tokens in the order of their texts, and what each adds to a list's characters.
  struct Side {
    std::vector<std::size_t> order;
    std::vector<std::size_t> first;  // by place in `order`: the first place of the same text
    std::vector<std::size_t> characters;
  };

  const Candidates& candidates_;
  PackedSizeEstimator& estimator_;
  bool packed_;
  Side actions_;
  Side resources_;
};

}  // namespace scopedown

#endif  // SCOPEDOWN_GENERATOR_MINIMISE_ASSESSMENT_H_
