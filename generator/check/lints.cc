#include "generator/check/lints.h"

#include <algorithm>
#include <set>
#include <string>

#include "generator/check/global_keys.h"
#include "generator/tenants/selection.h"
#include "model/condition_operator.h"
#include "model/wildcard.h"

namespace scopedown {
namespace {

using enum Severity;

constexpr std::size_t names_shown_max = 3;

std::string quoted(std::string_view text) {
  return "`" + std::string(text) + "`";
}

// "a, b, c and 4 more".
std::string some_of(const std::vector<std::string>& names) {
  std::string text;
  const std::size_t shown = std::min(names.size(), names_shown_max);
  for (std::size_t index = 0; index < shown; ++index)
    text.append(index == 0 ? "" : ", ").append(names[index]);
  if (shown < names.size()) text += " and " + std::to_string(names.size() - shown) + " more";
  return text;
}

std::string service_of(const ActionPattern& pattern) {
  return pattern.text().substr(0, pattern.text().find(':'));
}

// The three names nearest to one that AWS does not have, as a remedy.
std::string did_you_mean(const std::string& name, const std::vector<std::string>& known) {
  const auto near = nearest(name, known);
  return near.empty() ? "" : "; nearest: " + some_of(near);
}

// One statement, with what all lints ask of it.
class StatementLints {
 public:
  StatementLints(const PolicyDocument& document, std::size_t index, const Catalogue& catalogue,
                 std::vector<Finding>& findings)
      : statement_(document.policy.statements[index]),
        source_(document.sources[index]),
        variables_(document.variables()),
        catalogue_(catalogue),
        findings_(findings) {
    for (const ActionPattern& pattern : statement_.actions)
      reached_.push_back(catalogue.matching(pattern));
  }

  void run(const Role* role) {
    names();
    resources();
    conditions();
    variables();
    redundancy();
    if (statement_.effect == Effect::Deny || statement_.not_action) return;
    pass_role();
    escapes();
    if (role != nullptr) outside_role(*role);
  }

 private:
  void find(Severity severity, std::string_view rule, TextSpan span, std::string message) {
    findings_.push_back({severity, rule, span, std::move(message)});
  }

  void names() {
    for (std::size_t index = 0; index < statement_.actions.size(); ++index) {
      const ActionPattern& pattern = statement_.actions[index];
      if (!reached_[index].empty()) continue;
      const std::string service = service_of(pattern);
      if (catalogue_.actions_of(service).empty()) {
        find(Error, "unknown_service", source_.actions[index],
             "no service has the prefix " + quoted(service) +
                 did_you_mean(service, service_names()));
      } else if (pattern.is_exact()) {
        std::vector<std::string> known;
        for (const CatalogueAction& action : catalogue_.actions_of(service))
          known.push_back(action.action.name);
        find(Error, "unknown_action", source_.actions[index],
             "no such action " + quoted(pattern.text()) +
                 did_you_mean(pattern.text().substr(service.size() + 1), known));
      } else {
        find(Error, "unknown_action", source_.actions[index],
             quoted(pattern.text()) + " reaches no action that AWS has");
      }
    }
  }

  [[nodiscard]] std::vector<std::string> service_names() const {
    std::set<std::string> names;
    for (const CatalogueAction& action : catalogue_.actions())
      names.insert(action.action.service);
    return {names.begin(), names.end()};
  }

  [[nodiscard]] bool has_everything() const {
    return std::ranges::any_of(statement_.resources,
                               [](const ArnPattern& pattern) { return pattern.is_everything(); });
  }

