// Goal: what is wrong with a policy is found from its bytes, whoever made it.
// Method: proposals of the program have no objection; each kind of damage has the right one.

#include "generator/minimise/verify.h"

#include <algorithm>
#include <string>
#include <vector>

#include <catch2/catch.hpp>

#include "generator/minimise/excess.h"
#include "tests/support/judge.h"
#include "tests/support/pick.h"
#include "tests/support/print.h"
#include "tests/support/small_case.h"

namespace scopedown::testing {
namespace {

const Action get{"s3", "GetObject"};
const Action put{"s3", "PutObject"};
constexpr const char* mine = "arn:aws:s3:::a/x-1";
constexpr const char* theirs = "arn:aws:s3:::a/x-22";
constexpr const char* shared = "arn:aws:s3:::a/y/1";

// Tenant 0 reads one object of its own and one that tenant 1 reads too; one it was denied.
SmallCase neighbours() {
  return {{{small_tenant(0), get, mine, false},
           {small_tenant(0), get, shared, false},
           {small_tenant(1), get, shared, false},
           {small_tenant(1), get, theirs, false},
           {small_tenant(0), get, "arn:aws:s3:::a/x-2", true}}};
}

// A proposal of somebody else, that lists honestly what its policy allows.
Proposal proposal_of(const SmallCase& small, const std::string& text) {
  Proposal proposal;
  proposal.policy = Policy::parse(text);
  for (const auto& [access, usage] : small.accesses())
    proposal.granted.push_back(access);
  const Rules rules{.catalogue = small_catalogue()};
  proposal.excess =
      widenings(proposal.policy, {proposal.granted.begin(), proposal.granted.end()}, rules).excess;
  return proposal;
}

std::string policy(const std::string& actions, const std::string& resources) {
  return R"({"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":[)" + actions +
         R"(],"Resource":[)" + resources + "]}}";
}

std::vector<std::string> objections_to(const Proposal& proposal, const std::string& bytes,
                                       Budget budget = {}) {
  const World world = neighbours().world();
  const Rules rules{.catalogue = small_catalogue(), .budget = budget};
  return objections(bytes, proposal, small_tenant(0), world, rules);
}

bool mentions(const std::vector<std::string>& objections, const std::string& words) {
  return std::ranges::any_of(objections, [&](const std::string& objection) {
    return objection.find(words) != std::string::npos;
  });
}

}  // namespace

TEST_CASE("nothing is wrong with what the program proposes") {
  for_all(any_small_case, [](const SmallCase& small) {
    const World world = small.world();
    const Rules rules{.catalogue = small_catalogue()};
    const Proposal proposal = minimise(small.usage(), world, rules);
    if (proposal.policy.statements.empty()) return;
    REQUIRE(objections(proposal.policy.text(), proposal, small_tenant(0), world, rules).empty());
  });
}

TEST_CASE("a trespass is found where a slow judge finds one") {
  std::size_t kept = 0;
  std::size_t broken = 0;
  for_all(any_small_case, [&](const SmallCase& small) {
    const World world = small.world();
    const Rules rules{.catalogue = small_catalogue()};
    const Proposal proposal = minimise(small.usage(), world, rules);
    if (proposal.policy.statements.empty()) return;
    const std::string text = proposal.policy.text();
    const Judge judge(world, small_catalogue());
    for (const Size number : {0U, 1U, 2U}) {  // the policy of the first, in anybody's hands
      const Tenant tenant = small_tenant(number);
      const auto found = objections(text, proposal, tenant, world, rules);
      const Judgement judged = judge.judge(text, tenant, {}, {});
      CAPTURE(number, found, judged.others.witnesses, judged.shared.witnesses);
      const bool trespasses = judged.others.count + judged.shared.count > 0;
      REQUIRE(mentions(found, "of another tenant") == trespasses);
      ++(trespasses ? broken : kept);
    }
  });
  CHECK(kept > 500);
  CHECK(broken > 500);
}

// An odd resource: the catalogue says that no message can be sent there, and yet it was.
TEST_CASE("what only another was seen doing is a trespass, though the catalogue does not know it") {
  const Action send{"sqs", "SendMessage"};
  const SmallCase small{
      {{small_tenant(0), get, mine, false}, {small_tenant(1), send, theirs, false}}};
  const World world = small.world();
  REQUIRE(world.odd().size() == 1);
  const Rules rules{.catalogue = small_catalogue()};
  const auto found = [&](const char* actions) {
    const Proposal proposal =
        proposal_of(small, policy(actions, R"("arn:aws:s3:::a/x-1","arn:aws:s3:::a/x-2?")"));
    return objections(proposal.policy.text(), proposal, small_tenant(0), world, rules);
  };
  CHECK(mentions(found(R"("s3:GetObject","sqs:SendMessage")"),
                 "it lets sqs:SendMessage reach arn:aws:s3:::a/x-22"));
  CHECK_FALSE(mentions(found(R"("s3:GetObject","sqs:DeleteMessage")"), "sqs:DeleteMessage reach"));
}

TEST_CASE("each kind of damage is found") {
  struct Row {
    const char* actions;
    const char* resources;
    const char* words;  // of the objection; "": there is none
    const char* because;
  };

  const auto row = GENERATE(
      Row{R"("s3:GetObject")", R"("arn:aws:s3:::a/x-1","arn:aws:s3:::a/y/1")", "",
          "just what was seen"},
      Row{R"("s3:GetObject")", R"("arn:aws:s3:::a/x-1")",
          "it loses s3:GetObject on arn:aws:s3:::a/y/1", "an access is missing"},
      Row{R"("s3:GetObject")", R"("arn:aws:s3:::a/*")",
          "reach arn:aws:s3:::a/x-22 of another tenant",
          "a wildcard reaches what only another used"},
      Row{R"("s3:GetObject","s3:PutObject")", R"("arn:aws:s3:::a/x-1","arn:aws:s3:::a/y/1")",
          "it lets s3:PutObject reach arn:aws:s3:::a/y/1",
          "a change that was not seen, on what another uses too"},
      Row{R"("s3:GetObject")", R"("arn:aws:s3:::a/x-1","arn:aws:s3:::a/x-2","arn:aws:s3:::a/y/1")",
          "arn:aws:s3:::a/x-2, which was denied", "what was denied"},
      Row{R"("s3:Get*")", R"("arn:aws:s3:::a/x-1","arn:aws:s3:::a/y/1")", "",
          "unseen reads on its own and on shared resources, listed"},
      Row{R"("s3:*")", R"("arn:aws:s3:::a/x-1","arn:aws:s3:::a/y/1")",
          "its wildcard s3:* reaches s3:DeleteObject", "a wildcard over changes"});
  CAPTURE(row.actions, row.resources, row.because);
  const std::string text = policy(row.actions, row.resources);
  const Proposal proposal = proposal_of(neighbours(), Policy::parse(text).text());
  const auto found = objections_to(proposal, proposal.policy.text());
  CAPTURE(found);
  if (*row.words == '\0') {
    CHECK(found.empty());
  } else {
    CHECK(mentions(found, row.words));
  }
}

TEST_CASE("a widening that is not listed is found") {
  Proposal proposal =
      proposal_of(neighbours(), policy(R"("s3:GetObject","s3:GetObjectAcl")",
                                       R"("arn:aws:s3:::a/x-1","arn:aws:s3:::a/y/1")"));
  CHECK(objections_to(proposal, proposal.policy.text()).empty());
  proposal.excess.pop_back();
  CHECK(mentions(objections_to(proposal, proposal.policy.text()), "which is not listed"));
}

TEST_CASE("bytes that are not the policy's are found") {
  const Proposal proposal = proposal_of(
      neighbours(), policy(R"("s3:GetObject")", R"("arn:aws:s3:::a/x-1","arn:aws:s3:::a/y/1")"));
  const std::string text = proposal.policy.text();
  CHECK(objections_to(proposal, text).empty());
  CHECK(mentions(objections_to(proposal, text.substr(1)), "it is no policy"));
  CHECK(mentions(objections_to(proposal, policy(R"("s3:GetObject")", R"("arn:aws:s3:::a/x-1")")),
                 "its bytes say something else"));
}

TEST_CASE("a policy over either budget is found") {
  const Proposal proposal = proposal_of(
      neighbours(), policy(R"("s3:GetObject")", R"("arn:aws:s3:::a/x-1","arn:aws:s3:::a/y/1")"));
  const std::string text = proposal.policy.text();
  CHECK(mentions(objections_to(proposal, text, {text.size() - 1, std::nullopt}), "it is too long"));
  CHECK(objections_to(proposal, text, {text.size(), std::nullopt}).empty());
  CHECK(mentions(objections_to(proposal, text, {2'048, 5}), "its packed size is too large"));
}

}  // namespace scopedown::testing
