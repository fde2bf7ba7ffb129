// The cases of the interpretation, as data: tests/cases/interpretation/SERVICE.json, a list of
//
//   {"name": "a version needs the other action",
//    "event": {"eventSource": "s3.amazonaws.com", "eventName": "GetObject",
//              "requestParameters": {"bucketName": "orders", "key": "a", "versionId": "7"}},
//    "accesses": [{"action": "s3:GetObjectVersion", "resource": "arn:aws:s3:::orders/a"}],
//    "because": "the version's permission is asked for instead", "source": "https://..."}
//
// `event` holds fields of a CloudTrail record; what it leaves out is filled in: the account
// 111122223333, the region eu-west-1, a session of role/worker. An access is resolved unless it says
// `"resolved": false`. In place of `accesses` there may be `"set_aside": REASON`. `error` is the
// class of the error, if the call failed. A case without an answer is answered by a run with
// SCOPEDOWN_BLESS=1, to be read in the diff.

#ifndef SCOPEDOWN_TESTS_CASES_INTERPRETATION_CASES_H_
#define SCOPEDOWN_TESTS_CASES_INTERPRETATION_CASES_H_

#include <string>
#include <vector>

#include "tests/support/interpreted.h"

namespace scopedown::testing {

// One request parameter as the reader hands it on.
struct CaseParameter {
  std::string path;
  std::string value;
};

struct InterpretationCase {
  std::string file;  // "s3.json"
  std::string name;
  std::string because;
  std::string source;
  std::string record;    // the whole CloudTrail record, as JSON
  std::string expected;  // as text_of writes it; "" if there is no answer yet

  // Of the event, for whoever asks which rows of the tables it exercises.
  std::string event_source;
  std::string event_name;
  std::string error_code;
  std::string error_message;
  std::vector<CaseParameter> parameters;
  Interpreted result;
};

// Every case, in the order of the files' names. Read and interpreted once.
[[nodiscard]] const std::vector<InterpretationCase>& interpretation_cases();

// One line for each access, `!` behind what is not resolved; or the reason; the error's class first.
[[nodiscard]] std::string text_of(const Interpreted& result);

// Writes the answers of the cases that have none into their files.
void answer_interpretation_cases();

}  // namespace scopedown::testing

#endif  // SCOPEDOWN_TESTS_CASES_INTERPRETATION_CASES_H_
