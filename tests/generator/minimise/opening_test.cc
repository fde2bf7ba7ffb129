// Goal: names that are made up as a program runs become patterns; names that people chose do not.
// Method: tables of names seen together, and what they become.

#include "generator/minimise/opening.h"

#include <algorithm>
#include <string>
#include <vector>

#include <catch2/catch.hpp>

#include "tests/support/pick.h"
#include "tests/support/print.h"
#include "tests/support/small_case.h"

namespace scopedown::testing {
namespace {

const Action get{"s3", "GetObject"};

AccessUsage seen(const std::vector<std::string>& arns) {
  AccessUsage accesses;
  std::int64_t day = 0;
  for (const std::string& arn : arns) {
    day += 86'400;
    accesses[{get, ArnPattern::exactly(arn)}].merge({1, day, day});
  }
  return accesses;
}

std::vector<std::string> resources_of(const AccessUsage& accesses) {
  std::vector<std::string> resources;
  for (const auto& [access, usage] : accesses)
    resources.push_back(access.resource.text());
  return resources;
}

Opening opened(const AccessUsage& accesses) {
  return open_names(accesses, [](const Action&, const ArnPattern&) { return true; });
}

}  // namespace

TEST_CASE("names of a made-up shape become one pattern") {
  struct Row {
    std::vector<std::string> names;
    std::string pattern;  // "": they stay as they are
    const char* because;
  };

  const std::string bucket = "arn:aws:s3:::data/";
  const auto row = GENERATE_COPY(
      Row{{bucket + "in/5f3c0e1a-0000-4000-8000-0123456789ab.json",
           bucket + "in/00000000-1111-4222-8333-abcdefabcdef.json"},
          bucket + "in/*.json",
          "UUIDs"},
      Row{{bucket + "in/01HF7YAT31JZHSMW1CG6Q6MHB7", bucket + "in/01HF7YAT3155K8SCR6V0Y1M9QX"},
          bucket + "in/*",
          "ULIDs"},
      Row{{bucket + "9b74c9897bac770ffc029102a200c5de.bin",
           bucket + "d41d8cd98f00b204e9800998ecf8427e.bin"},
          bucket + "*.bin",
          "digests, whose container is the bucket"},
      Row{{bucket + "log/2026/11/21/a.gz", bucket + "log/2026/11/22/a.gz"},
          bucket + "log/*/a.gz",
          "dates as folders"},
      Row{{bucket + "log-2026-11-21.gz", bucket + "log-2026-11-22.gz"},
          bucket + "log-*.gz",
          "dates with dashes"},
      Row{{bucket + "n/1700000000", bucket + "n/1700000060"}, bucket + "n/*", "seconds since 1970"},
      Row{{bucket + "in/5f3c0e1a-0000-4000-8000-0123456789ab.json"},
          "",
          "one name alone is no family"},
      Row{{bucket + "eu/prices", bucket + "us/prices"}, "", "words that people chose"},
      Row{{bucket + "v1/schema", bucket + "v2/schema"}, "", "versions are few"},
      Row{{"arn:aws:s3:::5f3c0e1a-0000-4000-8000-0123456789ab/a",
           "arn:aws:s3:::00000000-1111-4222-8333-abcdefabcdef/a"},
          "",
          "buckets are never opened: another account could own the next one"},
      Row{{"arn:aws:kms:eu-west-1:111122223333:key/5f3c0e1a-0000-4000-8000-0123456789ab",
           "arn:aws:kms:eu-west-1:111122223333:key/00000000-1111-4222-8333-abcdefabcdef"},
          "",
          "ids that AWS drew say nothing about their siblings"},
      Row{{"arn:aws:sqs:eu-west-1:111122223333:20260101",
           "arn:aws:sqs:eu-west-1:111122223333:20260102"},
          "",
          "nothing of the name would be left"},
      Row{{"arn:aws:sqs:eu-west-1:111122223333:jobs-20260101",
           "arn:aws:sqs:eu-west-1:111122223333:jobs-20260102"},
          "arn:aws:sqs:eu-west-1:111122223333:jobs-*",
          "queues by date"});
  CAPTURE(row.names, row.because);
  const AccessUsage accesses = seen(row.names);
  const Opening opening = opened(accesses);
  if (row.pattern.empty()) {
    CHECK(opening.opened.empty());
    CHECK(resources_of(opening.accesses) == resources_of(accesses));
    return;
  }
  CHECK(resources_of(opening.accesses) == std::vector{row.pattern});
  REQUIRE(opening.opened.size() == 1);
  CHECK(opening.opened.front().pattern.text() == row.pattern);
  CHECK(opening.opened.front().names == row.names.size());
}

TEST_CASE("a folder whose children keep coming is opened, and not one that is complete") {
  std::vector<std::string> children;
  for (const char* name : {"ada", "bea", "cid", "dov", "eva", "fay", "gil", "hal", "ida", "joe",
                           "kai", "leo", "mia", "ned", "oda", "pia"})
    children.push_back(std::string("arn:aws:s3:::data/people/") + name);
  CHECK(resources_of(opened(seen(children)).accesses) ==
        std::vector<std::string>{"arn:aws:s3:::data/people/*"});

  // All of them in the first hour, and again to the end.
  AccessUsage complete;
  for (const std::string& child : children)
    complete[{get, ArnPattern::exactly(child)}].merge({9, 3'600, 86'400});
  CHECK(opened(complete).opened.empty());

  children.pop_back();
  CHECK(opened(seen(children)).opened.empty());  // too few to tell
}

TEST_CASE("a hostile name is a name inside a pattern too") {
  const AccessUsage accesses =
      seen({"arn:aws:s3:::data/$a*/2026-11-21", "arn:aws:s3:::data/$a*/2026-11-22"});
  CHECK(resources_of(opened(accesses).accesses) ==
        std::vector<std::string>{"arn:aws:s3:::data/${$}a${*}/*"});
}

TEST_CASE("what isolation forbids keeps its names") {
  const AccessUsage accesses =
      seen({"arn:aws:s3:::data/2026-11-21", "arn:aws:s3:::data/2026-11-22"});
  const Opening opening = open_names(
      accesses, [](const Action&, const ArnPattern& pattern) { return pattern.is_exact(); });
  CHECK(opening.opened.empty());
  CHECK(resources_of(opening.accesses) == resources_of(accesses));
}

TEST_CASE("opening loses no access and no call") {
  std::size_t opened_count = 0;
  for_all(
      [](Random& random, Size size) {
        std::vector<std::string> arns;
        const std::vector<std::string> parts{"a",   "2026-11-2", "/",        "2026",
                                             "/11", "-",         "12345678", "x.json"};
        for (Size left = any_number(random, 2 * size); left > 0; --left)
          arns.push_back("arn:aws:s3:::data/" + any_word(random, 5, parts) +
                         std::to_string(any_number(random, 9)));
        return arns;
      },
      [&](const std::vector<std::string>& arns) {
        const AccessUsage accesses = seen(arns);
        const Opening opening = opened(accesses);
        std::uint64_t before = 0;
        std::uint64_t after = 0;
        for (const auto& entry : accesses) {
          const Access& access = entry.first;
          before += entry.second.count;
          const bool held = std::ranges::any_of(opening.accesses, [&](const auto& item) {
            return item.first.action == access.action &&
                   item.first.resource.covers(access.resource);
          });
          CAPTURE(access);
          REQUIRE(held);
        }
        for (const auto& [access, usage] : opening.accesses)
          after += usage.count;
        REQUIRE(after == before);
        opened_count += opening.opened.size();
      },
      1'000);
  CHECK(opened_count > 100);
}

}  // namespace scopedown::testing
