#include "generator/tenants/sessions.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

#include <catch2/catch.hpp>

#include "generator/logs/cloudtrail.h"
#include "generator/usage/list_text.h"
#include "tests/generator/usage/owned_event.h"
#include "tests/support/for_all.h"

namespace scopedown::testing {
namespace {

Sessions learnt(const std::vector<OwnedEvent>& events) {
  std::vector<SessionRecord> records;
  for (const OwnedEvent& event : events) {
    if (auto record = session_record(event.event())) records.push_back(*record);
  }
  return Sessions(records);
}

// "payments/api", or why nobody: "?untagged_session", or "-" where no pod is known.
std::string tenant(const Attribution& who) {
  if (!who.doubt.empty()) return "?" + who.doubt;
  return who.name_space.empty() ? "-" : who.name_space + "/" + who.service_account;
}

const Pod payments;
const Pod orders{.name_space = "orders", .service_account = "worker"};
const Credentials pod_session = credentials("shared", "eks-prod-api-uuid", "ASIAPOD");
const Credentials child_session = credentials("other", "chosen", "ASIACHILD");

}  // namespace

TEST_CASE("a Pod Identity session is its pod's") {
  const Sessions sessions = learnt({pod_identity_grant(1, payments, pod_session)});
  const Attribution who = sessions.holder(pod_session, false);
  CHECK(who.session == "pod-identity");
  CHECK(who.hop == 0);
  CHECK_FALSE(who.replaced);
  CHECK(who.cluster == payments.cluster);
  CHECK(tenant(who) == "payments/api");
  CHECK(who.tags.empty());
}

TEST_CASE("a Pod Identity session without tags is doubted") {
  OwnedEvent grant = pod_identity_grant(1, payments, pod_session);
  grant.tags.clear();
  const Attribution who = learnt({grant}).holder(pod_session, false);
  CHECK(who.session == "pod-identity");
  CHECK(tenant(who) == "?untagged_session");
}

TEST_CASE("an IRSA session is the service account's, in the provider's cluster") {
  const Pod pod{.cluster = "arn:aws:iam::111122223333:oidc-provider/oidc.eks/id/AB"};
  const Attribution who = learnt({irsa_grant(1, pod, child_session)}).holder(child_session, false);
  CHECK(who.session == "irsa");
  CHECK(who.cluster == pod.cluster);
  CHECK(tenant(who) == "payments/api");
}

TEST_CASE("a web identity that is no service account is nobody's") {
  const auto* subject =
      GENERATE("", "repo:org/app:ref", "system:serviceaccount:", "system:serviceaccount:ns",
               "system:serviceaccount::sa",
               "system:serviceaccount:ns:", "system:serviceaccount:ns:sa:x", "system:node:ns:sa");
  CAPTURE(subject);
  OwnedEvent grant = irsa_grant(1, payments, child_session);
  grant.subject = subject;
  const Attribution who = learnt({grant}).holder(child_session, false);
  CHECK(who.session == "role");
  CHECK(tenant(who) == "-");
}

TEST_CASE("a role that a pod's session assumed is its tenant's, one hop on") {
  const Credentials grandchild = credentials("third", "chosen", "ASIAGRANDCHILD");
  std::vector<OwnedEvent> log{pod_identity_grant(1, payments, pod_session),
                              role_grant(2, pod_session, child_session),
                              role_grant(3, child_session, grandchild)};
  std::ranges::reverse(log);
  const Sessions sessions = learnt(log);
  CHECK(tenant(sessions.holder(child_session, false)) == "payments/api");
  CHECK(sessions.holder(child_session, false).hop == 1);
  CHECK(sessions.holder(child_session, false).session == "pod-identity");
  CHECK(sessions.holder(grandchild, false).hop == 2);
}

TEST_CASE("a target role's session is the pod's working session, and replaces the first") {
  const bool by_source_ip = GENERATE(false, true);
  OwnedEvent hop = target_grant(2, pod_session, child_session);
  if (by_source_ip) {
    hop.invoked_by.clear();
  } else {
    hop.source_ip = "198.51.100.7";
  }
  const Sessions sessions = learnt({hop, pod_identity_grant(1, payments, pod_session)});
  const Attribution target = sessions.holder(child_session, false);
  CHECK(target.session == "pod-target");
  CHECK(target.hop == 0);
  CHECK_FALSE(target.replaced);
  CHECK(tenant(target) == "payments/api");
  CHECK(sessions.holder(pod_session, false).replaced);
}

TEST_CASE("a target role's session without its parent goes by what it inherited") {
  OwnedEvent hop = target_grant(1, pod_session, child_session);
  CHECK(tenant(learnt({hop}).holder(child_session, false)) == "?untagged_session");
  hop.incoming_tags = eks_tags(payments);
  const Attribution who = learnt({hop}).holder(child_session, false);
  CHECK(who.session == "pod-target");
  CHECK(who.hop == 0);
  CHECK(tenant(who) == "payments/api");
}

TEST_CASE("a chained session without its parent goes by what STS says it inherited") {
  OwnedEvent chain = role_grant(1, pod_session, child_session);
  chain.incoming_tags = eks_tags(payments);
  const Attribution who = learnt({chain}).holder(child_session, false);
  CHECK(tenant(who) == "payments/api");
  CHECK(who.hop == 1);
}

TEST_CASE("Kubernetes tags that an application sets are not believed") {
  OwnedEvent forged = role_grant(2, {}, child_session);
  forged.tags = eks_tags(orders);
  const Attribution who = learnt({forged}).holder(child_session, false);
  CHECK(tenant(who) == "-");
  CHECK(who.tags.empty());

  OwnedEvent chained = role_grant(2, pod_session, child_session);
  chained.tags = eks_tags(orders);
  chained.incoming_tags = eks_tags(orders);
  const Sessions sessions = learnt({pod_identity_grant(1, payments, pod_session), chained});
  CHECK(tenant(sessions.holder(child_session, false)) == "payments/api");
}

TEST_CASE("other tags are the session's, and go on where they are transitive") {
  const Credentials grandchild = credentials("third", "chosen", "ASIAGRANDCHILD");
  OwnedEvent tagged = role_grant(1, {}, child_session);
  tagged.tags = {{"team", "blue"}, {"cost", "7"}};
  tagged.transitive_keys = {"team"};
  const Sessions sessions = learnt({tagged, role_grant(2, child_session, grandchild)});
  CHECK(sessions.holder(child_session, false).tags ==
        list_text(std::vector<NamedValue>{{"team", "blue"}, {"cost", "7"}}));
  CHECK(sessions.holder(child_session, false).hop == 0);
  CHECK(sessions.holder(grandchild, false).tags == "team=blue");
  CHECK(sessions.holder(grandchild, false).hop == 1);
}

TEST_CASE("a session is found by its ARN or id where that is safe, and by its key always") {
  const Sessions pods = learnt({pod_identity_grant(1, payments, pod_session)});
  const Sessions irsa = learnt({irsa_grant(1, payments, child_session)});
  const auto with_key = [](Credentials session, const char* key) {
    session.access_key = key;
    return session;
  };
  CHECK(tenant(pods.holder(with_key(pod_session, ""), false)) == "payments/api");
  CHECK(tenant(pods.holder({"", "", pod_session.id}, false)) == "payments/api");
  CHECK(tenant(pods.holder({pod_session.access_key, "", ""}, false)) == "payments/api");
  CHECK(tenant(pods.holder(with_key(pod_session, "ASIAOTHER"), false)) == "payments/api");
  CHECK(tenant(pods.holder({}, false)) == "-");

  CHECK(tenant(irsa.holder(with_key(child_session, ""), false)) == "payments/api");
  CHECK(tenant(irsa.holder(with_key(child_session, "ASIAOTHER"), true)) == "payments/api");
  // An application chose the name: another tenant may have chosen the same, and its grant be lost.
  CHECK(tenant(irsa.holder(with_key(child_session, "ASIAOTHER"), false)) == "?ambiguous_session");
}

TEST_CASE("where tenants chose the same session name only the key decides") {
  Credentials first = child_session;
  Credentials second = child_session;
  second.access_key = "ASIASECOND";
  const Sessions sessions = learnt({irsa_grant(1, payments, first), irsa_grant(2, orders, second)});
  CHECK(tenant(sessions.holder(first, false)) == "payments/api");
  CHECK(tenant(sessions.holder(second, false)) == "orders/worker");
  first.access_key = "";
  CHECK(tenant(sessions.holder(first, false)) == "?ambiguous_session");
  first.access_key = "ASIAFORWARDED";
  CHECK(tenant(sessions.holder(first, true)) == "?ambiguous_session");
}

TEST_CASE("a key that was given to two tenants is ambiguous, and so are its children") {
  const Sessions sessions = learnt({pod_identity_grant(1, payments, pod_session),
                                    pod_identity_grant(2, orders, pod_session),
                                    role_grant(3, pod_session, child_session)});
  CHECK(tenant(sessions.holder(pod_session, false)) == "?ambiguous_session");
  CHECK(tenant(sessions.holder(child_session, false)) == "?ambiguous_session");
}

TEST_CASE("a key that was made anonymous does not hide the ARN") {
  Credentials first = credentials("shared", "eks-one", "ASIAREDACTED");
  Credentials second = credentials("shared", "eks-two", "ASIAREDACTED");
  const Sessions sessions =
      learnt({pod_identity_grant(1, payments, first), pod_identity_grant(2, orders, second)});
  CHECK(tenant(sessions.holder(first, false)) == "payments/api");
  CHECK(tenant(sessions.holder(second, false)) == "orders/worker");
}

TEST_CASE("a grant that two accounts logged is one session") {
  OwnedEvent there = role_grant(3, {"", "", pod_session.id}, child_session);
  there.caller_type = "AWSAccount";
  const OwnedEvent grant = pod_identity_grant(1, payments, pod_session);
  const OwnedEvent here = role_grant(2, pod_session, child_session);
  CHECK(tenant(learnt({grant, here, there}).holder(child_session, false)) == "payments/api");
  CHECK(tenant(learnt({grant, there}).holder(child_session, false)) == "payments/api");
  CHECK(tenant(learnt({here, there}).holder(child_session, false)) == "-");
}

TEST_CASE("nobody is his own ancestor") {
  const Credentials other = credentials("third", "chosen", "ASIATHIRD");
  const Sessions cycle =
      learnt({role_grant(1, child_session, other), role_grant(2, other, child_session)});
  CHECK(tenant(cycle.holder(child_session, false)) == "-");

  // A role that assumes itself under its own session name, in a log without access keys.
  Credentials nameless = child_session;
  nameless.access_key = "";
  const Sessions self =
      learnt({irsa_grant(1, payments, child_session), role_grant(2, nameless, nameless)});
  CHECK(tenant(self.holder(child_session, false)) == "payments/api");
}

TEST_CASE("a long chain is followed to its root") {
  std::vector<OwnedEvent> log{pod_identity_grant(0, payments, pod_session)};
  Credentials last = pod_session;
  for (std::uint64_t hop = 1; hop <= 2'000; ++hop) {
    const Credentials next = credentials("chain", "same-name", "ASIA" + std::to_string(hop));
    log.push_back(role_grant(hop, last, next));
    last = next;
  }
  const Attribution who = learnt(log).holder(last, false);
  CHECK(tenant(who) == "payments/api");
  CHECK(who.hop == 2'000);
}

TEST_CASE("neither order nor repetition of grants changes a holder") {
  for_all(any_log, [](const std::vector<OwnedEvent>& log) {
    std::vector<OwnedEvent> other(log.rbegin(), log.rend());
    other.insert(other.end(), log.begin(), log.end());
    const Sessions sessions = learnt(log);
    const Sessions same = learnt(other);
    for (const OwnedEvent& event : log) {
      for (const Credentials& session : {event.caller, event.granted}) {
        CAPTURE(session.access_key, session.arn, session.id);
        for (const bool forwarded : {false, true})
          REQUIRE(sessions.holder(session, forwarded) == same.holder(session, forwarded));
      }
    }
  });
}

TEST_CASE("who is doubted has no tenant, and who has one has a cluster") {
  for_all(any_log, [](const std::vector<OwnedEvent>& log) {
    const Sessions sessions = learnt(log);
    for (const OwnedEvent& event : log) {
      const Attribution who = sessions.holder(event.caller, false);
      if (!who.doubt.empty()) REQUIRE(who.name_space.empty());
      if (!who.name_space.empty()) REQUIRE_FALSE(who.cluster.empty());
      if (who.session == "role") REQUIRE(who.name_space.empty());
      REQUIRE(who.hop >= 0);
    }
  });
}

TEST_CASE("the real records of EKS Pod Identity name their tenants") {
  const std::filesystem::path path =
      std::filesystem::path(SCOPEDOWN_ROOT) / "../shared/corpora/eks/pod-identity-events.jsonl";
  if (!std::filesystem::exists(path)) {
    WARN("skipped: no " << path.string());
    return;
  }
  std::ifstream file(path);
  const std::string text((std::istreambuf_iterator<char>(file)), {});
  std::vector<SessionRecord> records;
  std::vector<Credentials> granted;
  CloudTrailReader reader(Extraction::built_in());
  PaddedBuffer buffer(text);
  const LogReading reading = reader.read(
      buffer.padded(text.size()), "pod-identity-events.jsonl",
      [&](const Event& event) {
        if (auto record = session_record(event)) records.push_back(*record);
      },
      [](std::string_view, const std::string&) {});
  CHECK(reading.events == 7);
  REQUIRE(records.size() == 3);

  const Sessions sessions(records);
  std::vector<std::string> tenants;
  for (const SessionRecord& record : records) {
    const Attribution who = sessions.holder(record.session, false);
    CHECK(who.cluster.ends_with(":cluster/eksworkshop-eksctl"));
    tenants.push_back(tenant(who));
  }
  CHECK(tenants == std::vector<std::string>{"ns-a/sa1", "app1/default", "ns-a/sa1"});
}

}  // namespace scopedown::testing
