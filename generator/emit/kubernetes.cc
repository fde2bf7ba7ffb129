// Objects that people apply to a cluster, and what makes them.
//
// Flux may replace `${...}` in all that it applies (postBuild.substitute), and would undo `${*}` in a
// policy: an annotation tells it to leave our objects alone. Others do not read it.
//
// ACK's controller works in one region unless an object names another: the cluster's is named.
//
// None of the objects names a namespace of its own: whoever may write to it may loosen the policy, so
// it is not to lie in the tenant's. The one who applies them says where.
//
// Sources: eksctl's schema of ClusterConfig; the CRDs of ACK's EKS controller and of Crossplane's
// cloudcontrol provider (tests/formats/schemas); Flux, "Kustomization", post build substitution; ACK,
// "Manage resources in multiple regions".

#include <cstddef>

#include <nlohmann/json.hpp>

#include "generator/emit/association_name.h"
#include "generator/emit/emitters.h"
#include "generator/emit/quoted.h"
#include "generator/emit/yaml_text.h"
#include "generator/error.h"

namespace scopedown {
namespace {

using Json = nlohmann::ordered_json;

Json metadata(const PodIdentityAssociation& association) {
  return {{"name", kubernetes_name(association)},
          {"annotations", {{"kustomize.toolkit.fluxcd.io/substitute", "disabled"}}}};
}

// Kustomize, which Flux and Argo CD run too, writes an object as JSON and reads that as YAML: a control
// character stops it, for the whole folder, and U+0085 would be read as a line's end.
void refuse_control_characters(const PolicyOutput& output) {
  const std::string& text = output.policy;
  bool found = text.find('\x7f') != std::string::npos;
  for (std::size_t at = text.find('\xc2'); at != std::string::npos; at = text.find('\xc2', at + 1))
    found = found || (at + 1 < text.size() && static_cast<unsigned char>(text[at + 1]) < 0xA0U);
  if (!found) return;
  const PodIdentityAssociation& first = output.associations.front();
  throw Error(first.cluster_label + "/" + first.name_space,
              "something has a control character (U+007F to U+009F) in its name, which Kustomize "
              "cannot read; choose another --format for it",
              ExitCode::Refused);
}

}  // namespace

std::string comment_lines(const PolicyOutput& output) {
  std::string text;
  for (const std::string& note : output.notes)
    text += "# " + comment_text(note) + "\n";
  return text;
}

// Just the fields that eksctl takes for an association whose role it did not make; its update refuses
// any other, tags too.
std::string emit_eksctl(const PolicyOutput& output) {
  Json list = Json::array();
  for (const PodIdentityAssociation& association : output.associations) {
    const AssociationTerms& terms = association.terms;
    Json json{{"namespace", association.name_space},
              {"serviceAccountName", association.service_account},
              {"roleARN", terms.role_arn}};
    if (!terms.target_role_arn.empty()) json["targetRoleARN"] = terms.target_role_arn;
    json["disableSessionTags"] = true;
    json["policy"] = output.policy;
    if (!terms.tags.empty()) json["tags"] = terms.tags;
    list.push_back(std::move(json));
  }
  const PodIdentityAssociation& first = output.associations.front();
  const Json document{{"apiVersion", "eksctl.io/v1alpha5"},
                      {"kind", "ClusterConfig"},
                      {"metadata", {{"name", first.cluster}, {"region", first.region}}},
                      {"iam", {{"podIdentityAssociations", std::move(list)}}}};
  return comment_lines(output) + yaml_text(document);
}

std::string emit_ack(const PolicyOutput& output) {
  refuse_control_characters(output);
  std::string text = comment_lines(output);
  for (const PodIdentityAssociation& association : output.associations) {
    const AssociationTerms& terms = association.terms;
    Json spec{{"clusterName", association.cluster},
              {"namespace", association.name_space},
              {"serviceAccount", association.service_account},
              {"roleARN", terms.role_arn}};
    if (!terms.target_role_arn.empty()) spec["targetRoleARN"] = terms.target_role_arn;
    spec["disableSessionTags"] = true;
    spec["policy"] = output.policy;
    if (!terms.tags.empty()) spec["tags"] = terms.tags;
    Json about = metadata(association);
    about["annotations"]["services.k8s.aws/region"] = association.region;
    const Json document{{"apiVersion", "eks.services.k8s.aws/v1alpha1"},
                        {"kind", "PodIdentityAssociation"},
                        {"metadata", std::move(about)},
                        {"spec", std::move(spec)}};
    text += "---\n" + yaml_text(document);
  }
  return text;
}

std::string emit_crossplane(const PolicyOutput& output) {
  std::string text = comment_lines(output);
  for (const PodIdentityAssociation& association : output.associations) {
    const Json provider{{"region", association.region},
                        {"typeName", cloudformation_type},
                        {"desiredState", cloud_control_state(output, association)}};
    const Json document{{"apiVersion", "cloudcontrol.aws.m.upbound.io/v1beta1"},
                        {"kind", "Resource"},
                        {"metadata", metadata(association)},
                        {"spec", {{"forProvider", provider}}}};
    text += "---\n" + yaml_text(document);
  }
  return text;
}

// By name and not as a list: Helm merges objects of several values files, and replaces lists.
std::string emit_helm(const PolicyOutput& output) {
  Json associations = Json::object();
  for (const PodIdentityAssociation& association : output.associations) {
    const AssociationTerms& terms = association.terms;
    Json json{{"clusterName", association.cluster},
              {"region", association.region},
              {"namespace", association.name_space},
              {"serviceAccount", association.service_account},
              {"roleARN", terms.role_arn}};
    if (!terms.target_role_arn.empty()) json["targetRoleARN"] = terms.target_role_arn;
    json["disableSessionTags"] = true;
    json["policy"] = output.policy;
    if (!terms.tags.empty()) json["tags"] = terms.tags;
    associations[kubernetes_name(association)] = std::move(json);
  }
  const Json document{{"associations", std::move(associations)}};
  return comment_lines(output) + yaml_text(document);
}

std::string kustomization(const std::vector<std::string>& paths) {
  const Json document{{"apiVersion", "kustomize.config.k8s.io/v1beta1"},
                      {"kind", "Kustomization"},
                      {"resources", paths}};
  return yaml_text(document);
}

}  // namespace scopedown
