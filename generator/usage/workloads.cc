#include "generator/usage/workloads.h"

#include <algorithm>
#include <utility>

#include "generator/usage/list_text.h"

namespace scopedown {
namespace {

Unit unit_of(const Owner& owner, const Selection& selection) {
  const bool whole = selection.per_namespace || selection.kind.kind != TenantKind::Kind::Namespace;
  return {*owner.tenant, whole ? "" : owner.service_account};
}

// Whether a policy can say every name that the call named.
bool is_writable(const UsageKey& key) {
  const auto all = [](const std::vector<std::string>& names) {
    return std::ranges::all_of(names, is_writable_name);
  };
  return is_writable_name(key.fold_min) && is_writable_name(key.fold_max) &&
         all(values(key.parameters)) && all(values(key.resources));
}

Usage usage_of(const UsageCount& count) {
  return {count.calls, count.first_seen, count.last_seen};
}

// A row of the right tenant, read, whose place in the window and among the frequent calls is open.
struct Call {
  const UsageRow* row = nullptr;
  Unit unit;
  std::vector<ObservedAccess> accesses;
};

class Gatherer {
 public:
  Gatherer(const Selection& selection, const Clusters& clusters, const Interpreter& interpreter,
           const Catalogue& catalogue)
      : selection_(selection),
        clusters_(clusters),
        interpreter_(interpreter),
        catalogue_(catalogue),
        blind_spots_(catalogue, interpreter) {}

  // What the trail logs at all, whoever called. To be called for all rows before the first `add`.
  void see(const UsageRow& row) { blind_spots_.saw(row.key); }

  // A session that EKS gave to a pod is known before, and even if, it makes a call.
  void add(const SessionRecord& session) {
    if (session.name_space.empty() || (session.kind != "pod-identity" && session.kind != "irsa"))
      return;
    Attribution who;
    who.session = session.kind;
    who.cluster = session.cluster;
    who.name_space = session.name_space;
    who.service_account = session.service_account;
    who.principal = session.role;
    const Owner owner = owner_of(who, selection_, clusters_);
    if (!owner.tenant || !owner.reason.empty() ||
        selection_.kind.kind != TenantKind::Kind::Namespace)
      return;
    Workload& workload = result_.units[unit_of(owner, selection_)];
    workload.service_accounts.insert(session.service_account);
    workload.sessions.insert(session.kind);
    result_.shared_roles.insert(session.role);
  }

  void add(const UsageRow& row) {
    const Owner owner = owner_of(row.key.who, selection_, clusters_);
    if (!owner.tenant) return set_aside(owner.reason, row.count);
    Interpretation meaning = interpreter_.interpret(row.key);
    const bool denied = row.key.error_class == "denied";
    for (const ObservedAccess& access : meaning.accesses)
      claim(*owner.tenant, access, denied, is_writable(row.key));
    if (selection_.assume_unlogged) claim_unseen(*owner.tenant, row.key, meaning.accesses);
    const Unit unit = unit_of(owner, selection_);
    Workload& workload = result_.units[unit];
    workload.idle = false;
    if (!owner.reason.empty()) return set_aside(owner.reason, row.count);
    workload.service_accounts.insert(row.key.who.service_account);
    workload.sessions.insert(row.key.who.session);
    if (row.key.who.session != "user") {
      workload.roles.insert(row.key.who.principal);
      if (selection_.kind.kind != TenantKind::Kind::Principal)
        result_.shared_roles.insert(row.key.who.principal);
    }
    if (!is_selected(unit, selection_, clusters_)) return set_aside("not_selected", row.count);
    if (!in_window(row.count, workload)) return set_aside("outside_window", row.count);
    if (!meaning.set_aside.empty()) {
      if (meaning.set_aside == "unknown_action")
        result_.unknown_actions[row.key.event_source + " " + row.key.event_name] += row.count.calls;
      return set_aside(meaning.set_aside, row.count);
    }
    calls_.push_back({&row, unit, std::move(meaning.accesses)});
  }

  void add(const GivenAccess& given) {
    Unit unit = given.unit;
    if (auto* name_space = std::get_if<Namespace>(&unit.tenant.who)) {
      name_space->cluster = cluster_of(name_space->cluster);
      if (selection_.kind.kind != TenantKind::Kind::Namespace) return;
    }
    Access access = given.access;
    if (const CatalogueAction* known = catalogue_.find(access.action))
      access.action = known->action;
    result_.world.add_given(unit.tenant, access);
    if (selection_.per_namespace) unit.service_account.clear();
    Workload& workload = result_.units[unit];
    workload.idle = false;
    workload.service_accounts.insert(given.unit.service_account);
    workload.accesses[access].merge({given.count, given.first_seen, given.last_seen});
  }

  Workloads finish(const EventTotals& totals) {
    count_frequent();
    for (const Call& call : calls_)
      use(call);
    for (auto& [unit, workload] : result_.units)
      settle_unseen(workload);
    result_.world.settle(catalogue_);
    result_.events.read = totals.read;
    for (const auto& [reason, count] : totals.set_aside)
      result_.events.set_aside[reason] += count;
    std::uint64_t aside = 0;
    for (const auto& [reason, count] : result_.events.set_aside)
      aside += count;
    result_.events.used = totals.read - aside;
    return std::move(result_);
  }

 private:
  // A given access may say the cluster's name; an unknown one stands for itself.
  [[nodiscard]] std::string cluster_of(const std::string& said) const {
    const auto found = clusters_.named(said);
    return found.size() == 1 ? found.front() : clusters_.joined(said);
  }

