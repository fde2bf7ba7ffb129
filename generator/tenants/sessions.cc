// How records become holders.
//
// A vertex for each session, and one for each *name* by which a log may refer to sessions: an
// access key, an access key with an ARN, an ARN, an id. Two kinds of edges:
//
//   session ──▶ the name of its parent        name ──▶ every session of that name
//
// With names as vertices the graph is linear in the records, even if a thousand sessions share an
// ARN and each of them has a child. A session is resolved after its parent's name, and a name after
// its sessions; a name whose sessions disagree is ambiguous. Strong components come in just that
// order. Inside a component of several vertices somebody claims to be his own ancestor: there no
// parent is believed. (Also innocently so: a session that assumes its own role under its own
// session name has its own ARN for a parent, where the log keeps no access keys.)
//
// Several records may speak of one session: a grant is logged in both accounts, and the other
// account sees less of the parent. The record that knows most decides; if two that know equally
// much disagree, the session is ambiguous.
//
// Tested by sessions_test.cc.

#include "generator/tenants/sessions.h"

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <tuple>
#include <utility>

#include <boost/graph/adjacency_list.hpp>
#include <boost/graph/strong_components.hpp>

#include "generator/usage/list_text.h"

namespace scopedown {
namespace {

constexpr std::string_view cluster_tag = "eks-cluster-arn";
constexpr std::string_view namespace_tag = "kubernetes-namespace";
constexpr std::string_view service_account_tag = "kubernetes-service-account";
constexpr std::array tags_of_eks{cluster_tag,
                                 std::string_view("eks-cluster-name"),
                                 namespace_tag,
                                 service_account_tag,
                                 std::string_view("kubernetes-pod-name"),
                                 std::string_view("kubernetes-pod-uid")};

std::string tag_value(const std::vector<SessionTag>& tags, std::string_view key) {
  const auto tag = std::ranges::find(tags, key, &SessionTag::key);
  return tag == tags.end() ? "" : tag->value;
}

bool is_of_eks(const SessionTag& tag) {
  return std::ranges::find(tags_of_eks, tag.key) != tags_of_eks.end();
}

std::string other_tags(const std::vector<SessionTag>& tags) {
  std::vector<NamedValue> others;
  for (const SessionTag& tag : tags) {
    if (!is_of_eks(tag)) others.push_back({tag.key, tag.value});
  }
  return list_text(others);
}

std::string transitive_tags(const Grant& grant) {
  std::vector<SessionTag> transitive;
  for (const SessionTag& tag : grant.tags) {
    const auto& keys = grant.transitive_keys;
    if (std::ranges::find(keys, tag.key) != keys.end()) transitive.push_back(tag);
  }
  return other_tags(transitive);
}

void learn_tenant(SessionRecord& record, const std::vector<SessionTag>& tags) {
  record.cluster = tag_value(tags, cluster_tag);
  record.name_space = tag_value(tags, namespace_tag);
  record.service_account = tag_value(tags, service_account_tag);
}

// "system:serviceaccount:NS:SA". False if the subject is no service account.
bool learn_service_account(SessionRecord& record, const Event& event) {
  std::string_view subject = event.grant.subject;
  constexpr std::string_view prefix = "system:serviceaccount:";
  if (!subject.starts_with(prefix)) return false;
  subject.remove_prefix(prefix.size());
  const std::size_t colon = subject.find(':');
  if (colon == 0 || colon == std::string_view::npos) return false;
  const std::string_view account = subject.substr(colon + 1);
  if (account.empty() || account.find(':') != std::string_view::npos) return false;
  record.cluster = event.grant.provider.empty() ? event.identity.provider : event.grant.provider;
  record.name_space = subject.substr(0, colon);
  record.service_account = account;
  return !record.cluster.empty();
}

std::string joined_lists(const std::string& a, const std::string& b) {
  if (a.empty() || b.empty()) return a + b;
  std::vector<NamedValue> pairs = named_values(a);
  std::ranges::move(named_values(b), std::back_inserter(pairs));
  return list_text(pairs);
}

// The names of a session, each with a letter in front that no other kind has.
std::string key_name(const Credentials& session) {
  return "K" + session.access_key;
}

std::string key_and_arn_name(const std::string& access_key, const std::string& arn) {
  return "B" + access_key + ' ' + arn;
}

std::string arn_name(const Credentials& session) {
  return "A" + session.arn;
}

std::string id_name(const Credentials& session) {
  return "I" + session.id;
}

std::vector<std::string> names_of(const Credentials& session) {
  std::vector<std::string> names;
  if (!session.access_key.empty()) {
    names.push_back(key_name(session));
    names.push_back(key_and_arn_name(session.access_key, session.arn));
  }
  if (!session.arn.empty()) names.push_back(arn_name(session));
  if (!session.id.empty()) names.push_back(id_name(session));
  return names;
}

// The name to look a session up by, out of those that `is_known`; "" if there is none. A known
// key with another ARN is a key that somebody made anonymous: it names nobody.
template <class Known>
std::string best_name(const Credentials& session, const Known& is_known) {
  std::vector<std::string> names;
  if (!session.access_key.empty()) {
    if (session.arn.empty()) {
      names.push_back(key_name(session));
    } else {
      names.push_back(key_and_arn_name(session.access_key, session.arn));
      names.push_back(key_and_arn_name(session.access_key, ""));
    }
  }
  if (!session.arn.empty()) names.push_back(arn_name(session));
  if (!session.id.empty()) names.push_back(id_name(session));
  for (std::string& name : names) {
    if (is_known(name)) return std::move(name);
  }
  return "";
}

bool is_name_by_key(std::string_view name) {
  return name.starts_with('K') || name.starts_with('B');
}

Attribution plain_role() {
  Attribution who;
  who.session = "role";
  return who;
}

// What is left where several holders are possible: what they agree on, and no tenant.
Attribution ambiguous(const std::set<Attribution>& holders) {
  Attribution who = *holders.begin();
  for (const Attribution& other : holders) {
    if (other.session != who.session) who.session = "role";
    if (other.cluster != who.cluster) who.cluster.clear();
    who.hop = std::min(who.hop, other.hop);
    who.replaced = who.replaced && other.replaced;
  }
  who.name_space.clear();
  who.service_account.clear();
  who.tags.clear();
  who.doubt = "ambiguous_session";
  return who;
}

Attribution agreed(const std::set<Attribution>& holders) {
  if (holders.empty()) return plain_role();
  return holders.size() == 1 ? *holders.begin() : ambiguous(holders);
}

bool is_of_a_pod(const Attribution& who) {
  return who.session != "role";
}

// True if EKS chose the session's name, which ends in a random UUID.
bool has_name_by_eks(const Attribution& who) {
  return who.hop == 0 && (who.session == "pod-identity" || who.session == "pod-target");
}

// The holder of credentials that were found by that name, or ambiguous where the name might as
// well be another session's, of which the log holds no grant.
Attribution trusted(const Attribution& found, const std::string& name, const Credentials& session,
                    bool forwarded) {
  const bool safe = is_name_by_key(name) || session.access_key.empty() || forwarded ||
                    has_name_by_eks(found) || found == plain_role();
  return safe ? found : ambiguous({found});
}

// What a parent's session hands down: without it, what STS said was inherited.
struct Parent {
  bool is_known = false;
  bool by_key = false;
  Attribution who;
  std::string transitive;
};

// What one record, or all records of a session, know of it. `certainty` ranks what they go by:
// 3 the grant itself, or the parent's access key; 2 the parent's ARN or id; 1 what STS said was
// inherited; 0 nothing.
struct Finding {
  int certainty = 0;
  Attribution who;
  std::string transitive;
  friend auto operator<=>(const Finding&, const Finding&) = default;
};

void doubt_untagged(Attribution& who) {
  if (!who.cluster.empty() && !who.name_space.empty()) return;
  who.name_space.clear();
  who.service_account.clear();
  who.doubt = "untagged_session";
}

// "eks-prod-api-7c9f8d-498124c2-..." of the session's ARN or id.
std::string session_name(const Credentials& session) {
  if (!session.arn.empty()) return session.arn.substr(session.arn.rfind('/') + 1);
  return session.id.substr(session.id.find(':') + 1);
}

// EKS gave it to a pod, and did not say which.
bool is_untagged(const SessionRecord& record) {
  return record.kind == "pod-identity" && (record.cluster.empty() || record.name_space.empty());
}

Attribution stated(const SessionRecord& record) {
  Attribution who;
  who.session = record.kind;
  who.cluster = record.cluster;
  who.name_space = record.name_space;
  who.service_account = record.service_account;
  who.tags = joined_lists(record.tags, record.incoming);
  if (is_of_a_pod(who)) doubt_untagged(who);
  return who;
}

bool is_tenant_stated(const SessionRecord& record) {
  return !record.cluster.empty() && !record.name_space.empty();
}

bool is_doubted(const Parent& parent) {
  return parent.is_known && parent.who.doubt == "ambiguous_session";
}

bool is_pod_known(const Parent& parent) {
  return parent.is_known && is_of_a_pod(parent.who) && !is_doubted(parent);
}

Finding pod_target(const SessionRecord& record, const Parent& parent) {
  Finding finding{is_tenant_stated(record) ? 1 : 0, stated(record), {}};
  if (!is_pod_known(parent) && (finding.certainty == 1 || !is_doubted(parent))) return finding;
  finding.certainty = parent.by_key ? 3 : 2;
  finding.who = parent.who;
  finding.who.session = "pod-target";
  finding.who.hop = 0;
  finding.who.replaced = false;
  return finding;
}

Finding assumed_by_application(const SessionRecord& record, const Parent& parent) {
  Finding finding;
  finding.who = plain_role();
  const std::string inherited = joined_lists(record.incoming, parent.transitive);
  if (is_pod_known(parent) || (is_doubted(parent) && !is_tenant_stated(record))) {
    finding.certainty = parent.by_key ? 3 : 2;
    finding.who = parent.who;
    finding.who.hop = parent.who.hop + 1;
    finding.who.replaced = false;
  } else if (is_tenant_stated(record)) {
    finding.certainty = 1;
    finding.who = stated(record);
    finding.who.session = "pod-identity";
    finding.who.hop = 1;
  } else if (record.tags.empty() && !inherited.empty()) {
    finding.who.hop = parent.who.hop + 1;
  }
  if (finding.certainty == 0 && !inherited.empty()) finding.certainty = parent.by_key ? 3 : 1;
  finding.who.tags = joined_lists(record.tags, inherited);
  return finding;
}

Finding finding_of(const SessionRecord& record, const Parent& parent) {
  Finding finding;
  if (record.kind == "pod-identity" || record.kind == "irsa") {
    finding = {3, stated(record), {}};
  } else if (record.kind == "pod-target") {
    finding = pod_target(record, parent);
  } else {
    finding = assumed_by_application(record, parent);
  }
  const std::string inherited = joined_lists(record.incoming, parent.transitive);
  finding.who.tags = joined_lists(record.tags, inherited);
  finding.transitive = joined_lists(record.transitive, inherited);
  return finding;
}

}  // namespace

bool is_called_by_eks(const Event& event) {
  constexpr std::string_view eks = "pods.eks.amazonaws.com";
  return event.identity.invoked_by == eks || event.source_ip == eks;
}

std::optional<SessionRecord> session_record(const Event& event) {
  const Grant& grant = event.grant;
  SessionRecord record;
  record.session = {std::string(grant.access_key), std::string(grant.session_arn),
                    std::string(grant.session_id)};
  if (event.source != "sts.amazonaws.com" || record.session.is_empty()) return std::nullopt;

  const Identity& caller = event.identity;
  const bool by_session = caller.type == "AssumedRole" || caller.type == "AWSAccount";
  if (by_session) {
    record.parent = {std::string(caller.access_key), std::string(caller.arn),
                     std::string(caller.principal_id)};
    record.parent_forwarded = !caller.invoked_by.empty();
  }
  record.role = grant.role;
  record.tags = other_tags(grant.tags);
  record.transitive = transitive_tags(grant);
  record.incoming = other_tags(grant.incoming_tags);
  if (is_called_by_eks(event)) {
    record.kind = by_session ? "pod-target" : "pod-identity";
    const bool is_tagged = !tag_value(grant.tags, namespace_tag).empty();
    learn_tenant(record, is_tagged ? grant.tags : grant.incoming_tags);
  } else if (event.name == "AssumeRoleWithWebIdentity" && learn_service_account(record, event)) {
    record.kind = "irsa";
  } else {
    record.kind = "role";
    learn_tenant(record, grant.incoming_tags);
  }
  return record;
}

// Builds the graph, and visits it once, parents first.
class Resolver {
 public:
  Resolver(const std::vector<SessionRecord>& records, const Inventory& inventory)
      : inventory_(inventory) {
    for (const SessionRecord& record : std::set(records.begin(), records.end()))
      records_[record.session].push_back(record);
    for (const auto& [session, unused] : records_)
      add_session(session);
    for (std::size_t index = 0; index < sessions_.size(); ++index)
      add_parents(index);
  }

