#include "model/authorisation.h"

#include <algorithm>
#include <string>

#include "model/arn.h"
#include "model/condition_evaluation.h"
#include "model/derived_keys.h"
#include "model/policy_variables.h"
#include "model/request_principal.h"
#include "model/wildcard.h"

namespace scopedown {
namespace {

// What one layer says: which of its statements apply, and of its Allows, how they name who asks.
struct LayerAnswer {
  std::vector<MatchedStatement> allows;
  std::vector<MatchedStatement> denies;
  PrincipalNaming naming = PrincipalNaming::None;  // the closest of the Allows; resource layer only
};

class Case {
 public:
  Case(const PolicyLayers& layers, const Request& request, Colons colons)
      : layers_(layers),
        request_(request),
        colons_(colons),
        principal_(RequestPrincipal::parse(request.principal)),
        context_(context_of(request, principal_)),
        action_(folded_case(request.action.text())) {
    const std::string* account = context_.only("aws:ResourceAccount");
    crosses_accounts_ =
        account != nullptr && !principal_.account.empty() && *account != principal_.account;
    resource_ = answer(PolicyLayer::Resource, 0, layers.resource);
    identity_ = answer(PolicyLayer::Identity, 0, layers.identity);
    boundary_ = answer(PolicyLayer::Boundary, 0, layers.boundary);
    session_ = answer(PolicyLayer::Session, 0, layers.session);
    for (std::size_t level = 0; level < layers.rcp.size(); ++level)
      rcp_.push_back(answer(PolicyLayer::Rcp, level, layers.rcp[level]));
    for (std::size_t level = 0; principal_.is_identity() && level < layers.scp.size(); ++level)
      scp_.push_back(answer(PolicyLayer::Scp, level, layers.scp[level]));
  }

  Authorisation decide() {
    collect_matched();
    for (const MatchedStatement& statement : result_.matched) {
      if (statement.effect == Effect::Deny) result_.by.push_back(statement);
    }
    if (!result_.by.empty()) {
      result_.decision = Decision::ExplicitDeny;
      return std::move(result_);
    }
    ask_scps();
    if (!principal_.is_identity()) {
      must_allow(PolicyLayer::Resource, resource_);
    } else if (crosses_accounts_) {
      must_allow(PolicyLayer::Resource, resource_);
      ask_identity();
    } else {
      ask_within_account();
    }
    settle();
    return std::move(result_);
  }

 private:
  [[nodiscard]] bool resource_matches(const ArnPattern& pattern, Variables variables) const {
    const auto answers = [&](std::string_view glob) {
      return colons_ == Colons::Stop ? arn_matches(glob, request_.resource)
                                     : wildcard_matches(glob, request_.resource);
    };
    if (variables == Variables::Literal || pattern.text().find("${") == std::string::npos)
      return answers(pattern.glob());
    const auto glob = filled_glob(pattern.text(), variables, context_);
    return glob && answers(*glob);
  }

  // Whether the statement speaks of the request, principal aside.
  [[nodiscard]] bool speaks(const Statement& statement, Variables variables) const {
    const bool action = std::ranges::any_of(statement.actions, [&](const ActionPattern& pattern) {
      return wildcard_matches(pattern.glob(), action_);
    });
    if (action == statement.not_action) return false;
    const bool resource = std::ranges::any_of(statement.resources, [&](const ArnPattern& pattern) {
      return resource_matches(pattern, variables);
    });
    if (resource == statement.not_resource) return false;
    return std::ranges::all_of(statement.conditions, [&](const Condition& condition) {
      return holds(condition, variables, context_);
    });
  }

  [[nodiscard]] LayerAnswer answer(PolicyLayer layer, std::size_t level,
                                   const PolicyList& policies) const {
    const bool names_principals = layer == PolicyLayer::Resource || layer == PolicyLayer::Rcp;
    LayerAnswer answer;
    for (std::size_t policy = 0; policy < policies.size(); ++policy) {
      const PolicyDocument& document = *policies[policy];
      for (std::size_t index = 0; index < document.policy.statements.size(); ++index) {
        const Statement& statement = document.policy.statements[index];
        const PrincipalNaming naming =
            names_principals ? naming_of(principal_, document.principals[index], context_)
                             : PrincipalNaming::Itself;
        if (naming == PrincipalNaming::None || !speaks(statement, document.variables())) continue;
        const bool allow = statement.effect == Effect::Allow;
        (allow ? answer.allows : answer.denies)
            .push_back({layer, level, policy, index, statement.effect});
        if (allow) answer.naming = std::max(answer.naming, naming);
      }
    }
    return answer;
  }

