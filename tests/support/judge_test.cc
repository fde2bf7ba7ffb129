// The fast judge and the fast count of excess against their definitions, on small worlds and on
// policies that are near what was seen there.

#include "tests/support/judge.h"

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include <catch2/catch.hpp>

#include "tests/support/excess_oracle.h"
#include "tests/support/for_all.h"
#include "tests/support/oracle.h"
#include "tests/support/pick.h"
#include "tests/support/print.h"
#include "tests/support/small_case.h"

namespace scopedown::testing {
namespace {

ActionPattern action_pattern(const std::string& text) {
  return ActionPattern::parse(text).value();
}

ArnPattern any_resource(Random& random) {
  const std::string& arn = pick(random, small_arns());
  if (arn == "*") return {};
  std::string text = ArnPattern::exactly(arn).text();
  if (once_in(random, 3)) return ArnPattern::parse(text).value();
  if (once_in(random, 4)) {
    const std::size_t region = text.find("eu-west-1");
    if (region != std::string::npos) text.replace(region, 9, "*");
    return ArnPattern::parse(text).value();
  }
  const Size least = text.find(':', 12) + 3;  // of S3 and of SQS behind the region
  const std::string wide = text.substr(0, std::max(least, any_number(random, text.size()))) + "*";
  const auto pattern = ArnPattern::parse(wide);
  return pattern ? *pattern : ArnPattern::exactly(arn);
}

Policy any_policy(Random& random) {
  const std::vector<std::string> wildcards{
      "s3:*", "s3:Get*", "s3:*Object", "sqs:*", "sqs:Get*", "s3:PutObject*", "*", "sqs:NewAction"};
  Policy policy;
  for (Size left = 1 + any_number(random, 2); left > 0; --left) {
    Statement statement;
    for (Size actions = 1 + any_number(random, 2); actions > 0; --actions) {
      statement.actions.push_back(
          once_in(random, 2)
              ? ActionPattern::exactly(pick(random, small_catalogue().actions()).action)
              : action_pattern(pick(random, wildcards)));
    }
    for (Size resources = 1 + any_number(random, 2); resources > 0; --resources)
      statement.resources.push_back(any_resource(random));
    policy.statements.push_back(std::move(statement));
  }
  return policy;
}

struct Question {
  SmallCase small;
  Policy policy;

