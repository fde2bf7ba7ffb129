// Whose a session without tags is: the rules one by one, and the whole against a definition that
// is slow and obvious: a name is possible if some name that the workload may give has its beginning.

#include "generator/tenants/inventory.h"

#include <string>
#include <vector>

#include <catch2/catch.hpp>

#include "generator/error.h"
#include "generator/tenants/clusters.h"
#include "generator/tenants/inventory_file.h"
#include "tests/generator/usage/owned_event.h"
#include "tests/support/for_all.h"
#include "tests/support/run.h"

namespace scopedown::testing {
namespace {

const std::string prod = "arn:aws:eks:eu-west-1:111122223333:cluster/prod";
const std::string production = "arn:aws:eks:eu-west-1:111122223333:cluster/production-eu";
const std::string elsewhere = "arn:aws:eks:eu-west-1:444455556666:cluster/prod";
const std::string pod_uuid = "498124c2-3d04-4713-b86a-cd6774cdbae9";

InventoryFact association(const std::string& cluster, const std::string& name_space,
                          const std::string& account, const std::string& role) {
  InventoryFact fact;
  fact.kind = "association";
  fact.cluster = cluster;
  fact.name_space = name_space;
  fact.service_account = account;
  fact.role = role.empty() ? "" : role_arn(role);
  return fact;
}

InventoryFact pod(const std::string& cluster, const std::string& name_space,
                  const std::string& account, const std::string& name, const std::string& stem,
                  std::string_view making) {
  InventoryFact fact = association(cluster, name_space, account, "");
  fact.kind = "pod";
  fact.pod = name.substr(0, 10);
  fact.stem = stem.substr(0, 10);
  fact.making = making;
  return fact;
}

InventoryFact replica(const std::string& cluster, const std::string& name_space,
                      const std::string& workload, const std::string& hash) {
  return pod(cluster, name_space, workload, workload + "-" + hash + "-x2x9z", workload + "-",
             making_replica_set);
}

// "prod payments/api", "several" or "nobody".
std::string holder(const std::vector<InventoryFact>& facts, const std::string& names,
                   const std::string& role = "shared") {
  const PodHolder found = Inventory(facts).holder(role_arn(role), "eks-" + names + "-" + pod_uuid);
  if (found.ambiguous) return "several";
  if (found.service_account.empty()) return "nobody";
  return found.cluster.substr(found.cluster.rfind('/') + 1) + " " + found.name_space + "/" +
         found.service_account;
}

std::vector<InventoryFact> both(std::vector<InventoryFact> facts,
                                const std::vector<InventoryFact>& more) {
  facts.insert(facts.end(), more.begin(), more.end());
  return facts;
}

const std::vector<InventoryFact> two_associations{association(prod, "payments", "api", "shared"),
                                                  association(prod, "orders", "api", "shared")};

}  // namespace

TEST_CASE("the only association of a role in a cluster is whose session it is") {
  const std::vector<InventoryFact> facts{association(prod, "payments", "api", "payments"),
                                         association(prod, "orders", "worker", "orders")};
  CHECK(holder(facts, "prod-api-7c9f8d", "payments") == "prod payments/api");
  CHECK(holder(facts, "prod-worker-5d4", "orders") == "prod orders/worker");
  CHECK(holder(facts, "prod-api-7c9f8d", "other") == "nobody");
  CHECK(holder(facts, "staging-api-7c9f8d", "payments") == "nobody");
}

TEST_CASE("a list that does not tell the role leaves every association possible") {
  const std::vector<InventoryFact> facts{association(prod, "payments", "api", ""),
                                         association(prod, "orders", "worker", "orders")};
  CHECK(holder(facts, "prod-api-7c9f8d", "payments") == "prod payments/api");
  CHECK(holder(facts, "prod-api-7c9f8d", "orders") == "several");
}

TEST_CASE("where associations share a role a pod decides") {
  const auto facts = both(two_associations, {replica(prod, "payments", "api", "7c9f8d6b5"),
                                             replica(prod, "orders", "api", "56b9f94b4")});
  CHECK(holder(two_associations, "prod-api-7c9f8d") == "several");
  CHECK(holder(facts, "prod-api-7c9f8d") == "prod payments/api");
  CHECK(holder(facts, "prod-api-56b9f9") == "prod orders/api");
  CHECK(holder(facts, "prod-api-66b6c4") == "several");  // an older replica set, of either
  CHECK(holder(facts, "prod-web-66b6c4") == "several");  // no pod fits: the associations alone
}

TEST_CASE("a workload's later pods are known by its stem, if only one has it") {
  const auto facts = both({association(prod, "payments", "api", "shared"),
                           association(prod, "orders", "worker", "shared")},
                          {replica(prod, "payments", "api", "7c9f8d6b5"),
                           replica(prod, "orders", "worker", "56b9f94b4")});
  CHECK(holder(facts, "prod-api-66b6c4") == "prod payments/api");
  CHECK(holder(facts, "prod-worker-66b") == "prod orders/worker");
}

TEST_CASE("two pods that begin alike are ambiguous, and so are too few letters of their own") {
  CHECK(holder(both(two_associations, {replica(prod, "payments", "api", "7c9f8d6b5"),
                                       replica(prod, "orders", "api", "7c9f8d99f")}),
               "prod-api-7c9f8d") == "several");
  CHECK(holder({association(prod, "payments", "checkout", "shared"),
                association(prod, "orders", "checkout", "shared"),
                replica(prod, "payments", "checkout", "7c9f8d6b5"),
                replica(prod, "orders", "checkout", "56b9f94b4")},
               "prod-checkout-7") == "several");
}

TEST_CASE("pods of a service account without an association do not count") {
  const std::vector<InventoryFact> facts{association(prod, "payments", "api", "shared"),
                                         replica(prod, "payments", "api", "7c9f8d6b5"),
                                         replica(prod, "default", "api", "7c9f8d6b5")};
  CHECK(holder(facts, "prod-api-7c9f8d") == "prod payments/api");
  CHECK(holder({facts[1], facts[2]}, "prod-api-7c9f8d") == "several");
  CHECK(holder({facts[1]}, "prod-api-7c9f8d") == "prod payments/api");
}

TEST_CASE("clusters are told apart by name and account, and not guessed") {
  std::vector<InventoryFact> facts{association(prod, "payments", "api", ""),
                                   association(elsewhere, "orders", "worker", "")};
  CHECK(holder(facts, "prod-api-7c9f8d") == "prod payments/api");  // the role's account
  facts.push_back(association(production, "shop", "web", ""));
  CHECK(holder(facts, "production-web-0") == "production-eu shop/web");
  facts.push_back(association("arn:aws:eks:us-east-1:111122223333:cluster/prod", "a", "b", ""));
  CHECK(holder(facts, "prod-api-7c9f8d") == "several");
}

TEST_CASE("only a name that EKS might have chosen is read") {
  const std::vector<InventoryFact> facts{association(prod, "payments", "api", "")};
  const Inventory inventory(facts);
  for (const std::string& name :
       {std::string("eks-prod-api-7c9f8d"), "eks-prod-api-" + pod_uuid.substr(1),
        "eks-prod-" + pod_uuid, "prod-api-" + pod_uuid, "eks-prod-elevenchars-" + pod_uuid,
        std::string(), pod_uuid}) {
    CAPTURE(name);
    CHECK(inventory.holder(role_arn("shared"), name).service_account.empty());
  }
  CHECK(inventory.holder(role_arn("shared"), "eks-prod-api-" + pod_uuid).service_account == "api");
}

TEST_CASE("what a workload may call its pods") {
  struct Row {
    const char* stem;
    std::string_view making;
    const char* pod;
    bool possible;
  };

  const auto row = GENERATE(
      Row{"api-", making_replica_set, "api-7c9f8d", true},
      Row{"api-", making_replica_set, "api-v2-56d", false},  // no hash has a v
      Row{"api-", making_replica_set, "api-7c9-bc", true},
      Row{"api-", making_replica_set, "api-7c", false},  // it would have gone on
      Row{"payments-api-", making_replica_set, "payments-a", true},
      Row{"agent-", making_letters, "agent-x2x9", true},
      Row{"agent-", making_letters, "agent-aeio", false},  // no vowels
      Row{"a-", making_letters, "a-x2x9z", true}, Row{"a-", making_letters, "a-x2x9zz", false},
      Row{"redis-", making_number, "redis-0", true}, Row{"redis-", making_number, "redis-x", false},
      Row{"job-", making_moment, "job-283746", true},
      Row{"job-", making_moment, "job-x2x9zb", false}, Row{"app1", making_nothing, "app1", true},
      Row{"app1", making_nothing, "app12", false},
      Row{"abcdefghi-", making_letters, "abcdefghi-", true},
      Row{"abcdefghi-", making_letters, "abcdefghi", true});
  CAPTURE(row.stem, row.making, row.pod);
  CHECK(may_make(row.stem, row.making, row.pod) == row.possible);
}

TEST_CASE("every name that Kubernetes makes is possible for its workload") {
  const auto drawn = [](Random& random, std::string_view characters, std::size_t count) {
    std::string text;
    for (std::size_t index = 0; index < count; ++index)
      text += characters[random() % characters.size()];
    return text;
  };
  for_all(
      [&](Random& random, Size) {
        const std::string stem = drawn(random, "ab-", 1 + random() % 12) + "-";
        const std::string five = drawn(random, "bcdfghjklmnpqrstvwxz2456789", 5);
        std::vector<std::string> made;
        made.push_back(stem + drawn(random, "bcdf456789", 8 + random() % 3) + "-" + five);
        made.push_back(stem + five);
        made.push_back(stem + std::to_string(random() % 2000));
        made.push_back(stem + std::to_string(27'000'000 + random() % 9'000'000) + "-" + five);
        return std::pair(stem, made);
      },
      [](const auto& value) {
        const auto& [stem, made] = value;
        std::size_t index = 0;
        for (const std::string_view making :
             {making_replica_set, making_letters, making_number, making_moment}) {
          CAPTURE(stem, made[index], making);
          REQUIRE(may_make(stem, making, made[index].substr(0, 10)));
          ++index;
        }
      });
}

TEST_CASE("the order of facts, and saying them twice, changes no answer") {
  for_all(
      [](Random& random, Size) {
        std::vector<InventoryFact> facts;
        const std::vector<std::string> names{"api", "web"};
        const std::vector<std::string> hashes{"7c9f8d6b5", "56b9f94b4"};
        for (std::size_t count = random() % 8; count > 0; --count) {
          const std::string& cluster = random() % 2 == 0 ? prod : production;
          const std::string& name = names[random() % 2];
          if (random() % 2 == 0) {
            facts.push_back(
                association(cluster, names[random() % 2], name, random() % 3 == 0 ? "" : "shared"));
          } else {
            facts.push_back(replica(cluster, names[random() % 2], name, hashes[random() % 2]));
          }
        }
        return facts;
      },
      [](const std::vector<InventoryFact>& facts) {
        std::vector<InventoryFact> other(facts.rbegin(), facts.rend());
        other.insert(other.end(), facts.begin(), facts.end());
        for (const char* names : {"prod-api-7c9f8d", "production-web-56b9f9", "prod-web-66b6c4"})
          REQUIRE(holder(facts, names) == holder(other, names));
      });
}

TEST_CASE("sessions without tags are attributed, and what they assume goes along") {
  const Credentials session = credentials("shared", "eks-prod-api-7c9f8d-" + pod_uuid, "ASIAPOD");
  const Credentials child = credentials("other", "chosen", "ASIACHILD");
  OwnedEvent grant = pod_identity_grant(1, {}, session);
  grant.tags.clear();
  grant.role = role_arn("shared");
  const OwnedEvent chain = role_grant(2, session, child);
  std::vector<SessionRecord> records;
  for (const OwnedEvent& event : {grant, chain})
    records.push_back(*session_record(event.event()));

  const Sessions unknown(records);
  CHECK(unknown.holder(session, false).doubt == "untagged_session");
  const Sessions several(records, Inventory(two_associations));
  CHECK(several.holder(session, false).doubt == "ambiguous_pod");
  CHECK(several.holder(child, false).name_space.empty());
  const Sessions known(
      records, Inventory(both(two_associations, {replica(prod, "payments", "api", "7c9f8d6b5")})));
  const Attribution who = known.holder(session, false);
  CHECK(who.doubt.empty());
  CHECK(who.cluster == prod);
  CHECK(who.name_space == "payments");
  CHECK(who.service_account == "api");
  CHECK(known.holder(child, false).name_space == "payments");
  CHECK(known.holder(child, false).hop == 1);
}

TEST_CASE("tags say more than an inventory") {
  const Credentials session = credentials("shared", "eks-prod-api-7c9f8d-" + pod_uuid, "ASIAPOD");
  const OwnedEvent grant = pod_identity_grant(1, {}, session);
  const Sessions sessions({*session_record(grant.event())},
                          Inventory({association(prod, "orders", "other", "")}));
  CHECK(sessions.holder(session, false).name_space == "payments");
}

TEST_CASE("what aws and kubectl print becomes facts") {
  const TemporaryFolder folder;
  const std::string file = (folder.path() / "inventory.json").string();
  write_file(file, R"({"associations":[{"clusterName":"prod","namespace":"orders",
      "serviceAccount":"worker","associationArn":
      "arn:aws:eks:eu-west-1:111122223333:podidentityassociation/prod/a-1","associationId":"a-1"}]}
    {"association":{"clusterName":"prod","namespace":"payments","serviceAccount":"api",
      "roleArn":"arn:aws:iam::111122223333:role/shared","associationArn":
      "arn:aws:eks:eu-west-1:111122223333:podidentityassociation/prod/a-2","tags":{},
      "disableSessionTags":true}}
    {"cluster":{"name":"prod","arn":"arn:aws:eks:eu-west-1:111122223333:cluster/prod",
      "identity":{"oidc":{"issuer":"https://oidc.eks.eu-west-1.amazonaws.com/id/3D9E"}}}}
    [{"kind":"List","apiVersion":"v1","items":[
      {"kind":"Pod","metadata":{"name":"api-7c9f8d6b5-x2x9z","namespace":"payments",
        "generateName":"api-7c9f8d6b5-","labels":{"pod-template-hash":"7c9f8d6b5"},
        "ownerReferences":[{"kind":"ReplicaSet","name":"api-7c9f8d6b5"}]},
        "spec":{"serviceAccountName":"api"}},
      {"kind":"Pod","metadata":{"name":"redis-0","namespace":"payments","generateName":"redis-",
        "ownerReferences":[{"kind":"StatefulSet","name":"redis"}]},"spec":{}},
      {"kind":"Pod","metadata":{"name":"nightly-29374650-abcde","namespace":"orders",
        "generateName":"nightly-29374650-",
        "ownerReferences":[{"kind":"Job","name":"nightly-29374650"}]},
        "spec":{"serviceAccountName":"worker"}},
      {"kind":"Pod","metadata":{"name":"app1","namespace":"app1"},"spec":{}},
      {"kind":"ServiceAccount","metadata":{"name":"batch","namespace":"payments","annotations":
        {"eks.amazonaws.com/role-arn":"arn:aws:iam::111122223333:role/batch"}}},
      {"kind":"ServiceAccount","metadata":{"name":"default","namespace":"payments"}},
      {"kind":"ConfigMap","metadata":{"name":"x"}}]}])");
  std::vector<std::string> told;
  for (const InventoryFact& fact : name_clusters({read_inventory({"", file})}, {})) {
    CHECK(fact.cluster == prod);
    told.push_back(fact.kind + " " + fact.name_space + "/" + fact.service_account + " " +
                   fact.role.substr(fact.role.rfind('/') + 1) + fact.provider + fact.pod + " " +
                   fact.stem + " " + fact.making);
  }
  CHECK(told == std::vector<std::string>{"association orders/worker   ",
                                         "association payments/api shared  ",
                                         "pod app1/default app1 app1 named",
                                         "pod orders/worker nightly-29 nightly- cron-job",
                                         "pod payments/api api-7c9f8d api- replica-set",
                                         "pod payments/default redis-0 redis- ordinal",
                                         "provider / oidc.eks.eu-west-1.amazonaws.com/id/3D9E  ",
                                         "service-account payments/batch batch  "});
}

