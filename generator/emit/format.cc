#include "generator/emit/format.h"

#include <algorithm>
#include <array>

#include "generator/emit/emitters.h"
#include "generator/error.h"

namespace scopedown {
namespace {

std::string emit_policy(const PolicyOutput& output) {
  return output.policy;
}

using Needs = Format::Needs;

constexpr std::array table{
    Format{"policy", "the policy alone, as compact JSON", ".json", Needs::Nothing, emit_policy,
           nullptr, ""},
    Format{"cli-create", "aws eks create-pod-identity-association --cli-input-json", ".create.json",
           Needs::AssociationAndRole, emit_cli_create, nullptr, ""},
    Format{"cli-update", "aws eks update-pod-identity-association --cli-input-json", ".update.json",
           Needs::Association, emit_cli_update, nullptr, ""},
    Format{"eksctl", "a ClusterConfig for eksctl create podidentityassociation", ".eksctl.yaml",
           Needs::AssociationAndRole, emit_eksctl, nullptr, ""},
    Format{"cloudformation", "a template in YAML", ".template.yaml", Needs::AssociationAndRole,
           emit_cloudformation_yaml, nullptr, ""},
    Format{"cloudformation-json", "a template in JSON", ".template.json", Needs::AssociationAndRole,
           emit_cloudformation_json, nullptr, ""},
    Format{"cdk", "properties of CfnPodIdentityAssociation by construct ID", ".cdk.json",
           Needs::AssociationAndRole, emit_cdk, nullptr, ""},
    Format{"terraform", "aws_eks_pod_identity_association, for OpenTofu too", ".tf",
           Needs::AssociationAndRole, emit_terraform, nullptr, ""},
    Format{"terraform-json", "the same in JSON syntax", ".tf.json", Needs::AssociationAndRole,
           emit_terraform_json, nullptr, ""},
    Format{"ack", "a PodIdentityAssociation of ACK's EKS controller", ".ack.yaml",
           Needs::AssociationAndRole, emit_ack, nullptr, ""},
    Format{"kustomize", "the same, with a kustomization.yaml for each cluster (--out)", ".ack.yaml",
           Needs::AssociationAndRole, emit_ack, kustomization, "kustomization.yaml"},
    Format{"crossplane", "a Resource of Crossplane's cloudcontrol provider", ".crossplane.yaml",
           Needs::AssociationAndRole, emit_crossplane, nullptr, ""},
    Format{"helm", "values of a Helm chart, such as examples/operator/chart", ".values.yaml",
           Needs::AssociationAndRole, emit_helm, nullptr, ""}};

// What a user may well ask for, and cannot have.
struct RefusedFormat {
  std::string_view name;
  std::string_view why;
};

constexpr std::array refused{RefusedFormat{
    "crossplane-native",
    "PodIdentityAssociation of eks.aws.upbound.io has no field for a policy, nor has that of "
    "eks.aws.m.upbound.io (provider 2.6.0): it would give the whole role; write --format "
    "crossplane, "
    "the same through cloudcontrol"}};

}  // namespace

std::span<const Format> formats() {
  return table;
}

const Format& format_named(std::string_view name) {
  const auto* const found = std::ranges::find(table, name, &Format::name);
  if (found != table.end()) return *found;
  const std::string where = "--format " + std::string(name);
  for (const RefusedFormat& format : refused) {
    if (format.name == name) throw Error(where, format.why, ExitCode::Usage);
  }
  std::string names;
  for (const Format& format : table)
    names.append(names.empty() ? "" : ", ").append(format.name);
  throw Error(where, "no such format; there are: " + names, ExitCode::Usage);
}

}  // namespace scopedown
