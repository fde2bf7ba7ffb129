// An IAM policy document, its compact text, and how long that is.
//
//   {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:GetObject","Resource":"..."}]}
//
// The text is written here, byte by byte, because its characters are what the budget counts: AWS's
// customary order of keys, no white space, a list of one without its brackets, a statement that is
// alone without its brackets. Characters are code points (U+0020 to U+00FF, raw in UTF-8).
//
// LAW: characters() == characters_of(text()), and parse(text()) == *this.
//
// Sources: IAM User Guide, "Grammar of the IAM JSON policy language"; STS API Reference,
// AssumeRole, `Policy`: [\u0009\u000A\u000D\u0020-\u00FF]+.

#ifndef SCOPEDOWN_MODEL_POLICY_H_
#define SCOPEDOWN_MODEL_POLICY_H_

#include <cstddef>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "model/statement.h"

namespace scopedown {

// Why a text is no policy. `what()` says where: "Statement[2].Action: ...".
class PolicyError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

struct Policy {
  std::string version = "2012-10-17";  // "" if the document names none: then AWS reads 2008-10-17
  std::string id;                      // "" if it has none
  std::vector<Statement> statements;

  // Reads an identity or session policy: strings or lists, one statement or several, keys in any
  // order. Throws PolicyError on what IAM would refuse: broken JSON, a key twice, an unknown key,
  // `Principal`, an action or resource that is none, both or neither of a pair, an empty list.
  [[nodiscard]] static Policy parse(std::string_view text);

  [[nodiscard]] std::string text() const;

  // How many characters text() has, without writing it.
  [[nodiscard]] std::size_t characters() const;

  friend bool operator==(const Policy&, const Policy&) = default;
};

// Code points of a UTF-8 text.
[[nodiscard]] std::size_t characters_of(std::string_view text);

}  // namespace scopedown

#endif  // SCOPEDOWN_MODEL_POLICY_H_