TEST_CASE("a file that is no inventory is named, with the place and the remedy") {
  struct Row {
    const char* text;
    const char* place;
    const char* why;
  };

  const auto row = GENERATE(
      Row{"", ": ", "no inventory in it"},
      Row{"NAME READY\napi-0 1/1\n", ":1: ", "not readable as JSON"},
      Row{"{\"kind\":\"List\",\"items\":[]}\n\n{\"association\":", ":3: ", "not readable as JSON"},
      Row{"{\"Records\":[]}", ": ", "no inventory in it"},
      Row{"{\"association\":{\"namespace\":\"a\"}}", ":1: ", "without its associationArn"},
      Row{"\n[{\"association\":{\"clusterName\":7}}]", ":2: ", "clusterName must be a string"},
      Row{"{\"associations\":[{\"namespace\":\"a\",\"namespace\":\"b\"}]}", ":1: ", "namespace"},
      Row{"{\"cluster\":{\"name\":\"prod\"}}", ":1: ", "without its arn"},
      Row{"{\"kind\":\"Pod\",\"metadata\":{}}", ":1: ", "a pod without name"});
  CAPTURE(row.text);
  const TemporaryFolder folder;
  const std::string file = (folder.path() / "inventory.json").string();
  write_file(file, row.text);
  try {
    static_cast<void>(read_inventory({"", file}));
    FAIL("it was read");
  } catch (const Error& error) {
    CHECK_THAT(error.what(), Catch::Matchers::StartsWith(file + row.place));
    CHECK_THAT(error.what(), Catch::Matchers::Contains(row.why));
  }
}

