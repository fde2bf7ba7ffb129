#include "generator/tags/tag_policy.h"

#include <algorithm>
#include <cstddef>
#include <queue>
#include <set>
#include <tuple>
#include <utility>

#include "generator/error.h"
#include "generator/minimise/isolation.h"
#include "generator/minimise/needs.h"
#include "model/authorisation.h"

namespace scopedown {
namespace {

// What one unit needs of one action.
struct Need {
  std::size_t user = 0;  // into the fleet
  ArnPattern resource;
};

struct Option {
  TagTemplate shape;
  std::vector<std::size_t> serves;  // needs
};

// The templates of one action, the best first.
struct Rank {
  std::size_t gain = 0;
  const Option* option = nullptr;

  friend bool operator<(const Rank& a, const Rank& b) {
    const auto worth = [](const Rank& rank) {
      const TagTemplate& shape = rank.option->shape;
      return std::tuple(rank.gain, !shape.is_open, shape.variables);
    };
    if (worth(a) != worth(b)) return worth(a) < worth(b);
    const std::string& one = a.option->shape.text;
    const std::string& other = b.option->shape.text;
    return std::tuple(one.size(), one) > std::tuple(other.size(), other);
  }
};

class Chooser {
 public:
  Chooser(const std::vector<TagUser>& fleet, const World& world, const Rules& rules)
      : fleet_(fleet), rules_(rules) {
    for (const TagUser& user : fleet)
      isolation_.try_emplace(user.unit.tenant, world, rules, user.unit.tenant);
  }

  // The templates that the action is granted on. What they do not serve goes to `unserved`.
  std::set<std::string> choose(const Action& action, const std::vector<Need>& needs,
                               std::map<Unit, std::vector<Unserved>>& unserved) {
    const std::map<std::string, Option> options = options_for(needs);
    std::priority_queue<Rank> queue;
    for (const auto& [text, option] : options)
      queue.push({option.serves.size(), &option});
    std::vector<char> served(needs.size(), 0);
    std::vector<std::string> why(needs.size(), "its name holds no tag of the pod");
    std::set<std::string> chosen;
    while (!queue.empty()) {
      Rank best = queue.top();
      queue.pop();
      const auto left = static_cast<std::size_t>(std::ranges::count_if(
          best.option->serves, [&](std::size_t need) { return served[need] == 0; }));
      if (left == 0) continue;
      if (left < best.gain) {  // others were served since it was ranked
        best.gain = left;
        queue.push(best);
        continue;
      }
      const std::string objection = objection_to(action, best.option->shape.text);
      for (const std::size_t need : best.option->serves) {
        if (objection.empty()) served[need] = 1;
        if (!objection.empty() && best.option->shape.variables > 0) why[need] = objection;
      }
      if (objection.empty()) chosen.insert(best.option->shape.text);
    }
    for (std::size_t need = 0; need < needs.size(); ++need) {
      if (served[need] == 0)
        unserved[fleet_[needs[need].user].unit].push_back(
            {{action, needs[need].resource}, why[need]});
    }
    return chosen;
  }

  // Why an action may not be granted to everybody on `*`; "" if it may. It is harmless if it only
  // lists or reads, and takes no resource.
  [[nodiscard]] std::string objection_to_all(const Action& action, std::size_t users) {
    const CatalogueAction* known = rules_.catalogue.find(action);
    if (known == nullptr || !known->types.empty()) return objection_to(action, "*");
    if (!known->is_dangerous() || users == fleet_.size()) return "";
    return "it names no resource, and not everybody was seen doing it";
  }

 private:
  [[nodiscard]] std::map<std::string, Option> options_for(const std::vector<Need>& needs) const {
    std::map<std::string, Option> options;
    for (std::size_t need = 0; need < needs.size(); ++need) {
      for (const TagTemplate& shape :
           templates_for(needs[need].resource, fleet_[needs[need].user].pod)) {
        Option& option = options[shape.text];
        option.shape = shape;
        option.serves.push_back(need);
      }
    }
    return options;
  }

  // Whom the template would let in where it must not; "" if nobody.
  std::string objection_to(const Action& action, const std::string& text) {
    const CatalogueAction* known = rules_.catalogue.find(action);
    std::set<std::pair<std::string, const Tenant*>> asked;
    for (const TagUser& user : fleet_) {
      const ArnPattern pattern = filled(text, user.pod);
      if (!asked.emplace(pattern.text(), &user.unit.tenant).second) continue;
      const auto broken = isolation_.at(user.unit.tenant).first_break(known, action, pattern);
      if (broken)
        return user.unit.text() + " would reach " + broken->resource +
               (broken->owner.empty() ? "" : " of " + broken->owner);
    }
    return "";
  }

