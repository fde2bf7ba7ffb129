// Workers share a list of files and a short queue of batches; the thread that called is the writer.
// A full queue makes the workers wait, so memory is bounded whatever the disk under the ledger does.
//
// Tested by ingest_test.cc (order, threads, runs, repetition) and by tests/cli/*kill*.

#include "generator/ingest.h"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <deque>
#include <exception>
#include <filesystem>
#include <iterator>
#include <mutex>
#include <optional>
#include <set>
#include <thread>
#include <utility>

#include <sys/stat.h>

#include "data/extraction.h"
#include "generator/logs/cloudtrail.h"
#include "generator/logs/log_files.h"
#include "generator/logs/log_stream.h"
#include "generator/usage/collector.h"
#include "generator/usage/ledger_lock.h"

namespace scopedown {
namespace {

// After so many events, or so long, a worker hands over what it has. More make fewer batches; fewer
// take less memory.
constexpr std::size_t batch_events_max = 100'000;
constexpr auto batch_time_max = std::chrono::seconds(2);

// After so long the writer commits: that is what a kill makes to be done again.
constexpr auto commit_time_max = std::chrono::seconds(10);

// Files that changed less than this before now may change again without getting older.
constexpr std::int64_t settled_nanoseconds = 2'000'000'000;

constexpr auto progress_interval = std::chrono::milliseconds(200);

struct Source {
  std::string path;           // as the user named it
  std::string name;           // in the ledger: absolute
  std::uint64_t bytes = 0;    // 0: not known before it is read
  std::int64_t modified = 0;  // nanoseconds since 1970; 0: not known
};

std::int64_t now_nanoseconds() {
  return std::chrono::duration_cast<std::chrono::nanoseconds>(
             std::chrono::system_clock::now().time_since_epoch())
      .count();
}

Source source_of(const std::string& path) {
  Source source{path, path, 0, 0};

  struct stat status {};

  if (path == "-" || ::stat(path.c_str(), &status) != 0 || !S_ISREG(status.st_mode)) return source;
  std::error_code unknown;
  const std::filesystem::path absolute = std::filesystem::absolute(path, unknown);
  if (!unknown) source.name = absolute.lexically_normal().string();
  source.bytes = static_cast<std::uint64_t>(status.st_size);
  source.modified = std::int64_t{status.st_mtim.tv_sec} * 1'000'000'000 + status.st_mtim.tv_nsec;
  return source;
}

// What one file came to, for people: told in the order of the files.
struct Told {
  std::size_t file = 0;
  std::optional<Problem> problem;
  std::vector<std::string> broken;
  std::uint64_t broken_count = 0;
};

// What goes into the ledger at once.
struct Parcel {
  Batch batch;
  std::vector<DoneFile> files;
  std::vector<DoneFile> copies;  // of files that this run reads: not done before those are
  std::vector<Told> told;
  std::uint64_t read = 0;  // files; the others are known
  std::uint64_t records = 0;
};

// Whether the bytes of a file are new, were read by an earlier run, or are read by this one.
enum class Claim { New, Known, Copy };

// What the threads share.
class Shared {
 public:
  Shared(std::vector<Source> sources, std::set<std::string> done, std::size_t workers)
      : sources_(std::move(sources)),
        done_(std::move(done)),
        working_(workers),
        most_((workers + 1) / 2) {}

  // The next file, if there is one and nobody has given up.
  std::optional<std::size_t> next() {
    const std::size_t file = next_++;
    if (stopped_ || file >= sources_.size()) return std::nullopt;
    return file;
  }

  [[nodiscard]] const Source& source(std::size_t file) const { return sources_[file]; }

  Claim claim(const Digest& digest) {
    const std::scoped_lock lock(guard_);
    if (done_.contains(digest.text())) return Claim::Known;
    return claimed_.insert(digest.text()).second ? Claim::New : Claim::Copy;
  }

  void count(std::uint64_t bytes, std::uint64_t records) {
    ++files_;
    bytes_ += bytes;
    records_ += records;
  }

  // Waits while the writer is behind. False if it has given up.
  bool hand_over(Parcel parcel) {
    std::unique_lock lock(guard_);
    room_.wait(lock, [&] { return parcels_.size() < most_ || stopped_; });
    if (stopped_) return false;
    parcels_.push_back(std::move(parcel));
    ready_.notify_one();
    return true;
  }

  void leave(std::exception_ptr thrown) {
    const std::scoped_lock lock(guard_);
    --working_;
    if (thrown && !thrown_) thrown_ = std::move(thrown);
    if (thrown_) stopped_ = true;
    room_.notify_all();
    ready_.notify_one();
  }

