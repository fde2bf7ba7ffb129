// Goal: each pattern of a chain covers those after it, and the text. Method: names made of few words
// and every delimiter, of all that the chains tell apart, against wildcard.h and arn_pattern.h.

#include "generator/minimise/chains.h"

#include <array>

#include <catch2/catch.hpp>

#include "model/arn_pattern.h"
#include "model/wildcard.h"
#include "tests/support/pick.h"

namespace scopedown::testing {
namespace {

void require_covering(const Chain& chain, const std::string& text) {
  for (std::size_t wide = 0; wide < chain.size(); ++wide) {
    CAPTURE(chain[wide], text);
    REQUIRE(wildcard_covers(glob_of(chain[wide]), glob_of(text)));
    for (std::size_t narrow = wide + 1; narrow < chain.size(); ++narrow) {
      CAPTURE(chain[narrow]);
      REQUIRE(wildcard_covers(glob_of(chain[wide]), glob_of(chain[narrow])));
      REQUIRE(chain[wide] != chain[narrow]);
    }
  }
}

std::string any_arn(Random& random, Size size) {
  static const std::vector<std::string> heads{
      "arn:aws:s3:::", "arn:aws:sqs:eu-west-1:111122223333:",
      "arn:aws:rds:eu-west-1:111122223333:db:", "arn:aws:glue:eu-west-1:111122223333:table/"};
  static const std::vector<std::string> parts{"a", "bb", "orders", "-", "/", ".", "_", "9", ":"};
  return pick(random, heads) + "x" + any_word(random, size % 8, parts);
}

Action any_action(Random& random, Size size) {
  static const std::vector<std::string> parts{"Get", "Item", "V", "PC", "s", "Batch", "2"};
  return {"svc", "Do" + any_word(random, size % 5, parts)};
}

}  // namespace

TEST_CASE("the chains of an ARN go from wide to narrow, and cover it") {
  for_all(any_arn, [](const std::string& text) {
    WordCounts counts;
    WordCounts open_counts;
    for (int twice = 0; twice < 2; ++twice) {
      count_words_of_arn(text, counts);
      count_open_words_of_arn(text, open_counts);
    }
    for (const Chain& chain :
         {arns_by_beginning(text), arns_by_ending(text, false), arns_by_ending(text, true),
          arns_by_holding(text, counts), arns_by_inside(text), arns_by_word(text, open_counts)}) {
      require_covering(chain, text);
      for (const std::string& wide : chain)
        REQUIRE(ArnPattern::parse(wide));
    }
  });
}

TEST_CASE("the chains of an action go from wide to narrow, and cover it") {
  for_all(any_action, [](const Action& action) {
    WordCounts counts;
    count_words_of_action(action, counts);
    count_words_of_action(action, counts);
    for (const Chain& chain : {actions_by_beginning(action), actions_by_ending(action),
                               actions_by_holding(action, counts)}) {
      require_covering(chain, action.text());
      for (const std::string& wide : chain)
        REQUIRE(ActionPattern::parse(wide));
    }
  });
}

TEST_CASE("chains by example") {
  const std::string table = "arn:aws:glue:eu-west-1:111122223333:table/lake/daily";
  const std::string head = "arn:aws:glue:eu-west-1:111122223333:";
  CHECK(arns_by_beginning(table) == Chain{head + "*", head + "table/*", head + "table/lake/*"});
  CHECK(arns_by_ending(table, false) == Chain{head + "*", head + "*/daily"});
  CHECK(arns_by_ending(table, true) == Chain{head + "*", head + "table/*", head + "table/*/daily"});
  CHECK(arns_by_inside(table) == Chain{head + "*", head + "*/lake/*", head + "*/lake/daily"});
  CHECK(arns_by_word(table, {{"/lake", 2}, {"/daily", 1}}) == Chain{head + "*", head + "*/lake*"});
  CHECK(arns_by_ending("arn:aws:s3:::data-acme/x", true) ==
        Chain{"arn:aws:s3:::*", "arn:aws:s3:::*-acme/*"});

  CHECK(actions_by_beginning({"s3", "GetObjectAcl"}) == Chain{"s3:*", "s3:Get*", "s3:GetObject*"});
  CHECK(actions_by_ending({"s3", "GetObjectAcl"}) == Chain{"s3:*", "s3:*Acl", "s3:*ObjectAcl"});
  CHECK(actions_by_ending({"ec2", "DescribeVPCs"}) == Chain{"ec2:*", "ec2:*VPCs"});
  CHECK(actions_by_holding({"sqs", "SendMessageBatch"},
                           {{"Send", 1}, {"Message", 3}, {"Batch", 2}}) ==
        Chain{"sqs:*", "sqs:*Message*"});
}

}  // namespace scopedown::testing