  const std::vector<TagUser>& fleet_;
  const Rules& rules_;
  std::map<Tenant, Isolation> isolation_;
};

const TaggedResource* vouched(const Action& action, const std::vector<TaggedResource>& tagged) {
  const auto found = std::ranges::find_if(
      tagged, [&](const TaggedResource& each) { return each.actions.matches(action); });
  return found == tagged.end() ? nullptr : &*found;
}

// Actions with the same resources share a statement; those with the same condition likewise.
class Statements {
 public:
  void add(const Action& action, const std::set<std::string>& resources) {
    if (!resources.empty()) by_resources_[resources].insert(ActionPattern::exactly(action));
  }

  void add_tagged(const Action& action, const TaggedResource& tagged) {
    by_condition_[{tagged.key, tagged.tag}].insert(ActionPattern::exactly(action));
  }

  [[nodiscard]] Policy policy() const {
    Policy policy;
    for (const auto& [resources, actions] : by_resources_) {
      Statement& statement = policy.statements.emplace_back();
      statement.actions.assign(actions.begin(), actions.end());
      for (const std::string& text : resources)
        statement.resources.push_back(*ArnPattern::parse(text));
    }
    for (const auto& [condition, actions] : by_condition_) {
      Statement& statement = policy.statements.emplace_back();
      statement.actions.assign(actions.begin(), actions.end());
      statement.resources.emplace_back();
      statement.conditions.push_back(
          {"StringEquals", condition.first, {"${aws:PrincipalTag/" + condition.second + "}"}});
    }
    return policy;
  }

 private:
  std::map<std::set<std::string>, std::set<ActionPattern>> by_resources_;
  std::map<std::pair<std::string, std::string>, std::set<ActionPattern>> by_condition_;
};

// What was promised is asked of the policy's own bytes, tags and all.
void ensure_served(const TagPolicy& result, const std::vector<TagUser>& fleet,
                   const std::vector<TaggedResource>& tagged) {
  if (result.policy.statements.empty()) return;
  const auto document = PolicyDocument::parse(result.policy.text(), PolicyGrammar::Identity);
  PolicyLayers layers;
  layers.identity = {&document};
  for (const TagUser& user : fleet) {
    const SessionTags session = session_tags_of(user.pod);
    std::set<Access> not_served;
    for (const Unserved& each : result.unserved.at(user.unit))
      not_served.insert(each.access);
    for (const auto& [access, usage] : user.accesses) {
      if (not_served.contains(access)) continue;
      if (!access.resource.is_exact() && !access.resource.is_everything()) continue;
      Request request;
      request.action = access.action;
      request.resource = access.resource.glob();
      if (access.resource.is_everything()) request.resource = "*";
      add_principal_tags(request, {}, session);
      if (const TaggedResource* each = vouched(access.action, tagged))
        request.context[each->key] = request.context["aws:PrincipalTag/" + each->tag];
      ensure(authorise(layers, request).allowed(),
             ("tags allow " + access.action.text() + " to " + user.unit.text()).c_str());
    }
  }
}

}  // namespace

TagPolicy tag_policy(const std::vector<TagUser>& fleet, const World& world,
                     const std::set<std::string>& shared_roles, const Rules& rules,
                     const std::vector<TaggedResource>& tagged) {
  TagPolicy result;
  std::map<Action, std::vector<Need>> needs;
  for (std::size_t user = 0; user < fleet.size(); ++user) {
    std::vector<Unserved>& unserved = result.unserved[fleet[user].unit];
    for (const auto& [access, usage] : fleet[user].accesses) {
      if (!rules.allow_escape && assumes_one_of(shared_roles, access)) {
        unserved.push_back({access, "it assumes the shared role itself"});
      } else {
        needs[access.action].push_back({user, access.resource});
      }
    }
  }

  Chooser chooser(fleet, world, rules);
  Statements statements;
  std::set<std::string> used;
  for (auto& [action, all] : needs) {
    if (const TaggedResource* each = vouched(action, tagged)) {
      statements.add_tagged(action, *each);
      continue;
    }
    std::vector<Need> named;
    std::vector<Need> unnamed;
    for (Need& need : all)
      (need.resource.is_everything() ? unnamed : named).push_back(std::move(need));
    std::set<std::string> resources = chooser.choose(action, named, result.unserved);
    if (!unnamed.empty()) {
      const std::string objection = chooser.objection_to_all(action, unnamed.size());
      if (objection.empty()) resources = {"*"};
      for (const Need& need : unnamed) {
        if (!objection.empty())
          result.unserved[fleet[need.user].unit].push_back({{action, need.resource}, objection});
      }
    }
    used.insert(resources.begin(), resources.end());
    statements.add(action, resources);
  }
  result.policy = statements.policy();
  result.clashes = name_clashes({used.begin(), used.end()});
  result.clusters_apart = std::ranges::none_of(used, [](const std::string& text) {
    return names_tag(text, "kubernetes-namespace") && !names_tag(text, "eks-cluster-name");
  });
  ensure_served(result, fleet, tagged);
  return result;
}

}  // namespace scopedown
