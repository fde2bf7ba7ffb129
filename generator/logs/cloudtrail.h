// CloudTrail records: bytes to Events, in one pass.
//
// Reads every container in which CloudTrail itself writes, whatever the file is called:
//   {"Records":[RECORD, ...]}   S3 log files and console downloads, one or several in a row
//   [RECORD, ...]               lists of either
//   RECORD                      alone, one per line, or one after another, on one line or on many
// and those in which others hold its records (containers.h).
//
// Tolerates what real logs hold: fields in any order, missing or null; numbers and booleans where
// strings are usual (managementEvent "true"); any letter case in request parameters. Of a field
// that is there twice the first counts.
//
// Every record becomes an Event or is set aside, each by itself, and the rest is kept:
//   broken_record   not readable JSON: damaged, not UTF-8, half a surrogate pair, nested deeper
//                   than json_depth_max, or with more places of parameters than
//                   parameter_paths.h keeps
//   not_a_record    JSON, but neither a call (eventSource and eventName) nor one of CloudTrail's
//                   own records without them (eventType "Aws..."). A later stage judges those.
// Where the JSON of a list is itself damaged, reading goes on at the next record that is whole: at
// a line that begins with a bracket, or at `{"eventVersion"`, with which CloudTrail begins records.
// Damage within what nobody asks for, in a record that is otherwise sound, goes unseen.
//
// Source: CloudTrail User Guide, "CloudTrail log file examples" and "record contents".

#ifndef SCOPEDOWN_GENERATOR_LOGS_CLOUDTRAIL_H_
#define SCOPEDOWN_GENERATOR_LOGS_CLOUDTRAIL_H_

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "data/extraction.h"
#include "generator/logs/event.h"
#include "generator/logs/padded_buffer.h"
#include "generator/logs/problem.h"

namespace scopedown {

// What reading a file came to. INVARIANT: records = events + those set aside.
struct LogReading {
  std::uint64_t records = 0;
  std::uint64_t events = 0;
  std::optional<Problem> problem;  // nothing in it was CloudTrail's
};

// One reader per thread: it keeps its buffers from file to file.
class CloudTrailReader {
 public:
  using OnEvent = std::function<void(const Event&)>;

  // A reason of set_aside.h, and the place: "a.jsonl:17" or "a.json: record 4".
  using OnSetAside = std::function<void(std::string_view reason, const std::string& place)>;

  // The extraction tables must outlive the reader.
  explicit CloudTrailReader(const Extraction& extraction);
  ~CloudTrailReader();
  CloudTrailReader(CloudTrailReader&&) noexcept;
  CloudTrailReader& operator=(CloudTrailReader&&) noexcept;

  // The Event lives until its callback returns. An exception from a callback ends the reading.
  [[nodiscard]] LogReading read(const PaddedText& text, std::string_view file,
                                const OnEvent& on_event, const OnSetAside& on_set_aside);

 private:
  class Machinery;
  std::unique_ptr<Machinery> machinery_;
};

}  // namespace scopedown

#endif  // SCOPEDOWN_GENERATOR_LOGS_CLOUDTRAIL_H_
