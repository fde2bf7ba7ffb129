#include "tests/support/granted_pairs.h"

#include <algorithm>
#include <map>
#include <optional>
#include <stdexcept>
#include <string_view>

#include "model/evaluator.h"
#include "model/wildcard.h"

namespace scopedown::testing {
namespace {

bool supports_a_type_of(const CatalogueAction& action, const std::vector<TypeIndex>& types) {
  return std::ranges::any_of(action.types, [&](const ActionType& supported) {
    return !supported.created && std::ranges::binary_search(types, supported.type);
  });
}

// Calls `use` with each index of `indices` whose ARN the token may match. `indices` is ascending,
// and so are the ARNs.
template <class Use>
void for_each_match(const ArnPattern& token, const std::vector<std::string>& arns,
                    const std::vector<std::size_t>& indices, Use use) {
  const std::string_view prefix = literal_prefix(token.glob());
  auto place =
      std::ranges::lower_bound(indices, prefix, std::ranges::less(),
                               [&](std::size_t index) { return std::string_view(arns[index]); });
  for (; place != indices.end() && arns[*place].starts_with(prefix); ++place) {
    if (token.may_match(arns[*place])) use(*place);
  }
}

bool names(const Statement& statement, const Action& action) {
  return std::ranges::any_of(statement.actions,
                             [&](const ActionPattern& token) { return token.matches(action); });
}

bool may_name(const Statement& statement, const std::string& arn) {
  return std::ranges::any_of(statement.resources,
                             [&](const ArnPattern& token) { return token.may_match(arn); });
}

}  // namespace

ArnSet::ArnSet(std::set<std::string> arns, const std::set<std::pair<Action, std::string>>& seen,
               const Catalogue& catalogue)
    : catalogue_(catalogue), arns_(arns.begin(), arns.end()), by_type_(catalogue.types().size()) {
  std::vector<std::vector<TypeIndex>> types(arns_.size());
  for (std::size_t index = 0; index < arns_.size(); ++index) {
    types[index] = catalogue.types_of(ArnPattern::exactly(arns_[index]));
    for (const TypeIndex type : types[index])
      by_type_[type].push_back(index);
  }
  for (const auto& [action, arn] : seen) {
    const CatalogueAction* known = catalogue.find(action);
    if (known == nullptr) {
      unknown_actions_.insert(action);
      continue;
    }
    const auto place = std::ranges::lower_bound(arns_, arn);
    if (place == arns_.end() || *place != arn) continue;
    const auto index = static_cast<std::size_t>(place - arns_.begin());
    if (!supports_a_type_of(*known, types[index])) odd_.push_back({index, action});
  }
}

void ArnSet::add_supported(const Statement& statement, Candidates& candidates) const {
  std::set<const CatalogueAction*> named;
  for (const ActionPattern& token : statement.actions) {
    const auto matched = catalogue_.matching(token);
    named.insert(matched.begin(), matched.end());
  }
  std::map<TypeIndex, std::vector<const CatalogueAction*>> by_type;
  for (const CatalogueAction* action : named) {
    for (const ActionType& supported : action->types) {
      if (!supported.created) by_type[supported.type].push_back(action);
    }
  }
  for (const auto& supported : by_type) {
    for (const ArnPattern& token : statement.resources) {
      for_each_match(token, arns_, by_type_[supported.first], [&](std::size_t arn) {
        for (const CatalogueAction* action : supported.second)
          candidates.insert({action->action, arn});
      });
    }
  }
}

void ArnSet::add_odd(const Statement& statement, Candidates& candidates) const {
  for (const Odd& odd : odd_) {
    if (names(statement, odd.action) && may_name(statement, arns_[odd.arn]))
      candidates.insert({odd.action, odd.arn});
  }
}

void ArnSet::add_unknown(const Statement& statement, const std::set<Action>& unknown,
                         Candidates& candidates) const {
  for (const Action& action : unknown) {
    if (!names(statement, action)) continue;
    for (std::size_t arn = 0; arn < arns_.size(); ++arn) {
      if (may_name(statement, arns_[arn])) candidates.insert({action, arn});
    }
  }
}

std::set<Action> ArnSet::unknown_actions(const Policy& policy) const {
  std::set<Action> unknown = unknown_actions_;
  for (const Statement& statement : policy.statements) {
    for (const ActionPattern& token : statement.actions) {
      const auto action = token.is_exact() ? Action::parse(token.text()) : std::nullopt;
      if (action && catalogue_.find(*action) == nullptr) unknown.insert(*action);
    }
  }
  return unknown;
}

std::vector<GrantedPair> ArnSet::granted_by(const Policy& policy) const {
  const std::set<Action> unknown = unknown_actions(policy);
  Candidates candidates;
  for (const Statement& statement : policy.statements) {
    if (statement.effect == Effect::Deny) continue;
    if (statement.not_action || statement.not_resource)
      throw std::invalid_argument("NotAction and NotResource are not asked for here");
    add_supported(statement, candidates);
    add_odd(statement, candidates);
    add_unknown(statement, unknown, candidates);
  }
  std::vector<GrantedPair> granted;
  for (const GrantedPair& pair : candidates) {
    const Request request{"", pair.action, arns_[pair.arn], {}};
    if (decide(policy, request, Reading::Possibly).allowed()) granted.push_back(pair);
  }
  return granted;
}

}  // namespace scopedown::testing
