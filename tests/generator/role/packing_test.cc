// Goal: documents hold every pair of the statements and no other, within their quotas, and are few.
// Method: random statements, quotas small enough that statements have to be cut.

#include "generator/role/packing.h"

#include <map>
#include <set>
#include <string>
#include <vector>

#include <catch2/catch.hpp>

#include "tests/support/pick.h"
#include "tests/support/print.h"

namespace scopedown::testing {
namespace {

struct Packed {
  std::vector<Statement> statements;
  RoleQuota quota;
};

std::ostream& operator<<(std::ostream& out, const Packed& packed) {
  return out << packed.statements.size() << " statements, inline "
             << packed.quota.inline_characters_max << ", " << packed.quota.managed_count_max
             << " managed of " << packed.quota.managed_characters_max;
}

Packed any_packed(Random& random, Size size) {
  Packed packed;
  packed.quota = {.inline_characters_max = once_in(random, 2) ? 0 : 300 + any_number(random, 900),
                  .managed_characters_max = 250 + any_number(random, 400),
                  .managed_count_max = 1 + any_number(random, 8)};
  for (Size number = 0; number <= size; ++number) {
    Statement& statement = packed.statements.emplace_back();
    statement.actions = {*ActionPattern::parse("sqs:Action" + std::to_string(number))};
    for (Size left = 1 + any_number(random, size); left > 0; --left)
      statement.resources.push_back(
          *ArnPattern::parse("arn:aws:sqs:eu-west-1:111122223333:queue-" + std::to_string(left)));
  }
  return packed;
}

using Pairs = std::set<std::pair<std::string, std::string>>;

Pairs pairs_of(const std::vector<Statement>& statements) {
  Pairs pairs;
  for (const Statement& statement : statements) {
    for (const ActionPattern& action : statement.actions) {
      for (const ArnPattern& resource : statement.resources)
        pairs.emplace(action.text(), resource.text());
    }
  }
  return pairs;
}

}  // namespace

TEST_CASE("documents hold what the statements hold, each within its quota") {
  std::size_t fitted = 0;
  std::size_t cut = 0;
  std::size_t refused = 0;
  for_all(any_packed, [&](const Packed& packed) {
    const auto documents = packed_into_documents(packed.statements, packed.quota);
    if (!documents) {
      ++refused;
      // Nothing is refused that has a tenth and a statement of room in each document.
      const std::size_t most = packed.quota.characters_of_all(packed.quota.documents_max());
      const std::size_t slack = packed.quota.documents_max() * 180;
      REQUIRE(characters_together(packed.statements) * 11 / 10 + slack > most);
      return;
    }
    ++fitted;
    REQUIRE(documents->size() <= packed.quota.documents_max());
    Pairs pairs;
    std::size_t statements = 0;
    for (std::size_t number = 0; number < documents->size(); ++number) {
      REQUIRE((*documents)[number].characters() <= packed.quota.characters_max(number));
      pairs.merge(pairs_of((*documents)[number].statements));
      statements += (*documents)[number].statements.size();
    }
    REQUIRE(pairs == pairs_of(packed.statements));
    cut += statements > packed.statements.size() ? 1 : 0;
  });
  CHECK(fitted > 300);
  CHECK(cut > 100);
  CHECK(refused > 100);
}

TEST_CASE("the order of statements does not matter") {
  for_all(
      any_packed,
      [](const Packed& packed) {
        std::vector<Statement> reversed(packed.statements.rbegin(), packed.statements.rend());
        REQUIRE(packed_into_documents(reversed, packed.quota) ==
                packed_into_documents(packed.statements, packed.quota));
      },
      300);
}

TEST_CASE("what fits into one document is in one") {
  Statement statement;
  statement.actions = {*ActionPattern::parse("sqs:SendMessage")};
  statement.resources = {*ArnPattern::parse("arn:aws:sqs:eu-west-1:111122223333:orders")};
  const std::size_t characters = characters_together({statement, statement});
  RoleQuota quota{
      .inline_characters_max = characters, .managed_characters_max = 6'144, .managed_count_max = 3};
  CHECK(packed_into_documents({statement, statement}, quota)->size() == 1);
  --quota.inline_characters_max;
  CHECK(packed_into_documents({statement, statement}, quota)->size() == 2);
}

}  // namespace scopedown::testing
