#include "generator/usage/interpretation_tables.h"

#include <algorithm>
#include <cstddef>

#include "data/embedded.h"
#include "data/table.h"
#include "generator/usage/resource_names.h"
#include "model/action.h"
#include "model/wildcard.h"

namespace scopedown {
namespace {

std::string key_of(std::string_view service, std::string_view name) {
  std::string key(service);
  key.append(":").append(name);
  return folded_case(key);
}

// "", "PARAMETER", "PARAMETER=PATTERN" or "error=CLASS".
InterpretationTables::When when_of(std::string_view cell) {
  const std::size_t equals = cell.find('=');
  const std::string_view name = cell.substr(0, equals);
  const std::string_view value =
      equals == std::string_view::npos ? std::string_view() : cell.substr(equals + 1);
  if (name == "error") return {"", "", std::string(value)};
  return {folded_case(name), value.empty() ? "" : glob_of(folded_case(value)), ""};
}

// "EVENT EVENT/ACTION".
std::vector<InterpretationTables::EventOf> events_of(std::string_view cell) {
  std::vector<InterpretationTables::EventOf> events;
  Parts each(cell, ' ');
  while (each.next()) {
    const std::size_t slash = (*each).find('/');
    events.push_back(
        {folded_case((*each).substr(0, slash)),
         slash == std::string_view::npos ? "" : std::string((*each).substr(slash + 1))});
  }
  return events;
}

bool has_flag(std::string_view flags, std::string_view flag) {
  Parts parts(flags, ' ');
  while (parts.next())
    if (*parts == flag) return true;
  return false;
}

bool is_place(std::string_view variable) {
  return variable == "Partition" || variable == "Region" || variable == "Account";
}

}  // namespace

InterpretationTables::InterpretationTables(const Catalogue& catalogue)
    : catalogue_(&catalogue), pass_role_(catalogue.find("iam", "PassRole")) {
  read_sources();
  read_exceptions();
  read_parameters();
  read_overrides();
  take_templates_apart();
}

std::string_view InterpretationTables::service_of(std::string_view event_source) const {
  for (const std::string_view domain : {".amazonaws.com.cn", ".amazonaws.com", ".aws.internal"})
    if (event_source.ends_with(domain)) event_source.remove_suffix(domain.size());
  const std::string_view first = event_source.substr(0, event_source.find('.'));
  for (const std::string_view label : {event_source, first})
    if (const auto found = services_.find(std::string(label)); found != services_.end())
      return found->second;
  return first;
}

const std::vector<InterpretationTables::Exception>& InterpretationTables::exceptions_of(
    const std::string& key) const {
  static const std::vector<Exception> none;
  const auto found = exceptions_.find(key);
  return found == exceptions_.end() ? none : found->second;
}

const InterpretationTables::Rules& InterpretationTables::found_in(const RuleMap& rules,
                                                                  const std::string& key) {
  static const Rules none;
  const auto found = rules.find(key);
  return found == rules.end() ? none : found->second;
}

const InterpretationTables::Rules& InterpretationTables::own_rules_of(
    const std::string& key) const {
  return found_in(own_rules_, key);
}

const InterpretationTables::Rules& InterpretationTables::role_rules_of(
    std::string_view service) const {
  return found_in(role_rules_, std::string(service));
}

const InterpretationTables::Rules& InterpretationTables::account_rules_of(
    std::string_view service) const {
  return found_in(rules_, key_of(service, "Account"));
}

bool InterpretationTables::holds_another(std::string_view service, std::string_view path) const {
  return !foreign_arns_.empty() && foreign_arns_.contains(key_of(service, path));
}

bool InterpretationTables::is_overridden(const CatalogueAction& action, Override rule) const {
  const auto index = static_cast<std::size_t>(&action - catalogue_->actions().data());
  return (overrides_[index] & rule) != 0;
}

void InterpretationTables::read_sources() {
  TableReader rows(embedded_table("event_sources.tsv"), {"label", "service", "source"});
  while (rows.next())
    services_.emplace(rows[0], rows[1]);
}

void InterpretationTables::read_exceptions() {
  TableReader rows(embedded_table("event_exceptions.tsv"),
                   {"service", "event", "when", "actions", "source"});
  while (rows.next()) {
    std::string_view cell = rows[3];
    Exception exception{when_of(rows[2]), cell.starts_with('+'), {}};
    if (exception.adds || cell == "-") cell.remove_prefix(1);
    Parts texts(cell, ' ');
    while (texts.next()) {
      const std::size_t colon = (*texts).find(':');
      const CatalogueAction* action =
          catalogue_->find((*texts).substr(0, colon), (*texts).substr(colon + 1));
      if (action != nullptr) exception.actions.push_back(action);  // another catalogue may lack it
    }
    exceptions_[key_of(rows[0], rows[1])].push_back(std::move(exception));
  }
}

void InterpretationTables::read_parameters() {
  TableReader rows(embedded_table("parameters.tsv"),
                   {"service", "variable", "path", "transform", "event", "type", "when", "flags"});
  while (rows.next()) {
    rows.expect(is_transform(rows[3]), "a transform of generator/usage/resource_names.h");
    Rule rule{folded_case(rows[2]),     rows[3], events_of(rows[4]), rows[5], when_of(rows[6]),
              has_flag(rows[7], "also")};
    if (rows[3] == "subscription") foreign_arns_.insert(key_of(rows[0], rows[2]));
    if (has_flag(rows[7], "role")) role_rules_[std::string(rows[0])].push_back(rule);
    if (rows[1] == "-") continue;
    for (const EventOf& event : rule.events)
      if (!event.action.empty()) own_rules_[key_of(rows[0], event.event)].push_back(rule);
    rules_[key_of(rows[0], rows[1])].push_back(std::move(rule));
  }
}

void InterpretationTables::read_overrides() {
  overrides_.assign(catalogue_->actions().size(), 0);
  TableReader rows(embedded_table("overrides.tsv"), {"service", "action", "rule", "why"});
  while (rows.next()) {
    const Override rule = rows[2] == "any" ? Any : rows[2] == "one_of" ? OneOf : LogGroup;
    rows.expect(rule != LogGroup || rows[2] == "log_group", "a rule: any, one_of or log_group");
    const std::string glob = glob_of(folded_case(rows[1]));
    const auto actions = rows[0] == "*" ? catalogue_->actions() : catalogue_->actions_of(rows[0]);
    for (const CatalogueAction& action : actions)
      if (wildcard_matches(glob, folded_case(action.action.name)))
        overrides_[static_cast<std::size_t>(&action - catalogue_->actions().data())] |= rule;
  }
}

void InterpretationTables::take_templates_apart() {
  for (const ResourceType& type : catalogue_->types()) {
    std::vector<Template>& templates = templates_.emplace_back();
    for (const std::string_view arn_template : templates_of(type))
      templates.push_back(taken_apart(arn_template, type.service));
  }
}

InterpretationTables::Template InterpretationTables::taken_apart(std::string_view arn_template,
                                                                 std::string_view service) const {
  Template pieces;
  while (!arn_template.empty()) {
    const std::size_t begin = std::min(arn_template.find("${"), arn_template.size());
    const std::size_t end = std::min(arn_template.find('}', begin), arn_template.size());
    const std::size_t name = std::min(begin + 2, end);
    const std::string_view variable = arn_template.substr(name, end - name);
    pieces.push_back({arn_template.substr(0, begin), variable, folded_case(variable),
                      &found_in(rules_, key_of(service, variable)), is_place(variable)});
    arn_template.remove_prefix(std::min(end + 1, arn_template.size()));
  }
  return pieces;
}

}  // namespace scopedown
