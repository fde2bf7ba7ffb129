// Goal: every number is taken once, whatever the number of threads, and a failure is not lost.
// Method: counting.

#include "generator/parallel.h"

#include <atomic>
#include <stdexcept>
#include <string>
#include <vector>

#include <catch2/catch.hpp>

namespace scopedown::testing {

TEST_CASE("each number is taken once, by however many threads") {
  for (const std::size_t threads : {0U, 1U, 2U, 9U}) {
    for (const std::size_t count : {0U, 1U, 5U, 1000U}) {
      std::vector<std::atomic<int>> taken(count);
      in_parallel(count, threads, [&](std::size_t number) { ++taken.at(number); });
      for (const std::atomic<int>& times : taken)
        REQUIRE(times == 1);
    }
  }
}

TEST_CASE("of several that fail the first is told, when all have stopped") {
  for (const std::size_t threads : {1U, 2U, 9U}) {
    std::atomic<int> running = 0;
    const auto work = [&](std::size_t number) {
      ++running;
      const bool fails = number % 10 == 3;
      --running;
      if (fails) throw std::runtime_error(std::to_string(number));
    };
    CHECK_THROWS_WITH(in_parallel(100, threads, work), "3");
    CHECK(running == 0);
  }
}

}  // namespace scopedown::testing
