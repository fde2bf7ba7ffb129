#include "data/load.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "data/embedded.h"
#include "data/table.h"
#include "model/fingerprint.h"
#include "model/wildcard.h"

namespace scopedown {
namespace {

std::vector<ResourceType> read_types() {
  std::vector<ResourceType> types;
  types.reserve(2500);
  TableReader rows(embedded_table("resource_types.tsv"), {"service", "type", "arn_template"});
  while (rows.next())
    types.push_back({std::string(rows[0]), std::string(rows[1]), std::string(rows[2])});

  TableReader aliases(embedded_table("template_aliases.tsv"),
                      {"service", "type", "arn_template", "why"});
  while (aliases.next()) {
    const auto type = std::ranges::find_if(types, [&](const ResourceType& candidate) {
      return candidate.service == aliases[0] && candidate.name == aliases[1];
    });
    aliases.expect(type != types.end(), "a resource type of the catalogue");
    type->arn_template.append(", ").append(aliases[2]);
  }
  return types;
}

// The types of one service at a time, since the actions come service by service.
class TypeFinder {
 public:
  explicit TypeFinder(const std::vector<ResourceType>& types) : types_(types) {}

  // types().size() if there is no such type.
  std::size_t find(std::string_view service, std::string_view name) {
    if (service != service_) {
      service_ = service;
      first_ = static_cast<std::size_t>(std::ranges::find(types_, service, &ResourceType::service) -
                                        types_.begin());
      last_ = first_;
      while (last_ < types_.size() && types_[last_].service == service)
        ++last_;
    }
    const auto end = types_.begin() + static_cast<std::ptrdiff_t>(last_);
    const auto found = std::ranges::lower_bound(
        types_.begin() + static_cast<std::ptrdiff_t>(first_), end, name, {}, &ResourceType::name);
    if (found == end || found->name != name) return types_.size();
    return static_cast<std::size_t>(found - types_.begin());
  }

 private:
  const std::vector<ResourceType>& types_;
  std::string_view service_;
  std::size_t first_ = 0;
  std::size_t last_ = 0;
};

AccessLevel level_of(const TableReader& rows, std::string_view letter) {
  if (letter == "L") return AccessLevel::List;
  if (letter == "R") return AccessLevel::Read;
  if (letter == "T") return AccessLevel::Tagging;
  if (letter == "W") return AccessLevel::Write;
  rows.expect(letter == "P", "a level: L, R, T, W or P");
  return AccessLevel::PermissionsManagement;
}

std::vector<CatalogueAction> read_actions(const std::vector<ResourceType>& types) {
  std::vector<CatalogueAction> actions;
  actions.reserve(25000);
  TypeFinder finder(types);
  TableReader rows(embedded_table("actions.tsv"), {"service", "action", "level", "resource_types"});
  while (rows.next()) {
    CatalogueAction& action = actions.emplace_back();
    action.action = {std::string(rows[0]), std::string(rows[1])};
    action.level = level_of(rows, rows[2]);
    Parts names(rows[3], ',');
    while (names.next()) {
      std::string_view name = *names;
      const bool required = name.ends_with('!');
      if (required) name.remove_suffix(1);
      const std::size_t type = finder.find(rows[0], name);
      rows.expect(type < types.size(), "resource types that resource_types.tsv describes");
      action.types.push_back({static_cast<TypeIndex>(type), required, false});
    }
  }
  return actions;
}

// In the order of the actions too.
void read_creations(std::vector<CatalogueAction>& actions, const std::vector<ResourceType>& types) {
  TableReader rows(embedded_table("creations.tsv"), {"service", "action", "type"});
  auto action = actions.begin();
  while (rows.next()) {
    while (action != actions.end() &&
           (action->action.service != rows[0] || action->action.name != rows[1]))
      ++action;
    rows.expect(action != actions.end(), "actions of the catalogue, in its order");
    const auto created = std::ranges::find_if(action->types, [&](const ActionType& supported) {
      return types[supported.type].name == rows[2];
    });
    rows.expect(created != action->types.end(), "a resource type of the action");
    created->created = true;
  }
}

Action action_in(const TableReader& rows, std::string_view cell) {
  const std::size_t colon = cell.find(':');
  rows.expect(colon != std::string_view::npos, "an action, service:Name");
  return {std::string(cell.substr(0, colon)), std::string(cell.substr(colon + 1))};
}

// Both tables are in the same order, so one walk finds every action.
void read_dependents(std::vector<CatalogueAction>& actions) {
  TableReader rows(embedded_table("dependents.tsv"), {"service", "action", "needs"});
  auto action = actions.begin();
  while (rows.next()) {
    while (action != actions.end() &&
           (action->action.service != rows[0] || action->action.name != rows[1]))
      ++action;
    rows.expect(action != actions.end(), "actions of the catalogue, in its order");
    action->dependents.push_back(action_in(rows, rows[2]));
  }
}

void read_sensitive(std::vector<CatalogueAction>& actions) {
  TableReader rows(embedded_table("sensitive.tsv"), {"action", "why"});
  auto action = actions.begin();
  while (rows.next()) {
    const Action wanted = action_in(rows, rows[0]);
    while (action != actions.end() && action->action != wanted)
      ++action;
    rows.expect(action != actions.end(), "actions of the catalogue, in its order");
    action->sensitive = rows[1];
  }
}

bool is_among(AccessLevel level, std::string_view letters) {
  constexpr std::string_view letter_of = "LRTWP";
  return letters.find(letter_of[static_cast<std::size_t>(level)]) != std::string_view::npos;
}

// A pattern gives way to a row that names the action. One walk finds every service, since this
// table too is in the catalogue's order.
void read_escapes(std::vector<CatalogueAction>& actions) {
  TableReader rows(embedded_table("escapes.tsv"), {"action", "levels", "how"});
  auto first = actions.begin();
  while (rows.next()) {
    const auto pattern = ActionPattern::parse(rows[0]);
    rows.expect(pattern.has_value(), "an action or a pattern");
    const std::string_view service = rows[0].substr(0, rows[0].find(':'));
    while (first != actions.end() && first->action.service != service)
      ++first;
    bool found = false;
    for (auto action = first; action != actions.end() && action->action.service == service;
         ++action) {
      if (!pattern->matches(action->action)) continue;
      found = true;
      const bool applies =
          pattern->is_exact() || (is_among(action->level, rows[1]) && action->escape.empty());
      if (applies) action->escape = rows[2];
    }
    rows.expect(found, "actions of the catalogue, in its order");
  }
}

Catalogue read_catalogue() {
  std::vector<ResourceType> types = read_types();
  std::vector<CatalogueAction> actions = read_actions(types);
  read_creations(actions, types);
  read_dependents(actions);
  read_sensitive(actions);
  read_escapes(actions);
  return {std::move(types), std::move(actions)};
}

}  // namespace

const Catalogue& built_in_catalogue() {
  static const Catalogue catalogue = read_catalogue();
  return catalogue;
}

std::string built_in_catalogue_digest() {
  Fingerprint fingerprint;
  for (const EmbeddedTable& table : embedded_tables())
    fingerprint.add(table.text);
  return fingerprint.text();
}

}  // namespace scopedown
