// Each question is a function that looks at one thing and says what is wrong with it. Whether the
// trust policy lets the pod in is asked of the definition first; where it does, what looks odd in it
// is no finding. Where it does not, each statement that might have been meant is looked at, element by
// element, so that a typo is shown beside what it should be. Tested by diagnosis_test.cc.

#include "generator/diagnose/diagnosis.h"

#include <algorithm>
#include <string_view>
#include <utility>

#include "generator/tenants/selection.h"
#include "generator/usage/denial_message.h"
#include "model/arn.h"
#include "model/authorisation.h"
#include "model/wildcard.h"

namespace scopedown {
namespace {

constexpr const char* eks = "pods.eks.amazonaws.com";

// "oidc.eks.eu-west-1.amazonaws.com/id/8D3F": of a URL, or of a provider's ARN.
std::string issuer_of(std::string_view text) {
  for (const std::string_view scheme : {"https://", "http://"}) {
    if (text.starts_with(scheme)) text.remove_prefix(scheme.size());
  }
  const std::size_t in_arn = text.find("oidc-provider/");
  if (in_arn != std::string_view::npos) text.remove_prefix(in_arn + 14);
  while (text.ends_with('/'))
    text.remove_suffix(1);
  return std::string(text);
}

// "eu-west-1" of such an issuer; "" of another's.
std::string region_of(const std::string& issuer) {
  const std::string_view host = "oidc.eks.";
  if (!issuer.starts_with(host)) return "";
  return issuer.substr(host.size(), issuer.find('.', host.size()) - host.size());
}

std::string list_of(const std::vector<std::string>& values) {
  std::string text;
  for (const std::string& value : values)
    text += (text.empty() ? "`" : ", `") + value + "`";
  return text;
}

bool names_action(const Statement& statement, const char* action) {
  return std::ranges::any_of(statement.actions, [&](const ActionPattern& pattern) {
           return pattern.matches(*Action::parse(action));
         }) != statement.not_action;
}

class Doctor {
 public:
  explicit Doctor(const Symptoms& symptoms)
      : given_(symptoms), issuer_(issuer_of(symptoms.provider)) {}

  Diagnosis examine() {
    annotation();
    if (given_.trust && uses_token()) token_trust();
    if (given_.trust && given_.association) pod_trust();
    association();
    if (given_.event) event();
    return std::move(diagnosis_);
  }

 private:
  void find(const char* code, std::string text) {
    diagnosis_.findings.push_back({code, std::move(text)});
  }

  void sound(std::string text) { diagnosis_.sound.push_back(std::move(text)); }

  [[nodiscard]] bool uses_token() const { return !issuer_.empty() || !given_.annotation.empty(); }

  [[nodiscard]] std::string subject() const {
    if (given_.service_account.empty()) return "";
    return "system:serviceaccount:" + given_.name_space + ":" + given_.service_account;
  }

  void annotation() {
    if (given_.annotation.empty()) return;
    const auto arn = Arn::parse(given_.annotation);
    const bool is_role = arn && arn->service == "iam" && arn->resource.starts_with("role/") &&
                         arn->account.size() == 12;
    if (!is_role) {
      find("annotation", "the annotation `" + given_.annotation +
                             "` is no role; write arn:aws:iam::111122223333:role/NAME, with the "
                             "role's path if it has one");
      return;
    }
    sound("the annotation names a role");
    if (given_.event && !given_.event->role_arn.empty() &&
        given_.event->role_arn != given_.annotation)
      find("annotation", "the failing call asked for `" + given_.event->role_arn +
                             "`, the annotation says `" + given_.annotation +
                             "`; pods keep what they were started with: restart them");
  }

  // --- IRSA -----------------------------------------------------------------------------------

  [[nodiscard]] bool token_is_trusted(const PrincipalName& provider) const {
    PolicyLayers layers;
    layers.resource = {&given_.trust->document};
    Request request;
    request.principal = provider.text;
    request.action = *Action::parse("sts:AssumeRoleWithWebIdentity");
    request.resource = role_arn();
    request.context[issuer_of(provider.text) + ":aud"] = {given_.audience};
    if (!subject().empty()) request.context[issuer_of(provider.text) + ":sub"] = {subject()};
    return authorise(layers, request).allowed();
  }

  [[nodiscard]] std::string role_arn() const {
    if (Arn::parse(given_.annotation)) return given_.annotation;
    return given_.association ? given_.association->role_arn
                              : "arn:aws:iam::111122223333:role/unknown";
  }

