// Goal: a clipped pattern reaches what it reached, and no shorter one does. Method: every pattern that
// the chains of a real service's actions make, against all beginnings and endings.

#include "generator/minimise/clip.h"

#include <algorithm>
#include <optional>
#include <set>
#include <string>

#include <catch2/catch.hpp>

#include "data/load.h"
#include "generator/minimise/chains.h"
#include "tests/support/labelled_case.h"
#include "tests/support/pick.h"

namespace scopedown::testing {
namespace {

std::set<std::string> reach(const ActionPattern& pattern) {
  std::set<std::string> names;
  for (const CatalogueAction* action : built_in_catalogue().matching(pattern))
    names.insert(action->action.text());
  return names;
}

// By trying every beginning and every ending of a name that is reached.
std::size_t shortest(const ActionPattern& pattern) {
  const std::set<std::string> wanted = reach(pattern);
  std::size_t least = pattern.text().size();
  if (wanted.empty()) return least;
  const Action first = *Action::parse(*wanted.begin());
  for (std::size_t size = 0; size <= first.name.size(); ++size) {
    for (const std::string& name :
         {first.name.substr(0, size) + "*", "*" + first.name.substr(first.name.size() - size)}) {
      const auto tried = ActionPattern::parse(first.service + ":" + name);
      if (tried && tried->text().size() < least && reach(*tried) == wanted)
        least = tried->text().size();
    }
  }
  return least;
}

}  // namespace

TEST_CASE("clipped patterns reach the same, and none that does is shorter") {
  std::size_t shorter = 0;
  for (const char* service : {"sqs", "dynamodb", "s3", "kms", "es", "xray"}) {
    for (const CatalogueAction& action : built_in_catalogue().actions_of(service)) {
      Chain chain = actions_by_beginning(action.action);
      for (const std::string& text : actions_by_ending(action.action))
        chain.push_back(text);
      chain.push_back(action.action.text());
      for (const std::string& text : chain) {
        const ActionPattern pattern = *ActionPattern::parse(text);
        const ActionPattern cut = clipped(pattern, built_in_catalogue());
        CAPTURE(text, cut.text());
        REQUIRE(reach(cut) == reach(pattern));
        REQUIRE(cut.text().size() == shortest(pattern));
        shorter += cut.text().size() < text.size() ? 1 : 0;
      }
    }
  }
  CHECK(shorter > 500);
}

TEST_CASE("clipped patterns by example") {
  const auto cut = [](const char* text) {
    return clipped(*ActionPattern::parse(text), built_in_catalogue()).text();
  };
  CHECK(cut("ec2:AttachVolume") == "ec2:AttachVo*");
  CHECK(cut("s3:GetObject") == "s3:GetObject");  // others begin so
  CHECK(cut("sqs:*Visibility") == "sqs:*y");
  CHECK(cut("rds-db:connect") == "rds-db:*");  // there is no other
  CHECK(cut("unheardof:Do*") == "unheardof:Do*");
  CHECK(cut("*") == "*");
}

TEST_CASE("a wildcard inside a word is told from one between words") {
  const auto cuts = [](const char* text) {
    return cuts_a_word(*ActionPattern::parse(text), built_in_catalogue());
  };
  for (const char* text : {"ec2:AttachVo*", "sqs:*y", "s3:GetObjectA*"})
    CHECK(cuts(text));
  for (const char* text : {"ec2:Attach*", "sqs:*Visibility", "sqs:*", "s3:GetObject",
                           "s3:GetObject*", "sqs:*Message*", "ec2:AttachVolume*", "*"})
    CHECK_FALSE(cuts(text));
}

TEST_CASE("clipped tokens reach what they reached, also of what no catalogue knows") {
  std::size_t unknown = 0;
  std::size_t cut = 0;
  for_all(any_labelled_case, [&](const LabelledCase& labelled) {
    Random random(labelled.seed);
    LabelledWorld world(labelled);
    AccessUsage accesses = world.accesses;
    for (const auto& [access, usage] : world.accesses) {
      // ReceiveMessage and FrobMessage share an ending, ReceiveFrob a beginning.
      const std::string& name = access.action.name;
      const auto last = static_cast<std::size_t>(
          std::find_if(name.rbegin(), name.rend(), [](char byte) { return byte <= 'Z'; }).base() -
          name.begin() - 1);
      const std::string other =
          once_in(random, 2) ? "Frob" + name.substr(last) : name.substr(0, last) + "Frob";
      if (once_in(random, 2))
        accesses.emplace(Access{{access.action.service, other}, access.resource}, usage);
    }
    const UsageGraph graph(accesses);
    Candidates candidates(graph, world.isolation, world.rules, Elision::None);
    candidates.clip(small_catalogue());
    for (const ReachedAction& reached : candidates.reached) {
      unknown += small_catalogue().find(reached.action) == nullptr ? 1 : 0;
      for (const std::size_t token : reached.tokens) {
        CAPTURE(candidates.actions[token].whole.text(), candidates.actions[token].pattern.text());
        REQUIRE(candidates.actions[token].pattern.matches(reached.action));
      }
    }
    for (const ActionToken& token : candidates.actions)
      cut += token.pattern != token.whole ? 1 : 0;
  });
  CHECK(unknown > 300);
  CHECK(cut > 300);
}

}  // namespace scopedown::testing
