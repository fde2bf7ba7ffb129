// What it costs to find out what records mean, beside what it costs to read them, in one run:
//
//   bench_interpretation                  a log of our own making, 50,000 records
//   bench_interpretation LOG...           files of records, as they lie there
//
//   parse      bytes to Events, nothing kept
//   interpret  every record's calls to accesses, one by one: as `catalogue coverage` does
//   rows       the distinct calls alone: what a run from a ledger interprets
//
// Each is timed in turn and again, twenty times; the least CPU time of one thread counts. Exit code 1
// if interpreting the rows costs more than parsing: that is what the design promises, and no test can
// time. A small log, few of whose calls repeat, is the worst case.

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstdio>
#include <ctime>
#include <functional>
#include <random>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "data/load.h"
#include "generator/logs/cloudtrail.h"
#include "generator/logs/log_files.h"
#include "generator/usage/collector.h"
#include "generator/usage/interpretation.h"
#include "tests/support/cloudtrail_log.h"
#include "tests/support/random_log.h"

namespace scopedown::testing {
namespace {

constexpr int rounds = 20;

double cpu_seconds() {
  timespec now{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + 1e-9 * static_cast<double>(now.tv_nsec);
}

double timed(const std::function<void()>& work) {
  const double begin = cpu_seconds();
  work();
  return cpu_seconds() - begin;
}

// Texts of log files, each a line of its own records.
std::vector<std::string> our_own_logs() {
  constexpr std::size_t records_wanted = 50'000;
  const RandomLogShape shape{
      .workloads = 12, .calls = 2'000, .hostile_names = false, .noise = true};
  std::vector<std::string> texts;
  std::size_t records = 0;
  for (std::uint64_t seed = 1; records < records_wanted; ++seed) {
    std::mt19937_64 random(seed);
    const RandomLog log = random_log(random, 20, shape);
    records += log.records.size();
    texts.push_back(log_document(log.records));
  }
  return texts;
}

std::vector<std::string> logs_of(const std::vector<std::string>& arguments) {
  if (arguments.empty()) return our_own_logs();
  std::vector<std::string> texts;
  LogLoader loader;
  for (const std::string& path : list_logs(arguments).files) {
    const auto loaded = loader.load(path);
    if (const auto* file = std::get_if<LogText>(&loaded)) texts.emplace_back(file->text.text);
  }
  return texts;
}

// All records of the logs, one after the other.
std::uint64_t read_all(const std::vector<std::string>& texts,
                       const CloudTrailReader::OnEvent& on_event) {
  CloudTrailReader reader(Extraction::built_in());
  PaddedBuffer buffer;
  std::uint64_t records = 0;
  for (const std::string& text : texts) {
    buffer.reserve(text.size(), 0);
    std::copy(text.begin(), text.end(), buffer.data());
    records += reader
                   .read(buffer.padded(text.size()), "log", on_event,
                         [](std::string_view, const std::string&) {})
                   .records;
  }
  return records;
}

void report(const char* what, double seconds, std::uint64_t count, const char* of, double parsing) {
  std::printf("%-10s %8.3f s  %7.2f us a %-7s %5.2f of parsing\n", what, seconds,
              1e6 * seconds / static_cast<double>(std::max<std::uint64_t>(count, 1)), of,
              seconds / parsing);
}

int run(const std::vector<std::string>& arguments) {
  const std::vector<std::string> texts = logs_of(arguments);
  std::size_t bytes = 0;
  for (const std::string& text : texts)
    bytes += text.size();
  Collector collector(Extraction::built_in());
  const std::uint64_t records = read_all(texts, [&](const Event& event) { collector.add(event); });
  const Batch batch = collector.take();
  std::vector<UsageKey> rows;
  for (std::uint32_t call = 0; call < batch.calls.size(); ++call)
    rows.push_back(batch.call(call));
  const Interpreter interpreter(built_in_catalogue());

  std::array<double, 3> least{1e9, 1e9, 1e9};
  std::size_t found = 0;
  for (int round = 0; round < rounds; ++round) {
    std::array<double, 3> taken{};
    std::uint64_t seen = 0;
    taken[0] = timed([&] { read_all(texts, [&](const Event&) { ++seen; }); });
    taken[1] = timed([&] {
      for (const Batch::Entry& entry : batch.entries)
        for (std::uint32_t call = 0; call < entry.call_count; ++call)
          found += interpreter.interpret(rows[batch.call_indexes[entry.first_call + call]])
                       .accesses.size();
    });
    taken[2] = timed([&] {
      for (const UsageKey& row : rows)
        found += interpreter.interpret(row).accesses.size();
    });
    for (std::size_t index = 0; index < least.size(); ++index)
      least[index] = std::min(least[index], taken[index]);
  }
  std::printf("%llu records, %.1f MB, %zu distinct calls, %zu accesses\n",
              static_cast<unsigned long long>(records), static_cast<double>(bytes) / 1e6,
              rows.size(), found / (2 * rounds));
  report("parse", least[0], records, "record", least[0]);
  report("interpret", least[1], batch.call_indexes.size(), "call", least[0]);
  report("rows", least[2], rows.size(), "row", least[0]);
  return least[2] < least[0] ? 0 : 1;
}

}  // namespace
}  // namespace scopedown::testing

int main(int argc, char** argv) {
  return scopedown::testing::run(std::vector<std::string>(argv + 1, argv + argc));
}
