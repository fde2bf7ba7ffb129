// Why a token is no narrower is measured, not remembered: the token is replaced by what was seen, and
// the policy is weighed again. If it does not fit, that is the reason; the other reasons (a name that
// was opened, one that the log does not tell, one that the ledger folded) are known from the calls.

#include "generator/report/explanation.h"

#include <algorithm>
#include <map>
#include <ostream>
#include <set>
#include <utility>

#include "generator/report/text_table.h"
#include "generator/usage/timestamp.h"

namespace scopedown {
namespace {

struct Calls {
  UsageCount count;
  std::map<std::string, std::set<std::string>> events;  // by source
};

std::map<Access, Calls> calls_of(const Result& result, const std::vector<UsageRow>& rows,
                                 const Selection& selection, const Clusters& clusters,
                                 const Interpreter& interpreter) {
  std::map<Access, Calls> calls;
  for (const UsageRow& row : rows) {
    const Owner owner = owner_of(row.key.who, selection, clusters);
    if (!owner.tenant || !owner.reason.empty() || row.key.error_class == "denied") continue;
    if (!(*owner.tenant == result.unit.tenant)) continue;
    if (!result.unit.service_account.empty() &&
        owner.service_account != result.unit.service_account)
      continue;
    for (const ObservedAccess& observed : interpreter.interpret(row.key).accesses) {
      if (!result.workload.accesses.contains(observed.access)) continue;
      Calls& entry = calls[observed.access];
      entry.count.merge(row.count);
      entry.events[row.key.event_source].insert(row.key.event_name);
    }
  }
  return calls;
}

std::string events_text(const std::map<std::string, std::set<std::string>>& events) {
  std::string text;
  for (const auto& [source, names] : events) {
    text.append(text.empty() ? "" : "; ").append(source);
    for (const std::string& name : names)
      text.append(&name == &*names.begin() ? " " : ", ").append(name);
  }
  return text;
}

bool stands_for(const Statement& statement, const Access& access) {
  return std::ranges::any_of(
             statement.actions,
             [&](const ActionPattern& token) { return token.matches(access.action); }) &&
         std::ranges::any_of(statement.resources, [&](const ArnPattern& token) {
           return token.is_everything() || token == access.resource ||
                  token.covers(access.resource);
         });
}

// One statement of a policy, with the accesses that it was made for.
class StatementExplainer {
 public:
  StatementExplainer(const Result& result, std::size_t index, const Budget& budget)
      : result_(result),
        statement_(result.proposal.policy.statements[index]),
        index_(index),
        budget_(budget) {
    for (const auto& item : result.workload.accesses)
      if (stands_for(statement_, item.first)) accesses_.push_back(item.first);
  }

  [[nodiscard]] ExplainedStatement explained(const std::map<Access, Calls>& calls) const {
    ExplainedStatement explained;
    explained.index = index_;
    for (const Access& access : accesses_) {
      const auto found = calls.find(access);
      explained.accesses.push_back(
          found == calls.end()
              ? ExplainedAccess{access, {}, ""}
              : ExplainedAccess{access, found->second.count, events_text(found->second.events)});
    }
    for (const ActionPattern& token : statement_.actions)
      if (!token.is_exact()) explained.tokens.push_back(action_token(token));
    for (const ArnPattern& token : statement_.resources)
      if (is_wider(token)) explained.tokens.push_back(resource_token(token));
    return explained;
  }

 private:
  // `*` for an action that takes no resource is no wider than what was seen.
  [[nodiscard]] bool is_wider(const ArnPattern& token) const {
    return !token.is_exact() && std::ranges::none_of(accesses_, [&](const Access& access) {
      return access.resource == token && !result_.workload.unresolved.contains(access) &&
             !result_.workload.folded.contains(access);
    });
  }

  [[nodiscard]] std::string newly_text(const Widening& widening, bool by_action) const {
    return (by_action ? widening.access.action.text() + " on " + widening.access.resource.text()
                      : widening.access.action.text()) +
           " (" + std::string(text(widening.level)) + "): " + widening.why;
  }

  [[nodiscard]] ExplainedToken action_token(const ActionPattern& token) const {
    std::set<Action> seen;
    for (const Access& access : accesses_)
      if (token.matches(access.action)) seen.insert(access.action);
    ExplainedToken explained{token.text(), seen.size(), {}, ""};
    for (const Widening& widening : result_.proposal.excess) {
      if (token.matches(widening.access.action) && !seen.contains(widening.access.action) &&
          has(widening.access.resource))
        explained.newly.push_back(newly_text(widening, true));
    }
    Policy narrower = result_.proposal.policy;
    auto& actions = narrower.statements[index_].actions;
    std::erase(actions, token);
    for (const Action& action : seen)
      actions.push_back(ActionPattern::exactly(action));
    explained.why = measured(narrower, std::to_string(seen.size()) + " actions by name");
    return explained;
  }

