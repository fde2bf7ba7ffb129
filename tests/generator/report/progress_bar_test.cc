#include "generator/report/progress_bar.h"

#include <algorithm>
#include <cstddef>
#include <sstream>
#include <string>

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

TEST_CASE(
    "of a fleet it says how many policies are made, how many of them are refused, and how fast") {
  const FleetProgress progress{
      .stage = "policies", .units = 1500, .units_total = 5000, .refused = 12};
  CHECK(progress_text(progress, 200) ==
        "[######              ] 30 %  1500/5000 policies  12 refused  7.5/s  8 min left");
  CHECK(progress_text({.stage = "policies", .units = 4900, .units_total = 5000}, 20) ==
        "[################### ] 98 %  4900/5000 policies  245/s  0 s left");
  CHECK(progress_text({.stage = "policies", .units = 0, .units_total = 5000}, 3) ==
        "[                    ] 0 %  0/5000 policies");
  CHECK(progress_text({.stage = "making the role"}, 3) == "making the role ...");
}

TEST_CASE(
    "the line of a fleet is written when a stage begins, not for each of thousands of units") {
  std::ostringstream out;
  {
    ProgressBar bar(out, true);
    bar.show(FleetProgress{.stage = "making the role"});
    for (std::size_t units = 0; units <= 5000; ++units)
      bar.show(FleetProgress{.stage = "policies", .units = units, .units_total = 5000});
  }
  const std::string text = out.str();
  const std::string clear_line = "\r\x1b[K";
  // A terminal narrower than the line does not wrap it: each would leave a row behind.
  const std::string wrap_off = "\x1b[?7l";
  const std::string wrap_on = "\x1b[?7h";
  CHECK(text.starts_with(clear_line + wrap_off + "making the role ..." + wrap_on + clear_line +
                         wrap_off + "[                    ] 0 %  0/5000 policies" + wrap_on));
  CHECK(std::ranges::count(text, '\r') < 50);  // five a second
  CHECK(text.ends_with(clear_line));           // and taken away at the end
}

TEST_CASE("a bar that is not shown writes nothing") {
  std::ostringstream out;
  {
    ProgressBar bar(out, false);
    bar.show(IngestProgress{.files = 1, .files_total = 2});
    bar.show(FleetProgress{.stage = "policies", .units_total = 2});
    bar.clear();
  }
  CHECK(out.str().empty());
}

}  // namespace scopedown::testing
