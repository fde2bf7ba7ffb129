#include "generator/usage/ledger.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <numeric>
#include <string>

#include <catch2/catch.hpp>
#include <unistd.h>

#include "generator/error.h"
#include "generator/usage/collector.h"
#include "generator/usage/sqlite.h"
#include "generator/usage/usage_rows_text.h"
#include "tests/generator/usage/owned_event.h"
#include "tests/support/for_all.h"

namespace scopedown::testing {
namespace {

constexpr std::string_view digest = "0123456789abcdef";

Ledger in_memory(std::size_t fan_out = default_fan_out) {
  return Ledger::open(":memory:", digest, {.fan_out = fan_out});
}

Batch batch_of(const std::vector<OwnedEvent>& events) {
  Collector collector(Extraction::built_in());
  for (const OwnedEvent& event : events)
    collector.add(event.event());
  return collector.take();
}

// As one export: what has the same text is the same in every column.
std::string text_of(const Ledger& ledger) {
  return usage_rows_text(ledger.rows(), digest);
}

// A folder that is gone after the test.
class Folder {
 public:
  Folder()
      : path_(std::filesystem::temp_directory_path() /
              ("scopedown-ledger-test-" + std::to_string(::getpid()))) {
    std::filesystem::create_directories(path_);
  }

  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;

  ~Folder() { std::filesystem::remove_all(path_); }

  [[nodiscard]] std::string file(const std::string& name) const { return path_ / name; }

