#include "generator/tags/tag_policy.h"

#include <algorithm>
#include <set>
#include <string>
#include <vector>

#include <catch2/catch.hpp>

#include "data/load.h"
#include "model/authorisation.h"
#include "tests/support/pick.h"

namespace scopedown::testing {
namespace {

const std::string account = "111122223333";

struct Fleet {
  std::vector<TagUser> users;
  World world;

  TagUser& user(const std::string& cluster, const std::string& name_space,
                const std::string& service_account) {
    const std::string arn = "arn:aws:eks:eu-west-1:" + account + ":cluster/" + cluster;
    const Unit unit{{Namespace{arn, name_space}}, service_account};
    const auto found =
        std::ranges::find_if(users, [&](const TagUser& each) { return each.unit == unit; });
    if (found != users.end()) return *found;
    TagUser& added = users.emplace_back();
    added.unit = unit;
    added.pod.cluster_name = cluster;
    added.pod.cluster_arn = arn;
    added.pod.name_space = name_space;
    added.pod.service_account = service_account;
    return added;
  }

  void does(TagUser& user, const std::string& action, const std::string& resource) {
    const Access access{*Action::parse(action), ArnPattern::exactly(resource)};
    user.accesses[access] = {1, 0, 0};
    world.add(user.unit.tenant, access);
  }

