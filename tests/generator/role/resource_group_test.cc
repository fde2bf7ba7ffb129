// Goal: statements of a group never lose a need; at each price none of the choices made at other prices
// would have been cheaper; and a class is covered as well as any set of a tree's patterns covers it.
// Method: random matrices of three actions on a few names that begin and end alike, at many prices;
// every set of patterns for one action.

#include "generator/role/resource_group.h"

#include <cmath>
#include <map>
#include <string>
#include <vector>

#include <catch2/catch.hpp>

#include "model/evaluator.h"
#include "tests/support/pick.h"
#include "tests/support/print.h"

namespace scopedown::testing {
namespace {

const std::vector<double> weights{1, 2, 8};

std::vector<Action> actions() {
  return {*Action::parse("sqs:GetQueueUrl"), *Action::parse("sqs:ReceiveMessage"),
          *Action::parse("sqs:SendMessage")};
}

struct Matrix {
  std::map<ArnParts, std::vector<std::size_t>> rows;  // actions needed on the queue
};

std::ostream& operator<<(std::ostream& out, const Matrix& matrix) {
  for (const auto& [arn, needed] : matrix.rows) {
    out << arn.region << ' ' << arn.resource << ':';
    for (const std::size_t action : needed)
      out << ' ' << action;
    out << "; ";
  }
  return out;
}

Matrix any_matrix(Random& random, Size size, Size actions_count) {
  static const std::vector<std::string> parts{"a", "b", "ab", "-"};
  static const std::vector<std::string> regions{"eu-west-1", "eu-west-2"};
  Matrix matrix;
  for (Size left = 1 + size; left > 0; --left) {
    std::vector<std::size_t> needed;
    for (std::size_t action = 0; action < actions_count; ++action) {
      if (once_in(random, 2)) needed.push_back(action);
    }
    const std::string region = once_in(random, 4) ? regions[1] : regions[0];
    matrix.rows[{"arn:aws:sqs:", region, "111122223333", "q" + any_word(random, 4, parts)}] =
        needed;
  }
  return matrix;
}

ResourceGroup group_of(const Matrix& matrix, std::size_t actions_count) {
  std::vector<Action> all = actions();
  all.resize(actions_count);
  ResourceGroup group("", all,
                      {weights.begin(), weights.begin() + static_cast<long>(actions_count)});
  for (const auto& [arn, needed] : matrix.rows)
    group.add(arn, needed);
  group.settle();
  return group;
}

bool allows(const std::vector<Statement>& statements, const Action& action,
            const std::string& arn) {
  Policy policy;
  policy.statements = statements;
  const Request request{.principal = "", .action = action, .resource = arn, .context = {}};
  return decide(policy, request, Reading::Surely).allowed();
}

// Prices from "characters do not count" down to "nothing else does".
constexpr std::array powers{100, 20, 8, 4, 2, 0, -2, -5, -10, -30};

}  // namespace

TEST_CASE("a group's statements allow every need, and named exactly nothing else") {
  for_all([](Random& random, Size size) { return any_matrix(random, size / 2, 3); },
          [](const Matrix& matrix) {
            const ResourceGroup group = group_of(matrix, 3);
            for (const int power : powers) {
              for (const bool exact : {false, true}) {
                const auto choice = group.choose(std::ldexp(1.0, power), exact);
                for (const auto& [arn, needed] : matrix.rows) {
                  for (std::size_t action = 0; action < 3; ++action) {
                    const bool wanted = std::ranges::find(needed, action) != needed.end();
                    const bool allowed = allows(choice.statements, actions()[action], arn.text());
                    CAPTURE(power, exact, arn.text(), action);
                    if (wanted) REQUIRE(allowed);
                    if (!wanted && exact && power == 100) REQUIRE_FALSE(allowed);
                  }
                }
              }
            }
          },
          400);
}

TEST_CASE("what is chosen at a price is the cheapest at it of all that is chosen at any") {
  for_all([](Random& random, Size size) { return any_matrix(random, size, 3); },
          [](const Matrix& matrix) {
            const ResourceGroup group = group_of(matrix, 3);
            for (const int power : powers) {
              const double price = std::ldexp(1.0, power);
              const auto chosen = group.choose(price, false);
              const double cost = chosen.characters + price * chosen.excess;
              for (const int other : powers) {
                const auto rival = group.choose(std::ldexp(1.0, other), false);
                CAPTURE(power, other);
                REQUIRE(cost <= (rival.characters + price * rival.excess) * (1 + 1e-9));
              }
            }
          },
          300);
}

TEST_CASE("the characters of a choice are those of its statements") {
  for_all([](Random& random, Size size) { return any_matrix(random, size, 3); },
          [](const Matrix& matrix) {
            const auto choice = group_of(matrix, 3).choose(1, false);
            Policy policy;
            policy.statements = choice.statements;
            const double frame = static_cast<double>(choice.statements.size()) * 8 + 64;
            const auto counted = static_cast<double>(policy.characters());
            REQUIRE(counted <= choice.characters + 64);
            REQUIRE(counted + frame >= choice.characters);
          },
          300);
}

// Every set of nodes of a tree that covers each need, priced by the definition: what a node covers and
// nobody needs, and how open its pattern is.
TEST_CASE("one action is covered as cheaply as by any set of patterns of a tree") {
  for_all([](Random& random, Size size) { return any_matrix(random, size / 5, 1); },
          [](const Matrix& matrix) {
            const ResourceGroup group = group_of(matrix, 1);
            std::vector<ArnParts> arns;
            std::vector<bool> needs;
            for (const auto& [arn, needed] : matrix.rows) {
              arns.push_back(arn);
              needs.push_back(!needed.empty());
            }
            if (std::ranges::find(needs, true) == needs.end()) return;
            for (const double price : {1e-6, 0.01, 0.5, 4.0, 1e6}) {
              double least = 1e300;
              for (const TreeOrder order : {TreeOrder::Beginning, TreeOrder::Ending,
                                            TreeOrder::RegionBeginning, TreeOrder::RegionEnding}) {
                const ArnTree tree(arns, order);
                const auto& nodes = tree.nodes();
                REQUIRE(nodes.size() < 16);
                for (std::size_t set = 0; set < (std::size_t{1} << nodes.size()); ++set) {
                  double cost = static_cast<double>(statement_characters + list_characters) +
                                static_cast<double>(actions()[0].text().size());
                  std::vector<bool> covered(arns.size());
                  for (std::size_t index = 0; index < nodes.size(); ++index) {
                    if ((set >> index & 1U) == 0) continue;
                    const ArnTree::Node& node = nodes[index];
                    cost += static_cast<double>(tree.pattern_characters(node) + list_characters);
                    if (!node.is_leaf()) {
                      const std::size_t known =
                          node.one_resource ? node.shortest : node.beginning + node.ending;
                      cost += price * weights[0] * (node.one_region ? 1 : 16) * 1048576 /
                              std::pow(4.0, static_cast<double>(known));
                    }
                    for (std::size_t place = node.first; place < node.last; ++place) {
                      const std::size_t arn = tree.leaves()[place];
                      covered[arn] = true;
                      cost += needs[arn] ? 0 : price * weights[0];
                    }
                  }
                  bool all = true;
                  for (std::size_t arn = 0; arn < arns.size(); ++arn)
                    all = all && (covered[arn] || !needs[arn]);
                  if (all) least = std::min(least, cost);
                }
              }
              const auto choice = group.choose(price, false);
              CAPTURE(price);
              REQUIRE(choice.characters + price * choice.excess == Approx(least).epsilon(1e-9));
            }
          },
          200);
}

}  // namespace scopedown::testing
