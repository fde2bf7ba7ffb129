// Goal: a tree of ARNs loses none, and each of its nodes is a pattern that covers all below it.
// Method: random ARNs from small alphabets, with wildcards, escapes and letters of several bytes, in
// all four orders; tables for what patterns look like.

#include "generator/role/arn_tree.h"

#include <algorithm>
#include <set>
#include <string>
#include <vector>

#include <catch2/catch.hpp>

#include "model/arn_pattern.h"
#include "model/policy.h"
#include "tests/support/pick.h"
#include "tests/support/print.h"

namespace scopedown::testing {
namespace {

constexpr std::array orders{TreeOrder::Beginning, TreeOrder::Ending, TreeOrder::RegionBeginning,
                            TreeOrder::RegionEnding};

struct Arns {
  std::vector<ArnParts> parts;
};

std::ostream& operator<<(std::ostream& out, const Arns& arns) {
  for (const ArnParts& parts : arns.parts)
    out << parts.text() << ' ';
  return out;
}

ArnParts queue(const std::string& region, const std::string& name) {
  return {"arn:aws:sqs:", region, "111122223333", name};
}

Arns any_arns(Random& random, Size size) {
  static const std::vector<std::string> letters{"a", "b",    "-",    "/", "é",
                                                "ö", "${*}", "${$}", "*", "?"};
  std::set<ArnParts> arns{queue("eu-west-1", "a")};
  for (Size left = size; left > 0; --left)
    arns.insert(queue(pick(random, std::vector<std::string>{"eu-west-1", "eu-west-2"}),
                      "x" + any_word(random, 6, letters)));
  return {{arns.begin(), arns.end()}};
}

std::vector<std::string> root_pattern(const std::vector<ArnParts>& arns) {
  std::vector<std::string> patterns;
  for (const TreeOrder order : orders) {
    const ArnTree tree(arns, order);
    patterns.push_back(tree.pattern(tree.nodes().back()));
  }
  return patterns;
}

}  // namespace

TEST_CASE("every node of a tree covers its leaves, and no leaf is lost") {
  for_all(any_arns, [](const Arns& arns) {
    for (const TreeOrder order : orders) {
      const ArnTree tree(arns.parts, order);
      std::vector<std::size_t> leaves = tree.leaves();
      std::ranges::sort(leaves);
      for (std::size_t index = 0; index < leaves.size(); ++index)
        REQUIRE(leaves[index] == index);
      REQUIRE(leaves.size() == arns.parts.size());
      std::size_t leaf_nodes = 0;
      for (std::size_t index = 0; index < tree.nodes().size(); ++index) {
        const ArnTree::Node& node = tree.nodes()[index];
        leaf_nodes += node.is_leaf() ? 1 : 0;
        const bool is_root = index + 1 == tree.nodes().size();
        REQUIRE((node.parent == index) == is_root);
        REQUIRE(node.parent >= index);
        REQUIRE(tree.nodes()[node.parent].first <= node.first);
        REQUIRE(tree.nodes()[node.parent].last >= node.last);
        const auto pattern = ArnPattern::parse(tree.pattern(node));
        CAPTURE(tree.pattern(node));
        REQUIRE(pattern);
        REQUIRE(characters_of(pattern->text()) <= tree.pattern_characters(node));
        for (std::size_t place = node.first; place < node.last; ++place) {
          const std::string leaf = arns.parts[tree.leaves()[place]].text();
          CAPTURE(leaf);
          REQUIRE(pattern->covers(*ArnPattern::parse(leaf)));
        }
      }
      REQUIRE(leaf_nodes == arns.parts.size());
    }
  });
}

TEST_CASE("a pattern keeps what all names begin and end with") {
  using Patterns = std::vector<std::string>;
  const std::string head = "arn:aws:sqs:eu-west-1:111122223333:";
  CHECK(root_pattern({queue("eu-west-1", "acme-orders-jobs"),
                      queue("eu-west-1", "acme-stock-jobs")}) == Patterns(4, head + "acme-*-jobs"));
  CHECK(root_pattern({queue("eu-west-1", "aaa"), queue("eu-west-1", "aaaa")}) ==
        Patterns(4, head + "aaa*"));
  CHECK(root_pattern({queue("eu-west-1", "jobs"), queue("eu-west-2", "jobs")}) ==
        Patterns(4, "arn:aws:sqs:*:111122223333:jobs"));
  CHECK(root_pattern({queue("eu-west-1", "a${*}b"), queue("eu-west-1", "a${$}b")}) ==
        Patterns(4, head + "a*b"));
  CHECK(root_pattern({queue("eu-west-1", "only")}) == Patterns(4, head + "only"));
}

}  // namespace scopedown::testing
