// How the resources of a tenant are called: the shapes of workload_profile.h, filled in.
//
//   Prefix           acme-eu-orders-jobs            /acme-eu/orders/config
//   Suffix           orders-jobs-prod-acme-eu       /orders/config/prod/acme-eu
//   SharedBucket     as Prefix, but its objects are those of a bucket that all tenants share:
//                    platform-tenant-data/acme-eu/orders/report.csv
//   CloudFormation   acme-eu-OrdersJobs-1K2M3N4P5Q6R; paths as Prefix
//   Mixed            one of the four for each service
//
// What a name is made of depends on the tenant, the service and the name alone, so that two kinds
// of resources with the same names (a table and its index) meet.

#ifndef SCOPEDOWN_TESTS_SUPPORT_RESOURCE_NAMING_H_
#define SCOPEDOWN_TESTS_SUPPORT_RESOURCE_NAMING_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "tests/support/workload_profile.h"

namespace scopedown::testing {

inline constexpr std::string_view population_region = "eu-west-1";
inline constexpr std::string_view population_account = "111122223333";

enum class Naming { Prefix, Suffix, SharedBucket, CloudFormation, Mixed };

[[nodiscard]] std::string_view text(Naming naming);

// The parts of a text between the separators.
[[nodiscard]] std::vector<std::string_view> parts_of(std::string_view text, char separator);

class ResourceNaming {
 public:
  // `components`: the parts of the tenant's application, at least one.
  ResourceNaming(std::string tenant, Naming naming, std::vector<std::string_view> components,
                 std::uint64_t seed);

  // The ARN of the tenant's `number`th resource of a kind that has one, from 0.
  [[nodiscard]] std::string arn(const ResourceKind& kind, std::size_t number) const;

 private:
  struct Stem {
    std::string_view component;
    std::string_view noun;   // may be ""
    std::size_t number = 0;  // 0: the first of this component and noun
  };

  [[nodiscard]] Stem stem(std::string_view nouns, std::size_t number) const;
  [[nodiscard]] Naming naming_of(std::string_view service) const;
  [[nodiscard]] std::string name(std::string_view service, const Stem& stem) const;
  [[nodiscard]] std::string path(std::string_view service, const Stem& stem) const;
  [[nodiscard]] std::string bucket(std::size_t number) const;
  [[nodiscard]] std::string key(const Stem& stem) const;
  [[nodiscard]] std::string filled(std::string_view hole, const ResourceKind& kind,
                                   std::size_t number, std::size_t place) const;
  [[nodiscard]] std::string drawn(std::string_view hole, std::string_view purpose) const;

  std::string tenant_;
  Naming naming_;
  std::vector<std::string_view> components_;
  std::uint64_t seed_;
};

}  // namespace scopedown::testing

#endif  // SCOPEDOWN_TESTS_SUPPORT_RESOURCE_NAMING_H_
