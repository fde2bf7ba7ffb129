#include "generator/simulate/policy_file.h"

#include <utility>

#include "generator/emit/write_file.h"
#include "generator/error.h"
#include "generator/simulate/json_file.h"

namespace scopedown {

PolicyFile read_policy_text(const std::string& path, std::string text, PolicyGrammar grammar) {
  try {
    PolicyDocument document = PolicyDocument::parse(text, grammar);
    return {path, std::move(text), std::move(document)};
  } catch (const PolicyFault& fault) {
    throw Error(place_in_file(path, text, fault.span().begin),
                std::string("no policy: ") + fault.what());
  }
}

PolicyFile read_policy_file(const std::string& path, PolicyGrammar grammar) {
  return read_policy_text(path, read_file(path), grammar);
}

}  // namespace scopedown
