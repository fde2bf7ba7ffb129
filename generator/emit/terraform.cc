// Terraform and OpenTofu: a resource of the AWS provider for each association.
//
// Strings of both syntaxes are templates: `${` and `%{` are doubled, or `${*}` would be taken for an
// expression. Attributes are aligned as `terraform fmt` aligns them.
//
// Sources: Terraform, "Strings and Templates", "JSON Configuration Syntax" (the property `//` is a
// comment); the AWS provider's aws_eks_pod_identity_association.

#include <algorithm>
#include <cstddef>
#include <string_view>
#include <utility>

#include <nlohmann/json.hpp>

#include "generator/emit/association_name.h"
#include "generator/emit/emitters.h"
#include "generator/emit/quoted.h"

namespace scopedown {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::string_view resource_type = "aws_eks_pod_identity_association";

// Attributes in their order; the policy comes last.
std::vector<std::pair<std::string, std::string>> strings_of(
    const PolicyOutput& output, const PodIdentityAssociation& association) {
  std::vector<std::pair<std::string, std::string>> strings{
      {"region", association.region},
      {"cluster_name", association.cluster},
      {"namespace", association.name_space},
      {"service_account", association.service_account},
      {"role_arn", association.terms.role_arn}};
  if (!association.terms.target_role_arn.empty())
    strings.emplace_back("target_role_arn", association.terms.target_role_arn);
  strings.emplace_back("policy", output.policy);
  return strings;
}

// Names in one column, the equals signs below each other.
std::string aligned(const std::vector<std::pair<std::string, std::string>>& attributes,
                    std::size_t depth) {
  std::size_t width = 0;
  for (const auto& [name, value] : attributes)
    width = std::max(width, name.size());
  std::string text;
  for (const auto& [name, value] : attributes)
    text += std::string(depth, ' ') + name + std::string(width - name.size(), ' ') + " = " + value +
            "\n";
  return text;
}

std::string block(const PolicyOutput& output, const PodIdentityAssociation& association) {
  std::vector<std::pair<std::string, std::string>> attributes;
  for (const auto& [name, value] : strings_of(output, association))
    attributes.emplace_back(name, hcl_string(value));
  attributes.emplace(attributes.end() - 1, "disable_session_tags", "true");
  std::string text = "resource \"" + std::string(resource_type) + "\" \"" +
                     terraform_name(association) + "\" {\n" + aligned(attributes, 2);
  if (!association.terms.tags.empty()) {
    std::vector<std::pair<std::string, std::string>> tags;
    for (const auto& [name, value] : association.terms.tags)
      tags.emplace_back(hcl_string(name), hcl_string(value));
    text += "\n  tags = {\n" + aligned(tags, 4) + "  }\n";
  }
  return text + "}\n";
}

}  // namespace

std::string emit_terraform(const PolicyOutput& output) {
  std::string text = comment_lines(output);
  for (const PodIdentityAssociation& association : output.associations)
    text += (text.empty() ? "" : "\n") + block(output, association);
  return text;
}

std::string emit_terraform_json(const PolicyOutput& output) {
  Json resources = Json::object();
  for (const PodIdentityAssociation& association : output.associations) {
    Json json = Json::object();
    for (const auto& [name, value] : strings_of(output, association)) {
      if (name == "policy") json["disable_session_tags"] = true;
      json[name] = without_templates(value);
    }
    if (!association.terms.tags.empty()) {
      Json tags = Json::object();
      for (const auto& [name, value] : association.terms.tags)
        tags[without_templates(name)] = without_templates(value);
      json["tags"] = std::move(tags);
    }
    resources[terraform_name(association)] = std::move(json);
  }
  const Json document{{"//", output.notes},
                      {"resource", {{std::string(resource_type), std::move(resources)}}}};
  return document.dump(2, ' ', true, Json::error_handler_t::replace) + "\n";
}

}  // namespace scopedown
