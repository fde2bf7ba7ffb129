#include "generator/usage/seen_events.h"

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstring>
#include <iterator>
#include <string>
#include <string_view>
#include <utility>

namespace scopedown {
namespace {

constexpr std::size_t id_bytes = 16;
constexpr std::size_t part_ids_max = 65'536;

// Big end first, so that the order of the bytes is the order of the ids. DO NOT CHANGE.
std::uint64_t swapped(std::uint64_t half) {
  if constexpr (std::endian::native == std::endian::big) return half;
  return __builtin_bswap64(half);
}

void append_id(std::string& bytes, const EventId& id) {
  for (const std::uint64_t half : {swapped(id.high), swapped(id.low)}) {
    char text[sizeof half];
    std::memcpy(text, &half, sizeof half);
    bytes.append(text, sizeof half);
  }
}

EventId id_at(std::string_view bytes, std::size_t index) {
  EventId id;
  std::memcpy(&id.high, bytes.data() + id_bytes * index, sizeof id.high);
  std::memcpy(&id.low, bytes.data() + id_bytes * index + sizeof id.high, sizeof id.low);
  return {swapped(id.high), swapped(id.low)};
}

std::vector<EventId> ids_of(std::string_view bytes) {
  std::vector<EventId> ids(bytes.size() / id_bytes);
  for (std::size_t index = 0; index < ids.size(); ++index)
    ids[index] = id_at(bytes, index);
  return ids;
}

}  // namespace

SeenEvents::SeenEvents(const Database& database)
    : has_undated_(database.number("SELECT EXISTS(SELECT 1 FROM event_undated)") != 0),
      find_undated_(database.prepare("SELECT 1 FROM event_undated WHERE id = ?")),
      select_(database.prepare("SELECT part, ids FROM event WHERE hour = ? ORDER BY part")),
      insert_(database.prepare("INSERT INTO event VALUES(?, ?, ?)")),
      delete_(database.prepare("DELETE FROM event WHERE hour = ? AND part = ?")),
      forget_(database.prepare("DELETE FROM event WHERE hour > 0 AND hour < ?")) {}

std::vector<bool> SeenEvents::add(std::int64_t hour, std::span<const EventId> ids) {
  std::vector<bool> is_new(ids.size(), true);
  std::vector<Part> small = small_parts(hour, ids, is_new);
  std::vector<EventId> fresh;
  for (std::size_t index = 0; index < ids.size(); ++index) {
    if (has_undated_ && is_new[index]) {
      std::string bytes;
      append_id(bytes, ids[index]);
      if (find_undated_.run(Blob{bytes})) is_new[index] = false;
    }
    if (is_new[index]) fresh.push_back(ids[index]);
  }
  if (!fresh.empty()) write(hour, std::move(small), std::move(fresh));
  return is_new;
}

void SeenEvents::forget_before(std::int64_t time) {
  forget_.run(hour_of(time));
}

// Marks what the hour's parts hold already. Gives back the parts that are small enough to grow.
std::vector<SeenEvents::Part> SeenEvents::small_parts(std::int64_t hour,
                                                      std::span<const EventId> ids,
                                                      std::vector<bool>& is_new) {
  std::vector<Part> small;
  last_part_ = 0;
  for (bool row = select_.run(hour); row; row = select_.step()) {
    last_part_ = select_.integer(0);
    std::vector<EventId> seen = ids_of(select_.text(1));
    auto at = seen.begin();
    for (std::size_t index = 0; index < ids.size(); ++index) {
      at = std::lower_bound(at, seen.end(), ids[index]);
      if (at == seen.end()) break;
      if (*at == ids[index]) is_new[index] = false;
    }
    if (seen.size() <= part_ids_max / 2) small.push_back({last_part_, std::move(seen)});
  }
  return small;
}

void SeenEvents::write(std::int64_t hour, std::vector<Part> small, std::vector<EventId> fresh) {
  for (; !small.empty() && small.back().ids.size() <= 2 * fresh.size() &&
         fresh.size() <= part_ids_max / 2;
       small.pop_back()) {
    std::vector<EventId> both;
    std::ranges::merge(small.back().ids, fresh, std::back_inserter(both));
    fresh = std::move(both);
    delete_.run(hour, small.back().number);
  }
  std::string bytes;
  for (std::size_t begin = 0; begin < fresh.size(); begin += part_ids_max) {
    const std::size_t end = std::min(begin + part_ids_max, fresh.size());
    bytes.clear();
    for (std::size_t index = begin; index < end; ++index)
      append_id(bytes, fresh[index]);
    insert_.run(hour, ++last_part_, Blob{bytes});
  }
}

}  // namespace scopedown
