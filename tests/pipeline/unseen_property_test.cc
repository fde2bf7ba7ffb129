// Laws of --assume-unlogged: it adds what it lists and nothing else, and nobody is let write into
// what a neighbour alone made. Judged by the evaluator, against who made which log stream.

#include <algorithm>
#include <map>
#include <ostream>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include <catch2/catch.hpp>

#include "tests/support/for_all.h"
#include "tests/support/pick.h"
#include "tests/support/print.h"
#include "tests/support/run.h"

namespace scopedown::testing {
namespace {

constexpr std::string_view shared_role = "arn:aws:iam::111122223333:role/tenants";
constexpr const char* cluster = "arn:aws:eks:eu-west-1:111122223333:cluster/prod";

// Which tenant (0, 1, 2) did what with which log group and stream.
struct LogUse {
  std::size_t tenant = 0;
  std::string event;
  std::string group;
  std::string stream;  // "" of a group's own events

  friend auto operator<=>(const LogUse&, const LogUse&) = default;
};

std::ostream& operator<<(std::ostream& stream, const std::vector<LogUse>& uses) {
  for (const LogUse& use : uses)
    stream << use.tenant << ' ' << use.event << ' ' << use.group << ' ' << use.stream << '\n';
  return stream;
}

std::vector<LogUse> any_uses(Random& random, Size size) {
  std::vector<LogUse> uses;
  for (Size count = any_number(random, size); count > 0; --count) {
    LogUse use;
    use.tenant = any_number(random, 2);
    use.group = pick(random, std::vector<std::string>{"/a", "/b"});
    use.event = pick(random, std::vector<std::string>{"DescribeLogStreams", "CreateLogGroup",
                                                      "CreateLogStream", "CreateLogStream"});
    if (use.event == "CreateLogStream")
      use.stream = pick(random, std::vector<std::string>{"x", "y", "xy"});
    uses.push_back(std::move(use));
  }
  return uses;
}

Unit unit_of(std::size_t tenant) {
  return {Tenant{Namespace{cluster, "team-" + std::to_string(tenant)}}, "api"};
}

std::vector<std::string> records_of(const std::vector<LogUse>& uses) {
  std::vector<std::string> records;
  std::uint64_t number = 0;
  const auto stamp = [&] { return Stamp{instant("2026-11-18T12:00:00Z"), ++number}; };
  std::map<std::size_t, Session> sessions;
  for (const LogUse& use : uses) {
    if (!sessions.contains(use.tenant)) {
      const Workload who{cluster, "team-" + std::to_string(use.tenant), "api", "api-0"};
      sessions[use.tenant] = pod_identity_session(shared_role, who, use.tenant + 1);
      records.push_back(pod_identity_grant(stamp(), who, sessions[use.tenant]));
    }
    records.push_back(api_call(stamp(), session_caller(sessions[use.tenant]),
                               logs_call(use.event, use.group, use.stream)));
  }
  return records;
}

std::string stream_arn(const std::string& group, const std::string& stream) {
  return "arn:aws:logs:eu-west-1:111122223333:log-group:" + group + ":log-stream:" + stream;
}

Question assuming() {
  Question question = exact_question();
  question.selection.assume_unlogged = true;
  return question;
}

}  // namespace

TEST_CASE("who made a log stream alone may write to it, and nobody else may") {
  std::size_t allowed_count = 0;
  for_all(
      any_uses,
      [&](const std::vector<LogUse>& uses) {
        std::map<std::string, std::set<std::size_t>> makers;  // by the stream's ARN
        for (const LogUse& use : uses)
          if (!use.stream.empty()) makers[stream_arn(use.group, use.stream)].insert(use.tenant);
        const Run run = run_of(records_of(uses), assuming());
        for (std::size_t tenant = 0; tenant < 3; ++tenant) {
          const Result* result = result_of(run.summary, unit_of(tenant));
          if (result == nullptr) continue;
          for (const auto& [arn, who] : makers) {
            CAPTURE(tenant, arn, result->proposal.policy);
            const bool may =
                allowed(result->proposal.policy, "logs:PutLogEvents", arn, Reading::Possibly);
            REQUIRE((!may || who.contains(tenant)));
            if (who == std::set{tenant}) REQUIRE(may);
            allowed_count += may ? 1 : 0;
          }
        }
      },
      300);
  CHECK(allowed_count > 100);
}

TEST_CASE("assuming adds what it lists, and nothing else") {
  std::size_t assumed_count = 0;
  for_all([](Random& random, Size size) { return random_log(random, size); },
          [&](const RandomLog& log) {
            const Run without = run_of(log.records, exact_question());
            const Run with = run_of(log.records, assuming());
            REQUIRE(without.summary.results.size() == with.summary.results.size());
            for (const Result& before : without.summary.results) {
              const Result* after = result_of(with.summary, before.unit);
              REQUIRE(after != nullptr);
              CHECK(before.workload.assumed.empty());
              CHECK(after->workload.unseen.empty());
              CAPTURE(before.unit, before.proposal.policy, after->proposal.policy);
              std::set<Access> more;
              for (const Access& access : after->proposal.granted)
                more.insert(access);
              for (const Access& access : before.proposal.granted) {
                REQUIRE((more.contains(access) || !after->proposal.withheld.empty()));
                more.erase(access);
              }
              for (const Access& access : more) {
                CAPTURE(access.action.text(), access.resource.text());
                REQUIRE(after->workload.assumed.contains(access));
                ++assumed_count;
              }
            }
          },
          60);
  CHECK(assumed_count > 5);
}

TEST_CASE("with what is assumed, too, the policy of one namespace is the one of a whole run") {
  for_all(
      any_uses,
      [](const std::vector<LogUse>& uses) {
        const Ledger ledger = ledger_of(records_of(uses));
        const Clusters clusters = clusters_of(ledger, assuming());
        const auto whole = policy_texts(generate(ledger, assuming(), clusters));
        std::map<std::string, std::string> one_by_one;
        for (std::size_t tenant = 0; tenant < 3; ++tenant) {
          Question question = assuming();
          question.selection.name_space = "team-" + std::to_string(tenant);
          one_by_one.merge(policy_texts(generate(ledger, question, clusters)));
        }
        REQUIRE(one_by_one == whole);
      },
      60);
}

}  // namespace scopedown::testing