  void resources() {
    if (statement_.not_resource || statement_.not_action) return;
    const bool everything = has_everything();
    for (std::size_t index = 0; !everything && index < reached_.size(); ++index) {
      const auto& reached = reached_[index];
      if (reached.empty()) continue;
      const bool is_on_one = std::ranges::any_of(reached, [&](const CatalogueAction* action) {
        return std::ranges::any_of(statement_.resources, [&](const ArnPattern& pattern) {
          return catalogue_.supports(*action, pattern);
        });
      });
      if (is_on_one) continue;
      const bool takes_none = std::ranges::all_of(
          reached, [](const CatalogueAction* action) { return action->types.empty(); });
      if (takes_none) {
        find(
            Warning, "action_needs_everything", source_.actions[index],
            quoted(statement_.actions[index].text()) +
                " takes no resource but `*`, which the statement does not have: it grants nothing");
      } else {
        find(Warning, "action_without_resource", source_.actions[index],
             "no resource of the statement is one that " +
                 quoted(statement_.actions[index].text()) + " is ever on");
      }
    }
    for (std::size_t index = 0; index < statement_.resources.size(); ++index)
      resource(statement_.resources[index], source_.resources[index]);
  }

  void resource(const ArnPattern& pattern, TextSpan span) {
    if (pattern.is_everything()) return;
    bool any_known = false;
    for (const auto& reached : reached_) {
      for (const CatalogueAction* action : reached) {
        any_known = true;
        if (catalogue_.supports(*action, pattern)) return;
      }
    }
    if (any_known)
      find(Warning, "resource_without_action", span,
           "no action of the statement is ever on " + quoted(pattern.text()));
  }

  void conditions() {
    for (std::size_t index = 0; index < statement_.conditions.size(); ++index) {
      const Condition& condition = statement_.conditions[index];
      key(condition.key, source_.keys[index]);
      const auto operation = ConditionOperator::parse(condition.operation);
      const bool literal = operation && !operation->takes_wildcards() &&
                           (operation->kind == ConditionOperator::Kind::StringEquals ||
                            operation->kind == ConditionOperator::Kind::StringEqualsIgnoreCase);
      for (std::size_t value = 0; literal && value < condition.values.size(); ++value) {
        if (has_wildcard(condition.values[value]))
          find(Warning, "wildcard_without_like", source_.values[index][value],
               quoted(condition.operation) + " takes `*` and `?` literally; write StringLike");
      }
    }
  }

  // Outside of `${...}`.
  [[nodiscard]] bool has_wildcard(std::string_view value) const {
    while (variables_ == Variables::Read) {
      const std::size_t dollar = value.find("${");
      const std::size_t brace = dollar == std::string_view::npos ? dollar : value.find('}', dollar);
      if (brace == std::string_view::npos) break;
      if (value.substr(0, dollar).find_first_of("*?") != std::string_view::npos) return true;
      value.remove_prefix(brace + 1);
    }
    return value.find_first_of("*?") != std::string_view::npos;
  }

  void key(const std::string& key, TextSpan span) {
    const std::size_t colon = key.find(':');
    const std::string prefix = folded_case(key.substr(0, colon));
    if (colon == std::string::npos) {
      find(Error, "unknown_condition_key", span,
           quoted(key) + " is no condition key: it takes the form service:Name");
    } else if (prefix == "aws") {
      if (!is_global_key(key))
        find(Warning, "unknown_condition_key", span,
             "AWS documents no global key " + quoted(key) + did_you_mean(key, global_keys()));
    } else if (catalogue_.actions_of(prefix).empty() && prefix != "saml" &&
               prefix.find('.') == std::string::npos) {
      find(Error, "unknown_condition_key", span,
           "no service has the prefix " + quoted(prefix) + did_you_mean(prefix, service_names()));
    }
    off_tag(key, span);
  }

  void off_tag(std::string_view text, TextSpan span) {
    for (const std::string_view tag :
         {"aws:principaltag/kubernetes-", "aws:principaltag/eks-cluster-"}) {
      if (folded_case(text).find(tag) == std::string::npos) continue;
      find(Warning, "tags_are_off", span,
           "an association with a session policy has session tags turned off: this tag is never "
           "there, unless the role itself has it");
      return;
    }
  }