  Sessions resolve() {
    const std::vector<std::size_t> order = parents_first();
    for (const std::size_t vertex : order) {
      if (vertex < sessions_.size()) {
        findings_[vertex] = resolved_session(vertex);
      } else {
        findings_[vertex] = resolved_name(*sessions_named_[vertex - sessions_.size()]);
      }
    }
    Sessions sessions;
    for (const auto& [name, vertex] : names_) {
      sessions.by_name_.emplace(name, sessions.holders_.size());
      sessions.holders_.push_back(std::move(findings_[vertex].who));
    }
    return sessions;
  }

 private:
  using Graph = boost::adjacency_list<boost::vecS, boost::vecS, boost::directedS>;

  void add_session(const Credentials& session) {
    const std::size_t vertex = sessions_.size();
    sessions_.push_back(&session);
    is_replaced_.push_back(false);
    for (std::string& name : names_of(session))
      sessions_of_[std::move(name)].push_back(vertex);
  }

  // The parent's name of each record, once all names are known.
  void add_parents(std::size_t session) {
    const auto is_known = [&](const std::string& name) { return sessions_of_.contains(name); };
    std::vector<std::string>& names = parents_.emplace_back();
    for (const SessionRecord& record : records_.at(*sessions_[session])) {
      names.push_back(record.parent.is_empty() ? "" : best_name(record.parent, is_known));
      if (record.kind == "pod-target") mark_replaced(names.back());
    }
  }

