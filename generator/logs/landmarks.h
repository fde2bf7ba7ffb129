// Places in a damaged log where a record is likely to begin.

#ifndef SCOPEDOWN_GENERATOR_LOGS_LANDMARKS_H_
#define SCOPEDOWN_GENERATOR_LOGS_LANDMARKS_H_

#include <cstddef>
#include <string_view>

namespace scopedown {

// Looked up from front to back: a text is searched once, however often it is asked.
class Landmarks {
 public:
  explicit Landmarks(std::string_view text) : text_(text) {}

  // The next place behind `at` where CloudTrail would begin a record, or a line begins with a
  // bracket; beyond the text if there is none. `at` never goes back.
  [[nodiscard]] std::size_t next(std::size_t at);

 private:
  [[nodiscard]] std::size_t next_version(std::size_t from);
  [[nodiscard]] std::size_t next_line(std::size_t from) const;

  std::string_view text_;
  std::size_t version_ = 0;
  std::size_t version_key_ = 0;
  std::size_t line_ = 0;
};

}  // namespace scopedown

#endif  // SCOPEDOWN_GENERATOR_LOGS_LANDMARKS_H_
