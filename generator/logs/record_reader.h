// One CloudTrail record: the fields of a JSON object into an Event.
//
//   if (!reader.begin()) walk.for_each_field([&](const JsonItem& field) { reader.take(field); });
//   if (reader.finish(bytes)) ... reader.event() ...
//
// Fields may stand in any order; of one that is there twice the first counts.
//
// Errors: BrokenJson.

#ifndef SCOPEDOWN_GENERATOR_LOGS_RECORD_READER_H_
#define SCOPEDOWN_GENERATOR_LOGS_RECORD_READER_H_

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

#include "data/extraction.h"
#include "generator/logs/event.h"
#include "generator/logs/identity_reader.h"
#include "generator/logs/json_walk.h"
#include "generator/logs/parameter_reader.h"
#include "generator/logs/record_shapes.h"

namespace scopedown {

class RecordReader {
 public:
  // Keeps the references.
  RecordReader(const Extraction& extraction, JsonWalk& walk)
      : walk_(&walk), identity_(walk), parameters_(extraction, walk), shapes_(walk, is_read) {}

  [[nodiscard]] const Event& event() const { return alike_ != nullptr ? *alike_ : event_; }

  // True if the object that the walk is at is a record like an earlier one: then the walk is behind
  // it, and all of it is read.
  bool begin();

  // A field of the record, the walk being at its value.
  void take(const JsonItem& item);

  // Reads what had to wait for fields that stand behind it. `record` is where the object begins.
  void take_deferred(JsonWalk::Place record);

  // Says whether it is a CloudTrail record. `bytes` are all of it.
  [[nodiscard]] bool finish(std::string_view bytes);

  // A record may begin at that place before long: the memory that reading it will need.
  void fetch(JsonWalk::Place record);

  // A list of digests of log files, which CloudTrail writes beside the logs.
  [[nodiscard]] bool is_digest_file() const { return digest_file_; }

 private:
  struct Field {
    std::string_view key;
    std::string_view Event::*text = nullptr;
    void (RecordReader::*read)(const JsonItem&) = nullptr;
  };

  static const std::array<Field, 18> fields;

  [[nodiscard]] static bool is_read(std::string_view key);

  // The rows of `fields` whose keys have that many characters: from, and up to.
  static const std::array<std::pair<std::uint8_t, std::uint8_t>, 20> fields_by_length;

  [[nodiscard]] bool find_alike();
  void read_identity(const JsonItem& item);
  void read_resources(const JsonItem& item);
  void read_request(const JsonItem& item);
  void read_response(const JsonItem& item);
  void read_time(const JsonItem& item);
  [[nodiscard]] std::int64_t time_of(std::string_view text);

  void mark_digest_file(const JsonItem&) { digest_file_ = true; }

  [[nodiscard]] bool must_wait() const;

  JsonWalk* walk_;
  IdentityReader identity_;
  ParameterReader parameters_;
  RecordShapes shapes_;
  Event event_;
  const Event* alike_ = nullptr;  // what was read in place of `event_`
  JsonWalk::Place record_ = nullptr;
  JsonWalk::Place identity_begin_ = nullptr;  // where CloudTrail writes it; null: it is not there
  JsonWalk::Place identity_end_ = nullptr;
  std::string_view identity_provider_;
  std::string time_text_;  // of the latest record
  std::int64_t time_ = 0;
  std::uint32_t seen_ = 0;      // one bit for each row of `fields`
  std::uint32_t deferred_ = 0;  // likewise
  std::uint32_t current_ = 0;   // likewise: the field that is being read
  bool is_grant_ = false;       // `event_.grant` has been read into
  bool digest_file_ = false;
};

}  // namespace scopedown

#endif  // SCOPEDOWN_GENERATOR_LOGS_RECORD_READER_H_
