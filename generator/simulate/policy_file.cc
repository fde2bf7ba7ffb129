#include "generator/simulate/policy_file.h"

#include <utility>

#include "generator/emit/write_file.h"
#include "generator/error.h"

namespace scopedown {

PolicyFile read_policy_text(const std::string& path, std::string text, PolicyGrammar grammar) {
  try {
    PolicyDocument document = PolicyDocument::parse(text, grammar);
    return {path, std::move(text), std::move(document)};
  } catch (const PolicyFault& fault) {
    const TextPlace place = place_of(text, fault.span().begin);
    throw Error(path + ":" + std::to_string(place.line) + ":" + std::to_string(place.column),
                std::string("no policy: ") + fault.what());
  }
}

PolicyFile read_policy_file(const std::string& path, PolicyGrammar grammar) {
  return read_policy_text(path, read_file(path), grammar);
}

}  // namespace scopedown
