#include "generator/onboard/onboarding.h"

#include <algorithm>
#include <optional>
#include <string_view>

namespace scopedown {
namespace {

bool is_under(const ArnPattern& resource, const std::vector<ArnPattern>& patterns) {
  return std::ranges::any_of(patterns,
                             [&](const ArnPattern& pattern) { return pattern.covers(resource); });
}

// The resources that every one of the tenants has as they are.
std::set<ArnPattern> shared_by_all(const std::vector<LikeTenant>& likes) {
  std::map<ArnPattern, std::set<std::string>> holders;
  for (const LikeTenant& like : likes)
    for (const auto& [account, accesses] : like.accesses)
      for (const auto& item : accesses)
        holders[item.first.resource].insert(like.name);
  std::set<ArnPattern> shared;
  for (const auto& [resource, names] : holders)
    if (likes.size() > 1 && names.size() == likes.size()) shared.insert(resource);
  return shared;
}

bool is_drawn(std::string_view text, std::size_t size, std::string_view also) {
  return text.size() == size && std::ranges::all_of(text, [&](char byte) {
           return (byte >= '0' && byte <= '9') || (byte >= 'a' && byte <= 'f') ||
                  also.find(byte) != std::string_view::npos;
         });
}

// Where AWS draws the end of a name, the new tenant's will end otherwise: a secret's `-Qd7XaB` becomes
// `-??????`, the id of a load balancer, listener or target group `*`.
// Sources: Secrets Manager User Guide, "Secret"; Service Authorization Reference, Elastic Load
// Balancing V2.
ArnPattern with_drawn_end_open(const ArnPattern& pattern) {
  const std::string& text = pattern.text();
  const auto open = [&](char before, const std::string& end) {
    return *ArnPattern::parse(text.substr(0, text.rfind(before) + 1) + end);
  };
  constexpr std::string_view letters = "ghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
  const std::string_view after_dash = std::string_view(text).substr(text.rfind('-') + 1);
  const std::string_view after_slash = std::string_view(text).substr(text.rfind('/') + 1);
  if (text.find(":secretsmanager:") != std::string::npos && is_drawn(after_dash, 6, letters))
    return open('-', "??????");
  if (text.find(":elasticloadbalancing:") != std::string::npos && is_drawn(after_slash, 16, ""))
    return open('/', "*");
  return pattern;
}

class TemplateMaker {
 public:
  TemplateMaker(const std::vector<LikeTenant>& likes, std::string name,
                const OnboardingAnswers& answers)
      : likes_(likes), name_(std::move(name)), answers_(answers), shared_(shared_by_all(likes)) {}

  OnboardingTemplate make() {
    for (const LikeTenant& like : likes_)
      take(like);
    for (const auto& [key, holders] : holders_) {
      if (holders.size() == likes_.size()) continue;
      made_.not_common.emplace(key, holders);
      made_.accesses[key.first].erase(key.second);
    }
    std::erase_if(made_.accesses, [](const auto& item) { return item.second.empty(); });
    return std::move(made_);
  }

 private:
  void take(const LikeTenant& like) {
    const Renaming renaming({{like.name, name_}}, answers_.replace);
    for (const auto& [account, accesses] : like.accesses) {
      const std::string new_account = renaming.renamed_name(account);
      for (const auto& [access, usage] : accesses) {
        const auto resource = decided(access, renaming);
        if (!resource) continue;
        const Access renamed{access.action, *resource};
        made_.accesses[new_account][renamed].merge(usage);
        holders_[{new_account, renamed}].insert(like.name);
      }
    }
  }

  // The resource that the new tenant has in its place; empty if it has none, or nobody knows.
  std::optional<ArnPattern> decided(const Access& access, const Renaming& renaming) {
    if (access.resource.is_everything()) return access.resource;
    if (is_under(access.resource, answers_.drop)) {
      made_.dropped.insert(access.resource);
      return std::nullopt;
    }
    if (is_under(access.resource, answers_.keep)) {
      made_.kept.insert(access.resource);
      return access.resource;
    }
    if (const auto renamed = renaming.renamed(access.resource))
      return with_drawn_end_open(*renamed);
    if (shared_.contains(access.resource)) {
      made_.kept.insert(access.resource);
      return access.resource;
    }
    made_.open[access.resource].insert(access.action);
    return std::nullopt;
  }

  const std::vector<LikeTenant>& likes_;
  std::string name_;
  const OnboardingAnswers& answers_;
  std::set<ArnPattern> shared_;
  std::map<std::pair<std::string, Access>, std::set<std::string>> holders_;
  OnboardingTemplate made_;
};

// An action that the statement allows on the resource, if there is one.
std::optional<Action> allowed_there(const Statement& statement, const ArnPattern& resource,
                                    const Catalogue& catalogue) {
  for (const CatalogueAction& action : catalogue.actions()) {
    const bool named = std::ranges::any_of(statement.actions, [&](const ActionPattern& pattern) {
      return pattern.matches(action.action);
    });
    if (named != statement.not_action && !action.types.empty() &&
        catalogue.reaches(action, resource))
      return action.action;
  }
  return std::nullopt;
}

}  // namespace

OnboardingTemplate template_of(const std::vector<LikeTenant>& likes, const std::string& name,
                               const OnboardingAnswers& answers) {
  return TemplateMaker(likes, name, answers).make();
}

std::vector<Collision> collisions(const std::set<ArnPattern>& resources, const World& world,
                                  const Tenant& tenant) {
  std::vector<Collision> found;
  for (const ArnPattern& resource : resources) {
    for (const World::Resource* known : world.touched_by(resource)) {
      Collision collision{resource, known->arn, {}};
      for (const TenantIndex owner : known->owners)
        if (!(world.tenants()[owner] == tenant))
          collision.tenants.insert(world.tenants()[owner].text());
      if (!collision.tenants.empty()) found.push_back(std::move(collision));
    }
  }
  return found;
}

// Denies are not looked at: what they might take away is not relied on.
std::vector<Reach> reaches(const std::vector<NamedPolicy>& policies,
                           const std::set<ArnPattern>& resources, const Catalogue& catalogue) {
  std::vector<Reach> found;
  for (const NamedPolicy& named : policies) {
    for (const Statement& statement : named.policy.statements) {
      if (statement.effect != Effect::Allow) continue;
      for (const ArnPattern& resource : resources) {
        const auto token = std::ranges::find_if(
            statement.resources, [&](const ArnPattern& one) { return one.may_overlap(resource); });
        const bool excluded = std::ranges::any_of(
            statement.resources, [&](const ArnPattern& one) { return one.covers(resource); });
        const bool touched =
            statement.not_resource ? !excluded : token != statement.resources.end();
        if (!touched) continue;
        const auto action = allowed_there(statement, resource, catalogue);
        if (!action) continue;
        found.push_back(
            {named.name, statement.not_resource ? ArnPattern() : *token, resource, *action});
      }
    }
  }
  return found;
}

}  // namespace scopedown
