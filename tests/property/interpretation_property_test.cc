// Law: whatever a log says, what is made of it is an action of the catalogue on resources that the
// action supports, and no wildcard in a name of the log stays one.
// Method: random rows of the ledger: any event of the catalogue or of the exceptions, with random
// values for the parameters that the tables name. Values are likely ones (of the transform's form)
// and damaged ones: wildcards, colons, slashes, nothing, ARNs of something else.

#include <algorithm>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include <catch2/catch.hpp>

#include "data/embedded.h"
#include "data/load.h"
#include "data/table.h"
#include "generator/usage/list_text.h"
#include "generator/usage/resource_names.h"
#include "model/arn_pattern.h"
#include "model/catalogue.h"
#include "tests/support/for_all.h"
#include "tests/support/interpreted.h"
#include "tests/support/pick.h"
#include "tests/support/print.h"

namespace Catch {

template <>
struct StringMaker<scopedown::UsageKey> {
  static std::string convert(const scopedown::UsageKey& row) {
    std::string text = row.event_source + " " + row.event_name + " " + row.region + " {";
    for (const char letter : row.parameters)
      text += letter == scopedown::list_separator ? ';' : letter;
    return text + "} [" + row.resources + "] " + row.fold_min;
  }
};

}  // namespace Catch

namespace scopedown::testing {
namespace {

struct Parameter {
  std::string path;
  std::string transform;
};

struct Service {
  std::string label;
  std::vector<std::string> events;
  std::vector<Parameter> parameters;
};

// Each service that a table names, under the label of its events.
const std::vector<Service>& services() {
  static const std::vector<Service> all = [] {
    std::map<std::string, Service> by_prefix;
    TableReader exceptions(embedded_table("event_exceptions.tsv"),
                           {"service", "event", "when", "actions", "source"});
    while (exceptions.next())
      by_prefix[std::string(exceptions[0])].events.emplace_back(exceptions[1]);
    TableReader rows(embedded_table("parameters.tsv"), {"service", "variable", "path", "transform",
                                                        "event", "type", "when", "flags"});
    while (rows.next())
      by_prefix[std::string(rows[0])].parameters.push_back(
          {std::string(rows[2]), std::string(rows[3])});
    TableReader sources(embedded_table("event_sources.tsv"), {"label", "service", "source"});
    while (sources.next())
      by_prefix[std::string(sources[1])].label = sources[0];
    std::vector<Service> list;
    for (auto& [prefix, service] : by_prefix) {
      if (service.label.empty()) service.label = prefix;
      for (const CatalogueAction& action : built_in_catalogue().actions_of(prefix))
        service.events.push_back(action.action.name);
      list.push_back(std::move(service));
    }
    return list;
  }();
  return all;
}

std::string any_arn(Random& random) {
  const auto& types = built_in_catalogue().types();
  std::string text;
  const std::string_view arn_template =
      templates_of(types[any_number(random, types.size() - 1)]).front();
  bool inside = false;
  for (const char letter : arn_template) {
    if (letter == '$' || letter == '{') {
      inside = true;
    } else if (letter == '}') {
      inside = false;
      text += "x";
    } else if (!inside) {
      text += letter;
    }
  }
  return text;
}

std::string likely_value(Random& random, const Parameter& parameter) {
  static const std::vector<std::string> values{
      "orders",
      "https://sqs.eu-west-1.amazonaws.com/111122223333/work",
      "old/x%20y?versionId=7",
      "SELECT * FROM \"Orders\".\"by-date\" WHERE id = ***",
      "alias/orders",
      "resize:prod",
      "444455556666:function:resize",
      "444455556666",
      "eu.anthropic.claude-x",
      "anthropic.claude-x",
      "/hostedzone/Z1",
      "https://oidc.example.com/id/1",
      "task/aws-service-role/q.amazonaws.com/R/1",
      "elasticmapreduce.amazonaws.com",
      "AWS-RunShellScript",
      "i-0a1b",
      "mi-0a1b",
      "7"};
  if (parameter.transform.starts_with("prefixed:")) return parameter.transform.substr(9) + "0a1b";
  if (once_in(random, 6)) return any_arn(random);
  return pick(random, values);
}

std::string any_value(Random& random, Size size, const Parameter& parameter) {
  static const std::vector<std::string> letters{
      "a", "*", "?", "$", "{", "}", ":", "/", "-", "%2", "\"", "\xc3\xa9", "\xe2\x82\xac", "|"};
  if (once_in(random, 3)) return any_word(random, size, letters);
  return damaged(random, likely_value(random, parameter), "*?:/a");
}

UsageKey any_row(Random& random, Size size) {
  const Service& service = pick(random, services());
  UsageKey row;
  row.account = "111122223333";
  row.region =
      pick(random, std::vector<std::string>{"eu-west-1", "cn-north-1", "us-gov-west-1", ""});
  row.event_source = service.label + ".amazonaws.com";
  row.event_name = pick(random, service.events);
  row.error_class = pick(random, std::vector<std::string>{"", "denied", "failed", "missing"});
  std::vector<NamedValue> parameters;
  for (Size left = any_number(random, 6); left > 0 && !service.parameters.empty(); --left) {
    const Parameter& parameter = pick(random, service.parameters);
    parameters.push_back({parameter.path, any_value(random, size, parameter)});
  }
  row.parameters = list_text(parameters);
  if (once_in(random, 4)) row.resources = list_text(std::vector<std::string>{any_arn(random)});
  if (once_in(random, 3)) row.fold_min = row.fold_max = any_value(random, size, {});
  return row;
}

struct Value {
  std::string transform;
  std::string text;
};

Value any_transformed(Random& random, Size size) {
  const Service& service = pick(random, services());
  if (service.parameters.empty()) return {};
  const Parameter& parameter = pick(random, service.parameters);
  return {parameter.transform, any_value(random, size, parameter)};
}

// Those that are not escaped: `${*}` is a letter.
Size wildcard_count(std::string_view name) {
  Size count = 0;
  for (Size at = 0; at < name.size(); ++at) {
    const bool is_escaped = at >= 2 && name.substr(at - 2, 2) == "${";
    if ((name[at] == '*' || name[at] == '?') && !is_escaped) ++count;
  }
  return count;
}

}  // namespace

TEST_CASE("every ARN that is made of a call is of a type of its action") {
  for_all(
      any_row,
      [](const UsageKey& row) {
        const Catalogue& catalogue = built_in_catalogue();
        for (const ObservedAccess& observed : built_in_interpreter().interpret(row).accesses) {
          CAPTURE(observed.access);
          const CatalogueAction* action = catalogue.find(observed.access.action);
          REQUIRE(action != nullptr);
          REQUIRE(ArnPattern::parse(observed.access.resource.text()) == observed.access.resource);
          REQUIRE((catalogue.supports(*action, observed.access.resource) ||
                   observed.access.resource.is_everything()));
        }
      },
      8'000);
}

TEST_CASE("a wildcard in the log is a letter of a name, whatever the transform") {
  for_all(any_transformed, [](const Value& value) {
    CAPTURE(value.transform, value.text);
    std::string plain = value.text;
    for (char& letter : plain)
      if (letter == '*' || letter == '?') letter = 'a';
    const auto names = resource_names(value.transform, value.text);
    const auto plain_names = resource_names(value.transform, plain);
    for (Size index = 0; index < std::min(names.size(), plain_names.size()); ++index)
      REQUIRE(wildcard_count(names[index].text) <= wildcard_count(plain_names[index].text));
  });
}

TEST_CASE("the same row, the same accesses") {
  for_all(any_row, [](const UsageKey& row) {
    REQUIRE(built_in_interpreter().interpret(row).accesses ==
            built_in_interpreter().interpret(row).accesses);
  });
}

}  // namespace scopedown::testing