  friend std::ostream& operator<<(std::ostream& out, const Question& question) {
    return out << question.small << question.policy.text();
  }
};

Question any_question(Random& random, Size size) {
  return {any_small_case(random, size), any_policy(random)};
}

// What AWS may have that the catalogue does not.
const Action new_action{"sqs", "NewAction"};

bool names_new_action(const Policy& policy) {
  return policy.text().find(new_action.text()) != std::string::npos;
}

std::uint64_t weight_by_definition(const Action& action) {
  static const std::map<std::string, std::uint64_t> weights{
      {"s3:DeleteObject", 8},        {"s3:GetObject", 8},        {"s3:GetObjectAcl", 2},
      {"s3:GetObjectTagging", 2},    {"s3:ListAllMyBuckets", 1}, {"s3:ListBucket", 1},
      {"s3:PutBucketPolicy", 40},    {"s3:PutObject", 8},        {"s3:PutObjectTagging", 4},
      {"sqs:GetQueueAttributes", 2}, {"sqs:GetQueueUrl", 2},     {"sqs:ReceiveMessage", 8},
      {"sqs:SendMessage", 8},        {"sqs:NewAction", 40}};
  return weights.at(action.text());
}

// Every action on every name, one by one.
std::uint64_t excess_by_definition(const Question& question, const Policy* role) {
  std::set<std::string> arns;
  std::set<std::pair<Action, std::string>> did;
  for (const Fact& fact : question.small.facts) {
    if (fact.denied) continue;
    arns.insert(fact.arn);
    if (!(fact.tenant == small_tenant(0))) continue;
    did.emplace(fact.action, fact.arn);
    arns.merge(invented_names(fact.arn));
  }
  arns.insert("*");
  std::set<Action> actions;
  if (names_new_action(question.policy)) actions.insert(new_action);
  for (const CatalogueAction& action : small_catalogue().actions())
    actions.insert(action.action);
  std::uint64_t sum = 0;
  for (const std::string& arn : arns) {
    for (const Action& action : actions) {
      const CatalogueAction* known = small_catalogue().find(action);
      const bool untyped = known != nullptr && known->types.empty();
      if (untyped != (arn == "*") || did.contains({action, arn})) continue;
      if (arn != "*" && !is_possible(action, arn, question.small.facts, small_catalogue()))
        continue;
      if (!allowed_by_definition(question.policy, action, arn, Reading::Possibly)) continue;
      if (role != nullptr && !allowed_by_definition(*role, action, arn, Reading::Possibly))
        continue;
      sum += weight_by_definition(action);
    }
  }
  return sum;
}

Policy policy_of(const char* action, const char* resource) {
  Statement statement;
  statement.actions.push_back(action_pattern(action));
  statement.resources.push_back(ArnPattern::parse(resource).value());
  Policy policy;
  policy.statements.push_back(std::move(statement));
  return policy;
}

}  // namespace

TEST_CASE("the judge finds what the definition of isolation finds") {
  for_all(any_question, [](const Question& question) {
    const World world = question.small.world();
    const Judge judge(world, small_catalogue());
    const Judgement judgement =
        judge.judge(question.policy.text(), small_tenant(0), question.small.accesses(), {});
    const auto broken = isolation_broken_by_definition(question.policy, small_tenant(0),
                                                       question.small.facts, small_catalogue());
    CAPTURE(broken);
    // The definition speaks only of actions that the catalogue or the world knows.
    std::size_t unknown = 0;
    for (const World::Resource& resource : world.resources()) {
      const TenantIndex* me = world.find(small_tenant(0));
      const bool mine = me != nullptr && World::belongs_to(resource, *me);
      if (resource.owners.size() == (mine ? 1U : 0U)) continue;
      const bool granted =
          allowed_by_definition(question.policy, new_action, resource.arn, Reading::Possibly);
      unknown += granted && names_new_action(question.policy) ? 1 : 0;
    }
    REQUIRE(judgement.isolation_breaks() == broken.size() + unknown);
  });
}

TEST_CASE("with the role known, what it does not allow is latent") {
  for_all(any_question, [](const Question& question) {
    const World world = question.small.world();
    const Judge judge(world, small_catalogue());
    const std::string text = question.policy.text();
    const auto unknown = judge.judge(text, small_tenant(0), question.small.accesses(), {});
    const Policy role = policy_of("s3:*", "*");
    const auto known = judge.judge(text, small_tenant(0), question.small.accesses(), {&role, 1});
    REQUIRE(unknown.latent.count == 0);
    REQUIRE(known.isolation_breaks() + known.latent.count == unknown.isolation_breaks());
    for (const Findings* findings : {&known.others, &known.shared, &known.denied}) {
      for (const std::string& witness : findings->witnesses)
        REQUIRE(witness.starts_with("s3:"));
    }
    for (const std::string& witness : known.latent.witnesses)
      REQUIRE(witness.starts_with("sqs:"));
  });
}

TEST_CASE("the judge finds what is missing") {
  for_all(any_question, [](const Question& question) {
    const World world = question.small.world();
    const Judge judge(world, small_catalogue());
    std::size_t missing = 0;
    for (const auto& [access, usage] : question.small.accesses()) {
      const std::string arn = access.resource.is_everything() ? "*" : access.resource.glob();
      missing +=
          allowed_by_definition(question.policy, access.action, arn, Reading::Surely) ? 0 : 1;
    }
    const Judgement judgement =
        judge.judge(question.policy.text(), small_tenant(0), question.small.accesses(), {});
    REQUIRE(judgement.missing.count == missing);
  });
}

TEST_CASE("excess is the weight of every pair that is allowed and was not seen") {
  for_all(any_question, [](const Question& question) {
    const ExcessOracle oracle(question.small.world(), small_catalogue());
    REQUIRE(oracle.excess_of(question.policy, question.small.accesses(), {}).total() ==
            excess_by_definition(question, nullptr));
    const Policy role = policy_of("sqs:*", "arn:aws:sqs:eu-west-1:111122223333:a*");
    REQUIRE(oracle.excess_of(question.policy, question.small.accesses(), {&role, 1}).total() ==
            excess_by_definition(question, &role));
  });
}

TEST_CASE("a policy of what was seen is judged clean and has no excess") {
  for_all(any_small_case, [](const SmallCase& small) {
    Policy policy;
    for (const auto& [access, usage] : small.accesses()) {
      Statement statement;
      statement.actions.push_back(ActionPattern::exactly(access.action));
      statement.resources.push_back(access.resource);
      policy.statements.push_back(std::move(statement));
    }
    if (policy.statements.empty()) return;
    const World world = small.world();
    const Judgement judgement =
        Judge(world, small_catalogue()).judge(policy.text(), small_tenant(0), small.accesses(), {});
    REQUIRE(judgement.all() == 0);
    REQUIRE(ExcessOracle(world, small_catalogue()).excess_of(policy, small.accesses(), {}) ==
            Excess{});
  });
}

TEST_CASE("wildcards that reach what was not seen are found by what they reach") {
  struct Row {
    const char* action;
    std::size_t writes;
    std::size_t permissions;
    std::size_t sensitive;
    const char* because;
  };

  const auto row = GENERATE(Row{"s3:GetObject*", 0, 0, 0, "only reads, the sensitive one was seen"},
                            Row{"s3:PutObject*", 2, 0, 0, "a write and a tagging action"},
                            Row{"s3:Put*", 2, 1, 0, "and one of permissions"},
                            Row{"s3:*", 3, 1, 0, "everything of the service"},
                            Row{"sqs:*", 1, 0, 1, "a write, and a sensitive read"},
                            Row{"sqs:ReceiveMessage", 0, 0, 0, "a name is no wildcard"});
  CAPTURE(row.action, row.because);
  SmallCase small;
  small.facts.push_back({small_tenant(0), Action{"s3", "GetObject"}, "arn:aws:s3:::a/x-1", false});
  const World world = small.world();
  const Judge judge(world, small_catalogue());
  const std::string text = policy_of(row.action, "arn:aws:s3:::a/x-1").text();
  const Judgement judgement = judge.judge(text, small_tenant(0), small.accesses(), {});
  CHECK(judgement.wildcard_writes.count == row.writes);
  CHECK(judgement.wildcard_permissions.count == row.permissions);
  CHECK(judgement.wildcard_sensitive.count == row.sensitive);

  const Policy role = policy_of("s3:GetObject", "*");
  const Judgement inside = judge.judge(text, small_tenant(0), small.accesses(), {&role, 1});
  CHECK(inside.wildcard_writes.count + inside.wildcard_permissions.count +
            inside.wildcard_sensitive.count ==
        0);
}

TEST_CASE("invented names are around an ARN at each of its delimiters") {
  CHECK(invented_names("arn:aws:s3:::a-b") == std::set<std::string>{"arn:aws:s3:::zznew",
                                                                    "arn:aws:s3:::zznew-b",
                                                                    "arn:aws:s3:::a-zznew"});
  CHECK(invented_names("arn:aws:sqs:r:1:a") == std::set<std::string>{"arn:aws:sqs:zz-new-1:1:a",
                                                                     "arn:aws:sqs:r:999999999999:a",
                                                                     "arn:aws:sqs:r:1:zznew"});
  CHECK(invented_names("*").empty());
}

TEST_CASE("a wider pattern lets in more of the invented names") {
  SmallCase small;
  small.facts.push_back({small_tenant(0), Action{"sqs", "SendMessage"},
                         "arn:aws:sqs:eu-west-1:111122223333:a-1-dead", false});
  const World world = small.world();
  const ExcessOracle oracle(world, small_catalogue());
  std::uint64_t before = 0;
  for (const char* wider :
       {"arn:aws:sqs:eu-west-1:111122223333:a-1-*", "arn:aws:sqs:eu-west-1:111122223333:a-*",
        "arn:aws:sqs:eu-west-1:111122223333:*", "arn:aws:sqs:*:111122223333:*", "*"}) {
    CAPTURE(wider);
    const auto excess =
        oracle.excess_of(policy_of("sqs:SendMessage", wider), small.accesses(), {}).total();
    CHECK(excess > before);
    before = excess;
  }
}

}  // namespace scopedown::testing
