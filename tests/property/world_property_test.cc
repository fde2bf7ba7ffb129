// Goal: the world knows who did what, what a pattern reaches, and what was denied for good.
// Method: random logs, against the list of facts itself.

#include "model/world.h"

#include <algorithm>
#include <set>
#include <string>
#include <vector>

#include <catch2/catch.hpp>

#include "data/load.h"
#include "tests/support/oracle.h"
#include "tests/support/pick.h"
#include "tests/support/print.h"

namespace scopedown::testing {
namespace {

// Names that IAM can write, one beginning like another.
const std::vector<std::string> names{"a", "ab", "aba", "a/b", "a/c", "a/ba", "a/bb", "*", "a/*"};

Tenant tenant_of(Size number) {
  return Tenant{Namespace{"arn:aws:eks:eu-west-1:111122223333:cluster/c", std::string(1, static_cast<char>('a' + number))}};
}

std::string any_arn(Random& random) {
  return once_in(random, 8) ? "*" : "arn:aws:s3:::" + pick(random, names);
}

struct Log {
  std::vector<Fact> facts;
  ArnPattern pattern;
};

std::ostream& operator<<(std::ostream& out, const Log& log) {
  for (const Fact& fact : log.facts)
    out << fact.tenant.text() << (fact.denied ? " was denied " : " did ") << fact.action.text() << " on " << fact.arn << '\n';
  return out << "pattern " << log.pattern.text();
}

Log any_log(Random& random, Size size) {
  Log log;
  for (Size left = any_number(random, 2 * size); left > 0; --left) {
    const Action action{"s3", std::string(1, pick(random, std::string("GPD")))};
    log.facts.push_back({tenant_of(any_number(random, 2)), action, any_arn(random), once_in(random, 4)});
  }
  const std::string text = once_in(random, 6) ? "*" : "arn:aws:s3:::" + any_word(random, 3, {"a", "b", "/", "*", "?"}) + "*";
  log.pattern = once_in(random, 3) ? ArnPattern::exactly(any_arn(random)) : *ArnPattern::parse(text);
  return log;
}

World world_of(const std::vector<Fact>& facts) {
  World world;
  for (const Fact& fact : facts) {
    if (fact.denied) {
      world.add_denied(fact.tenant, {fact.action, ArnPattern::exactly(fact.arn)});
    } else {
      world.add(fact.tenant, {fact.action, ArnPattern::exactly(fact.arn)});
    }
  }
  world.settle(built_in_catalogue());
  return world;
}

bool was_seen(const std::vector<Fact>& facts, const Tenant& tenant, const Action& action, const std::string& arn) {
  return std::ranges::any_of(facts, [&](const Fact& fact) {
    return !fact.denied && fact.tenant == tenant && fact.action == action && fact.arn == arn;
  });
}

}  // namespace

TEST_CASE("a resource belongs to those who used it, and to nobody else") {
  for_all(any_log, [](const Log& log) {
    const World world = world_of(log.facts);
    REQUIRE(std::ranges::is_sorted(world.resources(), {}, &World::Resource::arn));
    std::set<std::string> used;
    for (const Fact& fact : log.facts)
      if (!fact.denied && fact.arn != "*") used.insert(fact.arn);
    REQUIRE(world.resources().size() == used.size());
    for (const World::Resource& resource : world.resources()) {
      REQUIRE(used.contains(resource.arn));
      for (Size number = 0; number < 3; ++number) {
        const Tenant tenant = tenant_of(number);
        const TenantIndex* index = world.find(tenant);
        bool any = false;
        for (const char* name : {"G", "P", "D"}) {
          const bool seen = was_seen(log.facts, tenant, {"s3", name}, resource.arn);
          any = any || seen;
          if (index != nullptr) REQUIRE(World::did(resource, *index, {"s3", name}) == seen);
        }
        REQUIRE((index != nullptr && World::belongs_to(resource, *index)) == any);
      }
    }
  });
}

TEST_CASE("a pattern touches the resources that it may match, sorted") {
  std::size_t some = 0;
  for_all(any_log, [&](const Log& log) {
    const World world = world_of(log.facts);
    std::vector<const World::Resource*> expected;
    for (const World::Resource& resource : world.resources())
      if (log.pattern.may_match(resource.arn)) expected.push_back(&resource);
    REQUIRE(world.touched_by(log.pattern) == expected);
    some += expected.size() > 1 && expected.size() < world.resources().size() ? 1 : 0;
  });
  CHECK(some > 100);
}

TEST_CASE("the indexes by type and by owner find what a look at every resource finds") {
  std::size_t foreign = 0;
  std::size_t owned = 0;
  for_all(any_log, [&](const Log& log) {
    const World world = world_of(log.facts);
    for (Size number = 0; number < 3; ++number) {
      const TenantIndex* tenant = world.find(tenant_of(number));
      std::set<TypeIndex> types;  // of what others have there
      std::vector<const World::Resource*> mine;
      for (const World::Resource& resource : world.resources()) {
        if (!log.pattern.may_match(resource.arn)) continue;
        const bool is_mine = tenant != nullptr && World::belongs_to(resource, *tenant);
        if (is_mine) mine.push_back(&resource);
        if (!is_mine) types.insert(resource.types.begin(), resource.types.end());
      }
      for (const TypeIndex type : world.types()) {
        const World::Resource* found = world.first_foreign(type, log.pattern, tenant);
        REQUIRE((found != nullptr) == types.contains(type));
        if (found == nullptr) continue;
        REQUIRE(log.pattern.may_match(found->arn));
        REQUIRE(std::ranges::binary_search(found->types, type));
        ++foreign;
      }
      if (tenant != nullptr) REQUIRE(world.owned_under(log.pattern, *tenant) == mine);
      owned += mine.empty() ? 0 : 1;
    }
  });
  CHECK(foreign > 1'000);
  CHECK(owned > 1'000);
}

TEST_CASE("what was denied stays denied unless the same pair also succeeded") {
  std::size_t erased = 0;
  for_all(any_log, [&](const Log& log) {
    const World world = world_of(log.facts);
    for (Size number = 0; number < 3; ++number) {
      const Tenant tenant = tenant_of(number);
      const TenantIndex* index = world.find(tenant);
      std::set<std::pair<Action, std::string>> expected;
      for (const Fact& fact : log.facts) {
        if (!fact.denied || !(fact.tenant == tenant)) continue;
        const bool seen = was_seen(log.facts, tenant, fact.action, fact.arn);
        erased += seen ? 1 : 0;
        if (!seen) expected.emplace(fact.action, fact.arn);
      }
      if (index == nullptr) {
        REQUIRE(expected.empty());
      } else {
        REQUIRE(world.denied(*index) == expected);
      }
    }
  });
  CHECK(erased > 50);
}

TEST_CASE("who owns a pattern owns what lies under it, but did there only what can be done there") {
  const std::string group = "arn:aws:logs:eu-west-1:111122223333:log-group:/a";
  World world;
  world.add(tenant_of(0), {{"logs", "CreateLogGroup"}, *ArnPattern::parse(group + ":*")});
  world.add(tenant_of(0), {{"logs", "CreateLogStream"}, *ArnPattern::parse(group + ":*")});
  world.add(tenant_of(0), {{"logs", "NotInTheCatalogue"}, *ArnPattern::parse(group + ":*")});
  const ArnPattern stream = ArnPattern::exactly(group + ":log-stream:x");
  world.add(tenant_of(1), {{"logs", "PutLogEvents"}, stream});
  world.settle(built_in_catalogue());
  const auto touched = world.touched_by(stream);
  const auto place = std::ranges::find(touched, stream.glob(), &World::Resource::arn);
  REQUIRE(place != touched.end());
  const TenantIndex maker = *world.find(tenant_of(0));
  CHECK(World::belongs_to(**place, maker));
  CHECK(World::belongs_to(**place, *world.find(tenant_of(1))));
  CHECK_FALSE(World::did(**place, maker, {"logs", "CreateLogGroup"}));
  CHECK_FALSE(World::did(**place, maker, {"logs", "PutLogEvents"}));
  CHECK(World::did(**place, maker, {"logs", "NotInTheCatalogue"}));
}

TEST_CASE("a given pattern is touched by every pattern that overlaps it") {
  for_all(any_log, [](const Log& log) {
    World world;
    for (const Fact& fact : log.facts) {
      const bool literal = fact.arn.find('*') != std::string::npos;  // a name that looks like a pattern
      if (!literal) world.add(fact.tenant, {fact.action, ArnPattern::exactly(fact.arn)});
    }
    const ArnPattern given = *ArnPattern::parse("arn:aws:s3:::a/*");
    world.add_given(tenant_of(0), {{"s3", "G"}, given});
    world.settle(built_in_catalogue());
    const auto touched = world.touched_by(log.pattern);
    const auto place = std::ranges::find_if(touched, [](const auto* resource) { return resource->pattern.has_value(); });
    REQUIRE((place != touched.end()) == log.pattern.may_overlap(given));
    if (place == touched.end()) return;
    REQUIRE(World::belongs_to(**place, *world.find(tenant_of(0))));
  });
}

}  // namespace scopedown::testing
