// Which events a ledger has counted, so that an event counts once however often it is delivered.
//
// An event is its id and the hour in which it was made: a copy has the same time as the original.
// So the events of an hour lie together, what comes in is compared with its own hours alone, and
// old hours can be forgotten. Each hour has parts: sorted ids, sixteen bytes each, end to end.
//
//   event   hour since 1970 │ part │ ids
//
// A part takes in the smaller ones that were there before it, up to a size: so an hour has few
// parts, and an id is written again only as often as its part doubles.
//
// On disk: sixteen bytes an event and some two in a hundred over. In memory: a part, 1 MiB.

#ifndef SCOPEDOWN_GENERATOR_USAGE_SEEN_EVENTS_H_
#define SCOPEDOWN_GENERATOR_USAGE_SEEN_EVENTS_H_

#include <cstdint>
#include <span>
#include <vector>

#include "generator/logs/event.h"
#include "generator/usage/sqlite.h"

namespace scopedown {

// The hour of a moment, since 1970 UTC; 0 of events without a readable time.
[[nodiscard]] inline std::int64_t hour_of(std::int64_t time) {
  return time / 3600;
}

class SeenEvents {
 public:
  // The tables are there, and outlive this.
  explicit SeenEvents(const Database& database);

  // `ids`, of events of one hour, are sorted and distinct. Says of each whether it is new, and
  // from now on it is not.
  [[nodiscard]] std::vector<bool> add(std::int64_t hour, std::span<const EventId> ids);

  // Forgets the hours before the one of that moment. Hour 0, of events without time, stays.
  void forget_before(std::int64_t time);

 private:
  struct Part {
    std::int64_t number = 0;
    std::vector<EventId> ids;
  };

  [[nodiscard]] std::vector<Part> small_parts(std::int64_t hour, std::span<const EventId> ids,
                                              std::vector<bool>& is_new);
  void write(std::int64_t hour, std::vector<Part> small, std::vector<EventId> fresh);

  bool has_undated_;  // ids of a ledger whose first version kept no hours
  std::int64_t last_part_ = 0;
  SqlStatement find_undated_;
  SqlStatement select_;
  SqlStatement insert_;
  SqlStatement delete_;
  SqlStatement forget_;
};

}  // namespace scopedown

#endif  // SCOPEDOWN_GENERATOR_USAGE_SEEN_EVENTS_H_
