// The program on real CloudTrail records, where they are at hand: skipped, saying so, where not.
// Sources: invictus-ir/aws_dataset (2,900 records of one account, 2023-07-10) and
// aws-samples/amazon-eks-security-immersion-day (7 records of EKS Pod Identity).

#include <algorithm>
#include <filesystem>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include <catch2/catch.hpp>

#include "data/extraction.h"
#include "data/load.h"
#include "generator/logs/cloudtrail.h"
#include "generator/logs/log_files.h"
#include "generator/usage/interpretation.h"
#include "tests/support/print.h"
#include "tests/support/run.h"

namespace scopedown::testing {
namespace {

namespace fs = std::filesystem;

const fs::path corpora = fs::path(SCOPEDOWN_ROOT) / ".." / "shared" / "corpora";

bool is_absent(const fs::path& path) {
  if (fs::exists(path)) return false;
  WARN("skipped: " << path.string() << " is not there");
  return true;
}

// What one principal did, record by record.
struct Deeds {
  std::map<Access, std::size_t> done;  // to how many calls it belongs
  std::set<Access> denied;             // whose resource the log tells
};

struct Replay {
  std::map<std::string, Deeds> by_principal;
  std::size_t calls = 0;  // that were allowed, with a known action
};

// Each record alone, without ledger, folding or attribution between.
Replay replay_of(const fs::path& folder) {
  Replay replay;
  const Extraction& extraction = Extraction::built_in();
  const Interpreter interpreter(built_in_catalogue());
  CloudTrailReader reader(extraction);
  LogLoader loader;
  const auto take = [&](const Event& event) {
    Collector collector(extraction);
    collector.add(event);
    const Batch batch = collector.take();
    for (const Batch::Entry& entry : batch.entries) {
      bool counts = false;
      for (std::uint32_t index = 0; index < entry.call_count; ++index) {
        UsageKey key = batch.call(batch.call_indexes.at(entry.first_call + index));
        key.who.principal = batch.callers.at(entry.caller).principal;
        Deeds& deeds = replay.by_principal[key.who.principal];
        for (const ObservedAccess& observed : interpreter.interpret(key).accesses) {
          if (key.error_class != "denied") {
            ++deeds.done[observed.access];
            counts = true;
          } else if (observed.resolved) {
            deeds.denied.insert(observed.access);
          }
        }
      }
      replay.calls += counts ? 1 : 0;
    }
  };
  for (const std::string& path : list_logs({folder.string()}).files) {
    const auto loaded = loader.load(path);
    REQUIRE(std::holds_alternative<LogText>(loaded));
    const LogReading reading = reader.read(std::get<LogText>(loaded).text, path, take,
                                           [](std::string_view, const std::string&) {});
    REQUIRE_FALSE(reading.problem.has_value());
  }
  return replay;
}

Run run_by_principal(const fs::path& folder, Question question) {
  question.selection.kind = TenantKind::parse("principal").value();
  Ledger ledger = empty_ledger();
  const Ingested ingested = ingest({folder.string()}, ledger);
  REQUIRE(ingested.problems.empty());
  REQUIRE(ingested.broken_count == 0);
  return run_of(std::move(ledger), question);
}

// One resource is asked of the evaluator; a pattern must lie under one of a statement that allows it.
bool is_covered(const Policy& policy, const Access& access) {
  if (access.resource.is_everything() || access.resource.is_exact())
    return allowed(policy, access.action.text(),
                   access.resource.is_everything() ? "*" : access.resource.glob(), Reading::Surely);
  return std::ranges::any_of(policy.statements, [&](const Statement& statement) {
    return std::ranges::any_of(statement.actions, [&](const ActionPattern& token) { return token.matches(access.action); }) &&
           std::ranges::any_of(statement.resources, [&](const ArnPattern& token) { return token.covers(access.resource); });
  });
}

bool is_withheld(const Proposal& proposal, const Access& access) {
  return std::ranges::any_of(proposal.withheld,
                             [&](const Withheld& item) { return item.access == access; });
}

}  // namespace

TEST_CASE("real logs: every principal has a policy or an honest refusal") {
  const fs::path folder = corpora / "invictus";
  if (is_absent(folder)) return;
  const Run run = run_by_principal(folder, Question{});
  CHECK(run.summary.events.read == 2'900);
  CHECK(run.summary.results.size() == 9);  // two users and seven roles; the rest are AWS services
  std::size_t fitting = 0;
  for (const Result& result : run.summary.results) {
    const Proposal& proposal = result.proposal;
    CAPTURE(result.unit, proposal.characters);
    fitting += proposal.fits() ? 1 : 0;
    if (proposal.fits()) {
      CHECK(characters_of(proposal.policy.text()) <= session_policy_characters_max);
      CHECK(Policy::parse(proposal.policy.text()) == proposal.policy);
    } else {
      const std::set<std::string> reasons{"characters", "packed_size", "no_usage", "all_withheld"};
      CHECK(reasons.contains(proposal.refusal->reason));
    }
  }
  CHECK(fitting == 5);  // three roles were denied all they tried, one user did too much
}

TEST_CASE("real logs: with room enough every call is allowed again, and nothing else") {
  const fs::path folder = corpora / "invictus";
  if (is_absent(folder)) return;
  const Run run = run_by_principal(folder, exact_question());
  const Replay replay = replay_of(folder);
  CHECK(replay.calls > 2'000);

  for (const Result& result : run.summary.results) {
    CAPTURE(result.unit);
    CHECK(result.proposal.excess.empty());
    if (!result.proposal.fits()) {
      const std::string& reason = result.proposal.refusal->reason;
      CHECK((reason == "no_usage" || reason == "all_withheld"));
    }
  }

  std::size_t allowed_count = 0;
  std::size_t denied_count = 0;
  std::size_t withheld_count = 0;
  for (const auto& [principal, deeds] : replay.by_principal) {
    const Result* result = result_of(run.summary, {Tenant{Principal{principal}}, ""});
    CAPTURE(principal);
    if (result == nullptr) {
      CHECK(deeds.done.empty());  // it called nothing that IAM asks about
      continue;
    }
    for (const auto& [access, calls] : deeds.done) {
      CAPTURE(access);
      if (is_withheld(result->proposal, access)) {
        CHECK_FALSE(is_covered(result->proposal.policy, access));
        withheld_count += calls;
      } else {
        CHECK(is_covered(result->proposal.policy, access));
        allowed_count += calls;
      }
    }
    for (const Access& access : deeds.denied) {
      if (deeds.done.contains(access)) continue;
      const bool one = access.resource.is_exact() || access.resource.is_everything();
      if (!one) continue;
      CAPTURE(access);
      const std::string arn = access.resource.is_everything() ? "*" : access.resource.glob();
      CHECK_FALSE(allowed(result->proposal.policy, access.action.text(), arn, Reading::Possibly));
      ++denied_count;
    }
  }
  CAPTURE(replay.calls, allowed_count, withheld_count, denied_count);
  CHECK(allowed_count > 2'000);
  CHECK(withheld_count * 10 < allowed_count);
  CHECK(denied_count > 10);
}

TEST_CASE("real logs: EKS Pod Identity records give their tenants") {
  const fs::path file = corpora / "eks" / "pod-identity-events.jsonl";
  if (is_absent(file)) return;
  Ledger ledger = empty_ledger();
  const Ingested ingested = ingest({file.string()}, ledger);
  CHECK(ingested.problems.empty());
  CHECK(ingested.broken_count == 0);
  CHECK(ingested.records == 7);

  const EventTotals totals = ledger.totals();
  CHECK(totals.read == 7);
  CHECK(totals.set_aside.at("pod_identity_exchange") == 4);
  CHECK(totals.set_aside.at("session_grant") == 3);

  // In one of them ACCOUNT_ID stands where the account was.
  std::set<std::string> tenants;
  for (const SessionRecord& session : ledger.sessions()) {
    CHECK(session.kind == "pod-identity");
    CHECK(session.session.access_key.starts_with("ASIA"));
    tenants.insert(session.cluster + " " + session.name_space + "/" + session.service_account);
  }
  CHECK(ledger.sessions().size() == 3);
  CHECK(tenants == std::set<std::string>{
                       "arn:aws:eks:us-west-2:823571991546:cluster/eksworkshop-eksctl app1/default",
                       "arn:aws:eks:us-west-2:823571991546:cluster/eksworkshop-eksctl ns-a/sa1",
                       "arn:aws:eks:us-west-2:ACCOUNT_ID:cluster/eksworkshop-eksctl ns-a/sa1"});

  // None of them made a call that is in the log: refused, each by its name.
  CHECK_NOTHROW(run_of(std::move(ledger), Question{}));
}

}  // namespace scopedown::testing
