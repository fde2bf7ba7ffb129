// Goal: each pattern of a chain covers those after it, and the text. Method: names made of few words
// and every delimiter, of all that the chains tell apart, against wildcard.h and arn_pattern.h.

#include "generator/minimise/chains.h"

#include <array>

#include <catch2/catch.hpp>

#include "generator/minimise/excess.h"
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
  static const std::vector<std::string> parts{"a", "bb", "orders", "-", "/",      ".",
                                              "_", "9",  ":",      "",  "5f0e1d", "0a6a67991433aa"};
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
          arns_by_holding(text, counts), arns_by_inside(text), arns_by_word(text, open_counts),
          arns_by_id(text)}) {
      require_covering(chain, text);
      std::uint64_t names = ~std::uint64_t{0};
      for (const std::string& wide : chain) {
        CAPTURE(wide);
        const auto pattern = ArnPattern::parse(wide);
        REQUIRE(pattern);
        REQUIRE(unseen_names(*pattern) <= names);  // a wider one stands for no fewer
        names = unseen_names(*pattern);
      }
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
  const std::string instance = "arn:aws:ec2:eu-west-1:111122223333:instance/i-0a6a67991433aabc5";
  const std::string account = "arn:aws:ec2:eu-west-1:111122223333:";
  CHECK(arns_by_id(instance) == Chain{account + "*", account + "*-0a6a67991*"});
  CHECK(arns_by_beginning(instance) == Chain{account + "*", account + "instance/*",
                                             account + "instance/i-*",
                                             account + "instance/i-0a6a67991*"});
  CHECK(arns_by_id(table).empty());
  CHECK(
      arns_by_id("arn:aws:s3:::data/a6a67991433aabc5").empty());  // anybody may have such a bucket
  CHECK(arns_by_id(account + "instance/a6a67991433aabc5/child").empty());
  CHECK(arns_by_ending("arn:aws:s3:::data-acme/x", true) ==
        Chain{"arn:aws:s3:::*", "arn:aws:s3:::*-acme/*"});

  CHECK(actions_by_beginning({"s3", "GetObjectAcl"}) == Chain{"s3:*", "s3:Get*", "s3:GetObject*"});
  CHECK(actions_by_ending({"s3", "GetObjectAcl"}) == Chain{"s3:*", "s3:*Acl", "s3:*ObjectAcl"});
  CHECK(actions_by_ending({"ec2", "DescribeVPCs"}) == Chain{"ec2:*", "ec2:*VPCs"});
  CHECK(actions_by_holding({"sqs", "SendMessageBatch"},
                           {{"Send", 1}, {"Message", 3}, {"Batch", 2}}) ==
        Chain{"sqs:*", "sqs:*Message*"});
}

// What people think of is not cut, however long, nor what begins with a clock; what AWS made up is cut
// where it is told from all others.
TEST_CASE("words that look made up") {
  for (const char* word : {"",
                           "orders",
                           "production2024",
                           "acmeorders",
                           "eu1",
                           "k8sproduction",
                           "111122223333",
                           "20261126T1200",
                           "20261126T120000Z1A2B",
                           "s3toec2copy",
                           "team1app2prod",
                           "web1db2cache3",
                           "e2etests2026",
                           "acme111122223333euw1logs",
                           "2026m11d22h10m",
                           "deadbeefcafe",
                           "507f1f77bcf86cd799439011",
                           "01ARZ3NDEKTSV4RRFFQ69G5FAV",
                           "a1b2c3d*",
                           "r6id4xlarge"}) {
    CAPTURE(word);
    CHECK(id_beginning(word) == 0);
  }
  CHECK(id_beginning("a6a67991433aabc5") == 8);
  CHECK(id_beginning("0a6a67991433aabc5") == 9);  // EC2's begin with a zero
  CHECK(id_beginning("74607e985056") == 0);       // two changes: not enough to be sure of
  CHECK(id_beginning("EO4SDUFP5TG2TJ") == 9);
  CHECK(id_beginning("3813bd532ddd") == 10);
  CHECK(id_beginning("a1b2c3d4") == 8);
}

}  // namespace scopedown::testing
