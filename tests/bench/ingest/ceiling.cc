#include "tests/bench/ingest/ceiling.h"

#include <atomic>
#include <chrono>
#include <cstring>
#include <ctime>
#include <functional>
#include <memory>
#include <string_view>
#include <thread>

#include <fcntl.h>
#include <libdeflate.h>
#include <simdjson.h>
#include <sys/stat.h>
#include <unistd.h>

#include "generator/error.h"

namespace scopedown::testing {
namespace {

namespace ondemand = simdjson::ondemand;

// A file, read and expanded into memory that is used again.
class Expander {
 public:
  std::string_view expanded(const std::string& path) {
    const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);

    struct stat status {};

    ensure(file >= 0 && ::fstat(file, &status) == 0, "the data set is there");
    const auto size = static_cast<std::size_t>(status.st_size);
    if (gzip_.size() < size) gzip_.resize(size);
    ensure(::read(file, gzip_.data(), size) == static_cast<ssize_t>(size), "a file is read whole");
    ::close(file);
    std::uint32_t stated = 0;  // the data set is ours: its size field is true
    std::memcpy(&stated, gzip_.data() + size - sizeof stated, sizeof stated);
    if (text_.size() < stated + simdjson::SIMDJSON_PADDING)
      text_.resize(stated + simdjson::SIMDJSON_PADDING);
    std::size_t written = 0;
    ensure(libdeflate_gzip_decompress(inflater_.get(), gzip_.data(), size, text_.data(),
                                      text_.size(), &written) == LIBDEFLATE_SUCCESS,
           "the data set is sound");
    return {text_.data(), written};
  }

  [[nodiscard]] std::size_t capacity() const { return text_.size(); }

 private:
  std::string gzip_;
  std::string text_;
  std::unique_ptr<libdeflate_decompressor, decltype(&libdeflate_free_decompressor)> inflater_{
      libdeflate_alloc_decompressor(), &libdeflate_free_decompressor};
};

// Counts by text: open addressing, texts in one arena.
class FlatCounter {
 public:
  FlatCounter() : slots_(1U << 16U) {}

  void add(std::string_view key, std::uint64_t count) {
    if (2 * (size_ + 1) > slots_.size()) grow();
    const std::size_t hash = std::hash<std::string_view>{}(key);
    Slot& slot = find(hash, key);
    if (slot.count == 0) {
      slot = {hash, arena_.size(), static_cast<std::uint32_t>(key.size()), 0};
      arena_.append(key);
      ++size_;
    }
    slot.count += count;
  }

  void add_all(const FlatCounter& other) {
    for (const Slot& slot : other.slots_) {
      if (slot.count != 0) add(other.key_of(slot), slot.count);
    }
  }

  [[nodiscard]] std::size_t size() const { return size_; }

 private:
  struct Slot {
    std::size_t hash = 0;
    std::size_t begin = 0;
    std::uint32_t size = 0;
    std::uint64_t count = 0;
  };

  [[nodiscard]] std::string_view key_of(const Slot& slot) const {
    return std::string_view(arena_).substr(slot.begin, slot.size);
  }

  Slot& find(std::size_t hash, std::string_view key) {
    std::size_t index = hash & (slots_.size() - 1);
    while (slots_[index].count != 0 && (slots_[index].hash != hash || key_of(slots_[index]) != key))
      index = (index + 1) & (slots_.size() - 1);
    return slots_[index];
  }

  void grow() {
    std::vector<Slot> old(2 * slots_.size());
    old.swap(slots_);
    for (const Slot& slot : old) {
      if (slot.count != 0) find(slot.hash, key_of(slot)) = slot;
    }
  }

