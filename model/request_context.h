// What is known of the circumstances of one request: condition keys and their values.
//
//   aws:PrincipalTag/team   {"payments"}          one value
//   aws:TagKeys             {"team", "stage"}     several
//
// Keys are the same whatever their letter case, tag keys in them too. A key without a value is not
// there: AWS treats an empty set as a missing key.
//
// Source: IAM User Guide, "AWS global condition context keys", "Single-valued vs. multivalued
// context keys".

#ifndef SCOPEDOWN_MODEL_REQUEST_CONTEXT_H_
#define SCOPEDOWN_MODEL_REQUEST_CONTEXT_H_

#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace scopedown {

class RequestContext {
 public:
  RequestContext() = default;
  explicit RequestContext(const std::map<std::string, std::vector<std::string>>& keys);

  // Null if the key is missing.
  [[nodiscard]] const std::vector<std::string>* find(std::string_view key) const;

  // The value of a key that has one; null if it is missing or has several.
  [[nodiscard]] const std::string* only(std::string_view key) const;

  void set(std::string_view key, std::vector<std::string> values);

  // Sets the key unless it is there already.
  void derive(std::string_view key, const std::string& value);

 private:
  [[nodiscard]] std::size_t position(std::string_view key) const;  // their number if it is missing

  // A dozen, so looking at all of them is quickest. No key twice.
  std::vector<std::pair<std::string, std::vector<std::string>>> keys_;
};

}  // namespace scopedown

#endif  // SCOPEDOWN_MODEL_REQUEST_CONTEXT_H_
