#include "generator/commands/tags_options.h"

#include <algorithm>
#include <iostream>
#include <set>

#include <CLI/CLI.hpp>

#include "data/load.h"
#include "generator/commands/product.h"
#include "generator/emit/tags_json.h"
#include "generator/emit/write_file.h"
#include "generator/report/tags_report.h"
#include "generator/role/packing.h"
#include "generator/tags/tag_fleet.h"

namespace scopedown {
namespace {

// "s3:GetObject=s3:ExistingObjectTag/eks-cluster-name": the tag is what follows the last slash.
TaggedResource read_tagged(const std::string& text) {
  const std::size_t equals = text.find('=');
  const std::size_t slash = text.rfind('/');
  const bool whole = equals != std::string::npos && slash != std::string::npos && slash > equals;
  const auto actions = ActionPattern::parse(text.substr(0, equals));
  if (!whole || !actions)
    misuse("--tagged " + text,
           "write ACTION=KEY, as s3:GetObject=s3:ExistingObjectTag/eks-cluster-name");
  const std::string tag = text.substr(slash + 1);
  constexpr std::array<std::string_view, 6> known{
      "eks-cluster-arn",     "eks-cluster-name",           "kubernetes-namespace",
      "kubernetes-pod-name", "kubernetes-service-account", "kubernetes-pod-uid"};
  if (std::ranges::find(known, tag) == known.end())
    misuse("--tagged " + text, "EKS gives its sessions no tag `" + tag + "`");
  return {*actions, text.substr(equals + 1), tag};
}

// Says so if it does not.
bool fits_a_role(const Policy& policy) {
  const RoleQuota quota;
  if (policy.characters() <= quota.inline_characters_max) return true;
  std::cerr << "scopedown: tags: the policy has " << policy.characters() << " characters, and "
            << quota.inline_characters_max << " is what a role's inline policies hold";
  const auto documents = packed_into_documents(policy.statements, quota);
  if (documents)
    std::cerr << "; it would fit an inline policy and " << documents->size() - 1
              << " managed ones: split its statements";
  std::cerr << '\n';
  return false;
}

}  // namespace

void add_tags(CLI::App& command, TagsOptions& options) {
  command
      .add_option("--mode", options.mode,
                  "session-policies, or tags: one policy of the role, in which session tags tell "
                  "the tenants apart")
      ->check(CLI::IsMember({"session-policies", "tags"}))
      ->capture_default_str();
  command.add_option("--tagged", options.tagged,
                     "ACTION=KEY: resources of these actions carry this tag with the tenant's "
                     "value, such as s3:GetObject=s3:ExistingObjectTag/eks-cluster-name "
                     "(--mode tags); repeatable");
  command.add_flag("--compare", options.compare,
                   "Say what session policies would do beside it (--mode tags)");
}

ExitCode generate_with_tags(const QuestionSource& source, const Question& question,
                            const Clusters& clusters, const TagsOptions& options,
                            const std::string& out, const std::string& summary, bool quiet) {
  std::vector<TaggedResource> tagged;
  for (const std::string& text : options.tagged)
    tagged.push_back(read_tagged(text));
  const Workloads all = workloads(source.ledger, question, clusters);
  const std::vector<TagUser> fleet = tag_fleet(all);
  std::set<Unit> selected;
  for (const TagUser& user : fleet) {
    if (is_selected(user.unit, question.selection, clusters)) selected.insert(user.unit);
  }
  if (selected.empty())
    throw Error(
        "--mode tags",
        "no unit of a namespace was found that made a call; `scopedown tenants` lists them");
  const Rules rules{.catalogue = built_in_catalogue(),
                    .allow_escape = question.allow_escape,
                    .never = question.never};
  const TagPolicy result = tag_policy(fleet, all.world, all.shared_roles, rules, tagged);

  if (!out.empty()) {
    write_file(std::filesystem::path(out) / "role-policy.json", result.policy.text());
    write_file(std::filesystem::path(out) / "summary.json", tags_json(result, selected));
  } else if (!result.policy.statements.empty()) {
    print_product(result.policy.text());
  }
  if (!summary.empty()) write_file(summary, tags_json(result, selected));
  print_tags(std::cerr, result, selected, quiet);
  if (options.compare)
    print_comparison(std::cerr, result, selected, summary_of(all, question, clusters));
  const bool all_served = std::ranges::all_of(
      selected, [&](const Unit& unit) { return result.unserved.at(unit).empty(); });
  const bool fits = fits_a_role(result.policy);
  return finished(source.complete, all_served && fits ? ExitCode::Success : ExitCode::Refused);
}

}  // namespace scopedown
