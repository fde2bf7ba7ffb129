#include "generator/diff/policy_pairs.h"

#include <algorithm>
#include <array>
#include <filesystem>
#include <map>

#include "generator/emit/write_file.h"
#include "generator/error.h"
#include "generator/simulate/policy_file.h"

namespace scopedown {
namespace {

namespace fs = std::filesystem;

PolicyDocument policy_at(const fs::path& path) {
  return read_policy_file(path.string(), PolicyGrammar::Identity).document;
}

// By path below the folder.
std::map<std::string, fs::path> policies_below(const fs::path& folder) {
  std::map<std::string, fs::path> policies;
  std::error_code problem;
  fs::recursive_directory_iterator entries(folder, problem);
  for (const fs::recursive_directory_iterator end; !problem && entries != end;
       entries.increment(problem)) {
    const fs::path& path = entries->path();
    const std::string name = path.lexically_relative(folder).generic_string();
    if (path.extension() != ".json" || name == "summary.json") continue;
    if (entries->is_regular_file(problem)) policies.emplace(name, path);
  }
  if (problem) throw Error(folder.string(), "cannot read the folder: " + problem.message());
  return policies;
}

bool is_certain(const ChangedAccess& access) {
  return access.certain;
}

}  // namespace

std::string_view text(ChangeVerdict verdict) {
  constexpr std::array<std::string_view, 5> words{"widens", "may_widen", "narrows", "may_narrow",
                                                  "same"};
  return words.at(static_cast<std::size_t>(verdict));
}

ChangeVerdict verdict_of(const PolicyDifference& difference) {
  if (std::ranges::any_of(difference.newly_allowed, is_certain)) return ChangeVerdict::Widens;
  if (!difference.newly_allowed.empty()) return ChangeVerdict::MayWiden;
  if (std::ranges::any_of(difference.no_longer_allowed, is_certain)) return ChangeVerdict::Narrows;
  if (!difference.no_longer_allowed.empty()) return ChangeVerdict::MayNarrow;
  return ChangeVerdict::Same;
}

ChangeVerdict PolicyChange::verdict() const {
  ChangeVerdict worst = ChangeVerdict::Same;
  for (const ChangedPolicy& policy : policies)
    worst = std::min(worst, verdict_of(policy.difference));
  return worst;
}

PolicyChange policy_change(const std::string& before, const std::string& after,
                           const Catalogue& catalogue, const std::vector<std::string>& role) {
  PolicyChange change;
  change.inside_role = !role.empty();
  std::vector<PolicyDocument> documents;
  for (const std::string& path : role)
    documents.push_back(policy_at(path));
  const auto* inside = role.empty() ? nullptr : &documents;
  const bool folder = fs::is_directory(before);
  if (folder != fs::is_directory(after))
    throw Error(
        folder ? after : before,
        "no folder, though " + (folder ? before : after) + " is one; give two files or two folders",
        ExitCode::Usage);
  if (!folder) {
    change.policies.push_back(
        {after, false, false,
         policy_difference(policy_at(before), policy_at(after), catalogue, inside)});
    return change;
  }
  const auto old_policies = policies_below(before);
  const auto new_policies = policies_below(after);
  if (old_policies.empty() && new_policies.empty())
    throw Error(after, "no policy (.json) in it, nor in " + before);
  const PolicyDocument nothing;
  std::map<std::string, fs::path> all = old_policies;
  all.insert(new_policies.begin(), new_policies.end());
  for (const auto& item : all) {
    const auto old_policy = old_policies.find(item.first);
    const auto new_policy = new_policies.find(item.first);
    const bool added = old_policy == old_policies.end();
    const bool removed = new_policy == new_policies.end();
    const PolicyDocument was = added ? nothing : policy_at(old_policy->second);
    const PolicyDocument is = removed ? nothing : policy_at(new_policy->second);
    change.policies.push_back(
        {item.first, added, removed, policy_difference(was, is, catalogue, inside)});
  }
  return change;
}

}  // namespace scopedown
