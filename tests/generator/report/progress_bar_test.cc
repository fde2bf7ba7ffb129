#include "generator/report/progress_bar.h"

#include <sstream>

#include <catch2/catch.hpp>

namespace scopedown::testing {

TEST_CASE("the bar says how far it is, how fast, and how long it will take") {
  CHECK(progress_text({.files = 50,
                       .files_total = 200,
                       .bytes = 400'000'000,
                       .bytes_total = 800'000'000,
                       .records = 2'500'000},
                      4) ==
        "[##########          ] 50 %  50/200 files  2.5 M records  100 MB/s  4 s left");
}

TEST_CASE("where sizes are not known the bar goes by files, and promises nothing at first") {
  CHECK(progress_text({.files = 0, .files_total = 1, .records = 7}, 0) ==
        "[                    ] 0 %  0/1 files  7 records");
}

TEST_CASE("a bar that is not shown writes nothing") {
  std::ostringstream out;
  const ProgressBar bar(out, false);
  bar.show({.files = 1, .files_total = 2});
  bar.clear();
  CHECK(out.str().empty());
}

}  // namespace scopedown::testing
