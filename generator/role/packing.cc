// Bin packing with items that may be cut, at the price of naming the actions again.
//
// For a number of documents, beginning with the fewest that have the room: statements, the longest
// first, go whole into the first document that holds them; those that fit into none are cut, the
// part that fits into the roomiest document first. If something is left, one document more is tried.
// Without cuts that is first fit decreasing, which needs at most 11/9 of the fewest documents and a
// bit; with cuts a document is left unfilled only by less than one statement of one resource, so
// that one more than the fewest is rare. Tested by packing_test.cc.

#include "generator/role/packing.h"

#include <algorithm>
#include <tuple>

namespace scopedown {
namespace {

Policy policy_of(std::vector<Statement> statements) {
  Policy policy;
  policy.statements = std::move(statements);
  return policy;
}

Policy policy_of_times(const Statement& statement, std::size_t times) {
  return policy_of(std::vector<Statement>(times, statement));
}

// Of a document without statements: its braces, version and brackets, less the comma that the last
// statement lacks.
std::size_t characters_of_frame() {
  Statement statement;
  statement.actions = {*ActionPattern::parse("s3:GetObject")};
  statement.resources = {ArnPattern()};
  const std::size_t two = policy_of_times(statement, 2).characters();
  const std::size_t three = policy_of_times(statement, 3).characters();
  return two - 2 * (three - two);
}

// Of a statement in a list, its comma too.
std::size_t characters_in_list(const Statement& statement) {
  static const std::size_t frame = characters_of_frame();
  return (policy_of_times(statement, 2).characters() - frame) / 2;
}

struct Item {
  Statement statement;
  std::size_t characters = 0;
};

struct Bin {
  std::vector<Statement> statements;
  std::size_t room = 0;
};

// As many resources of the statement as the room holds, the first ones; the rest stays in it. None
// if there is no room for one.
std::optional<Item> cut_off(Item& item, std::size_t room) {
  Item part{item.statement, 0};
  const auto fits = [&](std::size_t count) {
    part.statement.resources.assign(
        item.statement.resources.begin(),
        item.statement.resources.begin() + static_cast<std::ptrdiff_t>(count));
    part.characters = characters_in_list(part.statement);
    return part.characters <= room;
  };
  std::size_t most = 0;
  std::size_t too_many = item.statement.resources.size();
  while (most + 1 < too_many) {
    const std::size_t middle = most + (too_many - most) / 2;
    (fits(middle) ? most : too_many) = middle;
  }
  if (most == 0 || !fits(most)) return std::nullopt;
  item.statement.resources.erase(
      item.statement.resources.begin(),
      item.statement.resources.begin() + static_cast<std::ptrdiff_t>(most));
  item.characters = characters_in_list(item.statement);
  return part;
}

void put(Bin& bin, Item item) {
  bin.room -= item.characters;
  bin.statements.push_back(std::move(item.statement));
}

bool put_whole(std::vector<Bin>& bins, const Item& item) {
  const auto bin =
      std::ranges::find_if(bins, [&](const Bin& one) { return item.characters <= one.room; });
  if (bin == bins.end()) return false;
  put(*bin, item);
  return true;
}

bool put_in_parts(std::vector<Bin>& bins, Item item) {
  while (!put_whole(bins, item)) {
    const auto roomiest =
        std::ranges::max_element(bins, [](const Bin& a, const Bin& b) { return a.room < b.room; });
    auto part = cut_off(item, roomiest->room);
    if (!part) return false;
    put(*roomiest, std::move(*part));
  }
  return true;
}

std::optional<std::vector<Policy>> packed_into(const std::vector<Item>& items,
                                               const RoleQuota& quota, std::size_t documents) {
  std::vector<Bin> bins(documents);
  for (std::size_t number = 0; number < documents; ++number) {
    const std::size_t most = quota.characters_max(number);
    bins[number].room = most - std::min(most, characters_of_frame());
  }
  std::vector<Item> left;
  for (const Item& item : items) {
    if (!put_whole(bins, item)) left.push_back(item);
  }
  for (Item& item : left) {
    if (!put_in_parts(bins, std::move(item))) return std::nullopt;
  }
  std::vector<Policy> policies;
  for (Bin& bin : bins) {
    if (bin.statements.empty()) continue;
    std::ranges::sort(bin.statements, [](const Statement& a, const Statement& b) {
      return std::tie(a.actions, a.resources) < std::tie(b.actions, b.resources);
    });
    policies.push_back(policy_of(std::move(bin.statements)));
  }
  return policies;
}

}  // namespace

std::size_t RoleQuota::characters_of_all(std::size_t documents) const {
  std::size_t all = 0;
  for (std::size_t number = 0; number < documents; ++number)
    all += characters_max(number);
  return all;
}

std::size_t characters_together(const std::vector<Statement>& statements) {
  return policy_of(statements).characters();
}

std::optional<std::vector<Policy>> packed_into_documents(std::vector<Statement> statements,
                                                         const RoleQuota& quota) {
  std::vector<Item> items;
  std::size_t all = 0;
  for (Statement& statement : statements) {
    const std::size_t characters = characters_in_list(statement);
    all += characters;
    items.push_back({std::move(statement), characters});
  }
  if (items.empty()) return std::vector<Policy>{};
  std::ranges::sort(items, [](const Item& a, const Item& b) {
    if (a.characters != b.characters) return a.characters > b.characters;
    return std::tie(a.statement.actions, a.statement.resources) <
           std::tie(b.statement.actions, b.statement.resources);
  });
  for (std::size_t documents = 1; documents <= quota.documents_max(); ++documents) {
    if (quota.characters_of_all(documents) < all) continue;
    if (auto policies = packed_into(items, quota, documents)) return policies;
  }
  return std::nullopt;
}

}  // namespace scopedown
