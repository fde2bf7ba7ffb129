// What benchmarks' command lines share.

#ifndef SCOPEDOWN_TESTS_BENCH_ARGUMENTS_H_
#define SCOPEDOWN_TESTS_BENCH_ARGUMENTS_H_

#include <cstddef>
#include <stdexcept>
#include <string>

namespace scopedown::testing {

class Usage : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

inline std::size_t number(const std::string& text) {
  if (text.empty() || text.find_first_not_of("0123456789") != std::string::npos)
    throw Usage("not a number: " + text);
  return std::stoull(text);
}

}  // namespace scopedown::testing

#endif  // SCOPEDOWN_TESTS_BENCH_ARGUMENTS_H_