  void mark_replaced(const std::string& name) {
    if (name.empty()) return;
    const std::vector<std::size_t>& sessions = sessions_of_.at(name);
    if (sessions.size() > 1 && !is_name_by_key(name)) return;
    for (const std::size_t session : sessions)
      is_replaced_[session] = true;
  }

  // All vertices, each after those that it is resolved from.
  std::vector<std::size_t> parents_first() {
    std::size_t count = sessions_.size();
    for (const auto& [name, sessions] : sessions_of_) {
      names_.emplace(name, count++);
      sessions_named_.push_back(&sessions);
    }
    Graph graph(count);
    for (std::size_t session = 0; session < sessions_.size(); ++session) {
      for (const std::string& parent : parents_[session]) {
        if (!parent.empty()) boost::add_edge(session, names_.at(parent), graph);
      }
    }
    for (const auto& [name, sessions] : sessions_of_) {
      for (const std::size_t session : sessions)
        boost::add_edge(names_.at(name), session, graph);
    }

    // A component's number is greater than those of all components that it leads to.
    components_.resize(count);
    if (count > 0) boost::strong_components(graph, components_.data());
    findings_.resize(count);
    std::vector<std::size_t> order(count);
    for (std::size_t vertex = 0; vertex < count; ++vertex)
      order[vertex] = vertex;
    std::ranges::sort(order, {}, [&](std::size_t vertex) {
      return std::pair(components_[vertex], vertex);  // within a component sessions come first
    });
    return order;
  }

