#include "model/session_tags.h"

#include <algorithm>
#include <utility>

#include "model/action.h"

namespace scopedown {
namespace {

// Tag keys that differ in letter case alone are one.
bool has_key(const Tags& tags, const std::string& key) {
  return std::ranges::any_of(
      tags, [&](const auto& tag) { return folded_case(tag.first) == folded_case(key); });
}

}  // namespace

SessionTags SessionTags::chained(const SessionTags& own) const {
  SessionTags next;
  for (const std::string& key : transitive) {
    const auto tag = tags.find(key);
    if (tag == tags.end()) continue;
    next.tags.insert(*tag);
    next.transitive.insert(key);
  }
  for (const auto& [key, value] : own.tags) {
    if (has_key(next.tags, key)) continue;
    next.tags.emplace(key, value);
    if (own.transitive.contains(key)) next.transitive.insert(key);
  }
  return next;
}

SessionTags session_tags_of(const PodIdentity& pod) {
  SessionTags session;
  if (pod.disable_session_tags) return session;
  const auto add = [&](const char* key, const std::string& value) {
    if (value.empty()) return;
    session.tags.emplace(key, value);
    session.transitive.insert(key);
  };
  add("eks-cluster-arn", pod.cluster_arn);
  add("eks-cluster-name", pod.cluster_name);
  add("kubernetes-namespace", pod.name_space);
  add("kubernetes-service-account", pod.service_account);
  add("kubernetes-pod-name", pod.pod_name);
  add("kubernetes-pod-uid", pod.pod_uid);
  return session;
}

void add_principal_tags(Request& request, const Tags& role_tags, const SessionTags& session) {
  Tags tags = session.tags;
  for (const auto& [key, value] : role_tags) {
    if (!has_key(tags, key)) tags.emplace(key, value);
  }
  for (auto& [key, value] : tags)
    request.context.emplace("aws:PrincipalTag/" + key, std::vector<std::string>{value});
}

}  // namespace scopedown
