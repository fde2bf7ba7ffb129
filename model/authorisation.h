// Whether AWS allows a request, given every policy that has a say. This is the definition, written
// to be read: `simulate` asks it, and no search ever does.
//
// An explicit Deny in any layer ends it. Then there must be a way to an Allow:
//
//   same account, the resource-based policy names …      identity  boundary  session policy
//   nobody that this is                                   must      limits    limits
//   the account                                           must      limits    limits
//   the role                                              not asked limits    limits
//   the session, the user; or `*` (`aws:PrincipalArn`)    not asked not asked not asked
//
//   another account: its resource-based policy must allow, and identity, boundary and session policy
//   must as well, whomever it names.
//   a service, a federation, nobody: the resource-based policy must allow; there is nothing else.
//   KMS keys and roles to assume: their policy must allow in any case, and that by the account
//   leaves the decision to the identity policies.
//
// and every level of service control policies must allow it (of principals that have an account).
// Resource control policies only deny: RCPFullAWSAccess is attached everywhere and cannot be taken
// away.
//
// A layer without policies does not apply: no boundary limits nothing. Two things follow that are
// easily overlooked: without identity policies an identity grants nothing; and a key or trust policy
// that is not given is not asked. A root user needs no identity policy in its own account. Role
// chains: the principal is the last session; earlier sessions' policies do not go along, their
// transitive tags do (session_tags.h). Not judged: service-linked roles and the management account,
// which no SCP or RCP binds (give none); services that RCPs do not cover; VPC endpoint policies;
// ACLs; `NotPrincipal`, which the reader refuses.
//
// LAWS: a deny beats every allow; without resource-based policies what is allowed is allowed by each
// layer alone; more policies in a layer that limits, where there were none, never allow more; the
// order of policies and statements does not matter. Between evaluator.h's readings: what is surely
// allowed by identity and session is allowed here, and what is allowed here is possibly allowed.
//
// Sources: IAM User Guide, "Policy evaluation logic", "Policy evaluation for requests within a single
// account", "Cross-account policy evaluation logic", "IAM role principals"; KMS Developer Guide, "Key
// policies"; Organizations User Guide, "Resource control policies".

#ifndef SCOPEDOWN_MODEL_AUTHORISATION_H_
#define SCOPEDOWN_MODEL_AUTHORISATION_H_

#include <array>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "model/evaluator.h"
#include "model/policy_document.h"
#include "model/request.h"

namespace scopedown {

// In the order in which AWS asks them.
enum class PolicyLayer : std::uint8_t { Rcp, Scp, Resource, Identity, Boundary, Session };

inline constexpr std::array policy_layers{PolicyLayer::Rcp,      PolicyLayer::Scp,
                                          PolicyLayer::Resource, PolicyLayer::Identity,
                                          PolicyLayer::Boundary, PolicyLayer::Session};

// "rcp", "scp", "resource", "identity", "boundary", "session".
[[nodiscard]] std::string_view text(PolicyLayer layer);

// The documents, which must outlive whoever asks. Resource-based ones and RCPs are read by
// PolicyGrammar::ResourceBased, the others by Identity.
using PolicyList = std::vector<const PolicyDocument*>;

struct PolicyLayers {
  PolicyList identity;
  PolicyList resource;  // of the resource that is asked for; of a role to assume, its trust policy
  PolicyList boundary;
  PolicyList session;
  std::vector<PolicyList> scp;  // by level, the root's first: each must allow
  std::vector<PolicyList> rcp;  // likewise

  // Level 0 is the only one of the layers that have none.
  [[nodiscard]] std::vector<PolicyList> levels(PolicyLayer layer) const;
};

// A statement that applies to the request; numbers from 0.
struct MatchedStatement {
  PolicyLayer layer = PolicyLayer::Identity;
  std::size_t level = 0;
  std::size_t policy = 0;
  std::size_t statement = 0;
  Effect effect = Effect::Allow;

  friend auto operator<=>(const MatchedStatement&, const MatchedStatement&) = default;
};

// A layer that would have had to allow, and did not.
struct LackingLayer {
  PolicyLayer layer = PolicyLayer::Identity;
  std::size_t level = 0;

  friend auto operator<=>(const LackingLayer&, const LackingLayer&) = default;
};

struct Authorisation {
  Decision decision = Decision::ImplicitDeny;
  std::vector<MatchedStatement> by;       // that decided: each Deny, or the Allows of the way taken
  std::vector<LackingLayer> lacking;      // of an implicit deny: each layer that had to allow
  std::vector<MatchedStatement> matched;  // all that apply, in the order of layers
  bool passes_by_session =
      false;  // allowed, and the session policy was not asked though there is one

  [[nodiscard]] bool allowed() const { return decision == Decision::Allowed; }
};

// Whether a `*` in a resource pattern crosses colons. AWS's page says that it may, as the last
// character of a segment; what hangs on it cannot be relied on.
enum class Colons : std::uint8_t { Stop, Cross };

// Request::resource is `*` for an action that takes no resource. The resource's account is
// `aws:ResourceAccount` of the context, else the ARN's, else the principal's own.
[[nodiscard]] Authorisation authorise(const PolicyLayers& layers, const Request& request,
                                      Colons colons = Colons::Stop);

}  // namespace scopedown

#endif  // SCOPEDOWN_MODEL_AUTHORISATION_H_
