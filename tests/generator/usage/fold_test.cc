#include "generator/usage/fold.h"

#include <algorithm>
#include <map>
#include <utility>

#include <catch2/catch.hpp>

#include "tests/support/for_all.h"

namespace scopedown::testing {
namespace {

UsageRow row_of(const std::string& item, const std::string& event_name = "GetObject") {
  UsageRow row;
  row.key.event_name = event_name;
  row.key.fold_min = row.key.fold_max = item;
  row.count = {1, 5, 5, "id-" + item, 1};
  return row;
}

std::vector<std::pair<UsageKey, UsageCount>> pairs(const std::vector<UsageRow>& rows) {
  std::vector<std::pair<UsageKey, UsageCount>> pairs;
  for (const UsageRow& row : rows)
    pairs.emplace_back(row.key, row.count);
  return pairs;
}

std::vector<UsageRow> joined(std::vector<UsageRow> a, const std::vector<UsageRow>& b) {
  a.insert(a.end(), b.begin(), b.end());
  return a;
}

std::vector<UsageRow> any_rows(Random& random, Size size) {
  std::vector<UsageRow> rows;
  const Size count = any_number(random, 2 * size);
  for (Size index = 0; index < count; ++index) {
    std::string item;
    for (Size folder = any_number(random, 5); folder > 0; --folder)
      item.append(1, "abc"[any_number(random, 2)]).append("/");
    if (any_number(random, 3) != 0) item += "abc"[any_number(random, 2)];
    UsageRow row = row_of(item, any_number(random, 3) == 0 ? "PutObject" : "GetObject");
    row.count.first_seen = row.count.last_seen = static_cast<std::int64_t>(any_number(random, 9));
    rows.push_back(row);
  }
  return rows;
}

// What folding means, item by item: the level is found by trying each.
std::vector<UsageRow> folded_by_definition(const std::vector<UsageRow>& rows, std::size_t fan_out) {
  const auto prefix = [](const std::string& item, int level) {
    if (level == 0) return item;
    std::string folders;
    std::size_t begin = 0;
    for (int depth = 4 - level; depth > 0 && item.find('/', begin) != std::string::npos; --depth) {
      const std::size_t end = item.find('/', begin) + 1;
      folders += item.substr(begin, end - begin);
      begin = end;
    }
    return folders;
  };
  std::map<std::string, std::vector<UsageRow>> groups;
  for (const UsageRow& row : rows)
    groups[row.key.event_name].push_back(row);
  std::vector<UsageRow> folded;
  for (const auto& [name, group] : groups) {
    for (int level = 0; level <= 4; ++level) {
      std::map<std::string, std::vector<UsageRow>> by_prefix;
      for (const UsageRow& row : group)
        by_prefix[prefix(row.key.fold_min, level)].push_back(row);
      if (by_prefix.size() > fan_out && level < 4) continue;
      for (const auto& [text, members] : by_prefix) {
        UsageRow row = members.front();
        row.count = {};
        row.key.folded = level;
        row.key.fold_prefix = level == 0 ? "" : text;
        for (const UsageRow& member : members) {
          row.key.fold_min = std::min(row.key.fold_min, member.key.fold_min);
          row.key.fold_max = std::max(row.key.fold_max, member.key.fold_max);
          row.count.merge(member.count);
        }
        folded.push_back(row);
      }
      break;
    }
  }
  std::ranges::sort(folded, {}, &UsageRow::key);
  return folded;
}

}  // namespace

TEST_CASE("rows fold only beyond the fan-out") {
  const std::vector<UsageRow> rows{row_of("a/1"), row_of("a/2"), row_of("b/1")};
  CHECK(pairs(fold(rows, 3)) == pairs(rows));

  const std::vector<UsageRow> folded = fold(rows, 2);
  REQUIRE(folded.size() == 2);
  CHECK(folded[0].key.folded == 1);
  CHECK(folded[0].key.fold_prefix == "a/");
  CHECK(folded[0].key.fold_min == "a/1");
  CHECK(folded[0].key.fold_max == "a/2");
  CHECK(folded[0].count == UsageCount{2, 5, 5, "id-a/1", 2});
  CHECK(folded[1].key.fold_prefix == "b/");

  const std::vector<UsageRow> coarsest = fold(rows, 1);
  REQUIRE(coarsest.size() == 1);
  CHECK(coarsest[0].key.folded == 4);
  CHECK(coarsest[0].key.fold_prefix.empty());
  CHECK(coarsest[0].key.fold_max == "b/1");
}

TEST_CASE("a call without items is never folded") {
  std::vector<UsageRow> rows;
  for (int index = 0; index < 50; ++index)
    rows.push_back(row_of("", "List" + std::to_string(index)));
  for (const UsageRow& row : fold(rows, 1))
    CHECK(row.key.folded == 0);
}

TEST_CASE("folding agrees with its definition") {
  for_all(any_rows, [](const std::vector<UsageRow>& rows) {
    for (const std::size_t fan_out : {1U, 2U, 4U, 8U, 100U}) {
      CAPTURE(fan_out);
      REQUIRE(pairs(fold(rows, fan_out)) == pairs(folded_by_definition(rows, fan_out)));
    }
  });
}

TEST_CASE("folding parts first makes no difference") {
  const auto any_parts = [](Random& random, Size size) {
    return std::pair(any_rows(random, size), any_rows(random, size));
  };
  for_all(any_parts, [](const auto& parts) {
    const auto& [a, b] = parts;
    for (const std::size_t fan_out : {1U, 3U, 6U}) {
      CAPTURE(fan_out);
      const auto whole = pairs(fold(joined(a, b), fan_out));
      REQUIRE(pairs(fold(joined(fold(a, fan_out), fold(b, fan_out)), fan_out)) == whole);
      REQUIRE(pairs(fold(joined(b, fold(a, fan_out)), fan_out)) == whole);
      REQUIRE(pairs(fold(fold(joined(a, b), fan_out), fan_out)) == whole);
    }
  });
}

}  // namespace scopedown::testing