  void token_trust() {
    const PolicyDocument& document = given_.trust->document;
    std::vector<std::size_t> meant;
    std::vector<std::string> others;
    std::vector<PrincipalName> providers;
    for (std::size_t index = 0; index < document.policy.statements.size(); ++index) {
      const Statement& statement = document.policy.statements[index];
      if (statement.effect != Effect::Allow ||
          !names_action(statement, "sts:AssumeRoleWithWebIdentity"))
        continue;
      for (const PrincipalName& name : document.principals[index]) {
        if (name.kind != PrincipalName::Kind::Federated) continue;
        if (!issuer_.empty() && issuer_of(name.text) != issuer_) {
          others.push_back(name.text);
          continue;
        }
        meant.push_back(index);
        providers.push_back(name);
      }
    }
    if (meant.empty() && others.empty()) {
      find("no_statement",
           "the trust policy has no Allow of sts:AssumeRoleWithWebIdentity with a "
           "Federated principal, so no service account's token is let in; write one, as `scopedown "
           "role` does in trust-irsa.json");
      return;
    }
    if (meant.empty()) {
      find("provider",
           "the trust policy names " + list_of(others) + ", the cluster's provider is `" + issuer_ +
               "`; a cluster that was made anew has a new one: name it as Principal and "
               "in the conditions' keys, and have IAM know it");
      return;
    }
    const bool trusted = std::ranges::any_of(
        providers, [&](const PrincipalName& name) { return token_is_trusted(name); });
    if (trusted && !subject().empty()) {
      sound("the trust policy lets " + subject() + " in");
      return;
    }
    const std::size_t before = diagnosis_.findings.size();
    for (std::size_t index = 0; index < meant.size(); ++index)
      token_conditions(document.policy.statements[meant[index]], issuer_of(providers[index].text));
    if (!trusted && !subject().empty() && diagnosis_.findings.size() == before)
      find("not_trusted",
           "the trust policy does not let " + subject() +
               " in: a Deny, or a condition on another key, is in the way; `scopedown simulate` "
               "shows which statement");
  }

  void token_conditions(const Statement& statement, const std::string& issuer) {
    for (const Condition& condition : statement.conditions) {
      const std::size_t colon = condition.key.rfind(':');
      const std::string what = condition.key.substr(colon == std::string::npos ? 0 : colon + 1);
      if (what != "sub" && what != "aud") continue;
      if (folded_case(condition.key.substr(0, colon)) != folded_case(issuer)) {
        find("condition_key", "a condition asks for `" + condition.key +
                                  "`, tokens of this provider have `" + issuer + ":" + what +
                                  "`; write that");
        continue;
      }
      if (what == "aud" &&
          std::ranges::find(condition.values, given_.audience) == condition.values.end())
        find("audience", "the trust policy asks for the audience " + list_of(condition.values) +
                             ", the token has `" + given_.audience +
                             "`; write that in the condition, or ask for the other by the service "
                             "account's annotation eks.amazonaws.com/audience");
      if (what == "sub") subject_condition(condition);
    }
  }

  void subject_condition(const Condition& condition) {
    const bool like = folded_case(condition.operation).find("like") != std::string::npos;
    for (const std::string& value : condition.values) {
      if (!like && value.find_first_of("*?") != std::string::npos)
        find("literal_wildcard", "`" + value + "` is compared by " + condition.operation +
                                     ", which takes `*` for itself; write StringLike");
    }
    if (subject().empty()) return;
    const auto matches = [&](const std::string& value) {
      return like ? wildcard_matches_text(value, subject()) : value == subject();
    };
    if (std::ranges::any_of(condition.values, matches)) return;
    const std::vector<std::string> near = nearest(subject(), condition.values);
    find("subject", "the trust policy lets in " + list_of(near.empty() ? condition.values : near) +
                        ", the pod is `" + subject() +
                        "`; write that in the condition, or run the pod under the other");
  }

  static bool wildcard_matches_text(const std::string& pattern, const std::string& text) {
    return wildcard_matches(glob_of(pattern), text);
  }

  // --- Pod Identity -----------------------------------------------------------------------------

  [[nodiscard]] bool eks_is_trusted(const char* action) const {
    PolicyLayers layers;
    layers.resource = {&given_.trust->document};
    Request request;
    request.principal = eks;
    request.action = *Action::parse(action);
    request.resource = role_arn();
    const std::string& cluster =
        given_.cluster.empty() ? given_.association->pod.cluster_arn : given_.cluster;
    if (const auto arn = Arn::parse(cluster)) {
      request.context["aws:SourceArn"] = {cluster};
      request.context["aws:SourceAccount"] = {arn->account};
    }
    for (const auto& [key, value] : session_tags_of(given_.association->pod).tags)
      request.context["aws:RequestTag/" + key] = {value};
    return authorise(layers, request).allowed();
  }

