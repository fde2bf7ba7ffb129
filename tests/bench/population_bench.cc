// Runs the minimiser over the population and measures what it makes, whatever it says of it:
//
//   bench_population --every 50 --packed off        every 50th tenant, characters alone
//   bench_population --role known --split           the shared role known, two policies a tenant
//   bench_population --each new --against old       a line for each tenant, and compared
//
//   --tenants N      the first N of the 5,000 are the world (all)
//   --every N        only each Nth tenant is minimised, in the world of all (1)
//   --medium         the 30 medium tenants instead
//   --split          each tenant's services dealt out to two service accounts, a policy each
//   --role WHAT      unknown; known: it allows what the tenants use, on everything; pinned: the
//                    same in this region and account
//   --trust-role     the user's choice of that name
//   --characters N   budget (2,048)
//   --packed N       budget in percent, or `off` (95)
//   --open           names that will not repeat are opened; else all are taken as they are
//   --each FILE      writes a line for each tenant, with its policies
//   --against FILE   compares with such a file: excess, where both fit
//
// A tenant fits if each of its policies does; its excess is their sum. Judged by judge.h and
// excess_oracle.h. Times are of one thread's CPU, a tenant's slowest policy; the in-run baseline is
// the lossless stage alone, which is the same call without a budget.

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <fstream>
#include <functional>
#include <iostream>
#include <map>
#include <optional>
#include <set>
#include <sstream>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include <sys/resource.h>
#include <time.h>

#include "data/load.h"
#include "generator/minimise/minimise.h"
#include "tests/bench/arguments.h"
#include "tests/support/excess_oracle.h"
#include "tests/support/judge.h"
#include "tests/support/oracle.h"
#include "tests/support/population.h"

namespace scopedown::testing {
namespace {

struct Options {
  std::size_t tenants = population_tenants;
  std::size_t every = 1;
  bool medium = false;
  bool split = false;
  std::string role = "unknown";
  bool trust_role = false;
  Budget budget;
  bool open = false;
  std::string each;
  std::string against;
};

Options options_of(const std::vector<std::string>& arguments) {
  Options options;
  using Take = std::function<void(const std::string&)>;
  const std::map<std::string, Take> with_value{
      {"--tenants", [&](const std::string& value) { options.tenants = number(value); }},
      {"--every", [&](const std::string& value) { options.every = number(value); }},
      {"--role", [&](const std::string& value) { options.role = value; }},
      {"--characters",
       [&](const std::string& value) { options.budget.characters_max = number(value); }},
      {"--packed",
       [&](const std::string& value) {
         options.budget.packed_percent_max.reset();
         if (value != "off") options.budget.packed_percent_max = static_cast<int>(number(value));
       }},
      {"--each", [&](const std::string& value) { options.each = value; }},
      {"--against", [&](const std::string& value) { options.against = value; }}};
  const std::map<std::string, bool*> flags{{"--medium", &options.medium},
                                           {"--split", &options.split},
                                           {"--trust-role", &options.trust_role},
                                           {"--open", &options.open}};
  for (std::size_t index = 0; index < arguments.size(); ++index) {
    const std::string& argument = arguments[index];
    if (const auto flag = flags.find(argument); flag != flags.end()) {
      *flag->second = true;
    } else if (const auto take = with_value.find(argument);
               take != with_value.end() && index + 1 < arguments.size()) {
      take->second(arguments[++index]);
    } else {
      throw Usage("not an option, or without its value: " + argument);
    }
  }
  if (options.every == 0) throw Usage("--every is 1 at least");
  if (!std::set<std::string>{"unknown", "known", "pinned"}.contains(options.role))
    throw Usage("--role is unknown, known or pinned");
  return options;
}

double cpu_milliseconds() {
  timespec now{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) * 1e3 + static_cast<double>(now.tv_nsec) / 1e6;
}

// Of one tenant: the sum over its policies, or the largest.
struct Outcome {
  std::string tenant;
  bool fits = true;
  std::size_t characters = 0;        // largest
  double packed = 0;                 // largest
  double packed_least = 0;           // largest
  std::uint64_t said = 0;            // the excess score that the minimiser states
  Excess excess;                     // independent
  double milliseconds = 0;           // of the slowest policy
  double lossless_milliseconds = 0;  // likewise
  std::size_t policies = 0;
  std::string texts;  // one behind the other, also those that do not fit
  std::size_t lossless_characters = 0;
  double lossless_packed = 0;
  std::size_t grouped_characters = 0;
  Judgement judgement;
};

class Bench {
 public:
  explicit Bench(const Options& options)
      : options_(options),
        population_(options.medium ? medium_population() : calibrated_population(options.tenants)),
        world_(world_of(population_)),
        judge_(world_, built_in_catalogue()),
        oracle_(world_, built_in_catalogue()) {
    if (options.role == "unknown") return;
    role_.push_back(
        role_of(population_, options.role == "pinned" ? RoleScope::Pinned : RoleScope::Everything));
  }

