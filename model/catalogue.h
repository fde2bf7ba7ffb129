// What AWS publishes about its actions and resource types, as the model asks it.
//
//   action          s3:GetObject   Read   on: object (required)
//   resource type   s3 object      arn:${Partition}:s3:::${BucketName}/${ObjectName}
//
// An action supports a resource if the resource is of one of the action's types. A pair that the
// catalogue does not support can never be requested: in a statement it is vacuous.
//
// Which ARNs are of a type: those that the template stands for, each variable (and each `*` that
// AWS wrote into a template) being one or more characters. A variable holds neither `:` nor `/`
// where that is what follows it in its template, or what would turn the ARN into one of a longer
// template of the same service: a bucket's name holds no `/`, since `${BucketName}/${ObjectName}`
// is an object; a log group's holds no `:`. A role's name, a parameter's, a log group's do hold
// `/`. So a type may have an ARN too many (a load balancer of two generations), never one too few.
//
// Where the facts come from is data/; how an event becomes an action is generator/usage.
// Source: Service Authorization Reference.

#ifndef SCOPEDOWN_MODEL_CATALOGUE_H_
#define SCOPEDOWN_MODEL_CATALOGUE_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "model/action.h"
#include "model/arn_pattern.h"

namespace scopedown {

// In the order of how much harm an unobserved grant may do.
enum class AccessLevel : std::uint8_t { List, Read, Tagging, Write, PermissionsManagement };

// "List", "Read", "Tagging", "Write", "Permissions management": AWS's words.
[[nodiscard]] std::string_view text(AccessLevel level);

using TypeIndex = std::uint32_t;    // into Catalogue::types()
using ActionIndex = std::uint32_t;  // into Catalogue::actions()

struct ResourceType {
  std::string service;  // "s3": the prefix of the actions that use it
  std::string name;     // "object"
  std::string
      arn_template;  // "arn:${Partition}:s3:::${BucketName}/${ObjectName}"; see templates_of
};

// A type's templates: mostly one, else several, joined by ", ". The first is how AWS writes the
// ARN.
[[nodiscard]] std::vector<std::string_view> templates_of(const ResourceType& type);

struct ActionType {
  TypeIndex type = 0;
  bool required = false;
  bool created = false;  // the call makes it, and AWS names it: none that exists can be meant
};

struct CatalogueAction {
  Action action;  // as AWS writes it
  AccessLevel level = AccessLevel::Write;
  std::vector<ActionType> types;   // empty: the action takes `Resource: "*"` alone
  std::vector<Action> dependents;  // actions that AWS says it needs as well
  std::string sensitive;  // why no wildcard may reach it, though it is a mere read; "" if one may
  std::string escape;     // how it undoes the confinement of a session; "" if it does not

  // True if no wildcard may reach it unseen: it changes something, or is sensitive.
  [[nodiscard]] bool is_dangerous() const {
    return level >= AccessLevel::Tagging || !sensitive.empty();
  }
};

class Catalogue {
 public:
  // `actions` sorted by case-folded text, without repetition; every type index within `types`.
  Catalogue(std::vector<ResourceType> types, std::vector<CatalogueAction> actions);

  // Sorted by case-folded `service:name`.
  [[nodiscard]] std::span<const CatalogueAction> actions() const { return actions_; }

  [[nodiscard]] std::span<const ResourceType> types() const { return types_; }

  // Null if AWS has no such action, in whatever letter case.
  [[nodiscard]] const CatalogueAction* find(const Action& action) const;
  [[nodiscard]] const CatalogueAction* find(std::string_view service, std::string_view name) const;

  // All actions of a service prefix; empty if there is no such service.
  [[nodiscard]] std::span<const CatalogueAction> actions_of(std::string_view service) const;

  // All actions that a pattern matches: `s3:Get*`, or `*`. Sorted.
  [[nodiscard]] std::vector<const CatalogueAction*> matching(const ActionPattern& pattern) const;

  // The types that some ARN of the pattern is of. Sorted. Empty for `*`, which is no resource.
  [[nodiscard]] std::vector<TypeIndex> types_of(const ArnPattern& pattern) const;

  // True if some ARN of the pattern is of this type.
  [[nodiscard]] bool is_of(const ArnPattern& pattern, TypeIndex type) const;

  // True if the action can be requested on some resource that the pattern may match. An action
  // without types is requested on `*` alone.
  [[nodiscard]] bool supports(const CatalogueAction& action, const ArnPattern& pattern) const;

  // The same of a resource that exists already, and so is not of a type that the action creates.
  [[nodiscard]] bool reaches(const CatalogueAction& action, const ArnPattern& existing) const;

 private:
  // A template, compiled. `shape` is its text with a byte for each variable (catalogue.cc).
  struct Shape {
    TypeIndex type = 0;
    std::string shape;
    std::string resource;  // what the ARN's sixth segment begins with
    bool region_empty = false;
    bool account_empty = false;
  };

  struct Range {
    std::size_t first = 0;
    std::size_t count = 0;
  };

  void compile_templates();
  void narrow_ends();
  void index_namespaces();
  void index_services();
  [[nodiscard]] std::span<const Shape> shapes_of(TypeIndex type) const;
  using Segments = std::array<std::string_view, 6>;
  [[nodiscard]] static bool agree(const std::optional<Segments>& known, const Shape& shape);

  std::vector<ResourceType> types_;
  std::vector<Shape> shapes_;             // in the order of types_
  std::vector<std::size_t> first_shape_;  // of each type, and one past the last
  std::vector<CatalogueAction> actions_;

  // Unordered, since they are looked up and never listed.
  std::unordered_map<std::string, Range> by_service_;  // folded prefix → in actions_
  std::unordered_map<std::string, std::vector<std::size_t>>
      by_namespace_;  // third segment → in shapes_
};

}  // namespace scopedown

#endif  // SCOPEDOWN_MODEL_CATALOGUE_H_
