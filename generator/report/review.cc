#include "generator/report/review.h"

#include <algorithm>
#include <utility>

#include "generator/minimise/needs.h"
#include "generator/report/text_table.h"

namespace scopedown {
namespace {

constexpr std::uint64_t thin_below_calls = 20;

std::string listed(const std::set<std::string>& names) {
  std::string text;
  for (const std::string& name : names)
    text.append(text.empty() ? "" : ", ").append(name);
  return text;
}

SharedResource shared_with(const World::Resource& resource, TenantIndex me, const World& world) {
  std::vector<const Tenant*> others;
  for (const TenantIndex owner : resource.owners) {
    if (owner != me) others.push_back(&world.tenants()[owner]);
  }
  SharedResource item{resource.pattern ? resource.arn : escaped_name(resource.arn), {}, 0};
  const std::size_t named = std::min(others.size(), SharedResource::with_max);
  const auto middle = others.begin() + static_cast<std::ptrdiff_t>(named);
  std::ranges::partial_sort(others, middle,
                            [](const Tenant* one, const Tenant* other) { return *one < *other; });
  for (std::size_t index = 0; index < named; ++index)
    item.with.push_back(others[index]->text());
  std::ranges::sort(item.with);
  item.with_others = others.size() - named;
  return item;
}

// Resources of this unit that other tenants used too.
std::vector<SharedResource> shared_resources(const Unit& unit, const Workload& workload,
                                             const World& world) {
  std::vector<SharedResource> shared;
  const TenantIndex* me = world.find(unit.tenant);
  std::set<std::string> seen;
  for (const auto& [access, usage] : workload.accesses) {
    if (access.resource.is_everything() || !seen.insert(access.resource.text()).second) continue;
    for (const World::Resource* resource : world.touched_by(access.resource)) {
      if (me == nullptr || !World::belongs_to(*resource, *me) || resource->owners.size() < 2)
        continue;
      shared.push_back(shared_with(*resource, *me, world));
    }
  }
  std::ranges::sort(shared, {}, &SharedResource::resource);
  shared.erase(std::unique(shared.begin(), shared.end(),
                           [](const auto& one, const auto& other) {
                             return one.resource == other.resource;
                           }),
               shared.end());
  return shared;
}

std::vector<Escape> escapes_of(const Workload& workload, const Workloads& all,
                               const Catalogue& catalogue) {
  std::vector<Escape> escapes;
  for (const auto& item : workload.accesses) {
    const Access& access = item.first;
    const CatalogueAction* known = catalogue.find(access.action);
    if (known == nullptr || known->escape.empty()) continue;
    // Assuming some other role is what a role chain is; assuming the shared role again is an
    // escape.
    if (!is_assume_role(access.action) || assumes_one_of(all.shared_roles, access))
      escapes.push_back({access, known->escape});
  }
  return escapes;
}

// Inside one resource nobody can be told apart: rows, messages and keys have no ARN.
void warn_of_sharing(const Workload& workload, const Result& result,
                     std::vector<Warning>& warnings) {
  if (result.shared.empty()) return;
  std::set<std::string> resources;
  std::set<std::string> listed_too;
  for (const SharedResource& shared : result.shared) {
    resources.insert(shared.resource);
    const bool lists = std::ranges::any_of(workload.accesses, [&](const auto& item) {
      const Access& access = item.first;
      return access.resource.text() == shared.resource && access.action.service == "s3" &&
             access.action.name.starts_with("ListBucket");
    });
    if (lists) listed_too.insert(shared.resource);
  }
  warnings.push_back(
      {"shared_resource",
       "used by other tenants too, where a trespass looks like sharing: " + listed(resources)});
  if (!listed_too.empty())
    warnings.push_back(
        {"shared_listing", "a listing shows the names of others: " + listed(listed_too)});
}

// "logs:PutLogEvents on 3 resources, such as arn:... (logs:CreateLogStream on arn:...)".
std::string unseen_text(const std::map<Access, UnseenCall>& calls, std::string_view code) {
  std::map<Action, std::vector<const UnseenCall*>> by_action;
  for (const auto& [access, call] : calls)
    if (code.empty() || call.code == code) by_action[access.action].push_back(&call);
  std::string text;
  for (const auto& [action, some] : by_action) {
    const UnseenCall& first = *some.front();
    text.append(text.empty() ? "" : "; ").append(action.text()).append(" on ");
    if (some.size() > 1) text.append(std::to_string(some.size())).append(" resources, such as ");
    text.append(first.access.resource.text()).append(" (").append(first.evidence);
    if (!first.selector.empty())
      text.append("; logged only under the event selector ").append(first.selector);
    text.append(")");
  }
  return text;
}

void warn_of_blind_spots(const Workload& workload, std::vector<Warning>& warnings) {
  for (const auto& [selector, access] : workload.silent)
    warnings.push_back({"no_data_events",
                        "it did " + access.action.text() + " on " + access.resource.text() +
                            ", but the log has no data event of " + selector +
                            " by anybody: switch on that event selector (resources.type), or name "
                            "what it needs with --also"});
  if (std::string text = unseen_text(workload.unseen, "unlogged"); !text.empty())
    warnings.push_back({"unlogged", "plausible, though the log does not show it: " + text +
                                        "; --assume-unlogged or --also adds it"});
  if (std::string text = unseen_text(workload.unseen, "kms_bucket_key"); !text.empty())
    warnings.push_back(
        {"kms_bucket_key",
         "objects are encrypted under a KMS key that it was not seen using: " + text +
             "; S3 bucket keys hide such calls, --assume-unlogged or --also adds it"});
  if (std::string text = unseen_text(workload.assumed, ""); !text.empty())
    warnings.push_back({"assumed", "added though no log shows it: " + text});
}

std::vector<Warning> warnings_of(const Workload& workload, const Result& result,
                                 const Selection& selection) {
  std::vector<Warning> warnings;
  if (!workload.accesses.empty() && workload.calls < thin_below_calls)
    warnings.push_back({"thin", "made from " + std::to_string(workload.calls) +
                                    " calls; watch for longer before relying on it"});
  if (selection.kind.kind != TenantKind::Kind::Principal && workload.roles.size() > 1)
    warnings.push_back({"several_roles", "its sessions had several roles, one policy for all: " +
                                             listed(workload.roles)});
  if (workload.sessions.contains("irsa"))
    warnings.push_back({"irsa",
                        "observed under IRSA: EKS applies session policies to Pod Identity only, "
                        "so move it first"});
  if (!workload.unresolved.empty()) {
    std::set<std::string> actions;
    for (const Access& access : workload.unresolved)
      actions.insert(access.action.text());
    warnings.push_back({"unresolved", "the log does not tell the resource of " + listed(actions) +
                                          "; a wildcard stands for it, --also can name it"});
  }
  if (!workload.unresolved_denials.empty()) {
    std::set<std::string> actions;
    for (const Access& access : workload.unresolved_denials)
      actions.insert(access.action.text());
    warnings.push_back(
        {"unresolved_denials",
         "was denied " + listed(actions) +
             " on resources that the log does not tell; nothing is kept from it for that"});
  }
  if (!workload.folded.empty())
    warnings.push_back({"folded", "the ledger keeps only a prefix for some of its many names"});
  warn_of_blind_spots(workload, warnings);
  if (workload.window_is_inexact)
    warnings.push_back(
        {"inexact_window",
         "--since or --until cuts through calls that are kept as one row; the whole row counts"});
  warn_of_sharing(workload, result, warnings);
  if (const auto& cut = result.proposal.cut_short; !cut.empty())
    warnings.push_back({"cut_short", std::to_string(cut.size()) +
                                         " action names are cut short to make room, such as " +
                                         cut.front().pattern.text() + " for " +
                                         cut.front().reached.front().text() +
                                         "; the summary lists them, --whole-words forbids them"});
  if (const auto& large = result.proposal.readable_too_large)
    warnings.push_back({"not_readable", "a statement per service would take " +
                                            std::to_string(large->characters) + " characters and " +
                                            percent_text(large->packed) +
                                            " packed; the compact layout stands"});
  return warnings;
}

// `--per service-account` is a way out of a refusal that `--per namespace` ran into.
void add_relaxations(Result& result, const Selection& selection) {
  auto& refusal = result.proposal.refusal;
  if (!refusal || !selection.per_namespace || result.workload.service_accounts.size() < 2) return;
  if (refusal->reason != "characters" && refusal->reason != "packed_size") return;
  refusal->relaxations.insert(refusal->relaxations.begin(), {"--per service-account", 0, 0});
}

}  // namespace

Result review(const Unit& unit, const Workload& workload, Proposal proposal, const Workloads& all,
              const Rules& rules, const Selection& selection, const Clusters& clusters) {
  Result result;
  result.unit = unit;
  if (const auto* name_space = std::get_if<Namespace>(&unit.tenant.who))
    result.label = clusters.label(name_space->cluster);
  result.workload = workload;
  result.proposal = std::move(proposal);
  result.shared = shared_resources(unit, workload, all.world);
  result.escapes = escapes_of(workload, all, rules.catalogue);
  result.warnings = warnings_of(workload, result, selection);
  add_relaxations(result, selection);
  return result;
}

}  // namespace scopedown
