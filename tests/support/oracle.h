// Slow, obvious definitions that the fast code is checked against.
// Linked into the tests only, so that the program cannot pick one up by mistake.

#ifndef SCOPEDOWN_TESTS_SUPPORT_ORACLE_H_
#define SCOPEDOWN_TESTS_SUPPORT_ORACLE_H_

#include <array>
#include <cstddef>
#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "model/catalogue.h"
#include "model/evaluator.h"
#include "model/policy.h"
#include "model/tenant.h"
#include "model/usage_graph.h"

namespace scopedown::testing {

// The characters of a UTF-8 text, each as its bytes.
[[nodiscard]] std::vector<std::string> characters_by_definition(std::string_view text);

// A wildcard match, word for word: a run is any number of characters, a one is one. Exponential.
[[nodiscard]] bool wildcard_matches_by_definition(std::string_view glob, std::string_view text);

// Six segments against six segments; the sixth keeps its colons. Escapes and variables are not read.
[[nodiscard]] bool arn_matches_by_definition(std::string_view pattern, std::string_view arn);

// What is uncertain about a statement can be settled in four ways: `*` crosses colons or not, its
// conditions hold or not. Whether it speaks of the request in each.
struct Ways {
  Effect effect = Effect::Allow;
  std::array<bool, 4> speaks{};
};

[[nodiscard]] Ways ways_of(const Statement& statement, const Action& action, std::string_view resource);

// Surely is "however it is settled", possibly is "if it is settled in some way"; each statement is
// settled on its own. Exponential.
[[nodiscard]] bool allowed_by_definition(const std::vector<Ways>& statements, Reading reading);

// The same for a policy of Allow statements alone, where it is enough to look at them one by one.
[[nodiscard]] bool allowed_by_definition(const Policy& policy, const Action& action,
                                         std::string_view resource, Reading reading);

// One line of a log: who did what, or was denied it.
struct Fact {
  Tenant tenant;
  Action action;
  std::string arn;  // or `*`
  bool denied = false;
};

// True if such a request can be made: the catalogue does not know better, or somebody was seen doing it.
[[nodiscard]] bool is_possible(const Action& action, const std::string& arn,
                               const std::vector<Fact>& facts, const Catalogue& catalogue);

// What the policy wrongly lets `me` do, a line each: on resources that only others used, changes that
// were not seen on shared ones, what was denied and never allowed.
[[nodiscard]] std::vector<std::string> isolation_broken_by_definition(const Policy& policy,
                                                                      const Tenant& me,
                                                                      const std::vector<Fact>& facts,
                                                                      const Catalogue& catalogue);

// The smallest cover of at most six edges by statements that hold none but harmless pairs, found by
// trying all ways to deal the edges out to statements.
struct SmallestCover {
  std::size_t characters = 0;  // of the shortest policy
  std::size_t statements = 0;  // of the one with fewest, which may be another
};

[[nodiscard]] SmallestCover smallest_cover(
    const UsageGraph& graph, const std::function<bool(std::size_t, std::size_t)>& harmless);

// What other tools write: resources with the same actions share a statement.
[[nodiscard]] Policy grouped_policy(const UsageGraph& graph);

}  // namespace scopedown::testing

#endif  // SCOPEDOWN_TESTS_SUPPORT_ORACLE_H_
