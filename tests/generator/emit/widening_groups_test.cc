// Goal: groups say what pairs say, once, the worst first. Method: multiply them out again.

#include "generator/emit/widening_groups.h"

#include <algorithm>
#include <map>
#include <tuple>
#include <utility>

#include <catch2/catch.hpp>

#include "tests/support/for_all.h"
#include "tests/support/print.h"

namespace scopedown::testing {
namespace {

using Pair = std::tuple<std::string, std::string, AccessLevel, std::string>;

std::vector<Pair> pairs_of(const std::vector<Widening>& widenings) {
  std::vector<Pair> pairs;
  for (const Widening& widening : widenings)
    pairs.emplace_back(widening.access.action.text(), widening.access.resource.text(),
                       widening.level, widening.why);
  std::ranges::sort(pairs);
  return pairs;
}

std::vector<Pair> pairs_of(const std::vector<WideningGroup>& groups) {
  std::vector<Pair> pairs;
  for (const WideningGroup& group : groups)
    for (const Action& action : group.actions)
      for (const ArnPattern& resource : group.resources)
        pairs.emplace_back(action.text(), resource.text(), group.level, group.why);
  std::ranges::sort(pairs);
  return pairs;
}

Widening widening_of(const std::string& action, const std::string& resource, AccessLevel level,
                     const std::string& why) {
  return {{Action::parse(action).value(), ArnPattern::parse(resource).value()}, level, why};
}

// Few actions and resources, so that some share them. An action has one level, as in the catalogue.
std::vector<Widening> any_widenings(Random& random, Size size) {
  std::map<Access, Widening> widenings;  // one pair, one reason
  for (Size number = 0; number < size * 3; ++number) {
    const Size action = any_number(random, 5);
    Widening made = widening_of(
        "s3:Act" + std::to_string(action), "arn:aws:s3:::b" + std::to_string(any_number(random, 3)),
        static_cast<AccessLevel>(action % 5),
        any_number(random, 2) == 0 ? "resource wildcard" : "action wildcard s3:*");
    widenings.try_emplace(made.access, made);
  }
  std::vector<Widening> list;
  for (const auto& item : widenings)
    list.push_back(item.second);
  std::ranges::shuffle(list, random);
  return list;
}

}  // namespace

TEST_CASE("the pairs of the groups are those that were given, each once") {
  std::size_t shorter = 0;
  for_all(any_widenings, [&](const std::vector<Widening>& widenings) {
    const std::vector<WideningGroup> groups = groups_of(widenings);
    REQUIRE(pairs_of(groups) == pairs_of(widenings));
    REQUIRE(groups.size() <= widenings.size());
    shorter += groups.size() < widenings.size() ? 1 : 0;
    for (std::size_t index = 1; index < groups.size(); ++index)
      REQUIRE(groups[index - 1].level >= groups[index].level);
  });
  CHECK(shorter > 500);
}

TEST_CASE("a wildcard's actions on one type of resource are one group, the worst level first") {
  std::vector<Widening> widenings;
  for (const char* bucket : {"arn:aws:s3:::a", "arn:aws:s3:::b"}) {
    for (const char* action : {"s3:GetBucketTagging", "s3:GetBucketAcl"})
      widenings.push_back(widening_of(action, bucket, AccessLevel::Read, "action wildcard s3:*"));
    widenings.push_back(widening_of("s3:PutBucketPolicy", bucket,
                                    AccessLevel::PermissionsManagement, "action wildcard s3:*"));
  }
  const std::vector<WideningGroup> groups = groups_of(widenings);
  REQUIRE(groups.size() == 2);
  CHECK(groups[0].level == AccessLevel::PermissionsManagement);
  CHECK(groups[0].actions.size() == 1);
  CHECK(groups[1].actions ==
        std::vector<Action>{{"s3", "GetBucketAcl"}, {"s3", "GetBucketTagging"}});
  CHECK(groups[1].resources.size() == 2);
}

TEST_CASE("of nothing there is no group") {
  CHECK(groups_of({}).empty());
}

}  // namespace scopedown::testing
