#include "generator/check/global_keys.h"

#include <algorithm>

#include "data/embedded.h"
#include "data/table.h"
#include "model/action.h"

namespace scopedown {
namespace {

// A name that ends in a slash goes on with a tag's key.
const std::vector<std::string>& keys() {
  static const std::vector<std::string> all = [] {
    std::vector<std::string> read;
    TableReader rows(embedded_table("global_condition_keys.tsv"), {"key", "property_of"});
    while (rows.next())
      read.emplace_back(rows[0]);
    return read;
  }();
  return all;
}

}  // namespace

bool is_global_key(std::string_view key) {
  const std::string folded = folded_case(key);
  return std::ranges::any_of(keys(), [&](const std::string& known) {
    const std::string name = folded_case(known);
    return known.ends_with('/') ? folded.starts_with(name) && folded.size() > name.size()
                                : folded == name;
  });
}

std::vector<std::string> global_keys() {
  return keys();
}

}  // namespace scopedown