  std::vector<Outcome> run() {
    std::vector<Outcome> outcomes;
    const std::size_t last = options_.medium ? medium_tenants : population_.size();
    for (std::size_t index = 0; index < last; index += options_.every) {
      const PopulationTenant& tenant = population_[index];
      Outcome outcome;
      outcome.tenant = tenant.unit.text();
      if (options_.split) {
        const auto [first, second] = split_by_service(tenant);
        measure(first, outcome);
        measure(second, outcome);
      } else {
        measure(tenant, outcome);
      }
      outcomes.push_back(std::move(outcome));
      if (outcomes.size() % 100 == 0) std::cerr << outcomes.size() << " tenants\n";
    }
    return outcomes;
  }

 private:
  [[nodiscard]] Rules rules(const Budget& budget) const {
    Rules rules{.catalogue = built_in_catalogue(), .budget = budget, .exact = !options_.open};
    if (!role_.empty()) rules.role = Role(role_);
    rules.trust_role = options_.trust_role;
    return rules;
  }

  [[nodiscard]] Proposal timed(const UnitUsage& usage, const Budget& budget,
                               double& slowest) const {
    const double before = cpu_milliseconds();
    Proposal proposal = minimise(usage, world_, rules(budget));
    slowest = std::max(slowest, cpu_milliseconds() - before);
    return proposal;
  }

  void measure(const PopulationTenant& tenant, Outcome& outcome) {
    if (tenant.accesses.empty()) return;
    const UnitUsage usage{tenant.unit, tenant.accesses, {}, {}};
    const Proposal lossless =
        timed(usage, {1'000'000, std::nullopt}, outcome.lossless_milliseconds);
    const Proposal proposal = timed(usage, options_.budget, outcome.milliseconds);
    ++outcome.policies;
    outcome.lossless_characters += lossless.policy.characters();
    outcome.lossless_packed =
        std::max(outcome.lossless_packed, estimator_.of(lossless.policy).percent());
    outcome.grouped_characters += grouped_policy(UsageGraph(tenant.accesses)).characters();
    outcome.packed_least = std::max(outcome.packed_least, proposal.packed_least_found.percent());

    // What it says of itself is not believed.
    const std::string text = proposal.policy.text();
    outcome.texts += text;
    const Policy policy = Policy::parse(text);
    const PackedSize packed = estimator_.of(policy);
    const auto packed_max = options_.budget.packed_percent_max;
    const bool fits = characters_of(text) <= options_.budget.characters_max &&
                      (!packed_max || packed <= PackedSize::of_percent(*packed_max));
    if (proposal.fits() != fits) throw std::logic_error(outcome.tenant + " fits, or does not");
    outcome.fits = outcome.fits && fits;
    outcome.characters = std::max(outcome.characters, characters_of(text));
    outcome.packed = std::max(outcome.packed, packed.percent());
    outcome.said += proposal.excess_score;
    if (!fits) return;
    outcome.judgement.add(judge_.judge(text, tenant.unit.tenant, tenant.accesses, role_));
    const Excess excess = oracle_.excess_of(policy, tenant.accesses, role_);
    outcome.excess.known += excess.known;
    outcome.excess.invented += excess.invented;
    outcome.excess.untyped += excess.untyped;
  }

