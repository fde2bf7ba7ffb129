// Places of request parameters, each worked out once: how it is written as a path, and how the
// extraction tables keep what stands there.
//
//   paths.of_source("dynamodb.amazonaws.com")     where the paths of that service begin
//   paths.field(*source, "tableName")             tableName
//   paths.entries(*paths.field(*source, "requestItems"))  requestItems{}
//
// A record's keys are nearly always keys that were met before, at the same place. So a step is one
// look-up by the key as it stands in the record, and no text is put together, folded or hashed
// again.
//
// Keys can be data, and an attacker can choose them: so the paths are forgotten, between records,
// when they are many, and no record may have more than `record_paths_max`, whatever was met before.
// CloudTrail cuts parameters at 100 KB; only nested lists without end would have as many.
//
// Errors: BrokenJson, beyond that: the record is a broken one.

#ifndef SCOPEDOWN_GENERATOR_LOGS_PARAMETER_PATHS_H_
#define SCOPEDOWN_GENERATOR_LOGS_PARAMETER_PATHS_H_

#include <cstddef>
#include <cstdint>
#include <deque>
#include <string>
#include <string_view>
#include <vector>

#include "data/extraction.h"

namespace scopedown {

inline constexpr std::size_t record_paths_max = 65'536;
inline constexpr std::size_t record_path_bytes_max = std::size_t{64} << 20U;  // of their texts

struct ParameterPath {
  std::string text;                  // as in data/extraction.h: "transactItems[].put.tableName"
  const Keeping* keeping = nullptr;  // null: the tables do not name it
  bool explodes = false;             // each element of it makes a row
  const Extraction::Source* source = nullptr;  // whose it is

 private:
  friend class ParameterPaths;
  const ParameterPath* parent = nullptr;
  std::string key;  // behind it, as it stands in the record
  std::uint64_t hash = 0;
  mutable std::uint64_t record = 0;                 // the last that it was met in
  mutable const ParameterPath* elements = nullptr;  // null: not asked for yet
  mutable const ParameterPath* entries = nullptr;
};

class ParameterPaths {
 public:
  explicit ParameterPaths(const Extraction& extraction) : extraction_(&extraction) {}

  // Before each record: what was handed out until now may go.
  void begin_record();

  [[nodiscard]] const ParameterPath& of_source(std::string_view event_source);

  // The field of that key: at the top, or of the object at `parent`.
  [[nodiscard]] const ParameterPath& field(const ParameterPath& parent, std::string_view key);

  // "[]" of a list, "{}" of a map whose keys are data.
  [[nodiscard]] const ParameterPath& elements(const ParameterPath& parent);
  [[nodiscard]] const ParameterPath& entries(const ParameterPath& parent);

 private:
  // Kept under `parent` and `key`; null if it is new.
  [[nodiscard]] const ParameterPath* find(std::uint64_t hash, const ParameterPath* parent,
                                          std::string_view key) const;
  ParameterPath& add(const ParameterPath& parent, std::string_view step, std::string_view key);
  void keep(ParameterPath& path, std::uint64_t hash, std::string_view key);
  [[nodiscard]] ParameterPath& room_for(std::size_t bytes);
  const ParameterPath& met(const ParameterPath& path);
  void grow();

  const Extraction* extraction_;
  std::deque<ParameterPath> paths_;          // where they are they stay
  std::vector<const ParameterPath*> slots_;  // as many as a power of two, or none
  std::size_t kept_ = 0;
  std::size_t bytes_ = 0;         // of their texts and keys
  std::uint64_t record_ = 0;      // which it is
  std::size_t record_paths_ = 0;  // met in it, and their bytes
  std::size_t record_bytes_ = 0;
};

}  // namespace scopedown

#endif  // SCOPEDOWN_GENERATOR_LOGS_PARAMETER_PATHS_H_