  std::vector<Slot> slots_;
  std::string arena_;
  std::size_t size_ = 0;
};

std::string_view raw_text(ondemand::value value) {
  const std::string_view token = value.raw_json_token();
  return token.substr(0, token.find_last_not_of(" \t\r\n") + 1);
}

bool is_key(ondemand::raw_json_string key, std::string_view name) {
  return key.unsafe_is_equal(name);
}

// What a record is counted by. The fields are met in the order that they have.
void add_key(ondemand::object record, std::string& key, std::string_view (&parts)[4]) {
  for (std::string_view& part : parts)
    part = {};
  for (auto field : record) {
    const ondemand::raw_json_string name = field.key();
    if (is_key(name, "eventSource")) {
      parts[1] = raw_text(field.value());
    } else if (is_key(name, "eventName")) {
      parts[2] = raw_text(field.value());
    } else if (is_key(name, "userIdentity")) {
      for (auto inner : field.value().get_object()) {
        if (is_key(inner.key(), "arn")) parts[0] = raw_text(inner.value());
      }
    } else if (is_key(name, "resources")) {
      ondemand::value value = field.value();
      if (value.type() != ondemand::json_type::array) continue;
      for (auto resource : value.get_array()) {
        for (auto inner : resource.get_object()) {
          if (is_key(inner.key(), "ARN") && parts[3].empty()) parts[3] = raw_text(inner.value());
        }
      }
    }
  }
  key.clear();
  for (const std::string_view part : parts)
    key.append(part) += '\n';
}

class Worker {
 public:
  void take(const std::string& path) {
    const std::string_view text = expander_.expanded(path);
    ondemand::document document = parser_.iterate(text.data(), text.size(), expander_.capacity());
    for (auto record : document.get_object()["Records"]) {
      add_key(record.get_object(), key_, parts_);
      counter_.add(key_, 1);
      ++records_;
    }
  }

  void merge(const Worker& other) {
    counter_.add_all(other.counter_);
    records_ += other.records_;
  }

  [[nodiscard]] std::uint64_t records() const { return records_; }

  [[nodiscard]] std::size_t keys() const { return counter_.size(); }

 private:
  Expander expander_;
  ondemand::parser parser_;
  FlatCounter counter_;
  std::string key_;
  std::string_view parts_[4];
  std::uint64_t records_ = 0;
};

template <class Each>
void on_threads(std::size_t count, std::size_t threads, Each each) {
  std::atomic<std::size_t> next{0};
  std::vector<std::jthread> running;
  for (std::size_t thread = 0; thread < threads; ++thread) {
    running.emplace_back([&, thread] {
      for (std::size_t index = next++; index < count; index = next++)
        each(thread, index);
    });
  }
}

double cpu_seconds() {
  timespec now{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + 1e-9 * static_cast<double>(now.tv_nsec);
}

template <class Work>
Taken taken_by(Work work) {
  const double cpu_begin = cpu_seconds();
  const auto begin = std::chrono::steady_clock::now();
  work();
  const std::chrono::duration<double> taken = std::chrono::steady_clock::now() - begin;
  return {taken.count(), cpu_seconds() - cpu_begin};
}

}  // namespace

Ceiling measured_ceiling(const std::vector<std::string>& files, std::size_t threads) {
  Ceiling ceiling;
  ceiling.taken = taken_by([&] {
    std::vector<Worker> workers(threads);
    on_threads(files.size(), threads,
               [&](std::size_t thread, std::size_t file) { workers[thread].take(files[file]); });
    for (std::size_t thread = 1; thread < threads; ++thread)
      workers[0].merge(workers[thread]);
    ceiling.records = workers[0].records();
    ceiling.keys = workers[0].keys();
  });
  return ceiling;
}

Taken measured_inflate(const std::vector<std::string>& files, std::size_t threads) {
  return taken_by([&] {
    std::vector<Expander> expanders(threads);
    on_threads(files.size(), threads, [&](std::size_t thread, std::size_t file) {
      ensure(!expanders[thread].expanded(files[file]).empty(), "a file is not empty");
    });
  });
}

}  // namespace scopedown::testing