  void claim(const Tenant& tenant, const ObservedAccess& access, bool denied, bool writable) {
    if (!access.resolved) return;
    if (!denied && !access.named) return;  // it makes nobody an owner
    if (denied) {
      result_.world.add_denied(tenant, access.access);
    } else if (access.folded) {
      result_.world.add_given(tenant, access.access);
    } else if (writable || access.access.resource.is_exact()) {
      result_.world.add(tenant, access.access);
    } else {
      result_.world.add_unwritable(tenant, access.access);
    }
  }

  // Who made a log stream writes to it, and who reads what was encrypted under a key has used the
  // key. Other calls that are assumed claim nothing: isolation keeps them from neighbours.
  void claim_unseen(const Tenant& tenant, const UsageKey& row,
                    const std::vector<ObservedAccess>& accesses) {
    for (const UnseenCall& call : blind_spots_.unseen(row, accesses))
      if (call.claims) result_.world.add_given(tenant, call.access);
  }

  [[nodiscard]] bool in_window(const UsageCount& count, Workload& workload) const {
    const bool known = count.first_seen != 0;
    if (!known) return true;
    if (selection_.since && count.last_seen < *selection_.since) return false;
    if (selection_.until && count.first_seen >= *selection_.until) return false;
    const bool cut = (selection_.since && count.first_seen < *selection_.since) ||
                     (selection_.until && count.last_seen >= *selection_.until);
    workload.window_is_inexact = workload.window_is_inexact || cut;
    return true;
  }

  void count_frequent() {
    if (selection_.calls_min <= 1) return;
    for (const Call& call : calls_) {
      for (const ObservedAccess& access : call.accesses)
        frequency_[{call.unit, access.access}] += call.row->count.calls;
    }
  }

  [[nodiscard]] bool is_frequent(const Call& call, const ObservedAccess& access) const {
    if (selection_.calls_min <= 1) return true;
    return frequency_.at({call.unit, access.access}) >= selection_.calls_min;
  }

  void use(const Call& call) {
    Workload& workload = result_.units[call.unit];
    const UsageCount& count = call.row->count;
    std::vector<ObservedAccess> used;
    for (const ObservedAccess& observed : call.accesses) {
      if (!is_frequent(call, observed)) continue;
      used.push_back(observed);
      if (call.row->key.error_class == "denied") {
        if (!observed.resolved) workload.unresolved_denials.insert(observed.access);
        continue;
      }
      workload.accesses[observed.access].merge(usage_of(count));
      if (!observed.resolved) workload.unresolved.insert(observed.access);
      if (observed.folded) workload.folded.insert(observed.access);
    }
    if (used.empty()) return set_aside("few_calls", count);
    look_for_blind_spots(call.row->key, used, workload);
    Usage seen{workload.calls, workload.first_seen, workload.last_seen};
    seen.merge(usage_of(count));
    workload.calls = seen.count;
    workload.first_seen = seen.first_seen;
    workload.last_seen = seen.last_seen;
  }

  void look_for_blind_spots(const UsageKey& row, const std::vector<ObservedAccess>& accesses,
                            Workload& workload) {
    if (row.error_class == "denied") return;
    for (UnseenCall& call : blind_spots_.unseen(row, accesses)) {
      const auto [place, is_new] = workload.unseen.try_emplace(call.access, call);
      if (!is_new) place->second = std::min(place->second, call);
    }
    for (auto& [selector, access] : blind_spots_.silent(accesses)) {
      const auto [place, is_new] = workload.silent.try_emplace(selector, access);
      if (!is_new) place->second = std::min(place->second, access);
    }
  }

  // What was seen, or given, after all is not unseen.
  void settle_unseen(Workload& workload) {
    std::erase_if(workload.unseen, [&](const auto& item) {
      const Access& wanted = item.first;
      auto seen = workload.accesses.lower_bound({wanted.action, ArnPattern()});
      while (seen != workload.accesses.end() && seen->first.action == wanted.action) {
        if (seen->first.resource.covers(wanted.resource)) return true;
        ++seen;
      }
      return false;
    });
    if (!selection_.assume_unlogged) return;
    workload.assumed = std::move(workload.unseen);
    workload.unseen.clear();
    for (const auto& [access, call] : workload.assumed)
      workload.accesses.try_emplace(access);
  }

  void set_aside(std::string_view reason, const UsageCount& count) {
    result_.events.set_aside[std::string(reason)] += count.events;
  }

  const Selection& selection_;
  const Clusters& clusters_;
  const Interpreter& interpreter_;
  const Catalogue& catalogue_;
  BlindSpots blind_spots_;
  std::vector<Call> calls_;
  std::map<std::pair<Unit, Access>, std::uint64_t> frequency_;
  Workloads result_;
};

}  // namespace

Workloads workloads_of(const LedgerContents& contents, const Selection& selection,
                       const Clusters& clusters, const Interpreter& interpreter,
                       const Catalogue& catalogue) {
  Gatherer gatherer(selection, clusters, interpreter, catalogue);
  for (const UsageRow& row : contents.rows)
    gatherer.see(row);
  for (const SessionRecord& session : contents.sessions)
    gatherer.add(session);
  for (const UsageRow& row : contents.rows)
    gatherer.add(row);
  for (const GivenAccess& access : contents.given)
    gatherer.add(access);
  return gatherer.finish(contents.totals);
}

}  // namespace scopedown
