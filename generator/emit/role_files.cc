#include "generator/emit/role_files.h"

#include <algorithm>
#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <set>
#include <utility>

#include <nlohmann/json.hpp>

#include "generator/emit/write_file.h"

namespace scopedown {
namespace {

using Json = nlohmann::ordered_json;

constexpr const char* index_file = "role.json";

std::string document(const Json& json) {
  return json.dump(1, ' ', false, Json::error_handler_t::replace) + "\n";
}

std::string numbered(std::size_t number) {
  return (number < 10 ? "managed-0" : "managed-") + std::to_string(number) + ".json";
}

RoleFile identity_file(std::string name, std::string kind, const Policy& policy,
                       std::size_t characters_max) {
  const std::string text = policy.text();
  return {std::move(name), std::move(kind), readable_policy(text), characters_of(text),
          characters_max};
}

void add_permissions(const RoleKit& kit, std::vector<RoleFile>& files) {
  const SharedRole& role = kit.role;
  const bool has_inline = role.quota.inline_characters_max > 0;
  for (std::size_t number = 0; number < role.permissions.documents.size(); ++number) {
    const bool is_inline = has_inline && number == 0;
    files.push_back(
        identity_file(is_inline ? "inline.json" : numbered(has_inline ? number : number + 1),
                      is_inline ? "inline" : "managed", role.permissions.documents[number],
                      role.quota.characters_max(number)));
  }
}

void add_trust(const RoleKit& kit, const char* name, const std::optional<TrustPolicy>& trust,
               std::vector<RoleFile>& files) {
  const std::size_t most = kit.asked.trust_characters_max;
  if (trust && trust->fits(most))
    files.push_back({name, "trust", trust->text, trust->characters, most});
}

std::vector<std::string> earlier_files(const std::filesystem::path& index) {
  std::vector<std::string> names;
  std::error_code ignored;
  if (!std::filesystem::exists(index, ignored)) return names;
  const Json json = Json::parse(read_file(index), nullptr, false);
  if (!json.is_object() || !json.contains("documents") || !json["documents"].is_array())
    return names;
  for (const Json& file : json["documents"]) {
    if (file.is_object() && file.contains("file") && file["file"].is_string())
      names.push_back(file["file"]);
  }
  return names;
}

Json permissions_json(const SharedRole& role) {
  Json excess{{"pairs", role.excess.pairs}, {"by_level", Json::object()}};
  for (const auto& [level, count] : role.excess.by_level)
    excess["by_level"][std::string(text(level))] = count;
  Json open = Json::array();
  for (const OpenPattern& pattern : role.excess.open) {
    Json actions = Json::array();
    for (const Action& action : pattern.actions)
      actions.push_back(action.text());
    open.push_back({{"pattern", pattern.pattern.text()},
                    {"actions", actions},
                    {"needed", pattern.needed},
                    {"unneeded", pattern.unneeded}});
  }
  return {{"fits", role.permissions.fits()},
          {"names_all", role.permissions.names_all},
          {"characters_of_names", role.permissions.characters_of_names},
          {"characters_least", role.permissions.characters_least},
          {"excess", excess},
          {"open", open}};
}

// What lasts longer than AWS lets a session of a chained role last.
void add_chained_hour(const std::map<Unit, std::optional<std::int64_t>>& longest,
                      std::vector<Warning>& warnings) {
  constexpr std::int64_t hour = 3600;
  std::size_t longer = 0;
  std::size_t untold = 0;
  const Unit* most = nullptr;
  for (const auto& [unit, seconds] : longest) {
    if (!seconds) ++untold;
    if (!seconds || *seconds <= hour) continue;
    ++longer;
    if (most == nullptr || *seconds > *longest.at(*most)) most = &unit;
  }
  const std::string units = " of " + std::to_string(longest.size()) + " units ";
  if (most != nullptr) {
    const std::int64_t minutes = (*longest.at(*most) + 59) / 60;
    warnings.push_back(
        {"chained_hour", "sessions of the target role last an hour at most; " +
                             std::to_string(longer) + units + "used one for longer, " +
                             most->text() + " for " + std::to_string(minutes / 60) + " h " +
                             std::to_string(minutes % 60) +
                             " min: what does not renew its credentials in time loses them"});
  }
  if (untold > 0)
    warnings.push_back({"chained_hour_untold",
                        "sessions of the target role last an hour at most; how long " +
                            std::to_string(untold) + units + "used one, the ledger does not tell"});
}

std::string too_long(const char* what, const TrustPolicy& trust, std::size_t most) {
  return std::string(what) + " that names " + std::to_string(trust.names) + " has " +
         std::to_string(trust.characters) + " of " + std::to_string(most) +
         " characters, which is room for about " + std::to_string(trust.names_max);
}

}  // namespace

std::string readable_policy(std::string_view compact) {
  return Json::parse(compact).dump(2) + "\n";
}

std::vector<RoleFile> role_files(const RoleKit& kit) {
  std::vector<RoleFile> files;
  add_permissions(kit, files);
  add_trust(kit, "trust.json", kit.pods, files);
  add_trust(kit, "trust-irsa.json", kit.irsa, files);
  files.push_back(
      identity_file("boundary.json", "boundary", kit.boundary.policy, boundary_characters_max));
  files.push_back(identity_file("delegation.json", "identity", kit.delegation,
                                RoleQuota{}.managed_characters_max));
  if (!kit.guardrails.policy.statements.empty())
    files.push_back(identity_file("scp.json", "scp", kit.guardrails.policy, scp_characters_max));
  add_trust(kit, "target-trust.json", kit.target, files);
  if (kit.source)
    files.push_back(
        identity_file("source.json", "identity", *kit.source, RoleQuota{}.managed_characters_max));
  return files;
}

std::vector<Warning> role_warnings(const RoleKit& kit) {
  std::vector<Warning> warnings;
  const std::size_t most = kit.asked.trust_characters_max;
  const RolePermissions& permissions = kit.role.permissions;
  if (!permissions.fits())
    warnings.push_back(
        {"role_too_long",
         "the shortest permission policies found have " +
             std::to_string(permissions.characters_least) +
             " characters, and a role of these quotas holds " +
             std::to_string(kit.role.quota.characters_of_all(kit.role.quota.documents_max())) +
             "; `scopedown plan` deals the units out to several roles"});
  if (kit.pods && kit.pods->names_regions)
    warnings.push_back({"clusters_by_region",
                        "the trust policy has no room for the clusters' names, and trusts all "
                        "clusters of the account in their regions"});
  if (kit.pods && !kit.pods->fits(most))
    warnings.push_back({"trust_too_long", too_long("a trust policy for pods", *kit.pods, most)});
  if (kit.irsa && !kit.irsa->fits(most))
    warnings.push_back(
        {"irsa_trust_too_long",
         too_long("a trust policy for service accounts (IRSA)", *kit.irsa, most) +
             "; deal them out to several roles, have the quota raised (at most " +
             std::to_string(trust_characters_max_raised) +
             "; then --trust-characters), or use Pod Identity, which needs no list"});
  if (kit.target && !kit.target->fits(most))
    warnings.push_back(
        {"target_trust_too_long",
         too_long("a target role's trust policy for associations", *kit.target, most) +
             "; deal them out to several target roles, or have the quota raised"});
  if (kit.target) add_chained_hour(kit.facts.longest_sessions, warnings);
  if (kit.boundary.bounds_by != "resources")
    warnings.push_back({"boundary_is_wide",
                        kit.boundary.bounds_by == "actions"
                            ? "the boundary has no room for resources: it names the actions alone"
                            : "the boundary has no room for actions: it names whole services"});
  for (const Guardrails::LeftOut& left_out : kit.guardrails.left_out)
    warnings.push_back({"guardrail_left_out", left_out.guardrail + ": " + left_out.why});
  return warnings;
}

std::string role_json(const RoleKit& kit, const std::vector<RoleFile>& files,
                      const std::vector<std::string>& stale) {
  Json documents = Json::array();
  for (const RoleFile& file : files)
    documents.push_back({{"file", file.name},
                         {"kind", file.kind},
                         {"characters", file.characters},
                         {"characters_max", file.characters_max}});
  Json warnings = Json::array();
  for (const Warning& warning : role_warnings(kit))
    warnings.push_back({{"code", warning.code}, {"text", warning.text}});
  return document({{"account", kit.facts.account},
                   {"clusters", kit.facts.clusters},
                   {"units", kit.role.units.size()},
                   {"accesses", kit.role.needs},
                   {"actions", kit.role.actions},
                   {"documents", documents},
                   {"permissions", permissions_json(kit.role)},
                   {"boundary", {{"bounds_by", kit.boundary.bounds_by}}},
                   {"regions", kit.guardrails.regions},
                   {"warnings", warnings},
                   {"stale", stale}});
}

void write_role(const RoleKit& kit, const std::string& folder) {
  const std::filesystem::path root(folder);
  const std::vector<std::string> earlier = earlier_files(root / index_file);
  const std::vector<RoleFile> files = role_files(kit);
  std::set<std::string> stale(earlier.begin(), earlier.end());
  for (const RoleFile& file : files) {
    write_file(root / file.name, file.text);
    stale.erase(file.name);
  }
  std::error_code ignored;
  std::erase_if(stale, [&](const std::string& name) {
    return !std::filesystem::exists(root / name, ignored);
  });
  write_file(root / index_file, role_json(kit, files, {stale.begin(), stale.end()}));
}

}  // namespace scopedown
