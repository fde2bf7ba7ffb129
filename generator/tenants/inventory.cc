// Names are compared as far as a session has them: ten characters. A session's name is read from
// the right, where the UUID is, and from the left for each cluster in turn, since hyphens part it
// and are in both names. Whether EKS keeps a hyphen in tenth place is not known: it is ignored.
//
// Kubernetes makes a replica set's hash of ten characters alone ("4-9bcdf", its numbers written in
// SafeEncodeString's letters), and all else of twenty-seven. So "api-v2-56d" cannot be a pod of the
// replica sets of `api`, while "api-7c9f8d" can.
//
// Tested by inventory_test.cc, against a slow definition that tries every name.

#include "generator/tenants/inventory.h"

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <optional>

#include "model/arn.h"

namespace scopedown {
namespace {

constexpr std::string_view letters = "bcdfghjklmnpqrstvwxz2456789";
constexpr std::string_view hash_letters = "bcdf456789";
constexpr std::string_view digits = "0123456789";

constexpr std::size_t letters_count = 5;
constexpr std::size_t hash_characters_max = 10;

// A pod's own letters say whose it is if there are so many of them: one in ten thousand hashes has
// the same four.
constexpr std::size_t telling_characters_min = 4;

std::string_view without_hyphens(std::string_view text) {
  return text.substr(0, std::min(text.find_last_not_of('-') + 1, text.size()));
}

std::string_view stem_of(std::string_view name) {
  return name.substr(0, session_stem_characters);
}

bool consists_of(std::string_view text, std::string_view characters) {
  return text.find_first_not_of(characters) == std::string_view::npos;
}

// "bcdfg", or its beginning if it is cut off.
bool are_letters(std::string_view text, bool cut) {
  const bool size = cut ? text.size() <= letters_count : text.size() == letters_count;
  return size && consists_of(text, letters);
}

// "HASH-bcdfg": a part of the given characters, a hyphen, letters; or its beginning.
bool are_part_and_letters(std::string_view text, std::string_view characters,
                          std::size_t part_characters_max, bool cut) {
  const std::size_t hyphen = text.find('-');
  const std::string_view part = text.substr(0, hyphen);
  if (!consists_of(part, characters) || part.size() > part_characters_max) return false;
  if (hyphen == std::string_view::npos) return cut;
  return !part.empty() && are_letters(text.substr(hyphen + 1), cut);
}

// The account of "arn:aws:iam::111122223333:role/x".
std::string account_of(std::string_view arn) {
  const auto parsed = Arn::parse(arn);
  return parsed ? parsed->account : "";
}

bool is_uuid(std::string_view text) {
  if (text.size() != 36) return false;
  for (std::size_t index = 0; index < text.size(); ++index) {
    const bool hyphen = index == 8 || index == 13 || index == 18 || index == 23;
    const std::string_view allowed = hyphen ? "-" : "0123456789abcdefABCDEF";
    if (allowed.find(text[index]) == std::string_view::npos) return false;
  }
  return true;
}

// What is between "eks-" and the UUID; "" if EKS has not chosen that name.
std::string_view names_in(std::string_view session_name) {
  constexpr std::string_view begin = "eks-";
  constexpr std::size_t end = 37;  // a hyphen and a UUID
  if (!session_name.starts_with(begin) || session_name.size() <= begin.size() + end) return {};
  const std::string_view uuid = session_name.substr(session_name.size() - end);
  if (uuid.front() != '-' || !is_uuid(uuid.substr(1))) return {};
  return session_name.substr(begin.size(), session_name.size() - begin.size() - end);
}

// The pod's characters, if the cluster's are before them.
std::optional<std::string_view> pod_in(std::string_view names, std::string_view cluster_stem) {
  for (const std::string_view stem : {cluster_stem, without_hyphens(cluster_stem)}) {
    if (!names.starts_with(stem) || names.size() <= stem.size() + 1 || names[stem.size()] != '-')
      continue;
    const std::string_view pod = names.substr(stem.size() + 1);
    if (pod.size() <= session_stem_characters) return pod;
  }
  return std::nullopt;
}

}  // namespace

bool may_make(std::string_view stem, std::string_view making, std::string_view pod) {
  stem = stem_of(stem);
  if (making == making_nothing) return without_hyphens(stem) == without_hyphens(pod);
  if (stem.size() == session_stem_characters) return without_hyphens(stem) == without_hyphens(pod);
  if (!pod.starts_with(stem)) return false;
  const std::string_view made = pod.substr(stem.size());
  const bool cut = pod.size() + 1 >= session_stem_characters;  // perhaps less a hyphen
  if (making == making_replica_set)
    return are_part_and_letters(made, hash_letters, hash_characters_max, cut);
  if (making == making_moment)
    return are_part_and_letters(made, digits, session_stem_characters, cut);
  if (making == making_number) return !made.empty() && consists_of(made, digits);
  return are_letters(made, cut);
}

Inventory::Inventory(const std::vector<InventoryFact>& facts) {
  for (const InventoryFact& fact : facts) {
    const auto arn = Arn::parse(fact.cluster);
    if (!arn) continue;
    Cluster& cluster = clusters_[fact.cluster];
    cluster.account = arn->account;
    cluster.name_stem = stem_of(std::string_view(fact.cluster).substr(fact.cluster.rfind('/') + 1));
    const Account account{fact.name_space, fact.service_account};
    if (fact.kind == "association") cluster.roles[account].insert(fact.role);
    if (fact.kind != "pod") continue;
    cluster.by_stem[std::string(stem_of(fact.stem))][fact.making].insert(account);
    const std::size_t made = stem_of(fact.pod).size() - std::min(fact.stem.size(), fact.pod.size());
    if (fact.making == making_nothing || made >= telling_characters_min)
      cluster.by_pod[std::string(without_hyphens(stem_of(fact.pod)))].insert(account);
  }
}

Inventory::Accounts Inventory::candidates(const Cluster& cluster, std::string_view role,
                                          std::string_view pod) {
  Accounts associated;
  for (const auto& [account, roles] : cluster.roles) {
    if (roles.contains(std::string(role)) || roles.contains("")) associated.insert(account);
  }
  const auto is_possible = [&](const Account& account) {
    return cluster.roles.empty() || associated.contains(account);
  };
  Accounts found;
  if (const auto same = cluster.by_pod.find(without_hyphens(pod)); same != cluster.by_pod.end())
    std::ranges::copy_if(same->second, std::inserter(found, found.end()), is_possible);
  if (!found.empty()) return found;
  // A stem that is longer than the pod's characters differs from them in a last hyphen.
  for (std::size_t size = 0; size <= std::min(pod.size() + 1, session_stem_characters); ++size) {
    const std::string stem =
        size > pod.size() ? std::string(pod) + '-' : std::string(pod.substr(0, size));
    const auto makers = cluster.by_stem.find(stem);
    if (makers == cluster.by_stem.end()) continue;
    for (const auto& [making, accounts] : makers->second) {
      if (may_make(stem, making, pod))
        std::ranges::copy_if(accounts, std::inserter(found, found.end()), is_possible);
    }
  }
  return found.empty() ? associated : found;
}

PodHolder Inventory::holder(std::string_view role, std::string_view session_name) const {
  const std::string_view names = names_in(session_name);
  const std::string account = account_of(role);
  std::set<std::pair<std::string, Account>> found;
  for (const auto& [arn, cluster] : clusters_) {
    if (names.empty() || cluster.account != account) continue;
    const auto pod = pod_in(names, cluster.name_stem);
    if (!pod) continue;
    for (const Account& candidate : candidates(cluster, role, *pod))
      found.emplace(arn, candidate);
  }
  if (found.size() != 1) return {"", "", "", found.size() > 1};
  const auto& [cluster, of_account] = *found.begin();
  return {cluster, of_account.first, of_account.second, false};
}

std::set<std::string> Inventory::clusters() const {
  std::set<std::string> clusters;
  for (const auto& [arn, unused] : clusters_)
    clusters.insert(arn);
  return clusters;
}

}  // namespace scopedown
