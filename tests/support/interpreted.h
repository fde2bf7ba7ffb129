// One CloudTrail record, as JSON, through all that the program makes of it before any tenant is
// asked about: the reader, the collector and the interpretation.

#ifndef SCOPEDOWN_TESTS_SUPPORT_INTERPRETED_H_
#define SCOPEDOWN_TESTS_SUPPORT_INTERPRETED_H_

#include <string>
#include <string_view>
#include <vector>

#include "generator/logs/event.h"
#include "generator/usage/interpretation.h"

namespace scopedown::testing {

struct Interpreted {
  std::string set_aside;    // a reason of set_aside.h, "" if the record was used
  std::string error_class;  // as in a row of the ledger
  std::string region;
  Interpretation interpretation;  // of all its calls; a list may make several
};

// An event is good for as long as its reader's callback.
[[nodiscard]] Interpreted interpreted(const Event& event);

// Aborts if the text is no record.
[[nodiscard]] Interpreted interpreted(std::string_view record);

// Built once.
[[nodiscard]] const Interpreter& built_in_interpreter();

}  // namespace scopedown::testing

#endif  // SCOPEDOWN_TESTS_SUPPORT_INTERPRETED_H_