  Parent parent_of(std::size_t session, const SessionRecord& record, const std::string& name) {
    if (name.empty()) return {};
    const std::size_t vertex = names_.at(name);
    if (components_[vertex] == components_[session]) return {};
    const Finding& found = findings_[vertex];
    Parent parent{true, is_name_by_key(name), found.who, found.transitive};
    parent.who = trusted(found.who, name, record.parent, record.parent_forwarded);
    if (parent.who != found.who) parent.transitive.clear();
    return parent;
  }

  Finding resolved_session(std::size_t session) {
    const std::vector<SessionRecord>& records = records_.at(*sessions_[session]);
    std::set<Finding> findings;
    for (std::size_t index = 0; index < records.size(); ++index) {
      const Parent parent = parent_of(session, records[index], parents_[session][index]);
      Finding finding = finding_of(told_by(inventory_, records[index]), parent);
      if (finding.who.doubt == "untagged_session" && is_left_open(records[index]))
        finding.who.doubt = "ambiguous_pod";
      findings.insert(std::move(finding));
    }
    Finding finding = agreed_finding(findings);
    finding.who.replaced = is_replaced_[session] && finding.who.session == "pod-identity";
    return finding;
  }

  // The inventory names several that the session may be of.
  [[nodiscard]] bool is_left_open(const SessionRecord& record) const {
    return is_untagged(record) &&
           inventory_.holder(record.role, session_name(record.session)).ambiguous;
  }

