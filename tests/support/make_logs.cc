// make_logs FOLDER EVENTS EVENTS_PER_FILE: the logs that reading is timed and killed on.

#include <cstdio>
#include <string>

#include "tests/bench/ingest/data_set.h"

int main(int argc, char** argv) {
  if (argc != 4) {
    std::fputs("make_logs FOLDER EVENTS EVENTS_PER_FILE\n", stderr);
    return 2;
  }
  const auto set = scopedown::testing::write_data_set(
      argv[1], {.events = std::stoull(argv[2]), .events_per_file = std::stoull(argv[3])});
  return set.records == std::stoull(argv[2]) ? 0 : 1;
}
