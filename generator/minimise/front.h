// What room buys: the best policies of one unit, from the one that lets nothing in to the shortest.
//
//   characters  packed     excess
//         2611  210.5 %         0
//         2440  196.1 %        18
//         2048  171.9 %       412
//
// Each is what `minimise` proposes for some budget, and none is beaten by another in characters,
// packed size, excess and whether names are cut short (clip.h), all at once.

#ifndef SCOPEDOWN_GENERATOR_MINIMISE_FRONT_H_
#define SCOPEDOWN_GENERATOR_MINIMISE_FRONT_H_

#include <vector>

#include "generator/minimise/minimise.h"

namespace scopedown {

// The widest room first. The budget of `rules` is not asked. Empty if nothing is wanted.
// Cost: up to 40 times that of `minimise`.
[[nodiscard]] std::vector<Proposal> front(const UnitUsage& usage, const World& world, Rules rules);

}  // namespace scopedown

#endif  // SCOPEDOWN_GENERATOR_MINIMISE_FRONT_H_
