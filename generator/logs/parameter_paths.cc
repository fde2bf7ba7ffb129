// A flat table of (place, key), open addressing, at most half full.
//
// Tested by parameter_paths_test.cc, and by cloudtrail_test.cc for what is made of it.

#include "generator/logs/parameter_paths.h"

#include "generator/logs/json_walk.h"
#include "generator/logs/text_hash.h"

namespace scopedown {
namespace {

constexpr std::size_t slots_min = 1024;

// What is kept from one record to the next.
constexpr std::size_t paths_max = 16'384;
constexpr std::size_t path_bytes_max = std::size_t{4} << 20U;

std::uint64_t hash_of(const ParameterPath* parent, std::string_view key) {
  return text_hash(key) ^ (reinterpret_cast<std::uintptr_t>(parent) * 0x9E37'79B9'7F4A'7C15U >> 8U);
}

}  // namespace

void ParameterPaths::begin_record() {
  ++record_;
  record_paths_ = record_bytes_ = 0;
  if (paths_.size() < paths_max && bytes_ < path_bytes_max) return;
  paths_.clear();
  slots_.clear();
  kept_ = bytes_ = 0;
}

const ParameterPath& ParameterPaths::of_source(std::string_view event_source) {
  const std::uint64_t hash = hash_of(nullptr, event_source);
  if (const ParameterPath* known = find(hash, nullptr, event_source)) return met(*known);
  ParameterPath& source = room_for(event_source.size());
  source.source = &extraction_->of(event_source);
  keep(source, hash, event_source);
  return met(source);
}

const ParameterPath& ParameterPaths::field(const ParameterPath& parent, std::string_view key) {
  const std::uint64_t hash = hash_of(&parent, key);
  if (const ParameterPath* known = find(hash, &parent, key)) return met(*known);
  ParameterPath& path = add(parent, parent.parent == nullptr ? "" : ".", key);
  keep(path, hash, key);
  return met(path);
}

const ParameterPath& ParameterPaths::elements(const ParameterPath& parent) {
  if (parent.elements == nullptr) parent.elements = &add(parent, "[]", "");
  return met(*parent.elements);
}

const ParameterPath& ParameterPaths::entries(const ParameterPath& parent) {
  if (parent.entries == nullptr) parent.entries = &add(parent, "{}", "");
  return met(*parent.entries);
}

const ParameterPath* ParameterPaths::find(std::uint64_t hash, const ParameterPath* parent,
                                          std::string_view key) const {
  if (slots_.empty()) return nullptr;
  const std::size_t mask = slots_.size() - 1;
  for (std::size_t index = hash & mask; slots_[index] != nullptr; index = (index + 1) & mask) {
    const ParameterPath& path = *slots_[index];
    if (path.hash == hash && path.parent == parent && equal_keys(path.key, key)) return &path;
  }
  return nullptr;
}

ParameterPath& ParameterPaths::add(const ParameterPath& parent, std::string_view step,
                                   std::string_view key) {
  ParameterPath& path = room_for(parent.text.size() + step.size() + 2 * key.size());
  path.parent = &parent;
  path.source = parent.source;
  path.text.append(parent.text).append(step).append(key);
  path.keeping = path.source->find(path.text);
  path.explodes = path.source->explodes(path.text);
  return path;
}

ParameterPath& ParameterPaths::room_for(std::size_t bytes) {
  bytes_ += bytes;
  return paths_.emplace_back();
}

// Counts those that the record has, new or not: a limit on new ones would hang on what was read before.
const ParameterPath& ParameterPaths::met(const ParameterPath& path) {
  if (path.record == record_) return path;
  path.record = record_;
  record_bytes_ += path.text.size() + path.key.size();
  if (++record_paths_ > record_paths_max || record_bytes_ > record_path_bytes_max)
    throw BrokenJson();
  return path;
}

void ParameterPaths::keep(ParameterPath& path, std::uint64_t hash, std::string_view key) {
  path.key = key;
  path.hash = hash;
  if (2 * ++kept_ > slots_.size()) grow();
  const std::size_t mask = slots_.size() - 1;
  std::size_t index = hash & mask;
  while (slots_[index] != nullptr)
    index = (index + 1) & mask;
  slots_[index] = &path;
}

void ParameterPaths::grow() {
  std::vector<const ParameterPath*> old(slots_.empty() ? slots_min : 2 * slots_.size());
  old.swap(slots_);
  const std::size_t mask = slots_.size() - 1;
  for (const ParameterPath* path : old) {
    if (path == nullptr) continue;
    std::size_t index = path->hash & mask;
    while (slots_[index] != nullptr)
      index = (index + 1) & mask;
    slots_[index] = path;
  }
}

}  // namespace scopedown
