// Makes policies from the first part of the time and asks them about the rest:
//
//   bench_hold_out                     300 tenants, the first 70 % of 60 days
//   bench_hold_out --exact             the same without opening names, to compare
//
//   --tenants N       so many (300)
//   --percent N       of the time that the policies are made from (70)
//   --characters N    budget (2,048)
//   --packed N        budget in percent, or `off` (95)
//   --exact           no name is opened
//
// Recall is the share of the later calls that the evaluator surely allows, by family of names
// (open_families.h). Excess is excess_oracle.h's: beyond the first part, all that the policies allow
// and the tenants were not seen doing in it, names that nobody has among it; beyond all the time, on
// names that somebody had by its end, what the tenants did not do later either. Of the policies that
// fit; judged by judge.h against the names of all the time.

#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <iostream>
#include <map>
#include <set>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "data/load.h"
#include "generator/minimise/minimise.h"
#include "model/evaluator.h"
#include "tests/bench/arguments.h"
#include "tests/support/excess_oracle.h"
#include "tests/support/judge.h"
#include "tests/support/open_families.h"

namespace scopedown::testing {
namespace {

struct Options {
  std::size_t tenants = 300;
  std::size_t percent = 70;
  Budget budget;
  bool exact = false;
};

Options options_of(const std::vector<std::string>& arguments) {
  Options options;
  for (std::size_t index = 0; index < arguments.size(); ++index) {
    const std::string& argument = arguments[index];
    if (argument == "--exact") {
      options.exact = true;
      continue;
    }
    if (index + 1 == arguments.size())
      throw Usage("not an option, or without its value: " + argument);
    const std::string& value = arguments[++index];
    if (argument == "--tenants") {
      options.tenants = number(value);
    } else if (argument == "--percent") {
      options.percent = number(value);
    } else if (argument == "--characters") {
      options.budget.characters_max = number(value);
    } else if (argument == "--packed") {
      options.budget.packed_percent_max.reset();
      if (value != "off") options.budget.packed_percent_max = static_cast<int>(number(value));
    } else {
      throw Usage("not an option: " + argument);
    }
  }
  return options;
}

struct Recall {
  bool open = false;
  std::size_t calls = 0;
  std::size_t allowed = 0;

  [[nodiscard]] double percent() const {
    return calls == 0 ? 0 : 100.0 * static_cast<double>(allowed) / static_cast<double>(calls);
  }

  void add(bool is_allowed) {
    ++calls;
    allowed += is_allowed ? 1 : 0;
  }
};

class HoldOut {
 public:
  explicit HoldOut(const Options& options)
      : options_(options),
        last_day_(hold_out_days * options.percent / 100),
        tenants_(growing_tenants(options.tenants)) {
    for (const GrowingTenant& tenant : tenants_) {
      for (const auto& [access, usage] : usage_of(tenant, 0, hold_out_days)) {
        if (usage_of_first(tenant).contains(access)) before_.add(tenant.unit.tenant, access);
        always_.add(tenant.unit.tenant, access);
      }
    }
    before_.settle(built_in_catalogue());
    always_.settle(built_in_catalogue());
  }

  void run() {
    const Judge judge(always_, built_in_catalogue());
    const ExcessOracle oracle(always_, built_in_catalogue());
    for (const GrowingTenant& tenant : tenants_) {
      const AccessUsage first = usage_of(tenant, 0, last_day_);
      const Rules rules{
          .catalogue = built_in_catalogue(), .budget = options_.budget, .exact = options_.exact};
      const Proposal proposal = minimise({tenant.unit, first, {}, {}}, before_, rules);
      if (!proposal.fits()) continue;
      ++fit_;
      const std::string text = proposal.policy.text();
      const Policy policy = Policy::parse(text);
      replay(policy, tenant);
      const AccessUsage all = usage_of(tenant, 0, hold_out_days);
      judgement_.add(judge.judge(text, tenant.unit.tenant, first, {}));
      excess_of_all_.push_back(oracle.excess_of(policy, all, {}).known);
      excess_of_first_.push_back(oracle.excess_of(policy, first, {}).total());
    }
  }

  void print() const {
    std::printf("%zu tenants, policies of the first %zu of %zu days%s: %zu fit\n\n",
                tenants_.size(), last_day_, hold_out_days, options_.exact ? ", exact" : "", fit_);
    std::printf("%-24s %8s %10s %10s\n", "family", "", "later", "allowed");
    Recall open{true};
    Recall closed;
    for (const auto& [family, recall] : recalls_) {
      print_recall(std::string(family), recall);
      Recall& sum = recall.open ? open : closed;
      sum.calls += recall.calls;
      sum.allowed += recall.allowed;
    }
    print_recall("all of open families", open);
    print_recall("all of closed families", closed);
    print_spread("excess beyond the first part", excess_of_first_);
    print_spread("excess beyond all the time", excess_of_all_);
    std::printf(
        "\nmissing accesses of the first part %zu, isolation breaks in all the time %zu, "
        "unobserved changes by wildcard %zu\n",
        judgement_.missing.count, judgement_.isolation_breaks(),
        judgement_.wildcard_writes.count + judgement_.wildcard_permissions.count);
  }

 private:
  const AccessUsage& usage_of_first(const GrowingTenant& tenant) {
    const auto [place, added] = first_.try_emplace(tenant.unit);
    if (added) place->second = usage_of(tenant, 0, last_day_);
    return place->second;
  }

  void replay(const Policy& policy, const GrowingTenant& tenant) {
    for (const TimedCall& call : tenant.calls) {
      if (call.day < last_day_) continue;
      const Request request{"", call.access.action, call.access.resource.text(), {}};
      Recall& recall = recalls_[call.family];
      recall.open = call.open;
      recall.add(decide(policy, request, Reading::Surely).allowed());
    }
  }

  static void print_recall(const std::string& name, const Recall& recall) {
    std::printf("%-24s %8s %10zu %8.2f %%\n", name.c_str(), recall.open ? "open" : "closed",
                recall.calls, recall.percent());
  }

  static void print_spread(const char* name, std::vector<std::uint64_t> numbers) {
    if (numbers.empty()) return;
    std::ranges::sort(numbers);
    const std::size_t last = numbers.size() - 1;
    std::printf("%-30s median %llu, 95 %% %llu, most %llu\n", name,
                static_cast<unsigned long long>(numbers[last / 2]),
                static_cast<unsigned long long>(numbers[last * 95 / 100]),
                static_cast<unsigned long long>(numbers[last]));
  }

  Options options_;
  std::size_t last_day_;
  std::vector<GrowingTenant> tenants_;
  std::map<Unit, AccessUsage> first_;
  World before_;
  World always_;
  std::size_t fit_ = 0;
  std::map<std::string_view, Recall> recalls_;
  std::vector<std::uint64_t> excess_of_first_;
  std::vector<std::uint64_t> excess_of_all_;
  Judgement judgement_;
};

}  // namespace
}  // namespace scopedown::testing

int main(int argc, char** argv) {
  try {
    scopedown::testing::HoldOut hold_out(scopedown::testing::options_of({argv + 1, argv + argc}));
    hold_out.run();
    hold_out.print();
    return 0;
  } catch (const scopedown::testing::Usage& error) {
    std::cerr << "bench_hold_out: " << error.what() << '\n';
    return 2;
  }
}
