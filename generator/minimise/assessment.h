// The policy that a labelling stands for, and what it measures.

#ifndef SCOPEDOWN_GENERATOR_MINIMISE_ASSESSMENT_H_
#define SCOPEDOWN_GENERATOR_MINIMISE_ASSESSMENT_H_

#include <cstddef>
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

  // As policy(labels) measures, without making it.
  [[nodiscard]] Measure measure(const Labels& labels) const;

  // Statements in order, without tokens that another of their statement covers.
  [[nodiscard]] Policy policy(const Labels& labels) const;

  [[nodiscard]] const Candidates& candidates() const { return candidates_; }

 private:
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
