// The promises of the design, each a test of its name, over random logs of many tenants. They are
// judged against the truth that the log was written from, and by the evaluator: what the program
// made of the log, and how it searched, is asked of nobody.

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include <catch2/catch.hpp>

#include "data/load.h"
#include "generator/emit/file_name.h"
#include "generator/emit/summary.h"
#include "model/packed_size.h"
#include "tests/support/for_all.h"
#include "tests/support/pick.h"
#include "tests/support/print.h"
#include "tests/support/run.h"

namespace scopedown::testing {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view shared_role = "arn:aws:iam::111122223333:role/tenants";
constexpr std::string_view home = "arn:aws:eks:eu-west-1:111122223333:cluster/prod";

// A log without the calls that nobody's truth tells.
RandomLog any_log(Random& random, Size size, const RandomLogShape& shape = {}) {
  RandomLog log = random_log(random, size, shape);
  log.records = without_chained_calls(std::move(log.records));
  return log;
}

// Enough calls that most policies need widening.
constexpr RandomLogShape crowded{.workloads = 4, .calls = 120, .hostile_names = true, .noise = true};

// A log, and a budget that may be too small for it.
struct TightCase {
  RandomLog log;
  Question question;
};

std::ostream& operator<<(std::ostream& stream, const TightCase& tight) {
  const Budget& budget = tight.question.budget;
  stream << "budget " << budget.characters_max << ", packed ";
  if (budget.packed_percent_max) {
    stream << *budget.packed_percent_max;
  } else {
    stream << "off";
  }
  return stream << (tight.question.exact ? ", exact\n" : "\n") << tight.log;
}

TightCase any_tight_case(Random& random, Size size) {
  TightCase tight{any_log(random, size, crowded), {}};
  if (once_in(random, 3)) return tight;  // the usual budget
  tight.question.budget.characters_max = 150 + any_number(random, 2400);
  tight.question.budget.packed_percent_max.reset();
  if (once_in(random, 3)) {
    tight.question.budget.packed_percent_max = static_cast<int>(20 + any_number(random, 75));
  }
  tight.question.exact = once_in(random, 4);
  return tight;
}

// Session and calls of one more service account, or of one that the log knows.
class Guest {
 public:
  Guest(std::string cluster, std::string name_space, std::string service_account,
        std::string_view role = shared_role, std::uint64_t number = 900'000)
      : who_{std::move(cluster), std::move(name_space), std::move(service_account), "guest-0"},
        session_(pod_identity_session(role, who_, number)),
        number_(number) {}

  [[nodiscard]] Unit unit() const {
    return {Tenant{Namespace{who_.cluster, who_.name_space}}, who_.service_account};
  }

  [[nodiscard]] const Session& session() const { return session_; }

  [[nodiscard]] std::string grant() {
    return pod_identity_grant(stamp(), who_, session_);
  }

  [[nodiscard]] std::string call(const ApiCall& call) {
    return api_call(stamp(), session_caller(session_), call);
  }

  [[nodiscard]] std::string assumes(const std::string& role) {
    const Session next = role_session(role, "again", number_ + 50'000);
    return role_chain(stamp(), session_, next, &who_);
  }

 private:
  Stamp stamp() { return {instant("2026-11-18T12:00:00Z") + 1, ++number_}; }

  Workload who_;
  Session session_;
  std::uint64_t number_;
};

// A unit that the log knows, if one of its tenants has a Pod Identity session.
const TrueAccess* any_tenant(const RandomLog& log) {
  const auto place = std::ranges::find_if(log.truth, [](const TrueAccess& access) {
    return access.cluster.find(":cluster/") != std::string::npos;
  });
  return place == log.truth.end() ? nullptr : &*place;
}

bool is_withheld(const Proposal& proposal, const TrueAccess& access) {
  return std::ranges::any_of(proposal.withheld, [&](const Withheld& withheld) {
    return withheld.access.action.text() == access.action &&
           withheld.access.resource.may_match(access.arn);
  });
}

void require_access_kept(const Proposal& proposal, const TrueAccess& access) {
  CAPTURE(access.action, access.arn, proposal.policy);
  const bool kept = allowed(proposal.policy, access.action, access.arn, Reading::Surely);
  // A name that the policy can say and the log tells is never given up.
  if (access.named && iam_can_write(access.arn)) {
    REQUIRE(kept);
  } else {
    REQUIRE((kept || is_withheld(proposal, access)));
  }
}

void require_denials_kept(const Truth& truth, const Result& result) {
  for (const TrueAccess& access : truth.accesses()) {
    if (access.outcome != Outcome::Denied || truth.unit_of(access).tenant != result.unit.tenant) continue;
    if (truth.tenant_did(result.unit.tenant, access.action, access.arn)) continue;
    CAPTURE(access.action, access.arn, result.proposal.policy);
    REQUIRE_FALSE(allowed(result.proposal.policy, access.action, access.arn, Reading::Possibly));
  }
}

void require_apart(const Truth& truth, const Result& result) {
  const Tenant& tenant = result.unit.tenant;
  for (const std::string& arn : truth.arns()) {
    if (!truth.used_elsewhere(tenant, arn)) continue;
    const bool shared = truth.uses(tenant, arn);
    for (const std::string& action : possible_actions(arn)) {
      const AccessLevel level = built_in_catalogue().find(Action::parse(action).value())->level;
      const bool forbidden =
          !shared || (level >= AccessLevel::Tagging && !truth.tenant_did(tenant, action, arn));
      if (!forbidden) continue;
      CAPTURE(result.unit, action, arn, result.proposal.policy);
      REQUIRE_FALSE(allowed(result.proposal.policy, action, arn, Reading::Possibly));
    }
  }
}

// What the name looks like in a policy, character by character.
std::string written(std::string_view name) {
  std::string text;
  for (std::size_t index = 0; index < name.size(); ++index) {
    const char letter = name[index];
    const auto byte = static_cast<unsigned char>(letter);
    if (byte >= 0x80 && byte < 0xC0) {
      if (text.back() != '?' || static_cast<unsigned char>(name[index - 1]) == 0xC3 ||
          static_cast<unsigned char>(name[index - 1]) == 0xC2)
        text += letter;
    } else if (letter == '*' || letter == '?' || letter == '$') {
      text.append("${").append(1, letter).append("}");
    } else if (byte > 0xC3 || (byte < 0x20 && letter != '\t' && letter != '\n' && letter != '\r')) {
      text += '?';
    } else {
      text += letter;
    }
  }
  return text;
}

// The pair is told: done by the unit itself, or in one of the lists that a reviewer reads, or under
// the name of something that the log or a policy cannot say.
bool is_told(const Truth& truth, const Result& result, const std::string& action,
             const std::string& arn) {
  if (truth.unit_did(result.unit, action, arn)) return true;
  const Proposal& proposal = result.proposal;
  const auto same = [&](const Access& access) {
    return access.action.text() == action && access.resource.may_match(arn);
  };
  const bool listed = std::ranges::any_of(
      proposal.excess, [&](const Widening& widening) { return same(widening.access); });
  if (listed) return true;
  if (std::ranges::any_of(proposal.opened, [&](const OpenedName& name) { return name.pattern.may_match(arn); }))
    return true;
  if (std::ranges::any_of(result.workload.unresolved, same)) return true;
  return std::ranges::any_of(truth.of(result.unit), [&](const TrueAccess& access) {
    if (access.action != action) return false;
    if (!access.named) return access.arn.substr(0, access.arn.size() - 7) == arn.substr(0, arn.size() - 7);
    return !iam_can_write(access.arn) && ArnPattern::parse(written(access.arn))->may_match(arn);
  });
}

std::string bytes_of(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

// The records in files of every kind, in folders, under names in any order.
void write_scattered(Random& random, const std::vector<std::string>& records, const fs::path& folder) {
  std::vector<std::vector<std::string>> shares(1 + any_number(random, 3));
  for (const std::string& record : records)
    shares[any_number(random, shares.size() - 1)].push_back(record);
  for (const std::vector<std::string>& share : shares) {
    const bool document = once_in(random, 2);
    std::string text = document ? log_document(share) : json_lines(share);
    std::string name = (once_in(random, 2) ? "nested/" : "") + std::to_string(random());
    name += document ? ".json" : ".jsonl";
    if (once_in(random, 2)) {
      text = gzip(text);
      name += ".gz";
    }
    write_file((folder / name).string(), text);
  }
}

// Shuffled, some of them repeated.
std::vector<std::string> disordered(Random& random, std::vector<std::string> records) {
  const std::size_t distinct = records.size();
  for (std::size_t index = 0; index < distinct; ++index) {
    if (once_in(random, 3)) records.push_back(std::string(records[index]));
  }
  std::ranges::shuffle(records, random);
  return records;
}

std::uint64_t sum_of(const SetAsideCounts& counts) {
  std::uint64_t sum = 0;
  for (const auto& [reason, count] : counts)
    sum += count;
  return sum;
}

}  // namespace

TEST_CASE("promise 1: what a tenant did it still may do, and what it was denied it may not") {
  std::size_t kept = 0;
  for_all(
      [](Random& random, Size size) { return any_log(random, size); },
      [&](const RandomLog& log) {
        const Run run = run_of(log.records, exact_question());
        const Truth truth(log.truth, run.clusters);
        for (const TrueAccess& access : log.truth) {
          if (access.outcome != Outcome::Allowed) continue;
          const Result* result = result_of(run.summary, truth.unit_of(access));
          REQUIRE(result != nullptr);
          require_access_kept(result->proposal, access);
          ++kept;
        }
        for (const Result& result : run.summary.results) {
          require_denials_kept(truth, result);
          REQUIRE(result.proposal.excess.empty());
        }
      },
      100);
  CHECK(kept > 100);
}

TEST_CASE("promise 1 holds under a budget, with names opened and tokens widened") {
  std::size_t kept = 0;
  for_all(
      any_tight_case,
      [&](const TightCase& tight) {
        const Run run = run_of(tight.log.records, tight.question);
        const Truth truth(tight.log.truth, run.clusters);
        for (const Result& result : run.summary.results) {
          require_denials_kept(truth, result);
          if (!result.proposal.fits()) continue;
          for (const TrueAccess& access : truth.of(result.unit)) {
            require_access_kept(result.proposal, access);
            ++kept;
          }
        }
      },
      14);
  CHECK(kept > 100);
}

TEST_CASE("promise 2: nobody reaches what only others used, nor changes what is shared") {
  for_all(
      any_tight_case,
      [](const TightCase& tight) {
        const Run run = run_of(tight.log.records, tight.question);
        const Truth truth(tight.log.truth, run.clusters);
        for (const Result& result : run.summary.results)
          require_apart(truth, result);
      },
      20);
}

TEST_CASE("promise 2: an access whose name is not known is withheld where it reaches a neighbour") {
  std::size_t withheld = 0;
  std::size_t granted = 0;
  for_all(
      [](Random& random, Size size) { return any_log(random, size); },
      [&](const RandomLog& log) {
        const TrueAccess* known = any_tenant(log);
        Guest guest(known == nullptr ? std::string(home) : known->cluster,
                    known == nullptr ? "pay" : known->name_space, "guest");
        std::vector<std::string> records = log.records;
        records.push_back(guest.grant());
        for (const char* bucket : {"data", "data-2", "dat.a"})
          records.push_back(guest.call(s3_delete_objects(bucket)));
        const Run run = run_of(records, exact_question());
        const Truth truth(log.truth, run.clusters);
        const Result* result = result_of(run.summary, guest.unit());
        REQUIRE(result != nullptr);
        require_apart(truth, *result);
        for (const std::string bucket : {"data", "data-2", "dat.a"}) {
          const std::string keys = "arn:aws:s3:::" + bucket + "/";
          const Tenant& tenant = guest.unit().tenant;
          const bool reaches_neighbour = std::ranges::any_of(truth.arns(), [&](const std::string& arn) {
            return arn.starts_with(keys) && truth.used_elsewhere(tenant, arn) &&
                   !truth.tenant_did(tenant, "s3:DeleteObject", arn);
          });
          const auto place = std::ranges::find(result->proposal.withheld, keys + "*",
                                               [](const Withheld& item) { return item.access.resource.text(); });
          const bool is_missing = place != result->proposal.withheld.end();
          CAPTURE(bucket, result->proposal.policy);
          if (reaches_neighbour) {
            REQUIRE(is_missing);
            REQUIRE(place->access.action.text() == "s3:DeleteObject");
            REQUIRE(place->why.starts_with("isolation: "));
            REQUIRE(place->remedy.find("--also") != std::string::npos);
            ++withheld;
          } else if (!is_missing) {
            REQUIRE(allowed(result->proposal.policy, "s3:DeleteObject", keys + "anything", Reading::Surely));
            ++granted;
          } else {
            REQUIRE(place->why.starts_with("denied: "));
          }
        }
      },
      60);
  CHECK(withheld > 10);
  CHECK(granted > 10);
}

TEST_CASE("promise 3: no wildcard reaches an unseen change or a sensitive read") {
  std::size_t wildcards = 0;
  for_all(
      any_tight_case,
      [&](const TightCase& tight) {
        const Run run = run_of(tight.log.records, tight.question);
        const Truth truth(tight.log.truth, run.clusters);
        for (const Result& result : run.summary.results) {
          std::set<std::string> done;
          for (const TrueAccess& access : truth.of(result.unit))
            done.insert(access.action);
          for (const Statement& statement : result.proposal.policy.statements) {
            for (const ActionPattern& token : statement.actions) {
              if (token.text().find_first_of("*?") == std::string::npos) continue;
              ++wildcards;
              for (const CatalogueAction& action : built_in_catalogue().actions()) {
                if (!action.is_dangerous() || !token.matches(action.action)) continue;
                CAPTURE(result.unit, token, action.action.text());
                REQUIRE(done.contains(action.action.text()));
              }
            }
          }
        }
      },
      20);
  CHECK(wildcards > 0);
}

TEST_CASE("promise 4: a policy fits both budgets, or it is refused with a way out") {
  std::size_t fitting = 0;
  std::size_t refused = 0;
  for_all(
      any_tight_case,
      [&](const TightCase& tight) {
        const Budget& budget = tight.question.budget;
        const Run run = run_of(tight.log.records, tight.question);
        PackedSizeEstimator estimator;
        for (const Result& result : run.summary.results) {
          const Proposal& proposal = result.proposal;
          const std::string text = proposal.policy.text();
          const bool short_enough = characters_of(text) <= budget.characters_max;
          const bool packs = !budget.packed_percent_max || estimator.of(proposal.policy) <=
                                                               PackedSize::of_percent(*budget.packed_percent_max);
          CAPTURE(result.unit, text, characters_of(text));
          for (const Statement& statement : proposal.policy.statements) {
            for (const ActionPattern& token : statement.actions)
              REQUIRE(token.text().find(":") != std::string::npos);
            for (const ArnPattern& token : statement.resources)
              REQUIRE_FALSE(token.is_everything());
          }
          if (proposal.fits()) {
            ++fitting;
            REQUIRE(short_enough);
            REQUIRE(packs);
            continue;
          }
          const Refusal& refusal = *proposal.refusal;
          if (refusal.reason == "no_usage" || refusal.reason == "all_withheld") {
            REQUIRE(proposal.policy.statements.empty());
            continue;
          }
          ++refused;
          REQUIRE_FALSE((short_enough && packs));
          REQUIRE(refusal.reason == (short_enough ? "packed_size" : "characters"));
          REQUIRE(refusal.short_by > 0);
          REQUIRE_FALSE(refusal.relaxations.empty());
        }
      },
      26);
  CHECK(fitting > 30);
  CHECK(refused > 10);
}

TEST_CASE("promise 4: without a successful call there is no policy") {
  Guest guest{std::string(home), "pay", "api"};
  const ApiCall call = s3_object_call("GetObject", "data", "a");
  const std::string arn = "arn:aws:s3:::data/a";
  const Run run = run_of(
      std::vector<std::string>{guest.grant(), guest.call(denied(call, guest.session().arn(), "s3:GetObject", arn))}, Question{});
  REQUIRE(run.summary.results.size() == 1);
  const Proposal& proposal = run.summary.results.front().proposal;
  REQUIRE(proposal.refusal.has_value());
  CHECK(proposal.refusal->reason == "no_usage");
  CHECK(proposal.policy.statements.empty());
}

TEST_CASE("promise 5: what a policy allows was done by the unit, or is told") {
  std::size_t told = 0;
  for_all(
      any_tight_case,
      [&](const TightCase& tight) {
        const Run run = run_of(tight.log.records, tight.question);
        const Truth truth(tight.log.truth, run.clusters);
        for (const Result& result : run.summary.results) {
          for (const std::string& arn : truth.arns()) {
            for (const std::string& action : possible_actions(arn)) {
              if (!allowed(result.proposal.policy, action, arn, Reading::Possibly)) continue;
              CAPTURE(result.unit, action, arn, result.proposal.policy);
              REQUIRE(is_told(truth, result, action, arn));
              told += truth.unit_did(result.unit, action, arn) ? 0 : 1;
            }
          }
        }
      },
      18);
  CHECK(told > 20);
}

TEST_CASE("promise 6: the text that is written is the policy that was judged") {
  for_all(
      any_tight_case,
      [](const TightCase& tight) {
        Run run = run_of(tight.log.records, tight.question);
        const TemporaryFolder folder;
        write_policies(run.summary, run.clusters, folder.path().string());
        for (const Result& result : run.summary.results) {
          const Proposal& proposal = result.proposal;
          const std::string text = proposal.policy.text();
          CAPTURE(result.unit, text);
          REQUIRE(proposal.fits() == !result.file.empty());
          REQUIRE(proposal.characters == (proposal.policy.statements.empty() ? 0 : characters_of(text)));
          if (!proposal.fits()) continue;
          REQUIRE(Policy::parse(text) == proposal.policy);
          REQUIRE(bytes_of(folder.path() / result.file) == text);
        }
      },
      12);
}

TEST_CASE("promise 7: order, repetition and files do not change a byte") {
  for_all(
      [](Random& random, Size size) {
        return std::pair(any_log(random, size, crowded), random());
      },
      [](const auto& value) {
        const RandomLog& log = value.first;
        Random random(value.second);
        CAPTURE(log);
        const Run expected = run_of(log.records, Question{});
        const TemporaryFolder folder;
        write_scattered(random, disordered(random, log.records), folder.path());
        Ledger ledger = empty_ledger();
        const Ingested ingested = ingest({folder.path().string()}, ledger);
        REQUIRE(ingested.broken_count == 0);
        REQUIRE(rows_text(ledger) == rows_text(expected.ledger));
        const Run run = run_of(std::move(ledger), Question{});
        REQUIRE(policy_texts(run.summary) == policy_texts(expected.summary));
        REQUIRE(run.summary.events.used == expected.summary.events.used);
      },
      10);
}

TEST_CASE("promise 7: the number of threads does not change a byte") {
  for_all(
      [](Random& random, Size size) { return any_log(random, size, crowded); },
      [](const RandomLog& log) {
        const Ledger ledger = ledger_of(log.records);
        const Clusters clusters = clusters_of(ledger, Question{});
        Question alone;
        alone.threads = 1;
        Question crowd;
        crowd.threads = 7;
        REQUIRE(summary_text(generate(ledger, alone, clusters)) ==
                summary_text(generate(ledger, crowd, clusters)));
      },
      10);
}

TEST_CASE("promise 7: the policy of one namespace is the one that a whole run makes") {
  for_all(
      [](Random& random, Size size) { return any_log(random, size, crowded); },
      [](const RandomLog& log) {
        const Ledger ledger = ledger_of(log.records);
        const Clusters clusters = clusters_of(ledger, Question{});
        const Summary whole = generate(ledger, Question{}, clusters);
        std::map<std::string, std::string> by_namespace;
        std::set<std::string> names;
        for (const Result& result : whole.results)
          names.insert(std::get<Namespace>(result.unit.tenant.who).name);
        for (const std::string& name : names) {
          Question question;
          question.selection.name_space = name;
          by_namespace.merge(policy_texts(generate(ledger, question, clusters)));
        }
        REQUIRE(by_namespace == policy_texts(whole));
      },
      8);
}

TEST_CASE("promise 8: a name is data in a policy") {
  std::size_t hostile = 0;
  for_all(
      [](Random& random, Size size) { return any_log(random, size, {.workloads = 4, .calls = 60}); },
      [&](const RandomLog& log) {
        const Run run = run_of(log.records, exact_question());
        const Truth truth(log.truth, run.clusters);
        for (const Result& result : run.summary.results) {
          std::set<std::string> names;
          std::vector<std::string> unnamed;
          for (const TrueAccess& access : truth.of(result.unit)) {
            if (access.named) {
              names.insert(written(access.arn));
              hostile += written(access.arn) == access.arn ? 0 : 1;
            } else {
              unnamed.push_back(access.arn);
            }
          }
          for (const Statement& statement : result.proposal.policy.statements) {
            for (const ArnPattern& token : statement.resources) {
              CAPTURE(result.unit, token);
              const bool is_unnamed = std::ranges::any_of(
                  unnamed, [&](const std::string& arn) { return token.may_match(arn); });
              REQUIRE((names.contains(token.text()) || is_unnamed));
            }
          }
          for (const char letter : result.proposal.policy.text()) {
            const auto byte = static_cast<unsigned char>(letter);
            REQUIRE((byte >= 0x20 && byte <= 0xC3));
          }
        }
      },
      60);
  CHECK(hostile > 20);
}

TEST_CASE("promise 8: a name is data in a path") {
  for_all(
      [](Random& random, Size size) {
        return any_log(random, size, {.workloads = 12, .calls = 40, .hostile_names = true, .noise = true});
      },
      [](const RandomLog& log) {
        Run run = run_of(log.records, exact_question());
        const TemporaryFolder parent;
        const fs::path folder = parent.path() / "out";
        write_policies(run.summary, run.clusters, folder.string());
        std::set<std::string> files{"summary.json"};
        for (const Result& result : run.summary.results) {
          if (result.file.empty()) continue;
          CAPTURE(result.unit, result.file);
          REQUIRE(files.insert(result.file).second);
          REQUIRE(result.file == file_name(result.unit, run.clusters, ".json"));
          for (const fs::path& part : fs::path(result.file)) {
            const std::string text = part.string();
            REQUIRE(text != ".");
            REQUIRE(text != "..");
            REQUIRE(text.size() <= 255);
            REQUIRE(text.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
                                           "0123456789._%~-") == std::string::npos);
          }
        }
        std::set<std::string> found;
        for (const auto& entry : fs::recursive_directory_iterator(parent.path())) {
          if (entry.is_regular_file()) found.insert(fs::relative(entry.path(), folder).generic_string());
        }
        REQUIRE(found == files);
      },
      30);
}

TEST_CASE("promise 9: assuming the shared role again is withheld unless allowed, and always told") {
  for_all(
      [](Random& random, Size size) {
        return std::pair(any_log(random, size), std::string(once_in(random, 2) ? "tenants" : "teams/old"));
      },
      [](const auto& value) {
        const auto& [log, role_name] = value;
        const std::string role = "arn:aws:iam::111122223333:role/" + role_name;
        Guest guest(std::string(home), "guests", "guest", role);
        std::vector<std::string> records = log.records;
        records.push_back(guest.grant());
        records.push_back(guest.call(s3_bucket_call("GetBucketLocation", "data")));
        records.push_back(guest.assumes(role));
        CAPTURE(log, role);
        for (const bool allow_escape : {false, true}) {
          Question question;
          question.allow_escape = allow_escape;
          const Run run = run_of(records, question);
          const Result* result = result_of(run.summary, guest.unit());
          REQUIRE(result != nullptr);
          const auto is_assume = [&](const Access& access) {
            return access.action.text() == "sts:AssumeRole" && access.resource.text() == role;
          };
          REQUIRE(std::ranges::count_if(result->escapes, [&](const Escape& escape) { return is_assume(escape.access); }) == 1);
          const auto withheld = std::ranges::find_if(
              result->proposal.withheld, [&](const Withheld& item) { return is_assume(item.access); });
          REQUIRE((withheld == result->proposal.withheld.end()) == allow_escape);
          REQUIRE(allowed(result->proposal.policy, "sts:AssumeRole", role, Reading::Possibly) == allow_escape);
          if (allow_escape) continue;
          REQUIRE(withheld->why.starts_with("escape: "));
          REQUIRE(withheld->remedy.find("--allow-escape") != std::string::npos);
        }
      },
      24);
}

TEST_CASE("promise 9: calls that undo the confinement are told") {
  struct Row {
    const char* action;
    ApiCall call;
  };

  const std::string key = "arn:aws:kms:eu-west-1:111122223333:key/" + uuid(7);
  ApiCall attach;
  attach.source = "iam.amazonaws.com";
  attach.name = "AttachRolePolicy";
  attach.reads = false;
  attach.parameters = R"({"roleName":"tenants","policyArn":"arn:aws:iam::aws:policy/AdministratorAccess"})";
  ApiCall update;
  update.source = "eks.amazonaws.com";
  update.name = "UpdatePodIdentityAssociation";
  update.reads = false;
  update.parameters = R"({"clusterName":"prod","associationId":"a-abcdefghijklmnop1"})";
  const std::vector<Row> rows{{"kms:CreateGrant", kms_call("CreateGrant", key)},
                              {"s3:PutBucketPolicy", s3_bucket_call("PutBucketPolicy", "data")},
                              {"iam:AttachRolePolicy", attach},
                              {"eks:UpdatePodIdentityAssociation", update}};
  for (const Row& row : rows) {
    Guest guest{std::string(home), "pay", "api"};
    const Run run = run_of(std::vector<std::string>{guest.grant(), guest.call(row.call)}, Question{});
    REQUIRE(run.summary.results.size() == 1);
    const Result& result = run.summary.results.front();
    CAPTURE(row.action, result.proposal.policy);
    REQUIRE(result.escapes.size() == 1);
    CHECK(result.escapes.front().access.action.text() == row.action);
    CHECK_FALSE(result.escapes.front().why.empty());
  }
}

TEST_CASE("every event is accounted for: read is used and set aside") {
  for_all(
      [](Random& random, Size size) {
        return std::pair(any_log(random, size, crowded), any_number(random, 5));
      },
      [](const auto& value) {
        const auto& [log, choice] = value;
        CAPTURE(log, choice);
        Question question;
        Selection& selection = question.selection;
        if (choice == 1) selection.name_space = "pay";
        if (choice == 2) selection.since = instant("2026-11-18T00:00:00Z");
        if (choice == 3) selection.until = instant("2026-11-18T00:00:00Z");
        if (choice == 4) selection.calls_min = 2;
        if (choice == 5) selection.kind = TenantKind::parse("principal").value();
        const Run run = run_of(log.records, question);
        const EventTotals& events = run.summary.events;
        REQUIRE(events.read == log.records.size());
        REQUIRE(events.used <= events.read);
        REQUIRE(events.read == events.used + sum_of(events.set_aside));
        std::uint64_t calls = 0;
        for (const Result& result : run.summary.results)
          calls += result.workload.calls;
        REQUIRE(calls >= events.used);  // an event of several items is as many calls
        for (const auto& [reason, count] : events.set_aside) {
          REQUIRE(std::ranges::count(set_aside_reasons, std::string_view(reason), &SetAsideReason::name) == 1);
        }
      },
      24);
}

TEST_CASE("to ingest a log twice is to ingest it once") {
  for_all(
      [](Random& random, Size size) {
        return std::pair(any_log(random, size, crowded), random());
      },
      [](const auto& value) {
        const RandomLog& log = value.first;
        Random random(value.second);
        CAPTURE(log);
        const TemporaryFolder once;
        const TemporaryFolder again;
        write_scattered(random, log.records, once.path());
        write_scattered(random, disordered(random, log.records), again.path());
        Ledger ledger = empty_ledger();
        const Ingested first = ingest({once.path().string()}, ledger);
        const std::string rows = rows_text(ledger);
        const EventTotals totals = ledger.totals();

        // The same files are known; nothing is counted.
        const Ingested same = ingest({once.path().string()}, ledger);
        REQUIRE(same.files == 0);
        REQUIRE(same.files_known == first.files + first.files_known);
        REQUIRE(ledger.totals() == totals);
        REQUIRE(rows_text(ledger) == rows);

        // The same events in other files are duplicates.
        const Ingested other = ingest({again.path().string()}, ledger);
        REQUIRE(ledger.totals().read == totals.read + other.records);
        REQUIRE(ledger.totals().used == totals.used);
        REQUIRE(rows_text(ledger) == rows);
      },
      20);
}

TEST_CASE("tenants are apart: what a newcomer does with its own changes nobody's policy") {
  for_all(
      [](Random& random, Size size) {
        RandomLogShape tame = crowded;
        tame.hostile_names = false;
        return std::pair(any_log(random, size, tame), random());
      },
      [](const auto& value) {
        const RandomLog& log = value.first;
        Random random(value.second);
        CAPTURE(log);
        const Run before = run_of(log.records, exact_question());
        const TrueAccess* known = any_tenant(log);
        Guest guest(known == nullptr ? std::string(home) : known->cluster, "guests", "api");
        std::vector<std::string> records = log.records;
        records.push_back(guest.grant());
        // Names that begin like those of others, in their containers too.
        for (const char* event : {"GetObject", "PutObject", "DeleteObject"}) {
          if (once_in(random, 2)) records.push_back(guest.call(s3_object_call(event, "data", "a/b/c/guest")));
          if (once_in(random, 2)) records.push_back(guest.call(s3_object_call(event, "data-23", "a")));
        }
        for (const char* event : {"SendMessage", "ReceiveMessage"})
          records.push_back(guest.call(sqs_call(event, "arn:aws:sqs:eu-west-1:111122223333:work-23")));
        records.push_back(guest.call(dynamodb_call("PutItem", "arn:aws:dynamodb:eu-west-1:111122223333:table/Orders23")));
        const Run after = run_of(records, exact_question());
        auto texts = policy_texts(after.summary);
        REQUIRE(texts.erase(guest.unit().text()) == 1);
        REQUIRE(texts == policy_texts(before.summary));
      },
      14);
}

}  // namespace scopedown::testing