  void variables() {
    for (std::size_t index = 0; index < statement_.resources.size(); ++index)
      variable(statement_.resources[index].text(), source_.resources[index]);
    for (std::size_t index = 0; index < statement_.conditions.size(); ++index) {
      const Condition& condition = statement_.conditions[index];
      const auto operation = ConditionOperator::parse(condition.operation);
      for (std::size_t value = 0; value < condition.values.size(); ++value) {
        const TextSpan span = source_.values[index][value];
        variable(condition.values[value], span);
        if (variables_ == Variables::Read && operation && !operation->takes_variables() &&
            condition.values[value].find("${") != std::string::npos)
          find(Error, "variable_not_read", span,
               quoted(condition.operation) + " takes no variables: this is plain text");
      }
    }
  }

  void variable(const std::string& text, TextSpan span) {
    if (text.find("${") == std::string::npos) return;
    if (variables_ == Variables::Literal) {
      find(Error, "variable_without_version", span,
           "without \"Version\": \"2012-10-17\" `${` is plain text and no variable");
      return;
    }
    off_tag(text, span);
  }

  void redundancy() {
    for (std::size_t index = 0; index < statement_.actions.size(); ++index) {
      for (std::size_t other = 0; other < statement_.actions.size(); ++other) {
        const std::string& narrow = statement_.actions[index].glob();
        const std::string& wide = statement_.actions[other].glob();
        const bool twice = narrow == wide;
        if (index == other || !wildcard_covers(wide, narrow) || (twice && index < other)) continue;
        find(Suggestion, "redundant_action", source_.actions[index],
             quoted(statement_.actions[other].text()) + " covers it already");
        break;
      }
    }
    for (std::size_t index = 0; index < statement_.resources.size(); ++index) {
      for (std::size_t other = 0; other < statement_.resources.size(); ++other) {
        const ArnPattern& narrow = statement_.resources[index];
        const ArnPattern& wide = statement_.resources[other];
        if (index == other || !(wide == narrow || wide.covers(narrow))) continue;
        if (wide == narrow && index < other) continue;
        // `*` beside names may be meant for actions that take nothing else; then it is the names
        // that are too many.
        find(Suggestion, "redundant_resource", source_.resources[index],
             quoted(wide.text()) + " covers it already");
        break;
      }
    }
  }

  // Whether an action of the statement is that one, whatever the wildcard.
  [[nodiscard]] const TextSpan* naming(const Action& action) const {
    for (std::size_t index = 0; index < statement_.actions.size(); ++index)
      if (statement_.actions[index].matches(action)) return &source_.actions[index];
    return nullptr;
  }

  void pass_role() {
    const TextSpan* action = naming({"iam", "PassRole"});
    if (action == nullptr || statement_.not_resource) return;
    for (std::size_t index = 0; index < statement_.resources.size(); ++index) {
      const ArnPattern& pattern = statement_.resources[index];
      if (!pattern.may_match("arn:aws:iam::111122223333:role/a") ||
          !pattern.may_match("arn:aws:iam::444455556666:role/b/c"))
        continue;
      find(SecurityWarning, "pass_role_on_everything", source_.resources[index],
           "iam:PassRole on " + quoted(pattern.text()) +
               ": every role can be handed to a service; name the roles");
      return;
    }
  }

  void escapes() {
    for (std::size_t index = 0; index < reached_.size(); ++index) {
      std::vector<std::string> names;
      std::string how;
      for (const CatalogueAction* action : reached_[index]) {
        if (action->escape.empty()) continue;
        const bool on_one = std::ranges::any_of(statement_.resources, [&](const auto& pattern) {
          return catalogue_.supports(*action, pattern) || pattern.is_everything();
        });
        if (!on_one) continue;
        if (names.empty()) how = action->escape;
        names.push_back(action->action.text());
      }
      if (names.empty()) continue;
      find(SecurityWarning, "escape", source_.actions[index],
           "allows " + some_of(names) + ", which can undo the confinement: " + how);
    }
  }

