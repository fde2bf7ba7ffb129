#include "generator/usage/seen_events.h"

#include <algorithm>
#include <set>
#include <utility>
#include <vector>

#include <catch2/catch.hpp>

#include "tests/support/for_all.h"

namespace scopedown::testing {
namespace {

struct Delivery {
  std::int64_t hour = 0;
  std::vector<EventId> ids;  // sorted, distinct
};

std::vector<Delivery> any_deliveries(Random& random, Size size) {
  std::vector<Delivery> deliveries(size);
  for (Delivery& delivery : deliveries) {
    delivery.hour = static_cast<std::int64_t>(any_number(random, 2));
    std::set<EventId> ids;
    for (std::uint64_t count = any_number(random, 4 * size); count > 0; --count)
      ids.insert({any_number(random, 1) << 63U, any_number(random, 300)});
    delivery.ids.assign(ids.begin(), ids.end());
  }
  return deliveries;
}

Database empty_database() {
  Database database(":memory:", 0);
  database.execute(
      "CREATE TABLE event(hour INTEGER, part INTEGER, ids BLOB, PRIMARY KEY(hour, part)) "
      "WITHOUT ROWID; CREATE TABLE event_undated(id BLOB PRIMARY KEY) WITHOUT ROWID");
  return database;
}

}  // namespace

TEST_CASE("an event is new once") {
  for_all(any_deliveries, [](const std::vector<Delivery>& deliveries) {
    const Database database = empty_database();
    std::set<std::pair<std::int64_t, EventId>> expected;
    for (const Delivery& delivery : deliveries) {
      const std::vector<bool> is_new = SeenEvents(database).add(delivery.hour, delivery.ids);
      for (std::size_t index = 0; index < delivery.ids.size(); ++index)
        REQUIRE(is_new[index] == expected.insert({delivery.hour, delivery.ids[index]}).second);
    }
  });
}

TEST_CASE("an hour of many deliveries has few parts, and sixteen bytes an event") {
  const Database database = empty_database();
  SeenEvents seen(database);
  constexpr std::uint64_t deliveries = 400;
  constexpr std::uint64_t events = 500;
  for (std::uint64_t delivery = 0; delivery < deliveries; ++delivery) {
    std::vector<EventId> ids;
    for (std::uint64_t event = 0; event < events; ++event)
      ids.push_back({(event * deliveries + delivery) * 0x9e3779b97f4a7c15, delivery});
    std::ranges::sort(ids);
    const std::vector<bool> is_new = seen.add(7, ids);
    CHECK(std::ranges::count(is_new, true) == events);
  }
  CHECK(database.number("SELECT sum(length(ids)) FROM event") ==
        static_cast<std::int64_t>(16 * deliveries * events));
  CHECK(database.number("SELECT count(*) FROM event") < 20);
}

TEST_CASE("hours that were forgotten are new again, but for events without a time") {
  const Database database = empty_database();
  SeenEvents seen(database);
  const std::vector<EventId> ids{{1, 2}};
  for (const std::int64_t hour : {0, 5, 6})
    CHECK(seen.add(hour, ids) == std::vector<bool>{true});
  seen.forget_before(6 * 3600 + 10);
  CHECK(seen.add(0, ids) == std::vector<bool>{false});
  CHECK(seen.add(5, ids) == std::vector<bool>{true});
  CHECK(seen.add(6, ids) == std::vector<bool>{false});
}

}  // namespace scopedown::testing
