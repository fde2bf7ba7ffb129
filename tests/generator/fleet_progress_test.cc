// Goal: what is told of a fleet adds up, whatever the threads, and changes nothing of what is made.
// Method: a random log's policies are made while everything that is told is kept.

#include "generator/fleet_progress.h"

#include <atomic>
#include <string>
#include <vector>

#include <catch2/catch.hpp>

#include "generator/parallel.h"
#include "tests/support/for_all.h"
#include "tests/support/run.h"

namespace scopedown::testing {
namespace {

std::vector<std::string> stages_of(const std::vector<FleetProgress>& told) {
  std::vector<std::string> stages;
  for (const FleetProgress& progress : told)
    if (progress.units == 0) stages.push_back(progress.stage);
  return stages;
}

// Of one stage: from none to all, one more each time.
void check_counts(const std::vector<FleetProgress>& told, const std::string& stage,
                  std::size_t units, std::size_t refused) {
  std::size_t expected = 0;
  std::size_t refused_before = 0;
  for (const FleetProgress& progress : told) {
    if (progress.stage != stage) continue;
    REQUIRE(progress.units == expected++);
    REQUIRE(progress.units_total == units);
    REQUIRE(progress.refused >= refused_before);
    REQUIRE(progress.refused <= progress.units);
    refused_before = progress.refused;
  }
  REQUIRE(expected == units + 1);
  REQUIRE(refused_before == refused);
}

}  // namespace

TEST_CASE("units are told one by one, and one thread at a time") {
  for (const std::size_t threads : {1U, 2U, 9U}) {
    std::atomic<int> inside = 0;
    std::vector<FleetProgress> told;
    FleetCounter counter([&](const FleetProgress& progress) {
      REQUIRE(++inside == 1);
      told.push_back(progress);
      --inside;
    });
    counter.begin("reading");
    counter.begin("policies", 500);
    in_parallel(500, threads, [&](std::size_t number) { counter.add(number % 10 == 0); });
    CHECK(stages_of(told) == std::vector<std::string>{"reading", "policies"});
    check_counts(told, "policies", 500, 50);
  }
}

TEST_CASE("where nobody asks nothing is told") {
  FleetCounter counter(nullptr);
  counter.begin("policies", 1);
  CHECK_NOTHROW(counter.add(true));
}

TEST_CASE("a run tells its stages and each policy, and makes the same with and without") {
  std::size_t refused_in_all = 0;
  for_all([](Random& random, Size size) { return random_log(random, size); },
          [&](const RandomLog& log) {
            const Ledger ledger = ledger_of(log.records);
            const Clusters clusters = clusters_of(ledger, Question{});
            std::vector<FleetProgress> told;
            Question question;
            question.budget.characters_max = 400;  // so that some are refused
            question.threads = 4;
            const Summary silent = generate(ledger, question, clusters);
            question.on_progress = [&](const FleetProgress& progress) { told.push_back(progress); };
            const Summary watched = generate(ledger, question, clusters);
            REQUIRE(summary_text(watched) == summary_text(silent));

            REQUIRE(stages_of(told) == std::vector<std::string>{"reading the ledger", "policies"});
            std::size_t refused = 0;
            for (const Result& result : watched.results)
              refused += result.proposal.fits() ? 0 : 1;
            check_counts(told, "policies", watched.results.size(), refused);
            refused_in_all += refused;
          },
          20);
  CHECK(refused_in_all > 0);
}

}  // namespace scopedown::testing
