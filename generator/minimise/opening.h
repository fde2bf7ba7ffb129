// Names that will not repeat: a pod writes uploads/2026/11/22/5f3c....json, and tomorrow another.
// The problem and the method are told in opening.cc.

#ifndef SCOPEDOWN_GENERATOR_MINIMISE_OPENING_H_
#define SCOPEDOWN_GENERATOR_MINIMISE_OPENING_H_

#include <functional>
#include <vector>

#include "generator/minimise/proposal.h"
#include "model/usage_graph.h"

namespace scopedown {

struct Opening {
  AccessUsage accesses;  // with the opened names as patterns
  std::vector<OpenedName> opened;
};

// `may_grant(action, pattern)`: whether isolation lets the tenant have the pair. A place is opened
// only if it does for every action that was seen there.
[[nodiscard]] Opening open_names(
    const AccessUsage& accesses,
    const std::function<bool(const Action&, const ArnPattern&)>& may_grant);

}  // namespace scopedown

#endif  // SCOPEDOWN_GENERATOR_MINIMISE_OPENING_H_
