// Reading logs into a ledger: that nothing is lost and nothing counts twice, however the files come.
// The ledgers of the slow, obvious way (one thread, one run, every file once) are the measure.

#include "generator/ingest.h"

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <random>
#include <string>
#include <vector>

#include <catch2/catch.hpp>

#include "data/extraction.h"
#include "generator/error.h"
#include "generator/usage/ledger_lock.h"
#include "generator/usage/sqlite.h"
#include "tests/support/run.h"

namespace scopedown::testing {
namespace {

namespace fs = std::filesystem;

Ledger ledger_at(const fs::path& path) {
  return Ledger::open(path.string(), Extraction::built_in().digest());
}

// A random log, some of it delivered twice, in files of every kind.
std::vector<std::string> write_files(const fs::path& folder, const RandomLog& log,
                                     std::mt19937_64& random) {
  std::vector<std::vector<std::string>> parts(8);
  for (const std::string& record : log.records) {
    parts[random() % parts.size()].push_back(record);
    if (random() % 4 == 0) parts[random() % parts.size()].push_back(record);
  }
  std::vector<std::string> files;
  for (std::size_t part = 0; part < parts.size(); ++part) {
    const std::string stem = (folder / std::to_string(part)).string();
    if (part % 3 == 0) {
      write_file(files.emplace_back(stem + ".json.gz"), gzip(log_document(parts[part])));
    } else if (part % 3 == 1) {
      write_file(files.emplace_back(stem + ".jsonl"), json_lines(parts[part]) + "{broken\n");
    } else {
      write_file(files.emplace_back(stem + ".json"), log_document(parts[part]));
    }
  }
  return files;
}

// All that a ledger can be asked.
struct Contents {
  std::string rows;
  std::vector<SessionRecord> sessions;
  EventTotals totals;
  friend bool operator==(const Contents&, const Contents&) = default;
};

Contents contents_of(const Ledger& ledger) {
  return {rows_text(ledger), ledger.sessions(), ledger.totals()};
}

IngestOptions on_threads(std::size_t count) {
  IngestOptions options;
  options.threads = count;
  return options;
}

// Long enough ago to be trusted not to change again.
void make_old(const fs::path& file) {
  fs::last_write_time(file, fs::file_time_type::clock::now() - std::chrono::hours(1));
}

}  // namespace

TEST_CASE("orders, threads and any split into runs make one ledger") {
  for (std::uint64_t seed = 1; seed <= 12; ++seed) {
    CAPTURE(seed);
    std::mt19937_64 random(seed);
    const TemporaryFolder folder;
    const RandomLog log = random_log(random, 20, {.workloads = 4, .calls = 60});
    std::vector<std::string> files = write_files(folder.path(), log, random);
    Ledger whole = empty_ledger();
    CHECK(ingest(files, whole, on_threads(1)).files == files.size());

    std::shuffle(files.begin(), files.end(), random);
    Ledger threaded = empty_ledger();
    static_cast<void>(ingest(files, threaded, on_threads(4)));
    REQUIRE(contents_of(threaded) == contents_of(whole));

    const fs::path path = folder.path() / "parts.db";
    for (std::size_t begin = 0; begin < files.size();) {
      const std::size_t end = std::min(begin + 1 + random() % 3, files.size());
      Ledger part = ledger_at(path);
      static_cast<void>(ingest({files.begin() + static_cast<std::ptrdiff_t>(begin),
                                files.begin() + static_cast<std::ptrdiff_t>(end)},
                               part, on_threads(1 + random() % 3)));
      begin = end;
    }
    REQUIRE(contents_of(ledger_at(path)) == contents_of(whole));
  }
}

TEST_CASE("a file under another name counts once, in one run and in two") {
  std::mt19937_64 random(3);
  const TemporaryFolder folder;
  const RandomLog log = random_log(random, 20);
  const std::string text = json_lines(log.records) + "{broken\n";
  const std::string one = (folder.path() / "one.jsonl").string();
  const std::string copy = (folder.path() / "copy.jsonl").string();
  write_file(one, text);
  write_file(copy, text);
  Ledger once = empty_ledger();
  static_cast<void>(ingest({one}, once));

  Ledger twice = empty_ledger();
  const Ingested both = ingest({one, copy}, twice, on_threads(2));
  CHECK(both.files == 1);
  CHECK(both.files_known == 1);
  CHECK(both.broken_count == 1);
  const Ingested again = ingest({copy, one}, twice);
  CHECK(again.files == 0);
  CHECK(again.files_known == 2);
  CHECK(contents_of(twice) == contents_of(once));
}

TEST_CASE("of a growing folder only what is new is read") {
  const TemporaryFolder folder;
  std::mt19937_64 random(5);
  const RandomLog log = random_log(random, 20);
  const fs::path old = folder.path() / "old.json";
  const fs::path fresh = folder.path() / "fresh.json";
  const fs::path path = folder.path() / "usage.db";
  write_file(old.string(), log_document(log.records));
  make_old(old);
  Ledger ledger = ledger_at(path);
  static_cast<void>(ingest({old.string()}, ledger));
  const Contents before = contents_of(ledger);

  // Were it opened, its text would be a problem.
  const auto age = fs::last_write_time(old);
  const std::string damaged(fs::file_size(old), 'x');
  write_file(old.string(), damaged);
  fs::last_write_time(old, age);
  write_file(fresh.string(), log_document(std::vector<std::string>{}));
  const Ingested grown = ingest({old.string(), fresh.string()}, ledger);
  CHECK(grown.problems.empty());
  CHECK(grown.files == 1);
  CHECK(grown.files_known == 1);
  CHECK(contents_of(ledger) == before);

  // With another age it is another file.
  fs::last_write_time(old, age + std::chrono::seconds(1));
  CHECK(ingest({old.string()}, ledger).problems.size() == 1);
}

TEST_CASE("a file that cannot be used is named, in the order of the files, and the rest is kept") {
  const TemporaryFolder folder;
  std::mt19937_64 random(7);
  const RandomLog log = random_log(random, 20);
  const std::string document = log_document(log.records);
  const std::string sound = (folder.path() / "b.json").string();
  const std::string cut = (folder.path() / "c.json.gz").string();
  const std::string nothing = (folder.path() / "a.json").string();
  write_file(sound, document);
  const std::string packed = gzip(document);
  write_file(cut, packed.substr(0, packed.size() / 2));
  write_file(nothing, "");
  Ledger whole = empty_ledger();
  static_cast<void>(ingest({sound}, whole));

  for (const std::size_t threads : {std::size_t{1}, std::size_t{3}}) {
    Ledger ledger = empty_ledger();
    const Ingested ingested = ingest({nothing, sound, cut}, ledger, on_threads(threads));
    REQUIRE(ingested.problems.size() == 2);
    CHECK(ingested.problems[0].where == nothing);
    CHECK(ingested.problems[1].where == cut);
    CHECK(contents_of(ledger) == contents_of(whole));
    // Fetched again, it counts.
    write_file(cut, packed);
    CHECK(ingest({cut}, ledger).problems.empty());
    CHECK(rows_text(ledger) == rows_text(whole));
    write_file(cut, packed.substr(0, packed.size() / 2));
  }
}

TEST_CASE("a run that cannot write says so, and what was written is whole") {
  const TemporaryFolder folder;
  std::mt19937_64 random(9);
  const RandomLog log = random_log(random, 20);
  const std::string file = (folder.path() / "a.json").string();
  write_file(file, log_document(log.records));
  const fs::path path = folder.path() / "usage.db";
  Ledger ledger = ledger_at(path);
  Database(path.string(), 0)
      .execute(
          "CREATE TRIGGER fail BEFORE INSERT ON file "
          "BEGIN SELECT raise(ABORT, 'the disk is gone'); END");
  CHECK_THROWS_AS(ingest({file}, ledger, on_threads(2)), Error);
  CHECK(ledger.totals() == EventTotals{});
  Database(path.string(), 0).execute("DROP TRIGGER fail");
  CHECK(ingest({file}, ledger).files == 1);
}

TEST_CASE("while one ingest writes another waits, then refuses") {
  const TemporaryFolder folder;
  const std::string path = (folder.path() / "usage.db").string();
  const LedgerLock held(path);
  try {
    const LedgerLock second(path, 1);
    FAIL("two runs have the lock");
  } catch (const Error& error) {
    CHECK(std::string(error.what()) ==
          path + ": another ingest is writing to it; try again when that has ended");
  }
}

TEST_CASE("a ledger of the first version is brought forward, and knows what it had counted") {
  const TemporaryFolder folder;
  std::mt19937_64 random(11);
  const RandomLog log = random_log(random, 20);
  const fs::path path = folder.path() / "usage.db";
  const std::string file = (folder.path() / "a.jsonl").string();
  write_file(file, json_lines(log.records));
  {
    Ledger ledger = ledger_at(path);
    static_cast<void>(ingest({file}, ledger));
  }
  const Contents before = contents_of(ledger_at(path));

  // As version 1 had it: each id a row, and no places.
  {
    const Database database(path.string(), 0);
    SqlStatement select = database.prepare("SELECT ids FROM event");
    SqlStatement insert = database.prepare("INSERT INTO event_undated VALUES(?)");
    for (bool row = select.run(); row; row = select.step()) {
      const std::string bytes = select.text(0);
      for (std::size_t begin = 0; begin < bytes.size(); begin += 16)
        insert.run(Blob{std::string_view(bytes).substr(begin, 16)});
    }
    database.execute(
        "DROP TABLE event; DROP TABLE place; DROP TABLE inventory; "
        "ALTER TABLE event_undated RENAME TO event; "
        "DELETE FROM file; PRAGMA user_version = 1");
  }
  Ledger ledger = ledger_at(path);
  CHECK(contents_of(ledger) == before);
  static_cast<void>(ingest({file}, ledger));
  CHECK(rows_text(ledger) == before.rows);
  CHECK(ledger.totals().used == before.totals.used);
}

}  // namespace scopedown::testing
