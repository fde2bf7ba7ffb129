#include "tests/support/labelled_case.h"

#include <ostream>

#include "tests/support/pick.h"

namespace scopedown::testing {

std::ostream& operator<<(std::ostream& out, const LabelledCase& labelled) {
  return out << labelled.small << "labels from seed " << labelled.seed;
}

LabelledCase any_labelled_case(Random& random, Size size) {
  return {any_small_case(random, 2 * size), random()};
}

LabelledWorld::LabelledWorld(const LabelledCase& labelled)
    : world(labelled.small.world()),
      rules{.catalogue = small_catalogue()},
      isolation(world, rules, small_tenant(0)),
      accesses(allowed_accesses(labelled.small, isolation)),
      graph(accesses) {}

Labels any_labels(Random& random, const Candidates& candidates) {
  const auto any_set = [&](std::size_t block, bool is_exact) {
    const bool any = once_in(random, is_exact ? 2 : 4);
    const Size set = candidates.blocks[block].on_everything ? 4 : any_number(random, 3);
    return static_cast<LabelSet>(any ? set : 0);
  };
  Labels labels;
  for (const ActionToken& token : candidates.actions)
    labels.actions.push_back(any_set(token.block, token.pattern.is_exact()));
  for (const ResourceToken& token : candidates.resources)
    labels.resources.push_back(any_set(token.block, token.is_seen));
  return labels;
}

AccessUsage allowed_accesses(const SmallCase& small, Isolation& isolation) {
  AccessUsage allowed;
  for (const auto& [access, usage] : small.accesses()) {
    if (!isolation.first_break(access.action, access.resource)) allowed.emplace(access, usage);
  }
  return allowed;
}

}  // namespace scopedown::testing
