#include "tests/support/excess_oracle.h"

#include <algorithm>
#include <map>
#include <utility>
#include <vector>

#include "model/evaluator.h"

namespace scopedown::testing {
namespace {

constexpr std::string_view delimiters = "/:-._";
constexpr std::string_view new_word = "zznew";  // a word of no real name
constexpr std::string_view new_region = "zz-new-1";
constexpr std::string_view new_account = "999999999999";

std::uint64_t weight(const CatalogueAction* action) {
  if (action == nullptr) return 40;  // nobody knows what it does
  switch (action->level) {
    case AccessLevel::List:
    case AccessLevel::Read:
      if (!action->sensitive.empty()) return 8;
      return action->level == AccessLevel::List ? 1 : 2;
    case AccessLevel::Tagging:
      return 4;
    case AccessLevel::Write:
      return 8;
    case AccessLevel::PermissionsManagement:
      return 40;
  }
  return 40;
}

// What the unit did, and was given as patterns.
class Seen {
 public:
  explicit Seen(const AccessUsage& accesses) {
    for (const auto& [access, usage] : accesses) {
      if (access.resource.is_everything()) {
        on_everything_.insert(access.action);
      } else if (access.resource.is_exact()) {
        exact_.emplace(access.action, access.resource.glob());
      } else {
        wide_.emplace(access.action, access.resource);
      }
    }
  }

  [[nodiscard]] bool did(const Action& action, const std::string& arn) const {
    if (on_everything_.contains(action) || exact_.contains({action, arn})) return true;
    const auto [first, last] = wide_.equal_range(action);
    return std::any_of(first, last, [&](const auto& item) { return item.second.matches(arn); });
  }

  [[nodiscard]] bool did_on_everything(const Action& action) const {
    return on_everything_.contains(action);
  }

 private:
  std::set<Action> on_everything_;
  std::set<std::pair<Action, std::string>> exact_;
  std::multimap<Action, ArnPattern> wide_;
};

bool in_role(std::span<const Policy> role, const Policy& session, const Action& action,
             const std::string& resource) {
  return role.empty() ||
         allows(role, session, Request{"", action, resource, {}}, Reading::Possibly);
}

std::set<std::string> known_arns(const World& world) {
  std::set<std::string> arns;
  for (const World::Resource& resource : world.resources()) {
    if (!resource.pattern) arns.insert(resource.arn);
  }
  return arns;
}

std::set<std::pair<Action, std::string>> seen_pairs(const World& world) {
  std::set<std::pair<Action, std::string>> pairs;
  for (const World::Resource& resource : world.resources()) {
    for (const auto& [action, tenants] : resource.actions)
      pairs.emplace(action, resource.arn);
  }
  return pairs;
}

std::uint64_t untyped_excess(const Policy& policy, const Seen& seen, std::span<const Policy> role,
                             const Catalogue& catalogue) {
  std::set<const CatalogueAction*> untyped;
  for (const Statement& statement : policy.statements) {
    for (const ActionPattern& token : statement.actions) {
      for (const CatalogueAction* action : catalogue.matching(token)) {
        if (action->types.empty()) untyped.insert(action);
      }
    }
  }
  std::uint64_t sum = 0;
  for (const CatalogueAction* action : untyped) {
    const Request request{"", action->action, "*", {}};
    const bool granted = decide(policy, request, Reading::Possibly).allowed();
    if (granted && !seen.did_on_everything(action->action) &&
        in_role(role, policy, action->action, "*"))
      sum += weight(action);
  }
  return sum;
}

}  // namespace

std::set<std::string> invented_names(std::string_view arn) {
  std::set<std::string> names;
  std::size_t begin = 0;  // of the segment, or of the word
  for (int colons = 0; colons < 5; ++colons) {
    const std::size_t end = arn.find(':', begin);
    if (end == std::string_view::npos) return {};
    const bool filled = end > begin;
    if (filled && (colons == 3 || colons == 4)) {
      std::string sibling(arn);
      names.insert(sibling.replace(begin, end - begin, colons == 3 ? new_region : new_account));
    }
    begin = end + 1;
  }
  while (begin <= arn.size()) {
    const std::size_t end = std::min(arn.find_first_of(delimiters, begin), arn.size());
    names.insert(std::string(arn.substr(0, begin)) + std::string(new_word));
    if (end > begin) {
      std::string sibling(arn);
      names.insert(sibling.replace(begin, end - begin, new_word));
    }
    begin = end + 1;
  }
  return names;
}

ExcessOracle::ExcessOracle(const World& world, const Catalogue& catalogue)
    : catalogue_(catalogue), known_(known_arns(world), seen_pairs(world), catalogue) {}

Excess ExcessOracle::excess_of(const Policy& policy, const AccessUsage& seen,
                               std::span<const Policy> role) const {
  const Seen did(seen);
  std::set<std::string> invented;
  for (const auto& [access, usage] : seen) {
    if (access.resource.is_exact()) invented.merge(invented_names(access.resource.glob()));
  }
  std::erase_if(invented, [&](const std::string& arn) {
    return std::ranges::binary_search(known_.arns(), arn);
  });

  const auto sum_over = [&](const ArnSet& arns) {
    std::uint64_t sum = 0;
    for (const GrantedPair& pair : arns.granted_by(policy)) {
      const std::string& arn = arns.arns()[pair.arn];
      if (!did.did(pair.action, arn) && in_role(role, policy, pair.action, arn))
        sum += weight(catalogue_.find(pair.action));
    }
    return sum;
  };
  return {sum_over(known_), sum_over(ArnSet(std::move(invented), {}, catalogue_)),
          untyped_excess(policy, did, role, catalogue_)};
}

}  // namespace scopedown::testing
