// What the tables that are built in cost a run before it does anything: each is read on first use,
// once in a process, so each is timed in processes of its own. The least of twenty counts.
//
//   catalogue      actions, resource types, dependents, our judgements on them
//   extraction     what the ledger keeps (needs the catalogue, which is not counted here)
//   interpreter    rules of interpretation (likewise)
//   digest         of all tables, for summary.json
//   one action     a first look-up, all told: what `catalogue explain` waits for

#include <algorithm>
#include <array>
#include <cstdio>
#include <ctime>
#include <functional>
#include <string>

#include <sys/wait.h>
#include <unistd.h>

#include "data/embedded.h"
#include "data/extraction.h"
#include "data/load.h"
#include "generator/error.h"
#include "generator/usage/interpretation.h"

namespace scopedown::testing {
namespace {

constexpr int processes = 20;

double cpu_milliseconds() {
  timespec now{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
  return 1e3 * static_cast<double>(now.tv_sec) + 1e-6 * static_cast<double>(now.tv_nsec);
}

// The CPU time of `work` after `before`, in a process that has done nothing else.
double in_a_new_process(const std::function<void()>& before, const std::function<void()>& work) {
  std::array<int, 2> ends{};
  ensure(pipe(ends.data()) == 0, "a pipe opens");
  const pid_t child = fork();
  ensure(child >= 0, "a process starts");
  if (child == 0) {
    before();
    const double begin = cpu_milliseconds();
    work();
    const double taken = cpu_milliseconds() - begin;
    _exit(write(ends[1], &taken, sizeof taken) == sizeof taken ? 0 : 1);
  }
  double taken = 0;
  ensure(read(ends[0], &taken, sizeof taken) == sizeof taken, "the process answers");
  waitpid(child, nullptr, 0);
  close(ends[0]);
  close(ends[1]);
  return taken;
}

void report(const char* what, const std::function<void()>& before,
            const std::function<void()>& work) {
  double least = 1e9;
  for (int process = 0; process < processes; ++process)
    least = std::min(least, in_a_new_process(before, work));
  std::printf("%-12s %7.2f ms\n", what, least);
}

void run() {
  std::size_t bytes = 0;
  for (const EmbeddedTable& table : embedded_tables())
    bytes += table.text.size();
  std::printf("%zu tables, %.2f MB\n", embedded_tables().size(), static_cast<double>(bytes) / 1e6);
  const auto nothing = [] {};
  const auto catalogue = [] { static_cast<void>(built_in_catalogue()); };
  report("catalogue", nothing, catalogue);
  report("extraction", catalogue, [] { static_cast<void>(Extraction::built_in()); });
  report("interpreter", catalogue, [] { Interpreter{built_in_catalogue()}; });
  report("digest", nothing, [] { static_cast<void>(built_in_catalogue_digest()); });
  report("one action", nothing, [] {
    ensure(built_in_catalogue().find("s3", "GetObject") != nullptr, "AWS has s3:GetObject");
  });
}

}  // namespace
}  // namespace scopedown::testing

int main() {
  scopedown::testing::run();
}
