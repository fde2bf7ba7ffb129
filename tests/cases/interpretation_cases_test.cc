// Goal: every rule of the tables does what its source says.
// Method: cases as data, each a record and the accesses that it comes to. They are also held to be
// complete: there is one for every row of every hand-written table (the two that judge actions,
// sensitive.tsv and escapes.tsv, are held by tests/data/tables_test.cc).

#include "tests/cases/interpretation_cases.h"

#include <algorithm>
#include <cstdlib>
#include <functional>
#include <initializer_list>
#include <set>
#include <string>
#include <string_view>

#include <catch2/catch.hpp>

#include "data/embedded.h"
#include "data/extraction.h"
#include "data/load.h"
#include "data/table.h"
#include "generator/usage/denial_message.h"
#include "generator/usage/resource_names.h"
#include "model/action.h"
#include "model/arn_pattern.h"
#include "model/wildcard.h"

namespace scopedown::testing {
namespace {

using Case = InterpretationCase;
using Matches = std::function<bool(const Case&)>;

bool is_same(std::string_view a, std::string_view b) {
  return folded_case(a) == folded_case(b);
}

bool is_of_service(const Case& example, std::string_view service) {
  return built_in_interpreter().service_of(example.event_source) == service;
}

// "GetFunction20150331v2" is GetFunction too.
bool is_event(const Case& example, std::string_view event) {
  return is_same(example.event_name, event) ||
         (folded_case(example.event_name).starts_with(folded_case(event)) &&
          example.event_name.size() > event.size() &&
          std::string_view("0123456789").find(example.event_name[event.size()]) !=
              std::string_view::npos);
}

std::vector<std::string_view> values(const Case& example, std::string_view path) {
  std::vector<std::string_view> found;
  for (const CaseParameter& parameter : example.parameters)
    if (is_same(parameter.path, path)) found.push_back(parameter.value);
  return found;
}

bool holds(const Case& example, std::string_view when) {
  if (when.empty()) return true;
  const std::size_t equals = when.find('=');
  if (when.substr(0, equals) == "error")
    return example.result.error_class == when.substr(equals + 1);
  const auto found = values(example, when.substr(0, equals));
  if (equals == std::string_view::npos) return !found.empty();
  const std::string glob = glob_of(folded_case(when.substr(equals + 1)));
  return std::ranges::any_of(
      found, [&](std::string_view value) { return wildcard_matches(glob, folded_case(value)); });
}

bool comes_to(const Case& example, std::string_view action) {
  return std::ranges::any_of(
      example.result.interpretation.accesses,
      [&](const ObservedAccess& observed) { return observed.access.action.text() == action; });
}

// Some resource of the case's holds the text, and is of the type (if there is one).
bool has_resource(const Case& example, std::string_view text, std::string_view service,
                  std::string_view type) {
  const Catalogue& catalogue = built_in_catalogue();
  return std::ranges::any_of(
      example.result.interpretation.accesses, [&](const ObservedAccess& observed) {
        if (observed.access.resource.text().find(text) == std::string::npos) return false;
        const auto types = catalogue.types_of(observed.access.resource);
        return type.empty() || std::ranges::any_of(types, [&](TypeIndex index) {
                 return catalogue.types()[index].service == service &&
                        catalogue.types()[index].name == type;
               });
      });
}

// Each row that no case matches is a failure of its own.
void check_rows(const char* table, std::initializer_list<std::string_view> columns,
                const std::function<Matches(const TableReader&)>& matches_of) {
  TableReader rows(embedded_table(table), columns);
  while (rows.next()) {
    std::string row;
    for (std::size_t column = 0; column < columns.size(); ++column)
      row.append(rows[column]).append(" | ");
    CAPTURE(table, row);
    CHECK(std::ranges::any_of(interpretation_cases(), matches_of(rows)));
  }
}

bool is_for_event(const Case& example, std::string_view events) {
  Parts each(events, ' ');
  bool found = events.empty();
  while (each.next())
    found |= is_event(example, (*each).substr(0, (*each).find('/')));
  return found;
}

// A parameter that fills a variable is in some resource; one that is only kept is there.
bool exercises(const Case& example, const TableReader& row) {
  if (!is_of_service(example, row[0]) || !is_for_event(example, row[4]) || !holds(example, row[6]))
    return false;
  const auto found = values(example, row[2]);
  if (row[1] == "-" && row[7].find("role") == std::string_view::npos) return !found.empty();
  return std::ranges::any_of(found, [&](std::string_view value) {
    const auto names = resource_names(row[3], value);
    return std::ranges::any_of(names, [&](const ResourceName& name) {
      const std::string_view service = row[1] == "-" ? "iam" : row[0];
      return has_resource(example, name.text, service, row[5]);
    });
  });
}

}  // namespace

TEST_CASE("cases: every record comes to the accesses that its source says") {
  if (std::getenv("SCOPEDOWN_BLESS") != nullptr) answer_interpretation_cases();
  std::set<std::string> names;
  for (const Case& example : interpretation_cases()) {
    CAPTURE(example.file, example.name, example.because, example.record);
    CHECK(names.insert(example.file + example.name).second);
    CHECK_FALSE(example.source.empty());
    CHECK(text_of(example.result) == example.expected);
  }
  CHECK(names.size() > 600);
}

TEST_CASE("cases: every event source, exception and override has one") {
  check_rows("event_sources.tsv", {"label", "service", "source"}, [](const TableReader& row) {
    return [&](const Case& example) {
      return example.event_source.starts_with(std::string(row[0]) + ".") &&
             std::ranges::any_of(example.result.interpretation.accesses,
                                 [&](const ObservedAccess& observed) {
                                   return observed.access.action.service == row[1];
                                 });
    };
  });
  check_rows("event_exceptions.tsv", {"service", "event", "when", "actions", "source"},
             [](const TableReader& row) {
               return [&](const Case& example) {
                 if (!is_of_service(example, row[0]) || !is_event(example, row[1]) ||
                     !holds(example, row[2]))
                   return false;
                 // A grant of STS's own is set aside before anybody asks what it needs.
                 if (row[3] == "-")
                   return example.result.set_aside == "no_permission_needed" ||
                          example.result.set_aside == "session_grant";
                 Parts actions(row[3].substr(row[3].starts_with('+') ? 1 : 0), ' ');
                 while (actions.next())
                   if (!comes_to(example, *actions)) return false;
                 return true;
               };
             });
  check_rows("overrides.tsv", {"service", "action", "rule", "why"}, [](const TableReader& row) {
    return [&](const Case& example) {
      return std::ranges::any_of(
          example.result.interpretation.accesses, [&](const ObservedAccess& observed) {
            const Action& action = observed.access.action;
            const bool matches =
                (row[0] == "*" || row[0] == action.service) &&
                wildcard_matches(glob_of(folded_case(row[1])), folded_case(action.name));
            if (row[2] == "any") return matches && observed.access.resource.is_everything();
            if (row[2] == "log_group")
              return matches && observed.access.resource.text().ends_with(":*");
            return matches && built_in_catalogue().find(action)->types.size() > 1;
          });
    };
  });
}

TEST_CASE("cases: every parameter has one") {
  check_rows("parameters.tsv",
             {"service", "variable", "path", "transform", "event", "type", "when", "flags"},
             [](const TableReader& row) {
               return [&](const Case& example) { return exercises(example, row); };
             });
}

TEST_CASE("cases: everything that a call makes, and every further ARN, has one") {
  check_rows("creations.tsv", {"service", "action", "type"}, [](const TableReader& row) {
    return [&](const Case& example) {
      return comes_to(example, std::string(row[0]) + ":" + std::string(row[1])) &&
             has_resource(example, "/*", row[0], row[2]);
    };
  });
  check_rows("template_aliases.tsv", {"service", "type", "arn_template", "why"},
             [](const TableReader& row) {
               std::string glob;
               std::string_view rest = row[2];
               for (std::size_t at = rest.find("${"); at != std::string_view::npos;
                    at = rest.find("${")) {
                 glob.append(rest.substr(0, at)) += any_run;
                 rest.remove_prefix(rest.find('}') + 1);
               }
               glob.append(rest);
               return [&row, glob](const Case& example) {
                 return std::ranges::any_of(
                     example.result.interpretation.accesses, [&](const ObservedAccess& observed) {
                       // An ARN that is not of the first template alone, or as wide as all of them.
                       return observed.access.action.service == row[0] &&
                              wildcards_overlap(glob, observed.access.resource.glob());
                     });
               };
             });
}

TEST_CASE("cases: every error code has one") {
  check_rows("error_codes.tsv", {"code", "class", "why"}, [](const TableReader& row) {
    const std::string glob = glob_of(row[0]);
    return [&row, glob](const Case& example) {
      if (example.error_code.empty() || !wildcard_matches(glob, example.error_code)) return false;
      const std::string_view got = example.result.set_aside == "not_evaluated"
                                       ? std::string_view("not_evaluated")
                                       : std::string_view(example.result.error_class);
      return got == row[1];
    };
  });
}

TEST_CASE("cases: where a denial says what it asked, the interpretation agrees") {
  std::set<std::string_view> services;
  for (const Case& example : interpretation_cases()) {
    const auto denial = denial_message(example.error_message);
    if (!denial) continue;
    CAPTURE(example.file, example.name, example.error_message);
    CHECK(agreement(*denial, example.result.interpretation) == Agreement::Agrees);
    services.insert(built_in_interpreter().service_of(example.event_source));
  }
  CHECK(services.size() >= 30);
}

}  // namespace scopedown::testing
