// How fast logs are read into a ledger, against how fast that could be (ceiling.h) and against what
// people use today. Makes its own logs in a folder, which it keeps for the next time.
//
//   bench_ingest PROGRAM [FOLDER] [EVENTS] [EVENTS_PER_FILE] [alone]
//
// `alone` leaves the others out. PROGRAM is the scopedown to be timed: it runs as users run it, and its memory is what the system
// counted. Each figure is the best of three. Exits with 1 where a bound is missed:
//   the ceiling does at least 0.35 of plain inflating, or it is no ceiling
//   scopedown, its ledger written, does at least 0.75 of the ceiling, in less than 250 MB
//   and, where they are installed, at least 4 times DuckDB; jq and Python are only printed
//
// What the others do is less: they count by session, source, name and resource, and keep nothing.

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include <fcntl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "generator/error.h"
#include "tests/bench/ingest/ceiling.h"
#include "tests/bench/ingest/data_set.h"

namespace scopedown::testing {
namespace {

constexpr int repetitions = 3;
constexpr std::size_t threads = 2;

struct Run {
  Taken taken;
  double megabytes = 0;
  bool done = false;
};

// Runs the command, its output thrown away.
Run run_once(const std::vector<std::string>& command) {
  std::vector<char*> arguments;
  for (const std::string& argument : command)
    arguments.push_back(const_cast<char*>(argument.c_str()));
  arguments.push_back(nullptr);
  const auto begin = std::chrono::steady_clock::now();
  const pid_t child = fork();
  ensure(child >= 0, "a process starts");
  if (child == 0) {
    const int nowhere = ::open("/dev/null", O_WRONLY);
    ::dup2(nowhere, STDOUT_FILENO);
    ::dup2(nowhere, STDERR_FILENO);
    ::execvp(arguments[0], arguments.data());
    _exit(127);
  }
  int status = 0;
  rusage usage{};
  ensure(wait4(child, &status, 0, &usage) == child, "the process ends");
  Run run;
  run.taken.seconds =
      std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
  const auto seconds = [](const timeval& time) {
    return static_cast<double>(time.tv_sec) + 1e-6 * static_cast<double>(time.tv_usec);
  };
  run.taken.cpu_seconds = seconds(usage.ru_utime) + seconds(usage.ru_stime);
  run.megabytes = static_cast<double>(usage.ru_maxrss) / 1e3;
  run.done = WIFEXITED(status) && WEXITSTATUS(status) == 0;
  return run;
}

void print(const char* what, const Taken& taken, const DataSet& set, const Taken& ceiling) {
  std::printf("%-18s %7.2f s %7.2f s of CPU %6.0f MB/s of JSON %6.3f M records/s, ", what,
              taken.seconds, taken.cpu_seconds,
              1e-6 * static_cast<double>(set.json_bytes) / taken.seconds,
              1e-6 * static_cast<double>(set.records) / taken.seconds);
  std::printf("%.2f of the ceiling (by CPU %.2f)\n", ceiling.seconds / taken.seconds,
              ceiling.cpu_seconds / taken.cpu_seconds);
}

Run timed_ingest(const std::string& program, const std::string& folder, const std::string& db) {
  Run best;
  for (int repetition = 0; repetition < repetitions; ++repetition) {
    for (const char* ending : {"", "-wal", "-shm"})
      std::filesystem::remove(db + ending);
    const Run run = run_once({program, "ingest", folder, "--db", db, "--quiet"});
    ensure(run.done, "scopedown reads the data set");
    if (run.taken.seconds < best.taken.seconds) best = run;
  }
  return best;
}

// What others do, in their own words. `$1` is the folder.
struct Rival {
  const char* name;
  const char* needs;  // the program that must be there
  const char* script;
};

constexpr Rival rivals[] = {
    {"jq, sort and uniq", "jq",
     R"sh(zcat "$1"/*.gz | jq -r '.Records[] | [.userIdentity.arn, .eventSource, .eventName,
        (.resources[0].ARN // "")] | @tsv' | sort | uniq -c | wc -l)sh"},
    {"python3", "python3", R"sh(python3 - "$1" <<'END'
import collections, glob, gzip, json, sys
counts = collections.Counter()
for path in glob.glob(sys.argv[1] + "/*.gz"):
    with gzip.open(path) as file:
        for record in json.load(file)["Records"]:
            resources = record.get("resources") or [{}]
            counts[record["userIdentity"].get("arn"), record["eventSource"], record["eventName"],
                   resources[0].get("ARN")] += 1
print(len(counts))
END
)sh"},
    {"duckdb", "duckdb",
     R"sh(duckdb -c "SET threads = 2; SELECT count(*) FROM (SELECT r.userIdentity.arn, r.eventSource,
        r.eventName, r.resources[1].ARN, count(*) FROM (SELECT unnest(Records) AS r FROM
        read_json('$1/*.gz', columns = {Records: 'STRUCT(userIdentity STRUCT(arn VARCHAR),
        eventSource VARCHAR, eventName VARCHAR, resources STRUCT(ARN VARCHAR)[])[]'},
        maximum_object_size = 1000000000)) GROUP BY ALL)")sh"}};

bool report(const std::string& program, const std::string& folder, const DataSetShape& shape,
            bool with_rivals) {
  const std::string logs = folder + "/logs-" + std::to_string(shape.events) + "-" +
                           std::to_string(shape.events_per_file);
  const DataSet set = write_data_set(logs, shape);
  std::printf("%llu events in %zu files: %.1f MB of gzip, %.1f MB of JSON\n",
              static_cast<unsigned long long>(set.records), set.files.size(),
              1e-6 * static_cast<double>(set.gzip_bytes),
              1e-6 * static_cast<double>(set.json_bytes));
  Taken inflate;
  Ceiling ceiling;
  for (int repetition = 0; repetition < repetitions; ++repetition) {
    const Taken inflated = measured_inflate(set.files, threads);
    if (inflated.seconds < inflate.seconds) inflate = inflated;
    const Ceiling measured = measured_ceiling(set.files, threads);
    ensure(measured.records == set.records, "the ceiling counts every record");
    if (measured.taken.seconds < ceiling.taken.seconds) ceiling = measured;
  }
  print("read and expand", inflate, set, ceiling.taken);
  print("ceiling", ceiling.taken, set, ceiling.taken);
  const Run ours = timed_ingest(program, logs, folder + "/bench.db");
  print("scopedown ingest", ours.taken, set, ceiling.taken);
  std::printf("  %.0f MB of memory, a ledger of %.1f MB; %llu distinct keys\n", ours.megabytes,
              1e-6 * static_cast<double>(std::filesystem::file_size(folder + "/bench.db")),
              static_cast<unsigned long long>(ceiling.keys));

  bool holds = true;
  const auto check = [&](bool claim, const char* what) {
    if (!claim) std::printf("MISSED: %s\n", what);
    holds = holds && claim;
  };
  check(inflate.seconds / ceiling.taken.seconds >= 0.35, "the ceiling does 0.35 of inflating");
  check(ceiling.taken.seconds / ours.taken.seconds >= 0.75, "0.75 of the ceiling");
  check(ours.megabytes < 250, "less than 250 MB");
  if (!with_rivals) return holds;
  for (const Rival& rival : rivals) {
    const std::string present = std::string("command -v ") + rival.needs;
    if (!run_once({"bash", "-c", present}).done) {
      std::printf("%-26s skipped: not installed\n", rival.name);
      continue;
    }
    const Run run = run_once({"bash", "-c", rival.script, "bench", logs});
    if (!run.done) {
      std::printf("%-26s skipped: it failed\n", rival.name);
      continue;
    }
    print(rival.name, run.taken, set, ceiling.taken);
    std::printf("  scopedown is %.1f times as fast\n", run.taken.seconds / ours.taken.seconds);
    if (std::string_view(rival.name) == "duckdb")
      check(run.taken.seconds / ours.taken.seconds >= 4, "4 times DuckDB");
  }
  return holds;
}

}  // namespace
}  // namespace scopedown::testing

int main(int argc, char** argv) {
  if (argc < 2) {
    std::fputs("bench_ingest PROGRAM [FOLDER] [EVENTS] [EVENTS_PER_FILE] [alone]\n", stderr);
    return 2;
  }
  const std::string folder =
      argc > 2 ? std::string(argv[2])
               : (std::filesystem::temp_directory_path() / "scopedown-bench-ingest").string();
  scopedown::testing::DataSetShape shape;
  if (argc > 3) shape.events = std::stoull(argv[3]);
  if (argc > 4) shape.events_per_file = std::stoull(argv[4]);
  return scopedown::testing::report(argv[1], folder, shape, argc <= 5) ? 0 : 1;
}