  // Every session of the name counts, however little is known of it.
  Finding resolved_name(const std::vector<std::size_t>& sessions) {
    std::set<Finding> findings;
    for (const std::size_t session : sessions)
      findings.insert({0, findings_[session].who, findings_[session].transitive});
    return agreed_finding(findings);
  }

  // Of those that know most: what they agree on.
  static Finding agreed_finding(const std::set<Finding>& findings) {
    const int certainty = findings.rbegin()->certainty;
    std::set<Attribution> holders;
    std::set<std::string> transitive;
    for (const Finding& finding : findings) {
      if (finding.certainty < certainty) continue;
      holders.insert(finding.who);
      transitive.insert(finding.transitive);
    }
    const bool is_agreed = holders.size() == 1 && transitive.size() == 1;
    return {certainty, agreed(holders), is_agreed ? *transitive.begin() : ""};
  }

  const Inventory& inventory_;
  std::map<Credentials, std::vector<SessionRecord>> records_;
  std::vector<const Credentials*> sessions_;  // vertices 0, 1, ...
  std::vector<bool> is_replaced_;
  std::vector<std::vector<std::string>> parents_;  // of each session, a name for each record or ""
  std::map<std::string, std::vector<std::size_t>> sessions_of_;  // by name
  std::map<std::string, std::size_t> names_;  // vertices, after those of the sessions
  std::vector<const std::vector<std::size_t>*> sessions_named_;  // by those, less the sessions
  std::vector<std::size_t> components_;
  std::vector<Finding> findings_;  // of each vertex that was visited
};

SessionRecord told_by(const Inventory& inventory, SessionRecord record) {
  if (!is_untagged(record)) return record;
  PodHolder holder = inventory.holder(record.role, session_name(record.session));
  if (holder.service_account.empty()) return record;
  record.cluster = std::move(holder.cluster);
  record.name_space = std::move(holder.name_space);
  record.service_account = std::move(holder.service_account);
  return record;
}

Sessions::Sessions(const std::vector<SessionRecord>& records, const Inventory& inventory)
    : Sessions(Resolver(records, inventory).resolve()) {}

const Attribution* Sessions::find(const std::string& name) const {
  const auto entry = by_name_.find(name);
  return entry == by_name_.end() ? nullptr : &holders_[entry->second];
}

Attribution Sessions::holder(const Credentials& session, bool forwarded) const {
  const auto is_known = [&](const std::string& name) { return find(name) != nullptr; };
  const std::string name = best_name(session, is_known);
  if (name.empty()) return plain_role();
  return trusted(*find(name), name, session, forwarded);
}

}  // namespace scopedown
