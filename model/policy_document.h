// A policy document as its reader found it: the policy, whom its statements are about, and where in
// the text each part stands.
//
// Two grammars share almost everything:
//
//   Identity        identity, session, boundary and service control policies: no `Principal`, no
//                   `Id`, a `Resource` in each statement
//   ResourceBased   resource-based, key, trust and resource control policies: a `Principal` in each
//                   statement; `Resource` may be missing, as it is in a trust policy, and then
//                   stands for the resource that the policy is attached to
//
// `NotPrincipal` is refused by name: AWS advises against it, and what it means beside boundaries
// cannot be relied on ("Permissions boundaries for IAM entities", Important).
//
// Source: IAM User Guide, "Grammar of the IAM JSON policy language", "AWS JSON policy elements:
// Principal".

#ifndef SCOPEDOWN_MODEL_POLICY_DOCUMENT_H_
#define SCOPEDOWN_MODEL_POLICY_DOCUMENT_H_

#include <string>
#include <string_view>
#include <vector>

#include "model/located_json.h"
#include "model/policy.h"

namespace scopedown {

enum class PolicyGrammar { Identity, ResourceBased };

// A PolicyError that knows the bytes it is about.
class PolicyFault : public PolicyError {
 public:
  PolicyFault(TextSpan span, const std::string& why) : PolicyError(why), span_(span) {}

  [[nodiscard]] TextSpan span() const noexcept { return span_; }

 private:
  TextSpan span_;
};

// One name of a `Principal` element.
struct PrincipalName {
  enum class Kind { Everyone, Aws, Service, Federated, CanonicalUser };
  Kind kind = Kind::Everyone;
  std::string text;  // an ARN, an account id, "pods.eks.amazonaws.com"; "*" of Everyone

  friend bool operator==(const PrincipalName&, const PrincipalName&) = default;
};

// Where the parts of one statement stand; lists in the order of the Statement's.
struct StatementSource {
  TextSpan statement;
  TextSpan effect;
  std::vector<TextSpan> actions;
  std::vector<TextSpan> resources;
  std::vector<TextSpan> operators;            // of each condition: its operator's name
  std::vector<TextSpan> keys;                 // of each condition: its key
  std::vector<std::vector<TextSpan>> values;  // of each condition
};

struct PolicyDocument {
  Policy policy;
  std::vector<std::vector<PrincipalName>> principals;  // of each statement; none in Identity
  std::vector<StatementSource> sources;                // of each statement

  // Throws PolicyFault on what IAM would refuse: broken JSON, a key twice, an unknown key, both or
  // neither of a pair, an empty list, an action or resource that is none, an unknown operator, a
  // character that no policy may hold.
  [[nodiscard]] static PolicyDocument parse(std::string_view text, PolicyGrammar grammar);

  // Whether `${...}` is a variable.
  [[nodiscard]] Variables variables() const {
    return policy.version == "2012-10-17" ? Variables::Read : Variables::Literal;
  }
};

}  // namespace scopedown

#endif  // SCOPEDOWN_MODEL_POLICY_DOCUMENT_H_