  [[nodiscard]] bool has(const ArnPattern& resource) const {
    return std::ranges::find(statement_.resources, resource) != statement_.resources.end();
  }

  [[nodiscard]] ExplainedToken resource_token(const ArnPattern& token) const {
    std::set<ArnPattern> seen;
    bool unresolved = false;
    bool folded = false;
    for (const Access& access : accesses_) {
      if (!token.covers(access.resource) && !(token == access.resource)) continue;
      seen.insert(access.resource);
      unresolved = unresolved || result_.workload.unresolved.contains(access);
      folded = folded || result_.workload.folded.contains(access);
    }
    ExplainedToken explained{token.text(), seen.size(), {}, ""};
    for (const Widening& widening : result_.proposal.excess)
      if (widening.access.resource == token) explained.newly.push_back(newly_text(widening, false));
    const auto opened = std::ranges::find(result_.proposal.opened, token, &OpenedName::pattern);
    if (opened != result_.proposal.opened.end()) {
      explained.why = "its names will not repeat: " + std::to_string(opened->names) +
                      " were seen, such as " + opened->example + " (--exact keeps them)";
    } else if (unresolved) {
      explained.why = "the log does not tell the name (--also can)";
    } else if (folded) {
      explained.why = "the ledger keeps a prefix for its many names";
    } else {
      Policy narrower = result_.proposal.policy;
      auto& resources = narrower.statements[index_].resources;
      std::erase(resources, token);
      resources.insert(resources.end(), seen.begin(), seen.end());
      explained.why = measured(narrower, std::to_string(seen.size()) + " resources by name");
    }
    return explained;
  }

  // What the policy would come to with `what` in place of the token.
  [[nodiscard]] std::string measured(const Policy& narrower, const std::string& what) const {
    const std::size_t characters = narrower.characters();
    const PackedSize packed = PackedSizeEstimator().of(narrower);
    const bool fits = characters <= budget_.characters_max &&
                      (!budget_.packed_percent_max ||
                       packed <= PackedSize::of_percent(*budget_.packed_percent_max));
    return what + " would make it " + std::to_string(characters) + " characters, " +
           percent_text(packed) + " packed: " +
           (fits ? "that fits, but not together with all that the search named instead"
                 : "over the budget");
  }

  const Result& result_;
  const Statement& statement_;
  std::size_t index_;
  const Budget& budget_;
  std::vector<Access> accesses_;
};

std::string seen_text(std::int64_t seconds) {
  return seconds == 0 ? "-" : timestamp_text(seconds);
}

}  // namespace

std::vector<ExplainedStatement> explain(const Result& result, const std::vector<UsageRow>& rows,
                                        const Selection& selection, const Clusters& clusters,
                                        const Interpreter& interpreter, const Budget& budget,
                                        std::optional<std::size_t> only) {
  const auto calls = calls_of(result, rows, selection, clusters, interpreter);
  std::vector<ExplainedStatement> explained;
  for (std::size_t index = 0; index < result.proposal.policy.statements.size(); ++index) {
    if (!only || *only == index)
      explained.push_back(StatementExplainer(result, index, budget).explained(calls));
  }
  return explained;
}

void print_explanation(std::ostream& out, const Policy& policy,
                       const std::vector<ExplainedStatement>& statements) {
  for (const ExplainedStatement& statement : statements) {
    Policy alone;
    alone.statements = {policy.statements[statement.index]};
    out << "statement " << statement.index << ": " << printable(alone.text()) << '\n';
    std::vector<TableLine> lines{
        {"ACTION", "RESOURCE", "CALLS", "FIRST", "LAST", "EVENT", "CALLED"}};
    for (const ExplainedAccess& each : statement.accesses) {
      const bool observed = each.calls.calls != 0;
      lines.push_back({each.access.action.text(), printable(each.access.resource.text()),
                       observed ? std::to_string(each.calls.calls) : "-",
                       seen_text(each.calls.first_seen), seen_text(each.calls.last_seen),
                       observed ? printable(each.calls.sample) : "-",
                       observed ? printable(each.events) : "no call: given, or assumed"});
    }
    print_table(out, lines, {2});
    for (const ExplainedToken& token : statement.tokens) {
      out << "wider than seen: " << printable(token.token) << '\n';
      out << "  stands for " << token.seen << " seen; no narrower, since " << printable(token.why)
          << '\n';
      for (const std::string& newly : token.newly)
        out << "  newly allows " << printable(newly) << '\n';
    }
    out << '\n';
  }
}

}  // namespace scopedown
