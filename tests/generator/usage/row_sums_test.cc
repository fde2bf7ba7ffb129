#include "generator/usage/row_sums.h"

#include <algorithm>
#include <map>
#include <ostream>
#include <string>
#include <tuple>
#include <vector>

#include <catch2/catch.hpp>

#include "generator/logs/event_id.h"
#include "generator/usage/fields_text.h"
#include "tests/support/for_all.h"

namespace scopedown::testing {
namespace {

// One sum that comes in: from few owners, calls and items, so that they come again.
struct Coming {
  OwnedCall where;
  std::string item;
  std::uint64_t calls = 1;
  std::uint64_t events = 0;
  std::int64_t first_seen = 0;
  std::int64_t last_seen = 0;
  std::string sample;  // a UUID or not
};

std::ostream& operator<<(std::ostream& out, const Coming& one) {
  return out << one.where.owner << '/' << one.where.call << '/' << one.item << " sample "
             << one.sample;
}

std::string any_sample(Random& random) {
  if (any_number(random, 2) == 0) return std::string(any_number(random, 2), 'x');
  const UuidText uuid = uuid_text({any_number(random, 2) << 60U, any_number(random, 2)});
  return {uuid.data(), uuid.size()};
}

std::string any_item(Random& random) {
  // Longer than what is compared first, and with U+0000, which is before "nothing more".
  std::string item(8 * any_number(random, 1), 'f');
  for (std::size_t letters = any_number(random, 3); letters > 0; --letters)
    item += std::string_view("a\0\xff", 3)[any_number(random, 2)];
  return item;
}

std::vector<Coming> any_sums(Random& random, Size size) {
  std::vector<Coming> sums(10 * size);
  for (Coming& one : sums) {
    one.where = {static_cast<std::int64_t>(any_number(random, 3)) - 1,
                 static_cast<std::int64_t>(any_number(random, 2))};
    one.item = any_item(random);
    one.calls = 1 + any_number(random, 5);
    one.events = any_number(random, one.calls);
    if (any_number(random, 3) != 0) {
      one.first_seen = 1 + static_cast<std::int64_t>(any_number(random, 9));
      one.last_seen = one.first_seen + static_cast<std::int64_t>(any_number(random, 9));
    }
    one.sample = any_sample(random);
  }
  return sums;
}

// As a batch of one event.
void add(RowSums& rows, const Coming& one) {
  Batch batch;
  FieldsText text;
  text.add(std::uint32_t{0});
  text.add_last(one.item);
  Batch::Entry entry;
  entry.id = event_id_of(one.sample);
  const UuidText uuid = uuid_text(entry.id);
  entry.sample = Batch::id_is_sample;
  if (one.sample != std::string_view(uuid.data(), uuid.size())) {
    entry.sample = 0;
    batch.samples.push_back(one.sample);
  }
  BatchSum sum;
  sum.call = batch.calls.number(text.text()).number;
  sum.calls = one.calls;
  sum.events = one.events;
  sum.first_seen = one.first_seen;
  sum.last_seen = one.last_seen;
  sum.sample = &entry;
  rows.add(one.where, sum, batch);
}

using Key = std::tuple<std::int64_t, std::int64_t, std::string>;
using Counts = std::tuple<std::uint64_t, std::uint64_t, std::int64_t, std::int64_t, std::string>;

std::map<Key, Counts> added_up(const std::vector<Coming>& sums) {
  std::map<Key, std::vector<Coming>> by_key;
  for (const Coming& one : sums)
    by_key[{one.where.owner, one.where.call, one.item}].push_back(one);
  std::map<Key, Counts> expected;
  for (const auto& [key, all] : by_key) {
    Counts& counts = expected[key];
    auto& [calls, events, first, last, sample] = counts;
    for (const Coming& one : all) {
      calls += one.calls;
      events += one.events;
      if (one.first_seen != 0)
        first = first == 0 ? one.first_seen : std::min(first, one.first_seen);
      last = std::max(last, one.last_seen);
      if (!one.sample.empty()) sample = sample.empty() ? one.sample : std::min(sample, one.sample);
    }
  }
  return expected;
}

}  // namespace

TEST_CASE("row sums are what a map adds up, in its order") {
  for_all(
      any_sums,
      [](const std::vector<Coming>& sums) {
        RowSums rows;
        for (const Coming& one : sums)
          add(rows, one);
        const std::map<Key, Counts> expected = added_up(sums);
        const std::vector<const RowSum*> order = rows.in_order();
        REQUIRE(rows.size() == expected.size());
        REQUIRE(order.size() == expected.size());
        auto row = order.begin();
        for (const auto& [key, counts] : expected) {
          const RowSum& sum = **row++;
          REQUIRE(Key(sum.where.owner, sum.where.call, rows.item(sum)) == key);
          REQUIRE(Counts(sum.calls, sum.events, sum.first_seen, sum.last_seen, rows.sample(sum)) ==
                  counts);
        }
      },
      500);
}

}  // namespace scopedown::testing
