#include "generator/usage/fold.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <tuple>

namespace scopedown {
namespace {

constexpr int coarsest = 4;

// Everything that rows of one group have in common.
auto group_of(const UsageKey& key) {
  return std::tie(key.who, key.account, key.region, key.event_source, key.event_name,
                  key.error_class, key.parameters, key.resources);
}

std::string_view first_folders(std::string_view item, int count) {
  std::size_t end = 0;
  for (; count > 0; --count) {
    const std::size_t slash = item.find('/', end);
    if (slash == std::string_view::npos) break;
    end = slash + 1;
  }
  return item.substr(0, end);
}

// What tells the row from the others of its group at that level: the item, or its first folders.
// Requires that the row is not coarser already.
std::string_view name_at(const UsageRow& row, int level) {
  if (level == 0) return row.key.fold_min;
  return first_folders(row.key.folded == 0 ? row.key.fold_min : row.key.fold_prefix,
                       coarsest - level);
}

std::size_t distinct_names(std::span<const UsageRow> group, int level) {
  std::set<std::string_view> names;
  for (const UsageRow& row : group)
    names.insert(name_at(row, level));
  return names.size();
}

int level_of(std::span<const UsageRow> group, std::size_t fan_out) {
  int level = 0;
  for (const UsageRow& row : group)
    level = std::max(level, row.key.folded);
  while (level < coarsest && group.size() > fan_out && distinct_names(group, level) > fan_out)
    ++level;
  return level;
}

// Sorted rows of items: equal keys are neighbours.
void append_exact(std::vector<UsageRow>& folded, std::span<UsageRow> group) {
  const std::size_t begin = folded.size();
  for (UsageRow& row : group) {
    if (folded.size() > begin && folded.back().key == row.key) {
      folded.back().count.merge(row.count);
    } else {
      folded.push_back(std::move(row));
    }
  }
}

void append_folded(std::vector<UsageRow>& folded, std::span<const UsageRow> group, int level) {
  std::map<std::string_view, UsageRow> by_name;
  for (const UsageRow& row : group) {
    const std::string_view name = name_at(row, level);
    const auto [entry, is_new] = by_name.try_emplace(name, row);
    UsageKey& key = entry->second.key;
    if (is_new) {
      key.folded = level;
      key.fold_prefix = name;
      continue;
    }
    key.fold_min = std::min(key.fold_min, row.key.fold_min);
    key.fold_max = std::max(key.fold_max, row.key.fold_max);
    entry->second.count.merge(row.count);
  }
  for (auto& [name, row] : by_name)
    folded.push_back(std::move(row));
}

}  // namespace

std::vector<UsageRow> fold(std::vector<UsageRow> rows, std::size_t fan_out) {
  std::ranges::sort(rows, {}, &UsageRow::key);
  std::vector<UsageRow> folded;
  folded.reserve(rows.size());
  for (auto begin = rows.begin(); begin != rows.end();) {
    const auto end = std::find_if(begin, rows.end(), [&](const UsageRow& row) {
      return group_of(row.key) != group_of(begin->key);
    });
    const std::span<UsageRow> group(begin, end);
    const int level = level_of(group, fan_out);
    if (level == 0) {
      append_exact(folded, group);
    } else {
      append_folded(folded, group, level);
    }
    begin = end;
  }
  return folded;
}

}  // namespace scopedown
