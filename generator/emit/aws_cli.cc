#include <nlohmann/json.hpp>

#include "generator/emit/emitters.h"
#include "generator/error.h"

namespace scopedown {
namespace {

using Json = nlohmann::ordered_json;

constexpr const char* association_id_placeholder = "ASSOCIATION-ID";

const PodIdentityAssociation& only_association(const PolicyOutput& output) {
  const PodIdentityAssociation& first = output.associations.front();
  if (output.associations.size() > 1)
    throw Error(first.cluster_label + "/" + first.name_space,
                "the AWS CLI makes one association at a time, and this policy is for " +
                    std::to_string(output.associations.size()) +
                    " service accounts; leave out --per namespace, or choose another --format",
                ExitCode::Usage);
  return first;
}

void put_terms(Json& json, const PolicyOutput& output, const AssociationTerms& terms) {
  if (!terms.role_arn.empty()) json["roleArn"] = terms.role_arn;
  json["disableSessionTags"] = true;
  if (!terms.target_role_arn.empty()) json["targetRoleArn"] = terms.target_role_arn;
  json["policy"] = output.policy;
}

// ASCII: the CLI reads a file in whatever encoding the machine has.
std::string text_of(const Json& json) {
  return json.dump(2, ' ', true, Json::error_handler_t::replace) + "\n";
}

}  // namespace

std::string emit_cli_create(const PolicyOutput& output) {
  const PodIdentityAssociation& association = only_association(output);
  Json json{{"clusterName", association.cluster},
            {"namespace", association.name_space},
            {"serviceAccount", association.service_account}};
  put_terms(json, output, association.terms);
  if (!association.terms.tags.empty()) json["tags"] = association.terms.tags;
  return text_of(json);
}

std::string emit_cli_update(const PolicyOutput& output) {
  const PodIdentityAssociation& association = only_association(output);
  Json json{{"clusterName", association.cluster}, {"associationId", association_id_placeholder}};
  put_terms(json, output, association.terms);
  return text_of(json);
}

}  // namespace scopedown