  Options options_;
  Population population_;
  World world_;
  Judge judge_;
  ExcessOracle oracle_;
  std::vector<Policy> role_;
  PackedSizeEstimator estimator_;
};

template <class Number>
double quantile(std::vector<Number> numbers, double share) {
  if (numbers.empty()) return 0;
  std::ranges::sort(numbers);
  return static_cast<double>(
      numbers[static_cast<std::size_t>(share * static_cast<double>(numbers.size() - 1) + 0.5)]);
}

template <class Value>
std::vector<double> each(const std::vector<Outcome>& outcomes, Value value) {
  std::vector<double> values;
  for (const Outcome& outcome : outcomes)
    values.push_back(std::invoke(value, outcome));
  return values;
}

void print_spread(const char* name, const std::vector<double>& numbers) {
  std::printf("%-34s %10.2f %10.2f %10.2f %10.2f\n", name, quantile(numbers, 0.05),
              quantile(numbers, 0.5), quantile(numbers, 0.95), quantile(numbers, 1));
}

void print_findings(const char* name, const Findings& findings) {
  std::printf("  %-32s %10zu", name, findings.count);
  for (const std::string& witness : findings.witnesses)
    std::printf("\n    %s", witness.c_str());
  std::printf("\n");
}

double share_of(std::size_t part, std::size_t all) {
  return all == 0 ? 0 : 100.0 * static_cast<double>(part) / static_cast<double>(all);
}

void print_question(const Options& options, std::size_t tenants) {
  const std::string packed = options.budget.packed_percent_max
                                 ? std::to_string(*options.budget.packed_percent_max) + " %"
                                 : "off";
  std::printf("%zu %s tenants of %zu, %s, role %s%s, %s\n", tenants,
              options.medium ? "medium" : "calibrated",
              options.medium ? medium_tenants : options.tenants,
              options.split ? "two policies each" : "one policy each", options.role.c_str(),
              options.trust_role ? " and trusted" : "",
              options.open ? "names opened" : "names as they are");
  std::printf("budget: %zu characters, packed %s\n\n", options.budget.characters_max,
              packed.c_str());
}

void print_table(const Options& options, const std::vector<Outcome>& outcomes) {
  std::vector<Outcome> fitting;
  std::ranges::copy_if(outcomes, std::back_inserter(fitting), &Outcome::fits);
  const auto excess_of = [](const Outcome& outcome) {
    return static_cast<double>(outcome.excess.total());
  };
  const std::vector<double> excesses = each(fitting, excess_of);
  const auto none = static_cast<std::size_t>(std::ranges::count(excesses, 0.0));
  Excess sum;
  Judgement judgement;
  for (const Outcome& outcome : fitting) {
    sum.known += outcome.excess.known;
    sum.invented += outcome.excess.invented;
    sum.untyped += outcome.excess.untyped;
  }
  for (const Outcome& outcome : outcomes)
    judgement.add(outcome.judgement);

  print_question(options, outcomes.size());
  std::printf("%-34s %10zu %9.1f %%\n", "fit", fitting.size(),
              share_of(fitting.size(), outcomes.size()));
  std::printf("%-34s %10zu %9.1f %%\n", "fit without excess", none,
              share_of(none, outcomes.size()));
  std::printf(
      "%-34s %10llu = %llu known + %llu invented + %llu untyped\n", "sum of excess",
      static_cast<unsigned long long>(sum.total()), static_cast<unsigned long long>(sum.known),
      static_cast<unsigned long long>(sum.invented), static_cast<unsigned long long>(sum.untyped));

  std::printf("\n%-34s %10s %10s %10s %10s\n", "", "5 %", "median", "95 %", "most");
  print_spread("excess of those that fit", excesses);
  print_spread("  as the minimiser scores it", each(fitting, [](const Outcome& outcome) {
                 return static_cast<double>(outcome.said);
               }));
  print_spread("characters of those that fit", each(fitting, [](const Outcome& outcome) {
                 return static_cast<double>(outcome.characters);
               }));
  print_spread("packed % of those that fit", each(fitting, &Outcome::packed));
  print_spread("least packed % that was found", each(outcomes, &Outcome::packed_least));
  print_spread("lossless: packed %", each(outcomes, &Outcome::lossless_packed));
  print_spread("lossless: characters", each(outcomes, [](const Outcome& outcome) {
                 return static_cast<double>(outcome.lossless_characters);
               }));
  print_spread("lossless / grouped: characters", each(outcomes, [](const Outcome& outcome) {
                 return static_cast<double>(outcome.lossless_characters) /
                        static_cast<double>(outcome.grouped_characters);
               }));
  const std::vector<double> times = each(outcomes, &Outcome::milliseconds);
  const std::vector<double> lossless_times = each(outcomes, &Outcome::lossless_milliseconds);
  print_spread("CPU ms of a policy", times);
  print_spread("CPU ms, lossless alone", lossless_times);
  std::printf("%-34s %21.1f of the medians\n", "  ratio",
              quantile(times, 0.5) / quantile(lossless_times, 0.5));

  std::printf("\njudged, those that fit\n");
  print_findings("missing accesses", judgement.missing);
  print_findings("of other tenants (a)", judgement.others);
  print_findings("changes on shared resources (b)", judgement.shared);
  print_findings("denied (c)", judgement.denied);
  print_findings("the same, outside the role", judgement.latent);
  print_findings("unobserved writes by wildcard", judgement.wildcard_writes);
  print_findings("unobserved permissions", judgement.wildcard_permissions);
  print_findings("unobserved sensitive reads", judgement.wildcard_sensitive);
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  std::printf("\n%-34s %10.0f MB\n", "peak memory", static_cast<double>(usage.ru_maxrss) / 1024);
}

void write_each(const std::string& path, const std::vector<Outcome>& outcomes) {
  std::ofstream file(path);
  file << "tenant\tfits\tcharacters\tpacked\tpacked_least\texcess\tpolicies\n";
  for (const Outcome& outcome : outcomes) {
    file << outcome.tenant << '\t' << (outcome.fits ? 1 : 0) << '\t' << outcome.characters << '\t'
         << outcome.packed << '\t' << outcome.packed_least << '\t' << outcome.excess.total()
         << '\t' << outcome.texts << '\n';
  }
  if (!file) throw std::runtime_error("cannot write " + path);
}

// Excess of this run over that of another, of the tenants that fit in both.
void print_comparison(const std::string& path, const std::vector<Outcome>& outcomes) {
  std::ifstream file(path);
  if (!file) throw std::runtime_error("cannot read " + path);
  std::map<std::string, std::pair<bool, std::uint64_t>> before;
  std::string line;
  std::getline(file, line);
  while (std::getline(file, line)) {
    std::istringstream cells(line);
    std::string tenant;
    int fits = 0;
    std::string skipped;
    std::uint64_t excess = 0;
    if (!std::getline(cells, tenant, '\t') ||
        !(cells >> fits >> skipped >> skipped >> skipped >> excess))
      throw std::runtime_error(path + ": not a line of --each: " + line);
    before[tenant] = {fits == 1, excess};
  }
  std::vector<double> ratios;
  std::uint64_t sum = 0;
  std::uint64_t sum_before = 0;
  std::size_t both = 0;
  std::size_t worse = 0;
  std::size_t lost = 0;
  std::size_t won = 0;
  for (const Outcome& outcome : outcomes) {
    const auto place = before.find(outcome.tenant);
    if (place == before.end()) continue;
    const auto [fitted, excess] = place->second;
    lost += fitted && !outcome.fits ? 1 : 0;
    won += !fitted && outcome.fits ? 1 : 0;
    if (!fitted || !outcome.fits) continue;
    ++both;
    sum += outcome.excess.total();
    sum_before += excess;
    worse += outcome.excess.total() > excess ? 1 : 0;
    if (excess > 0)
      ratios.push_back(static_cast<double>(outcome.excess.total()) / static_cast<double>(excess));
  }
  std::printf("\nagainst %s\n  %zu fit in both, %zu only here, %zu only there\n", path.c_str(),
              both, won, lost);
  std::printf(
      "  excess: median ratio %.3f (of %zu that had any), of the sums %.3f, %zu worse\n",
      quantile(ratios, 0.5), ratios.size(),
      static_cast<double>(sum) / static_cast<double>(std::max<std::uint64_t>(sum_before, 1)),
      worse);
}

int run(const std::vector<std::string>& arguments) {
  const Options options = options_of(arguments);
  Bench bench(options);
  const std::vector<Outcome> outcomes = bench.run();
  print_table(options, outcomes);
  if (!options.each.empty()) write_each(options.each, outcomes);
  if (!options.against.empty()) print_comparison(options.against, outcomes);
  return 0;
}

}  // namespace
}  // namespace scopedown::testing

int main(int argc, char** argv) {
  try {
    return scopedown::testing::run({argv + 1, argv + argc});
  } catch (const scopedown::testing::Usage& error) {
    std::cerr << "bench_population: " << error.what() << '\n';
    return 2;
  } catch (const std::exception& error) {
    std::cerr << "bench_population: " << error.what() << '\n';
    return 1;
  }
}
