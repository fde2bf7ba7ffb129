// The whole population, one shared role and the session policies inside it: made as `generate
// --with-role` makes them, written to files, and judged from those files (pair_judge.h).
//
//   bench_pair --every 50 --packed off        the role of all, and every 50th tenant's policy
//   bench_pair --judge role policies          what the program wrote, of the same population:
//       make_population accesses >accesses.jsonl
//       scopedown import accesses.jsonl --db all.sqlite
//       scopedown generate --db all.sqlite --with-role role --out policies
//
//   --tenants N       the first N of the 5,000 are the world (all)
//   --every N         only each Nth tenant's policy is made and judged (1)
//   --packed N        percent, or `off` (95)
//   --managed N       managed policies that the role may have (10)
//   --exact           no name is opened
//   --definition N    each Nth policy is asked of the tests' own definition too (50)
//   --refused         names the refused tenants
//
// Exits with 1 if anything is missing, breached or over quota. Times are of the CPU; memory is the
// peak of making, with the accesses that the ledger would hold on disk.

#include <algorithm>
#include <cstdio>
#include <ctime>
#include <fstream>
#include <iostream>
#include <iterator>
#include <map>
#include <optional>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>
#include <sys/resource.h>

#include "data/load.h"
#include "generator/emit/role_files.h"
#include "generator/role/role_facts.h"
#include "model/packed_size.h"
#include "tests/bench/arguments.h"
#include "tests/support/pair_judge.h"
#include "tests/support/population.h"
#include "tests/support/run.h"

namespace scopedown::testing {
namespace {

namespace fs = std::filesystem;

struct Options {
  std::size_t tenants = population_tenants;
  std::size_t every = 1;
  std::size_t definition_every = 50;
  Question question;
  RoleQuestion asked;
  bool refused = false;
  fs::path role;
  fs::path policies;
};

class Clock {
 public:
  void lap(const char* what) {
    const double now = static_cast<double>(std::clock()) / CLOCKS_PER_SEC;
    std::printf("%-40s %10.1f s\n", what, now - begun_);
    std::fflush(stdout);
    begun_ = now;
  }

 private:
  double begun_ = 0;
};

std::string bytes_of(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) throw std::runtime_error("cannot read " + path.string());
  return {std::istreambuf_iterator<char>(file), {}};
}

double peak_megabytes() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return static_cast<double>(usage.ru_maxrss) / 1024;
}

// As generate_with_role does, but for the choice of whose policies are made.
void make(const Options& options, const Population& population, const fs::path& folder) {
  Clock clock;
  Question question = options.question;
  question.also = read_given(accesses_text(population), "population");
  const Ledger ledger = empty_ledger();
  const Clusters clusters = clusters_of(ledger, question);
  clock.lap("given accesses");
  const Workloads all = workloads(ledger, question, clusters);
  clock.lap("workloads and world");
  std::vector<UnitNeeds> needs = unit_needs(all, question, clusters);
  RoleFacts facts = role_facts(ledger, clusters, needs, options.asked);
  clock.lap("needs");
  const RoleKit kit =
      role_kit_of(needs, std::move(facts), all.world, built_in_catalogue(), options.asked);
  write_role(kit, (folder / "role").string());
  clock.lap("role, judged and written");
  if (!kit.role.permissions.fits()) throw std::runtime_error("the role does not fit");
  question.role = Role(kit.role.permissions.documents);
  Summary summary;
  if (options.every == 1) {
    summary = summary_of(all, question, clusters);
  } else {
    for (std::size_t number = 0; number < population.size(); number += options.every) {
      question.selection.tenant = population[number].unit.text();
      Summary one = summary_of(all, question, clusters);
      std::ranges::move(one.results, std::back_inserter(summary.results));
    }
    summary.catalogue = built_in_catalogue_digest();
  }
  clock.lap("session policies, verified");
  write_policies(summary, clusters, (folder / "policies").string());
  clock.lap("written");
  std::printf("%-40s %10.0f MB\n\n", "peak memory", peak_megabytes());
}