  TagPolicy policy(const std::vector<TaggedResource>& tagged = {}) {
    world.settle(built_in_catalogue());
    return tag_policy(users, world, {"arn:aws:iam::" + account + ":role/tenants"},
                      {.catalogue = built_in_catalogue()}, tagged);
  }
};

std::size_t units_served(const TagPolicy& found) {
  return static_cast<std::size_t>(
      std::ranges::count_if(found.unserved, [](const auto& each) { return each.second.empty(); }));
}

Decision asked(const Policy& policy, const PodIdentity& pod, const std::string& action,
               const std::string& resource,
               const std::map<std::string, std::vector<std::string>>& context = {}) {
  if (policy.statements.empty()) return Decision::ImplicitDeny;
  const auto document = PolicyDocument::parse(policy.text(), PolicyGrammar::Identity);
  PolicyLayers layers;
  layers.identity = {&document};
  Request request{"", *Action::parse(action), resource, context};
  add_principal_tags(request, {}, session_tags_of(pod));
  return authorise(layers, request, Colons::Cross).decision;
}

}  // namespace

TEST_CASE("tags serve what carries the tenant's name") {
  Fleet fleet;
  for (const std::string name : {"pay", "pay-data", "orders"}) {
    TagUser& user = fleet.user("prod", name, "api");
    fleet.does(user, "s3:GetObject", "arn:aws:s3:::acme/" + name + "/2026/" + name + ".json");
    fleet.does(user, "s3:GetObject", "arn:aws:s3:::acme/" + name + "/2027/x.json");
    fleet.does(user, "sqs:SendMessage", "arn:aws:sqs:eu-west-1:" + account + ":" + name + "-jobs");
    fleet.does(user, "ec2:DescribeInstances", "*");
  }
  const TagPolicy found = fleet.policy();
  CHECK(units_served(found) == 3);
  CHECK(
      found.policy.text() ==
      R"({"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"ec2:DescribeInstances",)"
      R"("Resource":"*"},{"Effect":"Allow","Action":"s3:GetObject","Resource":)"
      R"("arn:aws:s3:::acme/${aws:PrincipalTag/kubernetes-namespace}/*"},{"Effect":"Allow",)"
      R"("Action":"sqs:SendMessage","Resource":"arn:aws:sqs:eu-west-1:111122223333:)"
      R"(${aws:PrincipalTag/kubernetes-namespace}-jobs"}]})");
  const PodIdentity& pay = fleet.users[0].pod;
  CHECK(asked(found.policy, pay, "s3:GetObject", "arn:aws:s3:::acme/pay/new") == Decision::Allowed);
  CHECK(asked(found.policy, pay, "s3:GetObject", "arn:aws:s3:::acme/pay-data/2027/x.json") ==
        Decision::ImplicitDeny);
  PodIdentity untagged = pay;
  untagged.disable_session_tags = true;
  CHECK(asked(found.policy, untagged, "s3:GetObject", "arn:aws:s3:::acme/pay/new") ==
        Decision::ImplicitDeny);
}

TEST_CASE("a name that begins like a neighbour's is not opened over it") {
  Fleet fleet;
  TagUser& a = fleet.user("prod", "a", "api");
  const std::string queue = "arn:aws:sqs:eu-west-1:" + account + ":";
  fleet.does(a, "sqs:SendMessage", queue + "a-b-jobs");  // might be its own, or b's
  fleet.does(fleet.user("prod", "a-b", "api"), "sqs:SendMessage", queue + "a-b-b-jobs");
  fleet.does(fleet.user("prod", "b", "api"), "sqs:SendMessage", queue + "b-jobs");
  const TagPolicy found = fleet.policy();
  for (const TagUser& user : fleet.users) {
    const std::string& name = user.pod.name_space;
    CHECK((asked(found.policy, user.pod, "sqs:SendMessage", queue + "a-b-jobs") ==
           Decision::Allowed) <= (name == "a"));
    CHECK((asked(found.policy, user.pod, "sqs:SendMessage", queue + "b-jobs") ==
           Decision::Allowed) <= (name == "b"));
  }
}

TEST_CASE("tags: AWS's example, objects tagged with the cluster's name") {
  Fleet fleet;
  for (const std::string cluster : {"prod", "stage"}) {
    TagUser& user = fleet.user(cluster, "pay", "api");
    fleet.does(user, "s3:GetObject", "arn:aws:s3:::reports/" + cluster + "-2026");
    fleet.does(user, "s3:GetObjectTagging", "arn:aws:s3:::reports/summary");
  }
  const std::string key = "s3:ExistingObjectTag/eks-cluster-name";
  const TagPolicy found =
      fleet.policy({{*ActionPattern::parse("s3:GetObject*"), key, "eks-cluster-name"}});
  CHECK(units_served(found) == 2);
  CHECK(found.policy.text() ==
        R"({"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":["s3:GetObject",)"
        R"("s3:GetObjectTagging"],"Resource":"*","Condition":{"StringEquals":)"
        R"({"s3:ExistingObjectTag/eks-cluster-name":"${aws:PrincipalTag/eks-cluster-name}"}}}})");
  const PodIdentity& prod = fleet.users[0].pod;
  const std::string object = "arn:aws:s3:::reports/any";
  CHECK(asked(found.policy, prod, "s3:GetObject", object, {{key, {"prod"}}}) == Decision::Allowed);
  CHECK(asked(found.policy, prod, "s3:GetObject", object, {{key, {"stage"}}}) ==
        Decision::ImplicitDeny);
  CHECK(asked(found.policy, prod, "s3:GetObject", object) == Decision::ImplicitDeny);
  PodIdentity untagged = prod;
  untagged.disable_session_tags = true;
  CHECK(asked(found.policy, untagged, "s3:GetObject", object, {{key, {"prod"}}}) ==
        Decision::ImplicitDeny);
}

TEST_CASE("tags serve nobody on what only some share") {
  Fleet fleet;
  const std::string common = "arn:aws:s3:::common/readme";
  fleet.does(fleet.user("prod", "a", "api"), "s3:GetObject", common);
  fleet.does(fleet.user("prod", "b", "api"), "s3:GetObject", common);
  fleet.does(fleet.user("prod", "c", "api"), "s3:GetObject", "arn:aws:s3:::acme/c/x");
  const TagPolicy found = fleet.policy();
  CHECK(units_served(found) == 1);
  CHECK(found.unserved.begin()->second.front().why == "its name holds no tag of the pod");
  CHECK(asked(found.policy, fleet.users[2].pod, "s3:GetObject", common) == Decision::ImplicitDeny);
}

TEST_CASE("tags let nobody assume the shared role again") {
  Fleet fleet;
  TagUser& user = fleet.user("prod", "tenants", "api");
  fleet.does(user, "sts:AssumeRole", "arn:aws:iam::" + account + ":role/tenants");
  fleet.does(user, "sts:AssumeRole", "arn:aws:iam::" + account + ":role/export");
  const TagPolicy found = fleet.policy();
  CHECK(found.unserved.begin()->second.front().why == "it assumes the shared role itself");
  CHECK(asked(found.policy, user.pod, "sts:AssumeRole",
              "arn:aws:iam::" + account + ":role/tenants") == Decision::ImplicitDeny);
  CHECK(asked(found.policy, user.pod, "sts:AssumeRole",
              "arn:aws:iam::" + account + ":role/export") == Decision::Allowed);
}

TEST_CASE("namespaces that would share names are told of before they exist") {
  const std::string ns = "${aws:PrincipalTag/kubernetes-namespace}";
  const std::string bucket = "arn:aws:s3:::";
  const auto clashes = name_clashes({bucket + ns, bucket + ns + "-data"});
  REQUIRE(clashes.size() == 1);
  CHECK(clashes[0].other == "NS-data");
  CHECK(clashes[0].template_of_one == bucket + ns + "-data");
  CHECK(name_clashes({bucket + "acme/" + ns + "/*"}).empty());
  CHECK(name_clashes({bucket + "acme/" + ns + "*"}).size() == 1);
  CHECK_FALSE(name_clashes({bucket + ns, bucket + "old-" + ns}).empty());
}

namespace {

// One call, and whose it was.
struct Fact {
  std::string cluster;
  std::string name_space;
  std::string service_account;
  std::string action;
  std::string arn;
};

std::ostream& operator<<(std::ostream& out, const std::vector<Fact>& facts) {
  for (const Fact& fact : facts)
    out << fact.cluster << '/' << fact.name_space << '/' << fact.service_account << ": "
        << fact.action << " on " << fact.arn << '\n';
  return out;
}

// Names that begin, end and read like one another, in places where they may be taken for others'.
std::vector<Fact> any_facts(Random& random, Size size) {
  static const std::vector<std::string> clusters{"prod", "a"};
  static const std::vector<std::string> names{"a", "a-b", "b", "b-a", "default"};
  static const std::vector<std::string> actions{"s3:GetObject", "s3:PutObject"};
  static const std::vector<std::string> shapes{
      "acme-NS/k1", "acme-NS/k2", "acme/NS/SA/k", "NS-SA/k",     "CL-NS-data/k3", "NS/k",
      "logs-CL/k",  "common/k",   "acme-NS-b/k",  "b-acme-NS/k", "acme-SA/k",     "a/b/NS/x"};
  const auto put = [](std::string& text, const std::string& what, const std::string& by) {
    const std::size_t at = text.find(what);
    if (at != std::string::npos) text.replace(at, what.size(), by);
  };
  std::vector<Fact> facts;
  for (Size count = any_number(random, size + 2); count > 0; --count) {
    Fact fact{pick(random, clusters), pick(random, names), pick(random, names),
              pick(random, actions), pick(random, shapes)};
    put(fact.arn, "NS", fact.name_space);
    put(fact.arn, "SA", fact.service_account);
    put(fact.arn, "CL", fact.cluster);
    fact.arn = "arn:aws:s3:::" + fact.arn;
    facts.push_back(fact);
  }
  return facts;
}

}  // namespace

TEST_CASE("random fleets: tags serve what they say, and reach nothing that only others used") {
  std::size_t served = 0;
  for_all(
      any_facts,
      [&](const std::vector<Fact>& facts) {
        Fleet fleet;
        for (const Fact& fact : facts)
          fleet.does(fleet.user(fact.cluster, fact.name_space, fact.service_account), fact.action,
                     fact.arn);
        const TagPolicy found = fleet.policy();
        served += units_served(found);
        for (const TagUser& user : fleet.users) {
          std::set<Access> unserved;
          for (const Unserved& each : found.unserved.at(user.unit))
            unserved.insert(each.access);
          for (const auto& [access, usage] : user.accesses) {
            const Decision decision =
                asked(found.policy, user.pod, access.action.text(), access.resource.text());
            REQUIRE((decision == Decision::Allowed || unserved.contains(access)));
          }
          for (const Fact& fact : facts) {
            const bool used = std::ranges::any_of(facts, [&](const Fact& other) {
              return other.arn == fact.arn && other.cluster == user.pod.cluster_name &&
                     other.name_space == user.pod.name_space;
            });
            if (used) continue;
            REQUIRE(asked(found.policy, user.pod, "s3:GetObject", fact.arn) ==
                    Decision::ImplicitDeny);
            REQUIRE(asked(found.policy, user.pod, "s3:PutObject", fact.arn) ==
                    Decision::ImplicitDeny);
          }
        }
      },
      500);
  REQUIRE(served > 0);
}

}  // namespace scopedown::testing