 private:
  std::filesystem::path path_;
};

std::string refusal(const std::string& path, std::string_view with_digest = digest,
                    const LedgerOptions& options = {}) {
  try {
    Ledger::open(path, with_digest, options);
  } catch (const Error& error) {
    return error.what();
  }
  return "opened";
}

// Short: a ledger is not made for nothing, and there are two for each value.
std::vector<OwnedEvent> any_short_log(Random& random, Size size) {
  return any_log(random, size / 3);
}

// A log, the same log in disorder with repetitions, and where to cut that into runs and threads.
struct Delivery {
  std::vector<OwnedEvent> log;
  std::vector<OwnedEvent> delivered;
  std::vector<std::size_t> runs;
};

Delivery any_delivery(Random& random, Size size) {
  Delivery delivery{any_log(random, size / 2), {}, {}};
  delivery.delivered = delivery.log;
  for (const OwnedEvent& event : delivery.log) {
    if (any_number(random, 3) == 0) delivery.delivered.push_back(event);
  }
  std::shuffle(delivery.delivered.begin(), delivery.delivered.end(), random);
  for (std::size_t index = 0; index < delivery.delivered.size(); ++index)
    delivery.runs.push_back(any_number(random, 2));
  return delivery;
}

void add_delivery(Ledger& ledger, const Delivery& delivery) {
  for (std::size_t run = 0; run < 3; ++run) {
    Collector first(Extraction::built_in());
    Collector second(Extraction::built_in());
    for (std::size_t index = 0; index < delivery.delivered.size(); ++index) {
      if (delivery.runs[index] != run) continue;
      (index % 2 == 0 ? first : second).add(delivery.delivered[index].event());
    }
    ledger.add(first.take(), {});
    ledger.add(second.take(), {});
  }
}

// The same, but for when it is committed: after each run, or only at the end.
void write_delivery(Ledger& ledger, const Delivery& delivery, bool commit_each) {
  LedgerWriting writing(ledger);
  for (std::size_t run = 0; run < 3; ++run) {
    for (std::size_t half = 0; half < 2; ++half) {
      Collector collector(Extraction::built_in());
      for (std::size_t index = half; index < delivery.delivered.size(); index += 2) {
        if (delivery.runs[index] == run) collector.add(delivery.delivered[index].event());
      }
      writing.add(collector.take(), {});
    }
    if (commit_each) writing.commit();
  }
  writing.commit();
}

std::uint64_t set_aside(const EventTotals& totals) {
  std::uint64_t sum = 0;
  for (const auto& [reason, count] : totals.set_aside)
    sum += count;
  return sum;
}

}  // namespace

TEST_CASE("what is not committed has not happened, and its files are not done") {
  Ledger ledger = in_memory();
  const auto batch = [](std::uint64_t number) {
    return batch_of({api_call(number, credentials("r", "s", "K"), "s3.amazonaws.com", "X")});
  };
  {
    LedgerWriting writing(ledger);
    writing.add(batch(1), {{"d1", "one.json", 1}});
    writing.commit();
    writing.add(batch(2), {{"d2", "two.json", 1}});
  }
  CHECK(ledger.totals().used == 1);
  CHECK(ledger.file_done("d1"));
  CHECK_FALSE(ledger.file_done("d2"));
  ledger.add(batch(2), {{"d2", "two.json", 1}});
  CHECK(ledger.totals().used == 2);
  REQUIRE(ledger.rows().size() == 1);
  CHECK(ledger.rows().front().count.calls == 2);
}

TEST_CASE("order, repetition, threads and runs change no row") {
  for_all(any_delivery, [](const Delivery& delivery) {
    const std::size_t fan_out = delivery.log.size() % 2 == 0 ? 2 : default_fan_out;
    Ledger whole = in_memory(fan_out);
    whole.add(batch_of(delivery.log), {});
    Ledger parts = in_memory(fan_out);
    add_delivery(parts, delivery);
    REQUIRE(text_of(parts) == text_of(whole));
    REQUIRE(parts.sessions() == whole.sessions());
    REQUIRE(parts.totals().used == whole.totals().used);
    REQUIRE(parts.totals().read == delivery.delivered.size());
    for (const bool commit_each : {false, true}) {
      Ledger written = in_memory(fan_out);
      write_delivery(written, delivery, commit_each);
      REQUIRE(text_of(written) == text_of(whole));
      REQUIRE(written.totals() == parts.totals());
    }
    for (const Ledger* ledger : {&whole, &parts}) {
      const EventTotals totals = ledger->totals();
      REQUIRE(totals.read == totals.used + set_aside(totals));
    }
  });
}

TEST_CASE("ingesting twice is ingesting once") {
  for_all(any_short_log, [](const std::vector<OwnedEvent>& log) {
    Ledger ledger = in_memory();
    ledger.add(batch_of(log), {});
    const std::string once = text_of(ledger);
    const EventTotals totals = ledger.totals();
    ledger.add(batch_of(log), {});
    REQUIRE(text_of(ledger) == once);
    REQUIRE(ledger.totals().used == totals.used);
    REQUIRE(ledger.totals().set_aside["duplicate"] == totals.read);
  });
}

TEST_CASE("rows that are exported and imported are the same rows") {
  for_all(any_short_log, [](const std::vector<OwnedEvent>& log) {
    Ledger ledger = in_memory(3);
    ledger.add(batch_of(log), {});
    const std::string text = text_of(ledger);
    Ledger other = in_memory(3);
    other.add_rows(read_usage_rows(text, "usage.csv", digest), {});
    REQUIRE(text_of(other) == text);
  });
}

TEST_CASE("rows of an engine and events of a log add up") {
  const Credentials session = credentials("shared", "eks-1", "ASIAPOD");
  const std::vector<OwnedEvent> log{pod_identity_grant(1, {}, session),
                                    api_call(2, session, "s3.amazonaws.com", "ListBuckets")};
  Ledger ledger = in_memory();
  ledger.add(batch_of(log), {});
  ledger.add_rows(ledger.rows(), {{"d2", "usage.csv", 10}});
  REQUIRE(ledger.rows().size() == 1);
  CHECK(ledger.rows()[0].count.calls == 2);
  CHECK(ledger.totals() == EventTotals{3, 2, {{"session_grant", 1}}});
  CHECK(ledger.file_done("d2"));
}

TEST_CASE("a session that is learnt late attributes the calls that came before") {
  const Folder folder;
  const Credentials session = credentials("shared", "eks-1", "ASIAPOD");
  const std::string path = folder.file("a.db");
  {
    Ledger ledger = Ledger::open(path, digest);
    ledger.add(batch_of({api_call(1, session, "s3.amazonaws.com", "ListBuckets")}),
               {{"d1", "one.json", 100}});
    CHECK(ledger.rows().at(0).key.who.session == "role");
  }
  {
    Ledger ledger = Ledger::open(path, digest);
    ledger.add(batch_of({pod_identity_grant(2, {}, session)}), {{"d2", "two.json", 100}});
  }
  const Ledger ledger = Ledger::open(path, digest, {.create = false});
  CHECK(ledger.rows().at(0).key.who.name_space == "payments");
  CHECK(ledger.sessions().size() == 1);
  CHECK(ledger.file_done("d1"));
  CHECK(ledger.file_done("d2"));
  CHECK_FALSE(ledger.file_done("d3"));
  CHECK(ledger.files() == std::vector<DoneFile>{{"d1", "one.json", 100}, {"d2", "two.json", 100}});
  CHECK(ledger.totals() == EventTotals{2, 1, {{"session_grant", 1}}});
}

TEST_CASE("how long a session was used is told by its calls, whatever the run they came in") {
  const Credentials pod = credentials("shared", "eks-1", "ASIAPOD");
  const Credentials renewed = credentials("shared", "eks-1", "ASIAPODAGAIN");
  const auto call_at = [](std::uint64_t number, const Credentials& caller, std::int64_t time) {
    OwnedEvent call = api_call(number, caller, "s3.amazonaws.com", "GetObject");
    call.parameters = {{"bucketName", "b"}, {"key", "key-" + event_id_text(number)}};
    call.time = time;
    return call;
  };
  Ledger ledger = in_memory();
  ledger.add(batch_of({pod_identity_grant(1, {}, pod), pod_identity_grant(2, {}, renewed),
                       call_at(3, pod, 10'000), call_at(4, renewed, 90'000)}),
             {});
  ledger.add(
      batch_of({call_at(5, pod, 15'000), call_at(6, renewed, 91'000), call_at(7, pod, 12'000),
                call_at(8, credentials("shared", "eks-1", "AKIAUSER"), 1),
                call_at(9, credentials("shared", "eks-1", "AKIAUSER"), 99'000)}),
      {});
  const auto longest = ledger.longest_sessions();
  REQUIRE(longest.size() == 1);
  CHECK(longest.begin()->first.name_space == "payments");
  CHECK(longest.begin()->second == 5'000);
}

TEST_CASE("many items of a caller are folded in the ledger") {
  std::vector<OwnedEvent> log;
  for (std::uint64_t number = 0; number < 30; ++number) {
    OwnedEvent call =
        api_call(number, credentials("shared", "s", "ASIA1"), "s3.amazonaws.com", "PutObject");
    call.parameters = {{"bucketName", "b"}, {"key", "uploads/" + event_id_text(number)}};
    log.push_back(call);
  }
  Ledger ledger = in_memory(10);
  ledger.add(batch_of({log.begin(), log.begin() + 15}), {});
  ledger.add(batch_of({log.begin() + 15, log.end()}), {});
  REQUIRE(ledger.rows().size() == 1);
  const UsageRow row = ledger.rows()[0];
  CHECK(row.key.folded == 1);
  CHECK(row.key.fold_prefix == "uploads/");
  CHECK(row.key.fold_max == "uploads/" + event_id_text(29));
  CHECK(row.count.calls == 30);
}

TEST_CASE("given accesses are kept, and stated twice they stand once") {
  const std::vector<GivenAccess> accesses = read_given(
      R"({"tenant":"tag=team,value=blue","action":"s3:GetObject","resource":"arn:aws:s3:::a/*","count":3})",
      "also.jsonl");
  Ledger ledger = in_memory();
  ledger.add_given(accesses, {});
  ledger.add_given(accesses, {{"d1", "also.jsonl", 1}});
  CHECK(ledger.given() == accesses);
  CHECK(ledger.file_done("d1"));
}

TEST_CASE("a file that is no ledger of ours is refused, with the remedy") {
  const Folder folder;
  const std::string path = folder.file("a.db");
  SECTION("not a database") {
    std::ofstream(path)
        << "{\"Records\":[]} and so on, for longer than a header of SQLite is, "
           "since a shorter file would be taken for a new one, or for a damaged one";
    CHECK(refusal(path) == path + ": not a ledger; give another file to `--db`");
  }
  SECTION("a database of another program") {
    Database(path, 0).execute("CREATE TABLE bookmark(url)");
    CHECK(refusal(path) == path + ": a database of another program; give another file to `--db`");
  }
  SECTION("newer tables") {
    Ledger::open(path, digest);
    Database(path, 0).execute("PRAGMA user_version = 4");
    CHECK(refusal(path) == path +
                               ": its tables are version 4 and this program knows version 3; "
                               "use a newer scopedown");
  }
  SECTION("other extraction tables") {
    Ledger::open(path, digest);
    CHECK(refusal(path, "other") == path +
                                        ": made with other extraction tables than this "
                                        "program's; ingest the logs again into a new file");
  }
  SECTION("no such file") {
    CHECK(refusal(path, digest, {.create = false}) ==
          path + ": no such ledger; `scopedown ingest` makes one");
    CHECK_FALSE(std::filesystem::exists(path));
  }
  SECTION("no such folder") {
    CHECK(refusal(path + "/b/c.db") ==
          path + "/b/c.db: cannot be opened; does its folder exist, and may you write there?");
  }
  SECTION("in use") {
    Ledger::open(path, digest);
    const Database other(path, 0);
    const Transaction transaction(other);
    CHECK(refusal(path, digest, {.wait_milliseconds_max = 1}) ==
          path + ": in use by another process; try again when that has ended");
  }
  SECTION("an empty file is a new ledger") {
    std::ofstream(path).close();
    CHECK(refusal(path) == "opened");
  }
}

TEST_CASE("a batch that fails leaves nothing") {
  const Folder folder;
  const std::string path = folder.file("a.db");
  Ledger ledger = Ledger::open(path, digest, {.wait_milliseconds_max = 1});
  const Batch batch = batch_of({api_call(1, credentials("r", "s", "K"), "s3.amazonaws.com", "X")});
  Database(path, 0).execute(
      "CREATE TRIGGER fail BEFORE INSERT ON file "
      "BEGIN SELECT raise(ABORT, 'the disk is gone'); END");
  CHECK_THROWS_AS(ledger.add(batch, {{"d1", "a.json", 1}}), Error);
  CHECK(ledger.totals() == EventTotals{});
  CHECK(ledger.rows().empty());
  ledger.add(batch, {});
  CHECK(ledger.totals() == EventTotals{1, 1, {}});
}

}  // namespace scopedown::testing