std::vector<std::string> role_texts(const fs::path& folder, const RoleQuota& quota) {
  std::vector<std::string> texts;
  std::size_t over = 0;
  std::size_t characters = 0;
  const auto said = nlohmann::json::parse(bytes_of(folder / "role.json"));
  for (const auto& file : said["documents"]) {
    const std::string kind = file["kind"];
    if (kind != "inline" && kind != "managed") continue;
    // White space is not counted, and is in no name of the population.
    const std::string text =
        Policy::parse(bytes_of(folder / file["file"].get<std::string>())).text();
    const std::size_t most =
        kind == "inline" ? quota.inline_characters_max : quota.managed_characters_max;
    over += characters_of(text) > most ? 1 : 0;
    characters += characters_of(text);
    texts.push_back(text);
  }
  std::printf("role: %zu documents, %zu characters\n", texts.size(), characters);
  if (over > 0 || texts.size() > quota.documents_max())
    throw std::runtime_error("the role's documents are over their quotas");
  return texts;
}

double quantile(std::vector<double> numbers, double share) {
  if (numbers.empty()) return 0;
  std::ranges::sort(numbers);
  return numbers[static_cast<std::size_t>(share * static_cast<double>(numbers.size() - 1) + 0.5)];
}

void print_spread(const char* name, const std::vector<double>& numbers) {
  std::printf("%-40s %10.1f %10.1f %10.1f %10.1f\n", name, quantile(numbers, 0.05),
              quantile(numbers, 0.5), quantile(numbers, 0.95), quantile(numbers, 1));
}

void print_findings(const char* name, const Findings& findings) {
  std::printf("  %-38s %10zu\n", name, findings.count);
  for (const std::string& witness : findings.witnesses)
    std::printf("    %s\n", witness.c_str());
}

struct Told {
  std::string file;
  std::string refusal;  // the reason
  std::size_t withheld = 0;
};

std::map<std::string, Told> told_by_summary(const fs::path& folder) {
  std::map<std::string, Told> told;  // by cluster and namespace
  const auto summary = nlohmann::json::parse(bytes_of(folder / "summary.json"));
  for (const auto& policy : summary["policies"]) {
    Told one;
    if (policy["file"].is_string()) one.file = policy["file"];
    if (policy["refusal"].is_object()) one.refusal = policy["refusal"]["reason"];
    one.withheld = policy["withheld"].size();
    told[policy["cluster"].get<std::string>() + " " + policy["namespace"].get<std::string>()] = one;
  }
  return told;
}

struct Fleet {
  PairJudgement judgement;
  std::vector<double> characters;
  std::vector<double> packed;
  std::map<std::string, std::vector<std::string>> refused;  // tenants by reason
  std::size_t over = 0;                                     // too long, though they were written
  std::size_t withheld = 0;
  std::size_t asked = 0;  // policies that the definition was asked about
};

Fleet judged(const Options& options, const Population& population, const fs::path& role,
             const fs::path& policies) {
  const World world = world_of(population);
  const PairJudge judge(world, built_in_catalogue(), role_texts(role, options.asked.quota));
  const auto told = told_by_summary(policies);
  PackedSizeEstimator estimator;
  const Budget& budget = options.question.budget;
  Random random(1);
  Fleet fleet;
  for (std::size_t number = 0; number < population.size(); number += options.every) {
    const PopulationTenant& tenant = population[number];
    if (tenant.accesses.empty()) continue;
    const auto& name_space = std::get<Namespace>(tenant.unit.tenant.who);
    const Told& one = told.at(name_space.cluster + " " + name_space.name);
    fleet.withheld += one.withheld;
    if (one.file.empty()) {
      fleet.refused[one.refusal].push_back(tenant.unit.text());
      continue;
    }
    const std::string text = bytes_of(policies / one.file);
    const PackedSize packed = estimator.of(Policy::parse(text));
    fleet.characters.push_back(static_cast<double>(characters_of(text)));
    fleet.packed.push_back(packed.percent());
    if (characters_of(text) > budget.characters_max ||
        (budget.packed_percent_max && packed > PackedSize::of_percent(*budget.packed_percent_max)))
      ++fleet.over;
    const bool by_definition =
        fleet.characters.size() % options.definition_every == 1 || options.definition_every == 1;
    fleet.asked += by_definition ? 1 : 0;
    fleet.judgement.add(judge.judge(text, tenant.unit.tenant, tenant.accesses,
                                    {by_definition, by_definition ? 200U : 0U}, random));
  }
  return fleet;
}

