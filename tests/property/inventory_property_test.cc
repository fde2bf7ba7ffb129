// Goal: whatever is known of clusters, and whenever it is told, the same is made of the logs. Method:
// sessions without tags are ingested in random files, in random order, in several runs, and the
// facts of an inventory come in pieces before, between and behind them; one run over everything, with
// all facts told at its end, is the measure.

#include <algorithm>
#include <filesystem>
#include <iterator>
#include <string>
#include <variant>
#include <vector>

#include <catch2/catch.hpp>

#include "data/extraction.h"
#include "generator/ingest.h"
#include "generator/tenants/inventory.h"
#include "tests/support/for_all.h"
#include "tests/support/run.h"

namespace scopedown::testing {
namespace {

constexpr const char* cluster = "arn:aws:eks:eu-west-1:111122223333:cluster/prod";

struct Case {
  std::vector<std::string> records;
  std::vector<InventoryFact> facts;
  std::uint64_t seed = 0;  // of how they are dealt out
};

std::string role(Size number) {
  return "arn:aws:iam::111122223333:role/tenants-" + std::to_string(number);
}

// Service accounts that share roles, whose pods may begin alike; some have no pod that is known.
Case any_case(Random& random, Size size) {
  const std::vector<std::string> names{"api", "worker", "api-long-name-a", "api-long-name-b", "w"};
  Case made;
  std::uint64_t number = 1;
  const auto stamp = [&] {
    return Stamp{
        instant("2026-11-20T09:00:00Z") + static_cast<std::int64_t>(any_number(random, 9'000)),
        number++};
  };
  for (Size count = 1 + any_number(random, size / 3); count > 0; --count) {
    const std::string& name = names[any_number(random, names.size() - 1)];
    const std::string space = any_number(random, 1) == 0 ? "orders" : "payments";
    const std::string pod = name + "-7c9f8d6b5-x" + std::to_string(any_number(random, 9)) + "y2z";
    const std::string its_role = role(any_number(random, 2));
    const Workload workload{cluster, space, name, pod};
    if (any_number(random, 5) != 0)
      made.facts.push_back({"association", cluster, space, name, its_role, "", "", "", ""});
    if (any_number(random, 2) != 0) {
      made.facts.push_back({"pod", cluster, space, name, "", pod.substr(0, session_stem_characters),
                            (name + "-").substr(0, session_stem_characters),
                            std::string(making_replica_set), ""});
    }
    const Session session = pod_identity_session(its_role, workload, number);
    made.records.push_back(
        pod_identity_grant(stamp(), workload, session, any_number(random, 3) == 0));
    for (Size calls = any_number(random, 4); calls > 0; --calls) {
      made.records.push_back(
          api_call(stamp(), session_caller(session),
                   s3_object_call("GetObject", space + "-data",
                                  name + std::to_string(any_number(random, 3)))));
    }
  }
  made.seed = random();
  return made;
}

Ledger ledger_at(const std::filesystem::path& path) {
  return Ledger::open(path.string(), Extraction::built_in().digest());
}

// What is done to a ledger at a time: a file read, or facts told.
using Step = std::variant<std::string, std::vector<InventoryFact>>;

std::vector<Step> any_steps(const Case& value, const std::filesystem::path& folder,
                            Random& random) {
  std::vector<std::vector<std::string>> files(1 + any_number(random, 4));
  for (const std::string& record : value.records) {
    files[any_number(random, files.size() - 1)].push_back(record);
    if (any_number(random, 5) == 0) files[any_number(random, files.size() - 1)].push_back(record);
  }
  std::vector<Step> steps;
  for (std::size_t file = 0; file < files.size(); ++file) {
    const std::string path = (folder / (std::to_string(file) + ".json")).string();
    write_file(path, log_document(files[file]));
    steps.emplace_back(path);
  }
  std::vector<std::vector<InventoryFact>> parts(1 + any_number(random, 3));
  for (const InventoryFact& fact : value.facts) {
    parts[any_number(random, parts.size() - 1)].push_back(fact);
    if (any_number(random, 3) == 0) parts[any_number(random, parts.size() - 1)].push_back(fact);
  }
  std::ranges::copy(parts, std::back_inserter(steps));
  std::shuffle(steps.begin(), steps.end(), random);
  return steps;
}

}  // namespace

TEST_CASE("an inventory says the same whenever it is told, and however the logs come") {
  std::size_t told_something = 0;
  for_all(
      any_case,
      [&](const Case& value) {
        CAPTURE(value.records, value.seed);
        Ledger untold = ledger_of(value.records);
        Ledger whole = ledger_of(value.records);
        whole.add_inventory(value.facts);
        const std::string rows = rows_text(whole);
        if (rows != rows_text(untold)) ++told_something;

        Random random(value.seed);
        const TemporaryFolder folder;
        const std::filesystem::path path = folder.path() / "usage.db";
        for (const Step& step : any_steps(value, folder.path(), random)) {
          Ledger ledger = ledger_at(path);
          if (const auto* file = std::get_if<std::string>(&step)) {
            REQUIRE(ingest({*file}, ledger).broken_count == 0);
          } else {
            ledger.add_inventory(std::get<std::vector<InventoryFact>>(step));
          }
        }
        REQUIRE(rows_text(ledger_at(path)) == rows);
        REQUIRE(ledger_at(path).totals().used == whole.totals().used);
        const Run expected = run_of(std::move(whole), Question{});
        const Run made = run_of(ledger_at(path), Question{});
        REQUIRE(policy_texts(made.summary) == policy_texts(expected.summary));
      },
      60);
  CHECK(told_something > 10);  // or the law would say nothing
}

}  // namespace scopedown::testing