  void pod_trust() {
    const PolicyDocument& document = given_.trust->document;
    bool named = false;
    bool asks_source = false;
    bool asks_tags = false;
    for (std::size_t index = 0; index < document.policy.statements.size(); ++index) {
      const Statement& statement = document.policy.statements[index];
      const bool of_eks = std::ranges::any_of(
          document.principals[index], [](const PrincipalName& name) { return name.text == eks; });
      if (!of_eks || statement.effect != Effect::Allow) continue;
      named = true;
      for (const Condition& condition : statement.conditions) {
        const std::string key = folded_case(condition.key);
        asks_source = asks_source || key.starts_with("aws:source");
        asks_tags = asks_tags || key.starts_with("aws:requesttag/");
      }
    }
    const bool tags_off = given_.association->pod.disable_session_tags;
    if (!named) {
      find("no_statement",
           std::string("the trust policy does not name ") + eks +
               "; associations are served by that principal: write it, as `scopedown role` does in "
               "trust.json");
      return;
    }
    if (tags_off && asks_tags)
      find("tags_off",
           "the trust policy asks for aws:RequestTag, and the association turns session "
           "tags off (disableSessionTags); go by aws:SourceArn instead");
    if (!tags_off && !eks_is_trusted("sts:TagSession") && eks_is_trusted("sts:AssumeRole"))
      find("no_tag_session",
           "session tags are on, and the trust policy does not allow "
           "sts:TagSession; allow it beside sts:AssumeRole, or turn tags off");
    if (eks_is_trusted("sts:AssumeRole")) {
      sound("the trust policy lets EKS in");
    } else if (asks_source) {
      find("source",
           "the trust policy goes by aws:SourceArn or aws:SourceAccount, and does not name "
           "this cluster; add its ARN, or its account");
    } else if (!(tags_off && asks_tags)) {
      find("not_trusted",
           "the trust policy does not let EKS in: a condition is in the way; go by aws:SourceArn "
           "and "
           "aws:SourceAccount alone");
    }
  }

  void association() {
    if (!given_.association) return;
    const Association& association = *given_.association;
    if (!given_.annotation.empty())
      find("both_ways",
           "the service account has an annotation (IRSA) and an association (Pod "
           "Identity); SDKs look for the token first, so remove the annotation");
    const bool other = !given_.service_account.empty() &&
                       (association.pod.name_space != given_.name_space ||
                        association.pod.service_account != given_.service_account);
    if (other)
      find("no_association", "the association is that of " + association.pod.name_space + "/" +
                                 association.pod.service_account + ", not of " + given_.name_space +
                                 "/" + given_.service_account + "; make one for it");
    if (!association.pod.disable_session_tags) return;
    for (const PolicyFile& file : given_.policies)
      tags_in(file.path, file.text);
    if (!association.policy_text.empty()) tags_in("the session policy", association.policy_text);
  }

  void tags_in(const std::string& where, const std::string& text) {
    const std::string folded = folded_case(text);
    for (const char* tag : {"aws:principaltag/kubernetes-", "aws:principaltag/eks-cluster-"}) {
      if (folded.find(tag) == std::string::npos) continue;
      find("tags_off", where + " asks for " + tag +
                           "..., and the association turns session tags off (disableSessionTags): "
                           "it matches nothing; turn them on where there is no session policy, or "
                           "let a session policy say what the tag did");
      return;
    }
  }

  // --- the event --------------------------------------------------------------------------------

  void event() {
    const FailingEvent& event = *given_.event;
    if (event.name == "AssumeRoleWithWebIdentity") token_event(event);
    if (event.name == "AssumeRoleForPodIdentity" &&
        event.error_code.find("NotFound") != std::string::npos)
      find("no_association",
           "EKS knows no association for the pod's service account: make one (a "
           "new one takes seconds to be known), and restart the pod");
    if (const auto denial = denial_message(event.error_message)) {
      if (!denial->reason.empty() && event.name != "AssumeRoleWithWebIdentity")
        find("denied_by", std::string(denial->action) +
                              " was denied: " + std::string(denial->reason) +
                              "; `scopedown simulate` with that policy shows the statement");
    }
  }

  void token_event(const FailingEvent& event) {
    if (!event.subject.empty() && !subject().empty() && event.subject != subject())
      find("subject", "the token was that of `" + event.subject + "`, not of `" + subject() +
                          "`: the pod runs under another service account; set serviceAccountName");
    if (!event.provider.empty() && !issuer_.empty() && issuer_of(event.provider) != issuer_)
      find("provider", "the token came from `" + event.provider + "`, not from `" + issuer_ +
                           "`: the pod runs in another cluster; give that one's issuer");
    const std::string home = region_of(issuer_.empty() ? issuer_of(event.provider) : issuer_);
    if (!home.empty() && !event.region.empty() && event.region != home)
      find("region", "the call went to STS in " + event.region + ", the cluster is in " + home +
                         "; set AWS_STS_REGIONAL_ENDPOINTS=regional and AWS_REGION=" + home);
    if (event.error_code.find("ExpiredToken") != std::string::npos)
      find("token",
           "the token had expired: an SDK that does not read the file again, or a clock "
           "that is wrong; use a newer one, or set the clock");
    if (event.error_code.find("InvalidIdentityToken") != std::string::npos)
      find("token",
           "STS does not accept the token: no OIDC provider of that issuer in the role's "
           "account, or an audience that it does not list; make it, or add the audience to it");
    if (event.error_code.find("IDPCommunicationError") != std::string::npos)
      find("token", "STS could not reach the issuer for its keys; try again");
  }

  const Symptoms& given_;
  std::string issuer_;
  Diagnosis diagnosis_;
};

}  // namespace

Diagnosis diagnose(const Symptoms& symptoms) {
  return Doctor(symptoms).examine();
}

}  // namespace scopedown