  void collect_matched() {
    const auto take = [&](const LayerAnswer& answer) {
      std::vector<MatchedStatement> both = answer.allows;
      both.insert(both.end(), answer.denies.begin(), answer.denies.end());
      std::ranges::sort(both);
      result_.matched.insert(result_.matched.end(), both.begin(), both.end());
    };
    for (const LayerAnswer& level : rcp_)
      take(level);
    for (const LayerAnswer& level : scp_)
      take(level);
    for (const LayerAnswer* answer : {&resource_, &identity_, &boundary_, &session_})
      take(*answer);
  }

  // Notes the layer's Allows, or that it has none.
  void must_allow(PolicyLayer layer, const LayerAnswer& answer, std::size_t level = 0) {
    if (answer.allows.empty()) result_.lacking.push_back({layer, level});
    result_.by.insert(result_.by.end(), answer.allows.begin(), answer.allows.end());
  }

  void ask_scps() {
    for (std::size_t level = 0; level < scp_.size(); ++level) {
      if (!layers_.scp[level].empty()) must_allow(PolicyLayer::Scp, scp_[level], level);
    }
  }

  void ask_limits() {
    if (!layers_.boundary.empty()) must_allow(PolicyLayer::Boundary, boundary_);
    if (!layers_.session.empty()) must_allow(PolicyLayer::Session, session_);
  }

  void ask_identity() {
    if (principal_.kind != RequestPrincipal::Kind::Root)
      must_allow(PolicyLayer::Identity, identity_);
    ask_limits();
  }

  // The table of authorisation.h, from the closest naming on.
  void ask_within_account() {
    if (resource_.naming == PrincipalNaming::Itself) {
      must_allow(PolicyLayer::Resource, resource_);
      result_.passes_by_session = !layers_.session.empty();
      return;
    }
    if (resource_.naming == PrincipalNaming::Role) {
      must_allow(PolicyLayer::Resource, resource_);
      ask_limits();
      return;
    }
    if (needs_resource_policy() && !layers_.resource.empty())
      must_allow(PolicyLayer::Resource, resource_);
    ask_identity();
  }

  // Keys and roles are opened by their own policies alone.
  [[nodiscard]] bool needs_resource_policy() const {
    const std::string service = folded_case(request_.action.service);
    const auto arn = Arn::parse(request_.resource);
    return arn && ((service == "kms" && arn->service == "kms") ||
                   (service == "sts" && arn->service == "iam"));
  }

  void settle() {
    if (!result_.lacking.empty()) {
      result_.by.clear();
      result_.passes_by_session = false;
      return;
    }
    result_.decision = Decision::Allowed;
    std::ranges::sort(result_.by);
  }

  const PolicyLayers& layers_;
  const Request& request_;
  Colons colons_;
  RequestPrincipal principal_;
  RequestContext context_;
  std::string action_;  // case-folded, as the patterns' globs are
  bool crosses_accounts_ = false;
  LayerAnswer resource_;
  LayerAnswer identity_;
  LayerAnswer boundary_;
  LayerAnswer session_;
  std::vector<LayerAnswer> rcp_;
  std::vector<LayerAnswer> scp_;
  Authorisation result_;
};

}  // namespace

std::string_view text(PolicyLayer layer) {
  constexpr std::array<std::string_view, 6> names{"rcp",      "scp",      "resource",
                                                  "identity", "boundary", "session"};
  return names.at(static_cast<std::size_t>(layer));
}

std::vector<PolicyList> PolicyLayers::levels(PolicyLayer layer) const {
  switch (layer) {
    case PolicyLayer::Rcp:
      return rcp;
    case PolicyLayer::Scp:
      return scp;
    case PolicyLayer::Resource:
      return {resource};
    case PolicyLayer::Identity:
      return {identity};
    case PolicyLayer::Boundary:
      return {boundary};
    case PolicyLayer::Session:
      return {session};
  }
  return {};
}

Authorisation authorise(const PolicyLayers& layers, const Request& request, Colons colons) {
  return Case(layers, request, colons).decide();
}

}  // namespace scopedown
