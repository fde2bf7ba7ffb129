// Goal: the walk names exactly the sets of patterns that texts have, each with a text that has it.
// Method: small sets of small globs against every text of up to five letters; then the shapes of
// every resource type that AWS has, whose texts the catalogue must know for its own.

#include <map>
#include <set>
#include <string>
#include <vector>

#include <catch2/catch.hpp>

#include "data/load.h"
#include "model/arn_shape.h"
#include "model/pattern_walk.h"
#include "model/wildcard.h"
#include "tests/support/oracle.h"
#include "tests/support/pick.h"

namespace scopedown::testing {
namespace {

const std::vector<std::string> symbols{"a",
                                       "b",
                                       ":",
                                       "\u00e9",
                                       std::string(1, any_run),
                                       std::string(1, any_run),
                                       std::string(1, any_one)};

std::vector<std::string> any_globs(Random& random, Size size) {
  std::vector<std::string> globs;
  for (Size left = 1 + any_number(random, 3); left > 0; --left)
    globs.push_back(any_word(random, 1 + size / 4, symbols));
  return globs;
}

PatternWalk walk_of(const std::vector<std::string>& globs) {
  PatternWalk walk;
  for (const std::string& glob : globs)
    walk.patterns.push_back(text_pattern_of_glob(glob, Colons::Cross));
  return walk;
}

PatternSet matched_by_definition(const std::vector<std::string>& globs, const std::string& text) {
  PatternSet matched;
  for (std::size_t glob = 0; glob < globs.size(); ++glob)
    if (wildcard_matches_by_definition(globs[glob], text)) matched.push_back(glob);
  return matched;
}

}  // namespace

TEST_CASE("a walk calls out the sets of patterns that texts have, and no others") {
  const std::vector<std::string> texts = all_words({"a", "b", ":", "\u00e9", "z"}, 5);
  for_all(
      any_globs,
      [&](const std::vector<std::string>& globs) {
        std::map<PatternSet, std::string> called;
        REQUIRE(walk_of(globs).visit([&](const PatternSet& set, const std::string& text) {
          REQUIRE(matched_by_definition(globs, text) == set);
          REQUIRE(called.emplace(set, text).second);
          return true;
        }));
        for (const std::string& text : texts) {
          const PatternSet matched = matched_by_definition(globs, text);
          if (matched.empty()) continue;
          CAPTURE(text);
          REQUIRE(called.contains(matched));
          REQUIRE(called.at(matched).size() <= text.size() + text.size());
        }
      },
      300);
}

TEST_CASE("a walk for some groups alone calls out what is in each") {
  for_all(
      any_globs,
      [](const std::vector<std::string>& globs) {
        std::set<PatternSet> expected;
        PatternWalk walk = walk_of(globs);
        REQUIRE(walk.visit([&](const PatternSet& set, const std::string&) {
          const bool first = std::ranges::binary_search(set, std::size_t{0});
          if (first && set.back() + 1 == globs.size()) expected.insert(set);
          return true;
        }));
        walk.groups = {{0}, {globs.size() - 1}};
        std::set<PatternSet> called;
        REQUIRE(walk.visit([&](const PatternSet& set, const std::string&) {
          called.insert(set);
          return true;
        }));
        REQUIRE(called == expected);
      },
      1000);
}

TEST_CASE("a walk that grows beyond its limit says so") {
  PatternWalk walk = walk_of({std::string("a") + any_run + "b" + any_run + "c"});
  walk.states_max = 2;
  CHECK_FALSE(walk.visit([](const PatternSet&, const std::string&) { return true; }));
}

TEST_CASE("where colons stop, a run stays in its segment") {
  const std::string glob = glob_of("arn:aws:sqs:*:1:a*");
  PatternWalk walk;
  walk.patterns = {text_pattern_of_glob(glob, Colons::Stop),
                   text_pattern_of_glob(glob, Colons::Cross), text_pattern_of_any_arn()};
  std::set<PatternSet> called;
  REQUIRE(walk.visit([&](const PatternSet& set, const std::string&) {
    called.insert(set);
    return true;
  }));
  CHECK(called == std::set<PatternSet>{{}, {2}, {1, 2}, {0, 1, 2}});
}

TEST_CASE("the texts of a type's shape are ARNs of the type") {
  const Catalogue& catalogue = built_in_catalogue();
  std::size_t asked = 0;
  for (std::size_t type = 0; type < catalogue.types().size(); ++type) {
    for (const std::string_view arn_template : templates_of(catalogue.types()[type])) {
      PatternWalk walk;
      walk.patterns = {text_pattern_of_shape(shape_of(arn_template))};
      walk.groups = {{0}};
      REQUIRE(walk.visit([&](const PatternSet&, const std::string& text) {
        CAPTURE(arn_template, text);
        CHECK(catalogue.is_of(ArnPattern::exactly(text), static_cast<TypeIndex>(type)));
        ++asked;
        return true;
      }));
    }
  }
  CHECK(asked > 2000);
}

}  // namespace scopedown::testing
