// What the interpretation looks up, from the hand-written tables of data/: read once for one
// catalogue, then only looked at. data/README.md says what the columns of each table mean.
//
// Every look-up is a hash of (service, event) or (service, variable), or an index: what a row of the
// ledger costs does not grow with the tables.

#ifndef SCOPEDOWN_GENERATOR_USAGE_INTERPRETATION_TABLES_H_
#define SCOPEDOWN_GENERATOR_USAGE_INTERPRETATION_TABLES_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "model/catalogue.h"

namespace scopedown {

class InterpretationTables {
 public:
  // A condition on a row's parameters, all names folded. Empty: it holds.
  struct When {
    std::string path;
    std::string glob;         // folded; "": that it is there is enough
    std::string error_class;  // of the row, in place of a parameter

    [[nodiscard]] bool is_empty() const { return path.empty() && error_class.empty(); }
  };

  // A row of event_exceptions.tsv.
  struct Exception {
    When when;
    bool adds = false;                            // to what the other rows, or the name, say
    std::vector<const CatalogueAction*> actions;  // empty: no permission is needed
  };

  // For which events a row of parameters.tsv is meant.
  struct EventOf {
    std::string event;   // folded
    std::string action;  // of those that the event needs; "": of each
  };

  // A row of parameters.tsv that fills a variable, or names a role that is passed.
  struct Rule {
    std::string path;  // folded
    std::string_view transform;
    std::vector<EventOf> events;  // empty: every one
    std::string_view type;        // "": every one
    When when;
    bool also = false;  // its names come on top of those of the rows before it
  };

  using Rules = std::vector<Rule>;

  // A stretch of an ARN template, and the variable that follows it: "" at the end.
  struct Piece {
    std::string_view literal;
    std::string_view variable;
    std::string folded_variable;
    const Rules* rules = nullptr;  // never null
    bool is_place = false;         // the partition, region or account
  };

  using Template = std::vector<Piece>;

  // A row of overrides.tsv, one bit each.
  enum Override : std::uint8_t { Any = 1, OneOf = 2, LogGroup = 4 };

  // `catalogue` must outlive this.
  explicit InterpretationTables(const Catalogue& catalogue);
  InterpretationTables(const InterpretationTables&) = delete;  // pieces point into the rules
  InterpretationTables& operator=(const InterpretationTables&) = delete;

  [[nodiscard]] const Catalogue& catalogue() const { return *catalogue_; }

  // "monitoring.amazonaws.com" → "cloudwatch".
  [[nodiscard]] std::string_view service_of(std::string_view event_source) const;

  // `key` is the folded "service:event". None if the event is called like its action.
  [[nodiscard]] const std::vector<Exception>& exceptions_of(const std::string& key) const;

  // The rules that are about one action alone of an event that needs several.
  [[nodiscard]] const Rules& own_rules_of(const std::string& key) const;

  // The parameters of a service that hold a role's bare name.
  [[nodiscard]] const Rules& role_rules_of(std::string_view service) const;

  // iam:PassRole; null if the catalogue does not have it.
  [[nodiscard]] const CatalogueAction* pass_role() const { return pass_role_; }

  // The rules for "account": a request may name it.
  [[nodiscard]] const Rules& account_rules_of(std::string_view service) const;

  // True if an ARN in that parameter (folded) is of something else, from which a transform reads the
  // name: a subscription's ARN begins with its topic's.
  [[nodiscard]] bool holds_another(std::string_view service, std::string_view path) const;

  // A type's templates, taken apart: at least one.
  [[nodiscard]] const std::vector<Template>& templates_of_type(TypeIndex type) const {
    return templates_[type];
  }

  [[nodiscard]] bool is_overridden(const CatalogueAction& action, Override rule) const;

 private:
  using RuleMap = std::unordered_map<std::string, Rules>;  // looked up, never listed

  void read_sources();
  void read_exceptions();
  void read_parameters();
  void read_overrides();
  void take_templates_apart();
  [[nodiscard]] Template taken_apart(std::string_view arn_template, std::string_view service) const;
  [[nodiscard]] static const Rules& found_in(const RuleMap& rules, const std::string& key);

  const Catalogue* catalogue_;
  const CatalogueAction* pass_role_;
  std::unordered_map<std::string, std::string> services_;               // label → prefix
  std::unordered_map<std::string, std::vector<Exception>> exceptions_;  // by "service:event"
  RuleMap rules_;                                                       // by "service:variable"
  RuleMap own_rules_;                                                   // by "service:event"
  RuleMap role_rules_;                                                  // by service
  std::unordered_set<std::string> foreign_arns_;                        // "service:path"
  std::vector<std::vector<Template>> templates_;                        // of each type
  std::vector<std::uint8_t> overrides_;                                 // of each action
};

}  // namespace scopedown

#endif  // SCOPEDOWN_GENERATOR_USAGE_INTERPRETATION_TABLES_H_