TEST_CASE("pods are of the cluster that is named, or of the only one") {
  InventoryFact pods = replica("", "payments", "api", "7c9f8d6b5");
  const auto cluster = [&](const std::string& said, std::set<std::string> known) {
    try {
      return name_clusters({{{said, "pods.json"}, {pods}}}, std::move(known)).front().cluster;
    } catch (const Error& error) {
      CHECK(error.code() == ExitCode::Usage);
      return std::string("refused");
    }
  };
  CHECK(cluster("", {prod}) == prod);
  CHECK(cluster("", {}) == "refused");
  CHECK(cluster("", {prod, production}) == "refused");
  CHECK(cluster("production-eu", {prod, production}) == production);
  CHECK(cluster("prod", {prod, elsewhere}) == "refused");
  CHECK(cluster("staging", {prod}) == "refused");
  CHECK(cluster(elsewhere, {prod}) == elsewhere);
}

TEST_CASE("a provider is the cluster's that describes itself so, or whose annotations agree") {
  const std::string home =
      "arn:aws:iam::111122223333:oidc-provider/oidc.eks.eu-west-1.amazonaws.com/id/";
  SessionRecord session;
  session.kind = "irsa";
  session.cluster = home + "3D9E";
  session.name_space = "payments";
  session.service_account = "batch";
  session.role = role_arn("batch");
  InventoryFact described;
  described.kind = "provider";
  described.cluster = prod;
  described.provider = "oidc.eks.eu-west-1.amazonaws.com/id/3D9E";
  InventoryFact annotated = association(production, "payments", "batch", "batch");
  annotated.kind = "service-account";

  const ProviderJoins joins = provider_joins({described, annotated}, {session});
  CHECK(joins.stated.at(session.cluster) == prod);
  CHECK(joins.annotated.at(session.cluster) == production);
  const Clusters clusters({prod, production, session.cluster}, {}, joins);
  CHECK(clusters.joined(session.cluster) == prod);
  CHECK(clusters.annotated().empty());

  CHECK(Clusters({prod, production, session.cluster}, {}, provider_joins({annotated}, {session}))
            .joined(session.cluster) == production);
  // The same roles in two clusters, or under two providers, say nothing.
  InventoryFact twin = annotated;
  twin.cluster = prod;
  CHECK(provider_joins({annotated, twin}, {session}).annotated.empty());
  SessionRecord other = session;
  other.cluster = home + "AAAA";
  CHECK(provider_joins({annotated}, {session, other}).annotated.empty());
  // Nor do clusters elsewhere.
  annotated.cluster = elsewhere;
  CHECK(provider_joins({annotated}, {session}).annotated.empty());
  // Two clusters cannot have one provider.
  InventoryFact liar = described;
  liar.cluster = production;
  CHECK(provider_joins({described, liar}, {session}).stated.empty());
}

}  // namespace scopedown::testing
