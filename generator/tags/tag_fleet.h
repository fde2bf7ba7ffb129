// The fleet as session tags see it: every namespace's units, with the tags that EKS gives their pods.

#ifndef SCOPEDOWN_GENERATOR_TAGS_TAG_FLEET_H_
#define SCOPEDOWN_GENERATOR_TAGS_TAG_FLEET_H_

#include <vector>

#include "generator/tags/tag_policy.h"
#include "generator/usage/workloads.h"

namespace scopedown {

// In the order of the units' texts. Units that are no namespace of a cluster have no tags and are
// left out; so is a pod that made no call.
[[nodiscard]] std::vector<TagUser> tag_fleet(const Workloads& all);

}  // namespace scopedown

#endif  // SCOPEDOWN_GENERATOR_TAGS_TAG_FLEET_H_
