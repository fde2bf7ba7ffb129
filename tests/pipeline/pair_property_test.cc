// Goal: a role and the session policies made inside it keep every promise together. Method: small
// populations through the program's own pipeline; the texts that come out are judged by pair_judge.h,
// by the evaluator and by a definition of authorisation that shares nothing with the program.

#include <ostream>
#include <set>
#include <string>

#include <catch2/catch.hpp>

#include "data/load.h"
#include "tests/support/pair_judge.h"
#include "tests/support/pick.h"
#include "tests/support/population.h"
#include "tests/support/print.h"
#include "tests/support/run.h"

namespace scopedown::testing {
namespace {

struct Fleet {
  Population population;
  Question question;
  RoleQuestion asked;
};

std::ostream& operator<<(std::ostream& out, const Fleet& fleet) {
  const Question& question = fleet.question;
  return out << fleet.population.size() << " tenants, packed "
             << (question.budget.packed_percent_max ? "limited" : "off")
             << (question.exact ? ", exact" : "") << ", " << fleet.asked.quota.documents_max()
             << " documents of " << fleet.asked.quota.characters_max(0);
}

// Names that begin alike, few and many calls; quotas in which names fit, and in which they do not.
Fleet any_fleet(Random& random, Size size) {
  constexpr std::size_t accesses_max = 60;
  Fleet fleet;
  for (PopulationTenant& tenant : calibrated_population(6 + size, random())) {
    if (!tenant.accesses.empty() && tenant.accesses.size() <= accesses_max)
      fleet.population.push_back(std::move(tenant));
    if (fleet.population.size() > 2 + size / 3) break;
  }
  fleet.question.also = read_given(accesses_text(fleet.population), "population");
  fleet.question.exact = once_in(random, 3);
  fleet.question.threads = 1;
  if (once_in(random, 2)) fleet.question.budget.packed_percent_max.reset();
  fleet.asked.quota.managed_count_max = any_number(random, 2);
  if (once_in(random, 2)) {
    fleet.asked.quota = {.inline_characters_max = 0,
                         .managed_characters_max = 3'000 + any_number(random, 3'000),
                         .managed_count_max = 1 + any_number(random, 1)};
  }
  return fleet;
}

void require_within_quota(const SharedRole& role) {
  const std::vector<std::string> texts = role.texts();
  REQUIRE(texts.size() <= role.quota.documents_max());
  for (std::size_t number = 0; number < texts.size(); ++number)
    REQUIRE(characters_of(texts[number]) <= role.quota.characters_max(number));
}

// What was seen but for what the program says that it withholds.
AccessUsage promised(const PopulationTenant& tenant, const Result& result) {
  AccessUsage accesses = tenant.accesses;
  for (const Withheld& withheld : result.proposal.withheld)
    accesses.erase(withheld.access);
  return accesses;
}

}  // namespace

TEST_CASE("role and session policies made together allow what was seen and nothing of another's") {
  std::size_t judged = 0;
  std::size_t wide_roles = 0;  // whose documents name patterns
  std::size_t asked = 0;
  for_all(
      any_fleet,
      [&](const Fleet& fleet) {
        if (fleet.population.empty()) return;
        const Ledger ledger = empty_ledger();
        const Clusters clusters = clusters_of(ledger, fleet.question);
        const RoleAndPolicies pair =
            generate_with_role(ledger, fleet.question, clusters, fleet.asked);
        const SharedRole& role = pair.kit.role;
        if (!role.permissions.fits()) return;
        require_within_quota(role);
        wide_roles += role.permissions.names_all ? 0 : 1;

        const World world = world_of(fleet.population);
        const PairJudge judge(world, built_in_catalogue(), role.texts());
        Random random(1);
        REQUIRE(pair.summary.results.size() == fleet.population.size());
        for (const PopulationTenant& tenant : fleet.population) {
          const Result* result = result_of(pair.summary, tenant.unit);
          REQUIRE(result != nullptr);
          if (!result->proposal.fits()) continue;
          const std::string text = result->proposal.policy.text();
          REQUIRE(characters_of(text) <= session_policy_characters_max);
          const PairJudgement found =
              judge.judge(text, tenant.unit.tenant, promised(tenant, *result), {true, 30}, random);
          for (const auto* findings :
               {&found.inside.missing, &found.inside.others, &found.inside.shared, &found.lost,
                &found.lost_by_definition, &found.others_by_definition}) {
            CAPTURE(findings->witnesses, text);
            REQUIRE(findings->count == 0);
          }
          REQUIRE(found.all() == 0);
          asked += found.asked;
          ++judged;
        }
      },
      24);
  CHECK(judged > 30);
  CHECK(wide_roles > 3);
  CHECK(asked > 3'000);
}

// Without these the property could not fail.
TEST_CASE("a pair that loses an access, or lets a neighbour's resource be read, is found out") {
  Population population = calibrated_population(2);
  Random random(1);
  const World world = world_of(population);
  const PopulationTenant& tenant = population[0];
  const std::string everything =
      R"({"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["*"],"Resource":["*"]}]})";
  const std::string nothing =
      R"({"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["s3:GetObject"],"Resource":["arn:aws:s3:::nobodys/*"]}]})";
  const auto found = [&](const std::string& role, const std::string& session) {
    return PairJudge(world, built_in_catalogue(), {role})
        .judge(session, tenant.unit.tenant, tenant.accesses, {true, 100}, random);
  };
  const std::size_t accesses = tenant.accesses.size();
  CHECK(found(everything, everything).lost.count == 0);
  CHECK(found(everything, everything).lost_by_definition.count == 0);
  CHECK(found(everything, everything).inside.others.count > 0);
  CHECK(found(everything, everything).others_by_definition.count > 0);
  for (const auto& [role, session] : {std::pair(nothing, everything), {everything, nothing}}) {
    CAPTURE(role, session);
    CHECK(found(role, session).lost.count == accesses);
    CHECK(found(role, session).lost_by_definition.count == accesses);
    CHECK(found(role, session).others_by_definition.count == 0);
  }
}

}  // namespace scopedown::testing
