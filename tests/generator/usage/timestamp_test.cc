#include "generator/usage/timestamp.h"

#include <catch2/catch.hpp>

#include "tests/support/for_all.h"

namespace scopedown::testing {
namespace {

struct Readable {
  const char* text;
  std::int64_t seconds;
  const char* because;
};

std::int64_t any_moment(Random& random, Size) {
  constexpr std::int64_t first = -62'135'596'800;  // 0001-01-01T00:00:00Z
  constexpr std::int64_t last = 253'402'300'799;   // 9999-12-31T23:59:59Z
  return std::uniform_int_distribution<std::int64_t>(first, last)(random);
}

}  // namespace

TEST_CASE("a moment is read in each form that people and CloudTrail use") {
  const auto row = GENERATE(
      Readable{"1970-01-01T00:00:00Z", 0, "the count begins here"},
      Readable{"2023-12-13T01:14:20Z", 1'702'430'060, "a real eventTime"},
      Readable{"2023-12-13T01:14:20.999Z", 1'702'430'060, "a fraction is dropped"},
      Readable{"2023-12-13 01:14:20", 1'702'430'060, "CloudTrail Lake, UTC"},
      Readable{"2023-12-13 01:14:20.000", 1'702'430'060, "CloudTrail Lake with a fraction"},
      Readable{"2023-12-13T03:14:20+02:00", 1'702'430'060, "east of Greenwich is earlier in UTC"},
      Readable{"2023-12-12T19:44:20-05:30", 1'702'430'060, "west is later"},
      Readable{"2023-12-13", 1'702'425'600, "a date is its first second"},
      Readable{"2024-02-29", 1'709'164'800, "a leap day"},
      Readable{"1969-12-31T23:59:59Z", -1, "before the count begins"});
  CAPTURE(row.text, row.because);
  CHECK(parse_timestamp(row.text) == row.seconds);
}

TEST_CASE("what is no moment is not read") {
  const auto* text =
      GENERATE("", "2026", "2026-11", "2026-11-1", "2026-13-01", "2026-00-10", "2026-02-29",
               "2026-11-31", "0000-01-01", "2026-11-01T", "20261101", "2026-11-01T10:30Z",
               "2026-11-01T24:00:00Z", "2026-11-01T10:60:00Z", "2026-11-01T10:30:60Z",
               "2026-11-01T10:30:00.Z", "2026-11-01T10:30:00ZZ", "2026-11-01T10:30:00+2",
               " 2026-11-01", "2026-11-01Z", "-026-11-01", "2026-11-01T10:30:00+24:00");
  CAPTURE(text);
  CHECK_FALSE(parse_timestamp(text).has_value());
}

TEST_CASE("a moment's text is read back as the same moment") {
  for_all(any_moment, [](std::int64_t seconds) {
    CAPTURE(timestamp_text(seconds));
    REQUIRE(parse_timestamp(timestamp_text(seconds)) == seconds);
  });
}

}  // namespace scopedown::testing
