// Whole runs for tests: records in, a Summary out, without a command line; and the truth about a
// random log, asked the way the promises are worded.
//
//   const RandomLog log = random_log(random, size);
//   const Run run = run_of(log.records, exact_question());
//   const Truth truth(log.truth, run.clusters);
//   for (const Result& result : run.summary.results) ... truth.of(result.unit) ...

#ifndef SCOPEDOWN_TESTS_SUPPORT_RUN_H_
#define SCOPEDOWN_TESTS_SUPPORT_RUN_H_

#include <filesystem>
#include <map>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "generator/pipeline.h"
#include "model/evaluator.h"
#include "tests/support/cloudtrail_log.h"
#include "tests/support/random_log.h"

namespace scopedown::testing {

// A folder of its own, gone when the test is over.
class TemporaryFolder {
 public:
  TemporaryFolder();
  ~TemporaryFolder();
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;

  [[nodiscard]] const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

// A ledger in memory.
[[nodiscard]] Ledger empty_ledger();
[[nodiscard]] Ledger ledger_of(std::span<const std::string> records);

struct Run {
  Ledger ledger;
  Clusters clusters;
  Summary summary;
};

[[nodiscard]] Run run_of(Ledger ledger, const Question& question);
[[nodiscard]] Run run_of(std::span<const std::string> records, const Question& question);

// Nothing is opened, and there is room for everything: what is granted is what was seen.
[[nodiscard]] Question exact_question();

// The ledger's rows, as they are exported.
[[nodiscard]] std::string rows_text(const Ledger& ledger);

// The policy of each unit that has one, by the unit's text.
[[nodiscard]] std::map<std::string, std::string> policy_texts(const Summary& summary);

// Null if the unit has no result.
[[nodiscard]] const Result* result_of(const Summary& summary, const Unit& unit);

// What the policy says to one request.
[[nodiscard]] bool allowed(const Policy& policy, std::string_view action, const std::string& arn,
                           Reading reading);

// Every action of the catalogue that could be requested on the resource as it stands, by text.
[[nodiscard]] const std::set<std::string>& possible_actions(const std::string& arn);

// The records without the calls that applications made under a role they assumed: whose they are,
// a random log's truth does not tell.
[[nodiscard]] std::vector<std::string> without_chained_calls(std::vector<std::string> records);

// Who did what, apart from anything that the program makes of a log.
class Truth {
 public:
  Truth(const std::vector<TrueAccess>& accesses, const Clusters& clusters);

  [[nodiscard]] const std::vector<TrueAccess>& accesses() const { return accesses_; }

  [[nodiscard]] Unit unit_of(const TrueAccess& access) const;

  // What the unit was allowed. Empty if it was allowed nothing.
  [[nodiscard]] const std::vector<TrueAccess>& of(const Unit& unit) const;

  [[nodiscard]] bool unit_did(const Unit& unit, const std::string& action,
                              const std::string& arn) const;
  [[nodiscard]] bool tenant_did(const Tenant& tenant, const std::string& action,
                                const std::string& arn) const;

  // Whether the tenant was allowed anything on the resource; `elsewhere`: whether another was, by
  // a record that names it.
  [[nodiscard]] bool uses(const Tenant& tenant, const std::string& arn) const;
  [[nodiscard]] bool used_elsewhere(const Tenant& tenant, const std::string& arn) const;

  // Every ARN of the log, denied ones too.
  [[nodiscard]] const std::set<std::string>& arns() const { return arns_; }

 private:
  std::vector<TrueAccess> accesses_;
  const Clusters* clusters_;
  std::map<Unit, std::vector<TrueAccess>> by_unit_;
  std::map<Tenant, std::set<std::pair<std::string, std::string>>> by_tenant_;  // action, ARN
  std::map<Tenant, std::set<std::string>> named_;
  std::set<std::string> arns_;
};

}  // namespace scopedown::testing

#endif  // SCOPEDOWN_TESTS_SUPPORT_RUN_H_
