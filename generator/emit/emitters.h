// One function for each row of the table in format.cc, each in the file of its tool.

#ifndef SCOPEDOWN_GENERATOR_EMIT_EMITTERS_H_
#define SCOPEDOWN_GENERATOR_EMIT_EMITTERS_H_

#include <string>
#include <vector>

#include "generator/emit/format.h"

namespace scopedown {

// aws_cli.cc: what `aws eks create-` and `update-pod-identity-association --cli-input-json` read. One
// association a file. An update holds a placeholder where EKS's ID of the association belongs;
// --association-id on the same command line stands above it.
[[nodiscard]] std::string emit_cli_create(const PolicyOutput& output);
[[nodiscard]] std::string emit_cli_update(const PolicyOutput& output);

// cloudformation.cc: a template; the properties of CDK's CfnPodIdentityAssociation by construct ID;
// the desired state of a Cloud Control resource, as compact JSON. CloudFormation resolves
// `{{resolve:...}}` in any string and knows no escape: a policy that holds it is refused.
inline constexpr const char* cloudformation_type = "AWS::EKS::PodIdentityAssociation";
[[nodiscard]] std::string emit_cloudformation_json(const PolicyOutput& output);
[[nodiscard]] std::string emit_cloudformation_yaml(const PolicyOutput& output);
[[nodiscard]] std::string emit_cdk(const PolicyOutput& output);
[[nodiscard]] std::string cloud_control_state(const PolicyOutput& output,
                                              const PodIdentityAssociation& association);

// terraform.cc: aws_eks_pod_identity_association, as `terraform fmt` has it, and in JSON.
[[nodiscard]] std::string emit_terraform(const PolicyOutput& output);
[[nodiscard]] std::string emit_terraform_json(const PolicyOutput& output);

// kubernetes.cc: eksctl's ClusterConfig, ACK's PodIdentityAssociation, Crossplane's Resource of Cloud
// Control, values of a Helm chart, and the kustomization.yaml of a folder of ACK's. Kustomize reads no
// control characters: for ACK, a policy with U+007F to U+009F in it is refused.
[[nodiscard]] std::string emit_eksctl(const PolicyOutput& output);
[[nodiscard]] std::string emit_ack(const PolicyOutput& output);
[[nodiscard]] std::string emit_crossplane(const PolicyOutput& output);
[[nodiscard]] std::string emit_helm(const PolicyOutput& output);
[[nodiscard]] std::string kustomization(const std::vector<std::string>& paths);

// The notes as comment lines, each after `# `.
[[nodiscard]] std::string comment_lines(const PolicyOutput& output);

}  // namespace scopedown

#endif  // SCOPEDOWN_GENERATOR_EMIT_EMITTERS_H_
