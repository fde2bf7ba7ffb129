// Why a pod gets 403, or no credentials at all: what an administrator would look at, in one go.
//
// Two ways lead from a pod to a role, each with its own mistakes:
//
//   IRSA           the service account's annotation names the role, whose trust policy names the
//                  cluster's OIDC provider, the subject and the audience
//   Pod Identity   an association names the role, whose trust policy names pods.eks.amazonaws.com
//
// Everything is optional but a trust policy, an association or an event: what is not given is not
// asked. The trust policy is judged by the definition (model/authorisation.h); the findings explain
// what it says. Codes of findings are stable:
//
//   annotation          no role's ARN
//   no_statement        the trust policy lets nobody in who comes that way
//   provider            it names another OIDC provider than the cluster's, or none
//   condition_key       a condition asks for a key of another provider
//   subject             it lets other service accounts in; the nearest is shown
//   audience            it asks for another audience
//   literal_wildcard    `*` in a value that is compared literally
//   no_tag_session      session tags are on, and sts:TagSession is not allowed
//   source              another account or cluster than the trust policy's
//   tags_off            a policy asks for a session tag that the association turns off
//   no_association      EKS found none for the service account
//   both_ways           annotation and association: the SDK takes what it finds first
//   region              the call went to another region than the cluster's
//   not_trusted         the trust policy denies it, and nothing above says why
//   denied_by           a call was denied by the layer that AWS names
//   token               the token was refused: expired, or its issuer not reached
//
// Sources: EKS User Guide, "Troubleshoot IAM" and "IAM roles for service accounts"; STS API Reference,
// AssumeRoleWithWebIdentity, "Errors".

#ifndef SCOPEDOWN_GENERATOR_DIAGNOSE_DIAGNOSIS_H_
#define SCOPEDOWN_GENERATOR_DIAGNOSE_DIAGNOSIS_H_

#include <optional>
#include <string>
#include <vector>

#include "generator/diagnose/failing_event.h"
#include "generator/simulate/association.h"
#include "generator/simulate/policy_file.h"

namespace scopedown {

struct Symptoms {
  std::optional<PolicyFile> trust;
  std::vector<PolicyFile> policies;  // of the role; session policies come with the association
  std::string annotation;            // the value of eks.amazonaws.com/role-arn; "" if not given
  std::string provider;              // issuer URL of the cluster, with or without https://
  std::string audience = "sts.amazonaws.com";
  std::string name_space;  // of the service account; both or neither
  std::string service_account;
  std::string cluster;  // ARN; "" if not known
  std::optional<Association> association;
  std::optional<FailingEvent> event;
};

struct Diagnosed {
  std::string code;
  std::string text;  // what is wrong, and the remedy
};

struct Diagnosis {
  std::vector<Diagnosed> findings;
  std::vector<std::string> sound;  // what was asked and is as it should be
};

[[nodiscard]] Diagnosis diagnose(const Symptoms& symptoms);

}  // namespace scopedown

#endif  // SCOPEDOWN_GENERATOR_DIAGNOSE_DIAGNOSIS_H_
