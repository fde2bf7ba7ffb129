// Records that are like an earlier one but for what stands between some quotes.
//
// A service writes the records of one operation with the same fields in the same order, and most of
// their values are the same too: so a record is compared, stretch by stretch, with what an earlier one
// had there, and only the values that are known to vary are looked at. Where it fits, nothing of it
// has to be walked through; where it does not, it is read as any other.
//
// The answer is that of reading: equal bytes are read equally, and what may differ is text in place
// of text, a number in place of a number that nobody keeps, or a value that nobody reads.
//
//   const Event* event = shapes.find(record, identity);    the walk being behind the identity
//   if (event == nullptr) { read it; shapes.learn(record, identity, behind_identity, event); }

#ifndef SCOPEDOWN_GENERATOR_LOGS_RECORD_SHAPES_H_
#define SCOPEDOWN_GENERATOR_LOGS_RECORD_SHAPES_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string_view>
#include <vector>

#include "generator/logs/event.h"
#include "generator/logs/json_walk.h"

namespace scopedown {

class RecordShapes {
 public:
  using Place = JsonWalk::Place;

  // Whether a reader ever looks at the field of that key, at the top of a record.
  using IsRead = bool (*)(std::string_view key);

  // Keeps the reference.
  RecordShapes(JsonWalk& walk, IsRead is_read);
  ~RecordShapes();
  RecordShapes(const RecordShapes&) = delete;
  RecordShapes& operator=(const RecordShapes&) = delete;

  // The record that begins at `record`, its userIdentity at `identity`, the walk behind that. What it
  // says but for its identity, its id's bits and its time, of which `time_text` is the text; the walk
  // is then behind the record. Null if it is like none; then the walk has not moved. Good until the
  // next call, and as long as the record's bytes.
  [[nodiscard]] Event* find(Place record, Place identity);

  // eventTime of what was found last; "" if it has none.
  [[nodiscard]] std::string_view time_text() const { return time_text_; }

  // What was read of such a record, the walk being behind it. Nothing of `event` is a copy.
  void learn(Place record, Place identity, Place behind_identity, const Event& event);

 private:
  struct Shape;
  struct Sample;
  using Variants = std::vector<std::unique_ptr<Shape>>;  // the latest first

  [[nodiscard]] Variants* variants(Place behind_identity);
  [[nodiscard]] bool fits(Shape& shape, Place behind_identity) const;
  [[nodiscard]] bool take_apart(Place record, Place identity, Place behind_identity,
                                const Event& event, Sample& sample) const;
  void make_room(std::size_t bytes);

  JsonWalk* walk_;
  IsRead is_read_;
  std::vector<Variants> by_call_;
  std::string_view time_text_;
  std::size_t bytes_ = 0;  // of all shapes
  std::uint64_t found_ = 0;
  std::uint64_t learnt_ = 0;
};

}  // namespace scopedown

#endif  // SCOPEDOWN_GENERATOR_LOGS_RECORD_SHAPES_H_
