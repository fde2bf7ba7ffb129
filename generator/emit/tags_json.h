// What one role policy with session tags serves, for machines:
//
//   {"mode":"tags","characters":812,"statements":4,
//    "units":[{"unit":"cluster=...","served":false,
//              "unserved":[{"action","resource","why"}]}],
//    "clashes":[{"one":"NS","other":"NS-data","template_of_one","template_of_other"}],
//    "clusters_apart":false}

#ifndef SCOPEDOWN_GENERATOR_EMIT_TAGS_JSON_H_
#define SCOPEDOWN_GENERATOR_EMIT_TAGS_JSON_H_

#include <set>
#include <string>

#include "generator/tags/tag_policy.h"

namespace scopedown {

// Of the selected units. Indented JSON with a line feed at its end.
[[nodiscard]] std::string tags_json(const TagPolicy& result, const std::set<Unit>& selected);

}  // namespace scopedown

#endif  // SCOPEDOWN_GENERATOR_EMIT_TAGS_JSON_H_
