#include "tests/support/small_case.h"

#include <algorithm>
#include <ostream>
#include <utility>

#include "tests/support/pick.h"

namespace scopedown::testing {
namespace {

constexpr TypeIndex bucket = 0;
constexpr TypeIndex object = 1;
constexpr TypeIndex queue = 2;

CatalogueAction action(const char* text, AccessLevel level, std::vector<TypeIndex> types,
                       const char* sensitive = "") {
  CatalogueAction made;
  made.action = *Action::parse(text);
  made.level = level;
  for (const TypeIndex type : types)
    made.types.push_back({type, true, false});
  made.sensitive = sensitive;
  return made;
}

}  // namespace

const Catalogue& small_catalogue() {
  using enum AccessLevel;
  static const Catalogue catalogue(
      {{"s3", "bucket", "arn:${Partition}:s3:::${BucketName}"},
       {"s3", "object", "arn:${Partition}:s3:::${BucketName}/${ObjectName}"},
       {"sqs", "queue", "arn:${Partition}:sqs:${Region}:${Account}:${QueueName}"}},
      {action("s3:DeleteObject", Write, {object}),
       action("s3:GetObject", Read, {object}, "returns customer data"),
       action("s3:GetObjectAcl", Read, {object}), action("s3:GetObjectTagging", Read, {object}),
       action("s3:ListAllMyBuckets", List, {}), action("s3:ListBucket", List, {bucket}),
       action("s3:PutBucketPolicy", PermissionsManagement, {bucket}),
       action("s3:PutObject", Write, {object}), action("s3:PutObjectTagging", Tagging, {object}),
       action("sqs:GetQueueAttributes", Read, {queue}), action("sqs:GetQueueUrl", Read, {queue}),
       action("sqs:ReceiveMessage", Read, {queue}, "returns customer data"),
       action("sqs:SendMessage", Write, {queue})});
  return catalogue;
}

const std::vector<std::string>& small_arns() {
  static const std::vector<std::string> arns{"*",
                                             "arn:aws:s3:::a",
                                             "arn:aws:s3:::ab",
                                             "arn:aws:s3:::a/x-1",
                                             "arn:aws:s3:::a/x-2",
                                             "arn:aws:s3:::a/x-22",
                                             "arn:aws:s3:::a/y/1",
                                             "arn:aws:s3:::a/y/*",
                                             "arn:aws:s3:::ab/x-1",
                                             "arn:aws:sqs:eu-west-1:111122223333:a",
                                             "arn:aws:sqs:eu-west-1:111122223333:a-1",
                                             "arn:aws:sqs:eu-west-1:111122223333:a-1-dead",
                                             "arn:aws:sqs:us-east-1:111122223333:a-1"};
  return arns;
}

Tenant small_tenant(Size number) {
  return Tenant{Namespace{"arn:aws:eks:eu-west-1:111122223333:cluster/c",
                          std::string(1, static_cast<char>('a' + number))}};
}

World SmallCase::world() const {
  World world;
  for (const Fact& fact : facts) {
    const Access access{fact.action, ArnPattern::exactly(fact.arn)};
    if (fact.denied) {
      world.add_denied(fact.tenant, access);
    } else {
      world.add(fact.tenant, access);
    }
  }
  world.settle(small_catalogue());
  return world;
}

AccessUsage SmallCase::accesses() const {
  AccessUsage accesses;
  for (const Fact& fact : facts) {
    if (fact.denied || !(fact.tenant == small_tenant(0))) continue;
    accesses[{fact.action, ArnPattern::exactly(fact.arn)}].merge({1, 0, 0});
  }
  return accesses;
}

UnitUsage SmallCase::usage() const {
  return {{small_tenant(0), "api"}, accesses(), {}, {}};
}

SmallCase any_small_case(Random& random, Size size) {
  SmallCase small;
  for (Size left = any_number(random, size); left > 0; --left) {
    const CatalogueAction& known = pick(random, small_catalogue().actions());
    std::vector<std::string> possible;
    for (const std::string& arn : small_arns()) {
      const bool typed = !known.types.empty();
      if (typed ? arn != "*" && small_catalogue().supports(known, ArnPattern::exactly(arn))
                : arn == "*")
        possible.push_back(arn);
    }
    const Tenant tenant = small_tenant(once_in(random, 2) ? 0 : any_number(random, 2));
    small.facts.push_back({tenant, known.action, pick(random, possible), once_in(random, 6)});
  }
  return small;
}

std::ostream& operator<<(std::ostream& out, const SmallCase& small) {
  for (const Fact& fact : small.facts) {
    out << fact.tenant.text() << (fact.denied ? " was denied " : " did ") << fact.action.text()
        << " on " << fact.arn << '\n';
  }
  return out;
}

}  // namespace scopedown::testing
