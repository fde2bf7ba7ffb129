// A slow, separate definition of authorisation, read off AWS's pages a second time: straight from the
// JSON, one sentence of the page after the other, sharing no code with model/.
//
// It does less than the program: principals without a path, IPv4 alone, dates as whole seconds in UTC.
// The generators of the properties stay within that; what is beyond has cases as data.

#ifndef SCOPEDOWN_TESTS_SUPPORT_AUTHORISATION_ORACLE_H_
#define SCOPEDOWN_TESTS_SUPPORT_AUTHORISATION_ORACLE_H_

#include <map>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

namespace scopedown::testing {

// A case as `simulate --batch` takes it: {"policies": {...}, "request": {...}}.
using CaseJson = nlohmann::ordered_json;

// What a layer comes to, for one request.
struct LayerState {
  bool present = false;
  bool allows = false;
  bool denies = false;
};

// All that the table of layers asks.
struct TableCase {
  LayerState identity;
  LayerState boundary;
  LayerState session;
  LayerState resource;
  std::vector<LayerState> scp;
  std::vector<LayerState> rcp;
  bool names_session = false;  // some Allow of the resource-based policies does, or says `*`
  bool names_role = false;
  bool has_account = true;  // the principal: no service, no federation
  bool is_root = false;
  bool other_account = false;  // the resource's
  bool has_own_gate = false;   // a KMS key, or a role to assume
};

// "allowed", "implicitDeny", "explicitDeny": formats.md's table as one formula.
[[nodiscard]] std::string decision_by_table(const TableCase& table);

// The same of a whole case.
[[nodiscard]] std::string decision_by_definition(const CaseJson& value);

using ContextByDefinition = std::map<std::string, std::vector<std::string>>;  // keys in lower case

// One condition: `values` a list of strings.
[[nodiscard]] bool holds_by_definition(const std::string& operation, const std::string& key,
                                       const std::vector<std::string>& values, bool variables,
                                       const ContextByDefinition& context);

}  // namespace scopedown::testing

#endif  // SCOPEDOWN_TESTS_SUPPORT_AUTHORISATION_ORACLE_H_