  void outside_role(const Role& role) {
    for (std::size_t index = 0; index < reached_.size(); ++index) {
      std::vector<std::string> refused;
      bool any_granted = false;
      for (const CatalogueAction* action : reached_[index]) {
        const bool granted = std::ranges::any_of(statement_.resources, [&](const auto& pattern) {
          return role.might_allow(action->action, pattern);
        });
        any_granted = any_granted || granted;
        if (!granted) refused.push_back(action->action.text());
      }
      if (refused.empty() || (any_granted && !statement_.actions[index].is_exact())) continue;
      find(Warning, "outside_role", source_.actions[index],
           "the role's policies do not grant " + some_of(refused) +
               " on any resource of the statement: the session policy cannot either");
    }
  }

  const Statement& statement_;
  const StatementSource& source_;
  Variables variables_;
  const Catalogue& catalogue_;
  std::vector<Finding>& findings_;
  std::vector<std::vector<const CatalogueAction*>> reached_;  // by each action
};

// Everything that `narrow` says, `wide` says too.
bool covers(const Statement& wide, const Statement& narrow) {
  if (wide.effect != narrow.effect || wide.not_action || narrow.not_action || wide.not_resource ||
      narrow.not_resource || (!wide.conditions.empty() && wide.conditions != narrow.conditions))
    return false;
  const bool actions = std::ranges::all_of(narrow.actions, [&](const ActionPattern& action) {
    return std::ranges::any_of(wide.actions, [&](const ActionPattern& each) {
      return wildcard_covers(each.glob(), action.glob());
    });
  });
  return actions && std::ranges::all_of(narrow.resources, [&](const ArnPattern& resource) {
           return std::ranges::any_of(wide.resources, [&](const ArnPattern& each) {
             return each == resource || each.covers(resource);
           });
         });
}

void redundant_statements(const PolicyDocument& document, std::vector<Finding>& findings) {
  const auto& statements = document.policy.statements;
  for (std::size_t index = 0; index < statements.size(); ++index) {
    for (std::size_t other = 0; other < statements.size(); ++other) {
      if (index == other || !covers(statements[other], statements[index])) continue;
      if (index < other && covers(statements[index], statements[other]))
        continue;  // the later goes
      findings.push_back({Suggestion, "redundant_statement", document.sources[index].statement,
                          "Statement[" + std::to_string(other) + "] says all of it already"});
      break;
    }
  }
}

}  // namespace

std::string_view text(Severity severity) {
  switch (severity) {
    case Error:
      return "error";
    case SecurityWarning:
      return "security warning";
    case Warning:
      return "warning";
    case Suggestion:
      break;
  }
  return "suggestion";
}

std::vector<Finding> lint_session_policy(const PolicyDocument& document, const Catalogue& catalogue,
                                         const Role* role) {
  std::vector<Finding> findings;
  for (std::size_t index = 0; index < document.policy.statements.size(); ++index)
    StatementLints(document, index, catalogue, findings).run(role);
  redundant_statements(document, findings);
  std::ranges::stable_sort(findings, {}, [](const Finding& each) { return each.span.begin; });
  return findings;
}

std::vector<Finding> lint_resource_policy(const PolicyDocument& document) {
  std::vector<Finding> findings;
  for (std::size_t index = 0; index < document.policy.statements.size(); ++index) {
    if (document.policy.statements[index].effect == Effect::Deny) continue;
    for (const PrincipalName& name : document.principals[index]) {
      const bool everybody = name.kind == PrincipalName::Kind::Everyone;
      if (!everybody && name.text.find(":assumed-role/") == std::string::npos) continue;
      findings.push_back(
          {SecurityWarning, "passes_by_session", document.sources[index].statement,
           std::string("allows ") +
               (everybody ? "everybody, which is each session too"
                          : "the session " + quoted(name.text)) +
               ": in this account a session policy does not limit that; name the role"});
      break;
    }
  }
  return findings;
}

}  // namespace scopedown
