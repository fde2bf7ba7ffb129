// Property testing in thirty lines: a property is tried on many values, the small
// ones first, so that the first value to break it is close to the smallest that does.
//
//   for_all(any_policy, [](const Policy& policy) { REQUIRE(parse(policy.text()) == policy); });
//
// Use REQUIRE, not CHECK: the first failure is the smallest, the rest are noise.
//
// Each value comes from its own seed, and the seed is in the failure's message:
//   SCOPEDOWN_SEED=417 ./property_tests "wildcards agree with their definition"
// tries that one value again. SCOPEDOWN_VALUES=1000000 tries more than the usual 2,000 (fewer
// where each is dear: the last argument).

#ifndef SCOPEDOWN_TESTS_SUPPORT_FOR_ALL_H_
#define SCOPEDOWN_TESTS_SUPPORT_FOR_ALL_H_

#include <cstdint>
#include <cstdlib>
#include <random>
#include <string>

#include <catch2/catch.hpp>

namespace scopedown::testing {

using Random = std::mt19937_64;

// How large a value may be: a string's length, a graph's edges. Grows from 0 to 20.
using Size = std::size_t;

inline std::uint64_t environment_number(const char* name, std::uint64_t otherwise) {
  const char* text = std::getenv(name);
  return text == nullptr ? otherwise : std::strtoull(text, nullptr, 10);
}

// A number from 0 to `largest`, both included.
inline Size any_number(Random& random, Size largest) {
  return std::uniform_int_distribution<Size>(0, largest)(random);
}

template <class Make, class Property>
void for_all(Make make, Property property, std::uint64_t usual_values = 2000) {
  const std::uint64_t values = environment_number("SCOPEDOWN_VALUES", usual_values);
  const std::uint64_t only = environment_number("SCOPEDOWN_SEED", 0);
  std::uint64_t tried = 0;
  for (std::uint64_t seed = 1; seed <= values; ++seed) {
    if (only != 0 && seed != only) continue;
    Random random(seed);
    const Size size = 20 * seed / values;
    const auto value = make(random, size);
    INFO("SCOPEDOWN_SEED=" << seed << " SCOPEDOWN_VALUES=" << values);
    CAPTURE(value);
    property(value);
    ++tried;
  }
  REQUIRE(tried > 0);
}

}  // namespace scopedown::testing

#endif  // SCOPEDOWN_TESTS_SUPPORT_FOR_ALL_H_
