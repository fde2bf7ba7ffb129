// Something that could not be done while the rest of the run could: a damaged file among good ones.
// The run goes on, says so, and exits with 1.

#ifndef SCOPEDOWN_GENERATOR_LOGS_PROBLEM_H_
#define SCOPEDOWN_GENERATOR_LOGS_PROBLEM_H_

#include <string>

namespace scopedown {

struct Problem {
  std::string where;  // a file or a folder, as the user named it
  std::string why;    // what is wrong; and what would put it right
};

}  // namespace scopedown

#endif  // SCOPEDOWN_GENERATOR_LOGS_PROBLEM_H_