void print(const Fleet& fleet, const Options& options) {
  std::size_t refused = 0;
  for (const auto& [reason, tenants] : fleet.refused)
    refused += tenants.size();
  std::printf("%-40s %10zu\n%-40s %10zu\n", "policies", fleet.characters.size(), "refused",
              refused);
  for (const auto& [reason, tenants] : fleet.refused) {
    std::printf("  %-38s %10zu\n", reason.c_str(), tenants.size());
    for (std::size_t index = 0; options.refused && index < tenants.size(); ++index)
      std::printf("    %s\n", tenants[index].c_str());
  }
  std::printf("\n%-40s %10s %10s %10s %10s\n", "", "5 %", "median", "95 %", "most");
  print_spread("characters", fleet.characters);
  print_spread("packed %", fleet.packed);
  const PairJudgement& found = fleet.judgement;
  std::printf("\njudged: %zu policies; %zu of them by the definition too, %zu questions\n",
              fleet.characters.size(), fleet.asked, found.asked);
  print_findings("missing in the session policy", found.inside.missing);
  print_findings("missing in role and session policy", found.lost);
  print_findings("  by the definition", found.lost_by_definition);
  print_findings("breaches: of other tenants", found.inside.others);
  print_findings("  by the definition", found.others_by_definition);
  print_findings("breaches: changes on shared resources", found.inside.shared);
  print_findings("breaches: denied", found.inside.denied);
  print_findings("unobserved writes by wildcard", found.inside.wildcard_writes);
  print_findings("unobserved permissions", found.inside.wildcard_permissions);
  print_findings("unobserved sensitive reads", found.inside.wildcard_sensitive);
  std::printf("  %-38s %10zu\n  %-38s %10zu\n", "over budget", fleet.over, "withheld accesses",
              fleet.withheld);
}

Options options_of(const std::vector<std::string>& arguments) {
  Options options;
  options.question.threads = 1;
  for (std::size_t index = 0; index < arguments.size(); ++index) {
    const std::string& name = arguments[index];
    const auto value = [&]() -> const std::string& {
      if (index + 1 == arguments.size()) throw Usage("without its value: " + name);
      return arguments[++index];
    };
    if (name == "--exact") {
      options.question.exact = options.asked.exact = true;
    } else if (name == "--refused") {
      options.refused = true;
    } else if (name == "--tenants") {
      options.tenants = number(value());
    } else if (name == "--every") {
      options.every = std::max<std::size_t>(number(value()), 1);
    } else if (name == "--definition") {
      options.definition_every = std::max<std::size_t>(number(value()), 1);
    } else if (name == "--managed") {
      options.asked.quota.managed_count_max = number(value());
    } else if (name == "--packed") {
      const std::string& percent = value();
      options.question.budget.packed_percent_max.reset();
      if (percent != "off")
        options.question.budget.packed_percent_max = static_cast<int>(number(percent));
    } else if (name == "--judge") {
      options.role = value();
      options.policies = value();
    } else {
      throw Usage("not an option: " + name);
    }
  }
  return options;
}

int run(const Options& options) {
  const Population population = calibrated_population(options.tenants);
  const TemporaryFolder folder;
  const bool given = !options.role.empty();
  if (!given) make(options, population, folder.path());
  Clock clock;
  clock.lap(given ? "population" : "all before");
  const Fleet fleet = judged(options, population, given ? options.role : folder.path() / "role",
                             given ? options.policies : folder.path() / "policies");
  clock.lap("judged");
  print(fleet, options);
  return fleet.judgement.all() + fleet.over == 0 ? 0 : 1;
}

}  // namespace
}  // namespace scopedown::testing

int main(int argc, char** argv) {
  try {
    return scopedown::testing::run(scopedown::testing::options_of({argv + 1, argv + argc}));
  } catch (const scopedown::testing::Usage& error) {
    std::cerr << "bench_pair: " << error.what() << '\n';
    return 2;
  } catch (const std::exception& error) {
    std::cerr << "bench_pair: " << error.what() << '\n';
    return 1;
  }
}
