// What the workloads of the population do in AWS: kinds of resources with the calls that are made
// on them, and archetypes of applications that use some of the kinds.
//
//   kind        work queue   arn:aws:sqs:REGION:ACCOUNT:{name}   sqs:ReceiveMessage ...
//   archetype   event        work queue: 90 % of the tenants, 1.2 beyond the first on average; ...
//
// The actions and the resource types are the catalogue's; who uses what is our judgement of such
// applications. In the shape of an ARN stand in braces
//   {name} {path}       the resource's name, its parts joined by `-` or by `/` (resource_naming.h)
//   {bucket} {key}      an S3 bucket's name, and an object's key in it
//   {hex N} {upper N} {letters N} {uuid}    drawn by AWS
//   {one of A|B|C}      a name that all tenants have in common: the resource is shared
// REGION and ACCOUNT stand for those of the cluster. A kind without an ARN is called on `*`.

#ifndef SCOPEDOWN_TESTS_SUPPORT_WORKLOAD_PROFILE_H_
#define SCOPEDOWN_TESTS_SUPPORT_WORKLOAD_PROFILE_H_

#include <span>
#include <string_view>

namespace scopedown::testing {

struct ResourceKind {
  std::string_view name;
  std::string_view arn;      // "" for `*`
  std::string_view nouns;    // what such a resource is called, apart from its component
  std::string_view actions;  // "sqs:ReceiveMessage sqs:DeleteMessage"
};

// That an archetype's applications use a kind.
struct KindUse {
  std::string_view kind;
  int tenants_percent = 0;  // of the tenants that use it, where they use an average number of kinds
  int resources_tenths = 0;  // beyond the first, on average, where the tenant is of average size
};

struct Archetype {
  std::string_view name;
  std::string_view components;  // parts of the application, which its resources are named after
  std::span<const KindUse> uses;
};

[[nodiscard]] std::span<const ResourceKind> resource_kinds();

// Throws std::out_of_range if there is none of the name.
[[nodiscard]] const ResourceKind& resource_kind(std::string_view name);

// What applications of every archetype use.
[[nodiscard]] std::span<const KindUse> common_uses();

// saas, data, event, ml, controller, web.
[[nodiscard]] std::span<const Archetype> archetypes();

}  // namespace scopedown::testing

#endif  // SCOPEDOWN_TESTS_SUPPORT_WORKLOAD_PROFILE_H_
