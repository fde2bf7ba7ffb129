// The evaluator's question in full: who asks for what, on what, under which circumstances.

#ifndef SCOPEDOWN_MODEL_REQUEST_H_
#define SCOPEDOWN_MODEL_REQUEST_H_

#include <map>
#include <string>
#include <vector>

#include "model/action.h"

namespace scopedown {

struct Request {
  std::string principal;  // ARN of the session; "" where no policy asks for it
  Action action;
  std::string resource;  // an ARN, or `*` for an action that takes no resource
  std::map<std::string, std::vector<std::string>> context;  // condition keys, as AWS writes them
};

}  // namespace scopedown

#endif  // SCOPEDOWN_MODEL_REQUEST_H_
