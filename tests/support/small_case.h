// Small worlds for the minimiser's tests: thirteen actions, three resource types, a handful of names
// that begin like one another, three tenants who share some and were denied some. Small enough that
// every pair can be asked about.

#ifndef SCOPEDOWN_TESTS_SUPPORT_SMALL_CASE_H_
#define SCOPEDOWN_TESTS_SUPPORT_SMALL_CASE_H_

#include <iosfwd>
#include <string>
#include <vector>

#include "generator/minimise/minimise.h"
#include "model/catalogue.h"
#include "tests/support/for_all.h"
#include "tests/support/oracle.h"

namespace scopedown::testing {

// Of S3 and SQS, with every access level, sensitive reads, and an action that has no resource.
[[nodiscard]] const Catalogue& small_catalogue();

// Every ARN that a small case may speak of, `*` among them.
[[nodiscard]] const std::vector<std::string>& small_arns();

[[nodiscard]] Tenant small_tenant(Size number);

// Who did what. The tenant that a policy is made for is small_tenant(0).
struct SmallCase {
  std::vector<Fact> facts;

  [[nodiscard]] World world() const;

  // What tenant 0 was seen doing.
  [[nodiscard]] AccessUsage accesses() const;

  [[nodiscard]] UnitUsage usage() const;
};

// Up to `size` facts, each of an action on a resource that it can be requested on.
[[nodiscard]] SmallCase any_small_case(Random& random, Size size);

std::ostream& operator<<(std::ostream& out, const SmallCase& small);

}  // namespace scopedown::testing

#endif  // SCOPEDOWN_TESTS_SUPPORT_SMALL_CASE_H_