  // The next parcel; none once all workers have left. Calls `on_wait` while there is none.
  template <class OnWait>
  std::optional<Parcel> take(OnWait on_wait) {
    std::unique_lock lock(guard_);
    while (parcels_.empty() && working_ > 0) {
      ready_.wait_for(lock, progress_interval);
      lock.unlock();
      on_wait();
      lock.lock();
    }
    if (thrown_) std::rethrow_exception(thrown_);
    if (parcels_.empty()) return std::nullopt;
    Parcel parcel = std::move(parcels_.front());
    parcels_.pop_front();
    room_.notify_one();
    return parcel;
  }

  // Nobody begins another file, and nobody waits.
  void stop() {
    const std::scoped_lock lock(guard_);
    stopped_ = true;
    room_.notify_all();
  }

  [[nodiscard]] IngestProgress progress() const { return {files_, 0, bytes_, 0, records_}; }

 private:
  std::vector<Source> sources_;
  const std::set<std::string> done_;  // digests of earlier runs' files
  std::set<std::string> claimed_;     // of this one's
  std::atomic<std::size_t> next_{0};
  std::atomic<bool> stopped_{false};
  std::atomic<std::uint64_t> files_{0};
  std::atomic<std::uint64_t> bytes_{0};
  std::atomic<std::uint64_t> records_{0};
  std::mutex guard_;
  std::condition_variable ready_;
  std::condition_variable room_;
  std::deque<Parcel> parcels_;
  std::size_t working_;
  std::size_t most_;  // parcels that wait: more would be memory, and no time to gain by it
  std::exception_ptr thrown_;
};

// Reads files until there are no more.
class Worker {
 public:
  explicit Worker(Shared& shared) : shared_(shared) {}

  void work() {
    std::exception_ptr thrown;
    try {
      read_files();
    } catch (...) {
      thrown = std::current_exception();
    }
    shared_.leave(std::move(thrown));
  }

 private:
  void read_files() {
    while (const auto file = shared_.next()) {
      read(*file);
      if (is_full() && !hand_over()) return;
    }
    hand_over();
  }

  [[nodiscard]] bool is_full() const {
    return collector_.size() >= batch_events_max ||
           std::chrono::steady_clock::now() - handed_over_ >= batch_time_max;
  }

  bool hand_over() {
    handed_over_ = std::chrono::steady_clock::now();
    parcel_.batch = collector_.take();
    return shared_.hand_over(std::exchange(parcel_, {}));
  }

  void read(std::size_t file) {
    const Source& source = shared_.source(file);
    if (is_for_stream(source.path, source.bytes)) return read_stream(file);
    Told told{file, {}, {}, 0};
    std::uint64_t records = 0;
    const auto loaded = loader_.load(source.path);
    if (const auto* problem = std::get_if<Problem>(&loaded)) {
      told.problem = *problem;
    } else {
      const auto& text = std::get<LogText>(loaded);
      const Claim claim = shared_.claim(text.digest);
      if (claim == Claim::New) records = read_text(text.text, source.path, collector_, told);
      add_file(claim, done(source, text.digest, text.file_bytes), records);
    }
    if (told.problem || told.broken_count > 0) parcel_.told.push_back(std::move(told));
    shared_.count(source.bytes, records);
  }

  // A large file, piece by piece. What is wrong with it may be met at its end: until then what it
  // gave is kept apart.
  void read_stream(std::size_t file) {
    const Source& source = shared_.source(file);
    Told told{file, {}, {}, 0};
    Collector apart(Extraction::built_in());
    std::uint64_t records = 0;
    std::uint64_t pieces = 0;
    std::uint64_t useless = 0;  // of them, without a record of CloudTrail's
    std::optional<Problem> none = Problem{source.path, "empty"};
    LogStream stream(source.path);
    while (const auto piece = stream.next()) {
      std::string name = source.path;
      if (stream.offset() > 0) name += " from byte " + std::to_string(stream.offset()) + " on";
      records += read_text(*piece, name, apart, told);
      if (told.problem) {
        ++useless;
        none = Problem{source.path, told.problem->why};
      }
      told.problem.reset();
      ++pieces;
    }
    if (pieces == useless) told.problem = none;
    if (stream.problem()) {
      told = {file, stream.problem(), {}, 0};
    } else {
      const Claim claim = shared_.claim(stream.digest());
      if (claim == Claim::New) {
        hand_over();  // what was collected before; its own goes by itself
        collector_ = std::move(apart);
      } else {
        told = {file, {}, {}, 0};
      }
      add_file(claim, done(source, stream.digest(), stream.file_bytes()), records);
    }
    if (told.problem || told.broken_count > 0) parcel_.told.push_back(std::move(told));
    shared_.count(source.bytes, records);
  }

