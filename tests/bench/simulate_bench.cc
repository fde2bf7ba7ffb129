// How many cases a second `simulate --batch` judges on one core: reading, judging and writing lines.
//
//   bench_simulate [CASES]     100,000 unless said otherwise
//
// Two mixes: few policies that come again, as when a policy is judged against a log; and each case
// with policies of its own, which must all be read.

#include <cstdlib>
#include <ctime>
#include <iomanip>
#include <iostream>
#include <string>
#include <vector>

#include "generator/simulate/batch.h"
#include "tests/support/authorisation_case.h"

namespace scopedown::testing {
namespace {

std::vector<std::string> lines_of(std::size_t count, std::size_t different) {
  const std::vector<std::string> layers{"identity", "session", "boundary",
                                        "resource", "scp",     "rcp"};
  std::vector<CaseJson> policies;
  std::vector<std::string> lines;
  for (std::size_t number = 0; number < count; ++number) {
    Random random(number + 1);
    CaseJson value = any_authorisation_case(random, 10, layers[number % layers.size()]);
    if (policies.size() < different) {
      policies.push_back(value["policies"]);
    } else {
      value["policies"] = policies[number % different];
    }
    value["id"] = number;
    lines.push_back(value.dump());
  }
  return lines;
}

void measure(const std::string& name, const std::vector<std::string>& lines) {
  BatchSimulator simulator;
  std::size_t bytes_in = 0;
  std::size_t bytes_out = 0;
  const std::clock_t begin = std::clock();  // of this process: others on the machine do not count
  for (const std::string& line : lines) {
    bytes_in += line.size();
    bytes_out += simulator.answer(line, 0).size();
  }
  const double seconds = static_cast<double>(std::clock() - begin) / CLOCKS_PER_SEC;
  const auto count = static_cast<double>(lines.size());
  std::cout << name << ": " << std::fixed << std::setprecision(0) << count / seconds << " cases/s, "
            << bytes_in / lines.size() << " bytes in and " << bytes_out / lines.size()
            << " out a case, " << simulator.failures() << " failed\n";
}

}  // namespace
}  // namespace scopedown::testing

int main(int argc, char** argv) {
  using namespace scopedown::
      testing;  // NOLINT(google-build-using-namespace): a program of one page
  const std::size_t count = argc > 1 ? std::strtoull(argv[1], nullptr, 10) : 100'000;
  measure("64 sets of policies", lines_of(count, 64));
  measure("policies of its own  ", lines_of(count, count));
  return 0;
}
