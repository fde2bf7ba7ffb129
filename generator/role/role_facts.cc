#include "generator/role/role_facts.h"

#include <algorithm>
#include <map>
#include <optional>

#include "generator/error.h"
#include "model/arn.h"
#include "model/arn_segments.h"

namespace scopedown {
namespace {

const std::string& arn_of(const Tenant& tenant) {
  static const std::string none;
  if (const auto* name_space = std::get_if<Namespace>(&tenant.who)) return name_space->cluster;
  if (const auto* principal = std::get_if<Principal>(&tenant.who)) return principal->arn;
  return none;
}

void keep_one_account(std::vector<UnitNeeds>& units, const RoleQuestion& asked) {
  if (!asked.account.empty())
    std::erase_if(units, [&](const UnitNeeds& unit) {
      const std::string account = account_of(unit.unit);
      return !account.empty() && account != asked.account;
    });
  std::set<std::string> accounts;
  for (const UnitNeeds& unit : units) {
    if (unit.accesses.empty()) continue;
    const std::string account = account_of(unit.unit);
    accounts.insert(account.empty() ? asked.account : account);
  }
  if (accounts.empty())
    throw Error(asked.account.empty() ? "no tenant" : "--account " + asked.account,
                "no unit of it was seen calling anything; `scopedown tenants` lists them");
  if (accounts == std::set<std::string>{""})
    throw Error("--account", "nothing tells whose role it is: name its account", ExitCode::Usage);
  if (accounts.size() == 1) return;
  std::string names;
  for (const std::string& account : accounts)
    names += (names.empty() ? "" : ", ") + account;
  throw Error("--account", "one role serves one account; choose one of " + names, ExitCode::Usage);
}

// The regions in which each service was called. An event source begins with the service's name, or
// nearly so: what it is used for is which regions there are.
std::map<std::string, std::set<std::string>> regions_by_service(const Ledger& ledger) {
  std::map<std::string, std::set<std::string>> regions;
  for (const UsageRow& row : ledger.rows()) {
    if (row.key.region.empty()) continue;
    const std::string source = row.key.event_source.substr(0, row.key.event_source.find('.'));
    regions[source].insert(row.key.region);
    if (!is_global_service(source)) regions[""].insert(row.key.region);
  }
  return regions;
}

// A call whose resource does not tell the region was made wherever its service was called; or, if
// the log does not say where that was, in any region of the log.
std::set<ObservedCall> observed_calls(const Ledger& ledger, const std::vector<UnitNeeds>& units,
                                      const std::set<std::string>& said) {
  auto regions = regions_by_service(ledger);
  if (!said.empty()) regions.try_emplace("", said);  // nothing else tells it: then that is believed
  const auto of = [&](const std::string& service) -> const std::set<std::string>* {
    auto found = regions.find(service);
    if (found == regions.end() && !is_global_service(service)) found = regions.find("");
    return found == regions.end() ? nullptr : &found->second;
  };
  std::set<ObservedCall> observed;
  for (const UnitNeeds& unit : units) {
    for (const Access& access : unit.accesses) {
      const auto segments = arn_segments(access.resource.text());
      const std::string region = segments ? std::string((*segments)[3]) : "";
      if (!region.empty() && region != "*") {
        // One of each is enough, since no guardrail asks which resource it is.
        observed.insert({access.action, region, "*"});
        continue;
      }
      const std::set<std::string>* known = of(access.action.service);
      if (known == nullptr) observed.insert({access.action, "", "*"});
      for (const std::string& one : known == nullptr ? std::set<std::string>{} : *known)
        observed.insert({access.action, one, "*"});
    }
  }
  return observed;
}

// Of the credentials that a unit's pods hold; not of roles that they assumed with them.
std::map<Unit, std::optional<std::int64_t>> longest_sessions_of(
    const Ledger& ledger, const Clusters& clusters, const std::vector<UnitNeeds>& units) {
  std::map<Unit, std::optional<std::int64_t>> of_units;
  for (const UnitNeeds& unit : units) {
    if (!unit.accesses.empty()) of_units[unit.unit];
  }
  for (const auto& [who, seconds] : ledger.longest_sessions()) {
    if (who.hop != 0 || who.replaced) continue;
    const Tenant tenant{Namespace{clusters.joined(who.cluster), who.name_space}};
    for (const std::string& account : {who.service_account, std::string()}) {  // or all of them
      const auto unit = of_units.find({tenant, account});
      if (unit != of_units.end()) unit->second = std::max(unit->second.value_or(0), seconds);
    }
  }
  return of_units;
}

}  // namespace

std::string account_of(const Unit& unit) {
  const auto arn = Arn::parse(arn_of(unit.tenant));
  return arn ? arn->account : "";
}

RoleFacts role_facts(const Ledger& ledger, const Clusters& clusters, std::vector<UnitNeeds>& units,
                     const RoleQuestion& asked) {
  keep_one_account(units, asked);
  RoleFacts facts;
  facts.partition = "aws";
  std::set<std::pair<std::string, std::string>> name_spaces;  // cluster or provider, name
  for (const UnitNeeds& unit : units) {
    if (unit.accesses.empty()) continue;
    facts.account = account_of(unit.unit);
    if (facts.account.empty()) facts.account = asked.account;
    const auto arn = Arn::parse(arn_of(unit.unit.tenant));
    if (arn) facts.partition = arn->partition;
    const auto* name_space = std::get_if<Namespace>(&unit.unit.tenant.who);
    if (name_space == nullptr) continue;
    name_spaces.insert({name_space->cluster, name_space->name});
    // A value that is compared as an ARN may hold wildcards: no cluster's name does.
    if (arn && arn->service == "eks" &&
        name_space->cluster.find_first_of("*?$") == std::string::npos)
      facts.clusters.insert(name_space->cluster);
    if (!unit.unit.service_account.empty() && arn && arn->service == "eks")
      facts.associations.insert({name_space->cluster, name_space->name, unit.unit.service_account});
  }
  for (const SessionRecord& session : ledger.sessions()) {
    const bool ours = name_spaces.contains({clusters.joined(session.cluster), session.name_space});
    if (session.kind == "irsa" && ours && !session.service_account.empty())
      facts.irsa[session.cluster].insert(irsa_subject(session.name_space, session.service_account));
  }
  facts.observed = observed_calls(ledger, units, asked.regions);
  if (!asked.target_role.empty())
    facts.longest_sessions = longest_sessions_of(ledger, clusters, units);
  return facts;
}

}  // namespace scopedown
