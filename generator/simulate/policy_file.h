// A policy document and the file that it came from.

#ifndef SCOPEDOWN_GENERATOR_SIMULATE_POLICY_FILE_H_
#define SCOPEDOWN_GENERATOR_SIMULATE_POLICY_FILE_H_

#include <string>

#include "model/policy_document.h"

namespace scopedown {

struct PolicyFile {
  std::string path;
  std::string text;
  PolicyDocument document;
};

// Throws Error: "file:line:column: why" if it is no policy of that grammar.
[[nodiscard]] PolicyFile read_policy_file(const std::string& path, PolicyGrammar grammar);

// The same of a text that was found elsewhere; `path` is for messages.
[[nodiscard]] PolicyFile read_policy_text(const std::string& path, std::string text,
                                          PolicyGrammar grammar);

}  // namespace scopedown

#endif  // SCOPEDOWN_GENERATOR_SIMULATE_POLICY_FILE_H_