  void add_file(Claim claim, DoneFile file, std::uint64_t records) {
    (claim == Claim::Copy ? parcel_.copies : parcel_.files).push_back(std::move(file));
    if (claim != Claim::New) return;
    ++parcel_.read;
    parcel_.records += records;
  }

  std::uint64_t read_text(const PaddedText& text, const std::string& name, Collector& collector,
                          Told& told) {
    LogReading reading = reader_.read(
        text, name, [&](const Event& event) { collector.add(event); },
        [&](std::string_view reason, const std::string& place) {
          collector.set_aside(reason);
          if (reason != "broken_record") return;
          if (++told.broken_count <= broken_places_max) told.broken.push_back(place);
        });
    told.problem = std::move(reading.problem);
    return reading.records;
  }

  // Its age only if it is the file that was asked about, and settled.
  static DoneFile done(const Source& source, const Digest& digest, std::uint64_t file_bytes) {
    const bool is_settled =
        source.bytes == file_bytes && source.modified < now_nanoseconds() - settled_nanoseconds;
    return {digest.text(), source.name, file_bytes, is_settled ? source.modified : 0};
  }

  Shared& shared_;
  LogLoader loader_;
  CloudTrailReader reader_{Extraction::built_in()};
  Collector collector_{Extraction::built_in()};
  Parcel parcel_;
  std::chrono::steady_clock::time_point handed_over_ = std::chrono::steady_clock::now();
};

// What has to be read, the rest counted as known.
std::vector<Source> unread(const std::vector<std::string>& files, const Ledger& ledger,
                           Ingested& result) {
  std::vector<Source> sources;
  for (const std::string& file : files) {
    Source source = source_of(file);
    if (source.modified != 0 && ledger.is_unchanged(source.name, source.bytes, source.modified)) {
      ++result.files_known;
    } else {
      sources.push_back(std::move(source));
    }
  }
  return sources;
}

void tell(std::vector<Told> told, Ingested& result) {
  std::ranges::sort(told, {}, &Told::file);
  for (Told& of_file : told) {
    if (of_file.problem) result.problems.push_back(std::move(*of_file.problem));
    result.broken_count += of_file.broken_count;
    for (std::string& place : of_file.broken) {
      if (result.broken.size() < broken_places_max) result.broken.push_back(std::move(place));
    }
  }
}

// Stops the workers before they are waited for, whatever ends the writing.
struct Stopping {
  Shared& shared;

  ~Stopping() { shared.stop(); }
};

}  // namespace

Ingested ingest(const std::vector<std::string>& logs, Ledger& ledger,
                const IngestOptions& options) {
  Ingested result;
  LogList list = list_logs(logs);
  result.problems = std::move(list.problems);
  result.passed_over = std::move(list.passed_over);

  const LedgerLock lock(ledger.path());
  std::vector<Source> sources = unread(list.files, ledger, result);
  std::uint64_t bytes_total = 0;
  for (const Source& source : sources)
    bytes_total += source.bytes;
  const std::size_t files_total = sources.size();
  const std::size_t threads =
      std::min(options.threads != 0 ? options.threads
                                    : std::max<std::size_t>(1, std::thread::hardware_concurrency()),
               std::max<std::size_t>(1, files_total));
  std::set<std::string> done;
  for (DoneFile& file : ledger.files())
    done.insert(std::move(file.digest));
  Shared shared(std::move(sources), std::move(done), threads);
  const auto report = [&] {
    if (!options.on_progress) return;
    IngestProgress progress = shared.progress();
    progress.files_total = files_total;
    progress.bytes_total = bytes_total;
    options.on_progress(progress);
  };

  // Learn who holds which credentials and what was called, in whatever order the files come.
  std::vector<Told> told;
  std::vector<DoneFile> copies;
  {
    std::vector<std::jthread> workers;
    const Stopping stopping{shared};
    for (std::size_t thread = 0; thread < threads; ++thread)
      workers.emplace_back([&shared] { Worker(shared).work(); });
    LedgerWriting writing(ledger);
    auto committed = std::chrono::steady_clock::now();
    while (auto parcel = shared.take(report)) {
      writing.add(parcel->batch, parcel->files);
      result.files += parcel->read;
      result.files_known += parcel->files.size() + parcel->copies.size() - parcel->read;
      std::ranges::move(parcel->copies, std::back_inserter(copies));
      result.records += parcel->records;
      std::ranges::move(parcel->told, std::back_inserter(told));
      report();
      if (std::chrono::steady_clock::now() - committed < commit_time_max) continue;
      writing.commit();
      committed = std::chrono::steady_clock::now();
    }
    writing.commit();
  }
  // Had a copy been done before the file that was read, a kill between the two would lose the events.
  if (!copies.empty()) ledger.add({}, copies);
  tell(std::move(told), result);
  return result;
}

}  // namespace scopedown
