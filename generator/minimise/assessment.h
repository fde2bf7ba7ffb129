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
  // Keeps references to both.
  Assessor(const Candidates& candidates, PackedSizeEstimator& estimator);

  // None if something that was seen is not granted, or tokens meet that must not.
  [[nodiscard]] std::optional<std::uint64_t> excess(const Labels& labels) const;

  [[nodiscard]] Measure measure(const Labels& labels) const;

  // Statements in order, without tokens that another of their statement covers.
  [[nodiscard]] Policy policy(const Labels& labels) const;

  [[nodiscard]] const Candidates& candidates() const { return candidates_; }

 private:
  [[nodiscard]] std::vector<LabelSet> reaching_actions(const Labels& labels) const;
  [[nodiscard]] std::vector<LabelSet> reaching_resources(const Labels& labels) const;
  [[nodiscard]] bool forbidden(const Labels& labels) const;

  const Candidates& candidates_;
  PackedSizeEstimator& estimator_;
};

}  // namespace scopedown

#endif  // SCOPEDOWN_GENERATOR_MINIMISE_ASSESSMENT_H_
