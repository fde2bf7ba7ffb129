// CloudFormation's type AWS::EKS::PodIdentityAssociation, and who else speaks it: CDK and Cloud
// Control. `Policy` is a String there, not JSON, and no intrinsic function is used: `${*}` stands as
// it is.
//
// One thing in a plain string means something to CloudFormation: a dynamic reference,
// {{resolve:secretsmanager:...}}. A pod that writes an object of that name would have a secret read
// into its policy by whoever deploys the template, and no escape is documented. So that is refused.
// Cloud Control is refused it too: nothing says that it leaves them alone.
//
// Source: CloudFormation User Guide, "Using dynamic references"; Template Reference,
// AWS::EKS::PodIdentityAssociation.

#include <cstddef>
#include <string_view>

#include <nlohmann/json.hpp>

#include "generator/emit/association_name.h"
#include "generator/emit/emitters.h"
#include "generator/emit/yaml_text.h"
#include "generator/error.h"

namespace scopedown {
namespace {

using Json = nlohmann::ordered_json;

// `{{`, and then `resolve` after any blanks, in letters of either case.
bool holds_dynamic_reference(std::string_view text) {
  constexpr std::string_view word = "resolve";
  for (std::size_t at = text.find("{{"); at != std::string_view::npos;
       at = text.find("{{", at + 1)) {
    std::size_t next = text.find_first_not_of(" \t{", at);
    std::size_t same = 0;
    while (next < text.size() && same < word.size() &&
           (text[next] == word[same] || text[next] == word[same] - 'a' + 'A')) {
      ++next;
      ++same;
    }
    if (same == word.size()) return true;
  }
  return false;
}

void refuse_dynamic_references(const PolicyOutput& output, const std::string& text) {
  if (!holds_dynamic_reference(text)) return;
  const PodIdentityAssociation& first = output.associations.front();
  throw Error(first.cluster_label + "/" + first.name_space,
              "something is named {{resolve:...}}, which CloudFormation would replace by a secret "
              "or parameter; choose another --format for it",
              ExitCode::Refused);
}

// In the type's own letters (ClusterName), or in CDK's (clusterName).
Json properties(const PolicyOutput& output, const PodIdentityAssociation& association, bool cdk) {
  const auto key = [cdk](std::string name) {
    if (cdk) name[0] = static_cast<char>(name[0] - 'A' + 'a');
    return name;
  };
  Json json = Json::object();
  json[key("ClusterName")] = association.cluster;
  json[key("Namespace")] = association.name_space;
  json[key("ServiceAccount")] = association.service_account;
  json[key("RoleArn")] = association.terms.role_arn;
  if (!association.terms.target_role_arn.empty())
    json[key("TargetRoleArn")] = association.terms.target_role_arn;
  json[key("DisableSessionTags")] = true;
  json[key("Policy")] = output.policy;
  if (!association.terms.tags.empty()) {
    Json tags = Json::array();
    for (const auto& [name, value] : association.terms.tags)
      tags.push_back({{key("Key"), name}, {key("Value"), value}});
    json[key("Tags")] = std::move(tags);
  }
  refuse_dynamic_references(output, json.dump(-1, ' ', false, Json::error_handler_t::replace));
  return json;
}

Json resources(const PolicyOutput& output) {
  Json json = Json::object();
  for (const PodIdentityAssociation& association : output.associations)
    json[logical_id(association)] = {{"Type", cloudformation_type},
                                     {"Properties", properties(output, association, false)}};
  return json;
}

constexpr const char* template_version = "2010-09-09";

std::string ascii_text(const Json& json) {
  return json.dump(2, ' ', true, Json::error_handler_t::replace) + "\n";
}

}  // namespace

std::string emit_cloudformation_json(const PolicyOutput& output) {
  const Json document{{"AWSTemplateFormatVersion", template_version},
                      {"Metadata", {{"scopedown", output.notes}}},
                      {"Resources", resources(output)}};
  return ascii_text(document);
}

std::string emit_cloudformation_yaml(const PolicyOutput& output) {
  const Json document{{"AWSTemplateFormatVersion", template_version},
                      {"Resources", resources(output)}};
  return comment_lines(output) + yaml_text(document);
}

std::string emit_cdk(const PolicyOutput& output) {
  Json json = Json::object();
  for (const PodIdentityAssociation& association : output.associations)
    json[logical_id(association)] = properties(output, association, true);
  return ascii_text(json);
}

std::string cloud_control_state(const PolicyOutput& output,
                                const PodIdentityAssociation& association) {
  return properties(output, association, false).dump(-1, ' ', true, Json::error_handler_t::replace);
}

}  // namespace scopedown
