// What `check` says to people: each finding with its line of the policy, and the place underlined.
//
//   session.json:4:17: error: no such action `s3:GetObjcet`; nearest: GetObject [unknown_action]
//     "Action": ["s3:GetObjcet"],
//                ^~~~~~~~~~~~~~

#ifndef SCOPEDOWN_GENERATOR_REPORT_CHECK_REPORT_H_
#define SCOPEDOWN_GENERATOR_REPORT_CHECK_REPORT_H_

#include <iosfwd>
#include <optional>
#include <string>
#include <vector>

#include "generator/check/finding.h"
#include "model/packed_size.h"

namespace scopedown {

// One file, checked.
struct CheckedFile {
  std::string path;
  std::string text;
  std::size_t characters = 0;
  std::optional<PackedSize> packed;  // of a session policy that could be read
  std::vector<Finding> findings;
};

[[nodiscard]] bool has_errors(const std::vector<CheckedFile>& files);

void print_checked(std::ostream& out, const std::vector<CheckedFile>& files);

}  // namespace scopedown

#endif  // SCOPEDOWN_GENERATOR_REPORT_CHECK_REPORT_H_
