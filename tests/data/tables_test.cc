// Goal: the tables agree with each other and hold nothing that is of no use.
// Method: every row of every hand-written table is held against the catalogue.

#include <algorithm>
#include <initializer_list>
#include <map>
#include <set>
#include <string>
#include <string_view>

#include <catch2/catch.hpp>

#include "data/embedded.h"
#include "data/extraction.h"
#include "data/load.h"
#include "data/table.h"
#include "model/action.h"
#include "model/wildcard.h"

namespace scopedown::testing {
namespace {

// Folded names of the variables in a service's ARN templates.
std::map<std::string, std::set<std::string>> variables() {
  std::map<std::string, std::set<std::string>> variables;
  for (const ResourceType& type : built_in_catalogue().types()) {
    std::string_view rest = type.arn_template;
    while (rest.find("${") != std::string_view::npos) {
      rest.remove_prefix(rest.find("${") + 2);
      variables[type.service].insert(folded_case(rest.substr(0, rest.find('}'))));
    }
  }
  return variables;
}

bool is_service(std::string_view prefix) {
  return !built_in_catalogue().actions_of(prefix).empty();
}

bool is_action(std::string_view text) {
  const auto action = Action::parse(text);
  const CatalogueAction* found = action ? built_in_catalogue().find(*action) : nullptr;
  return found != nullptr && found->action == *action;
}

// The rows, as cells joined by tabs; and that none is there twice.
std::set<std::string> rows_of(const char* table, std::initializer_list<std::string_view> columns) {
  std::set<std::string> seen;
  TableReader rows(embedded_table(table), columns);
  while (rows.next()) {
    std::string row;
    for (std::size_t column = 0; column < columns.size(); ++column)
      row.append(rows[column]).append("\t");
    CAPTURE(table, row);
    CHECK(seen.insert(row).second);
  }
  return seen;
}

}  // namespace

TEST_CASE("the catalogue is as large as AWS's") {
  const Catalogue& catalogue = built_in_catalogue();
  CHECK(catalogue.actions().size() >= 22'091);
  CHECK(catalogue.types().size() >= 2'334);
  std::size_t dependents = 0;
  for (const CatalogueAction& action : catalogue.actions())
    dependents += action.dependents.size();
  CHECK(dependents >= 4'141);
}

TEST_CASE("the catalogue is sorted, and finds each of its actions") {
  const Catalogue& catalogue = built_in_catalogue();
  std::string previous;
  for (const CatalogueAction& action : catalogue.actions()) {
    const std::string text = folded_case(action.action.text());
    if (previous >= text || catalogue.find(action.action) != &action) FAIL(text);
    previous = text;
  }
}

TEST_CASE("no table has a row twice") {
  rows_of("actions.tsv", {"service", "action", "level", "resource_types"});
  rows_of("resource_types.tsv", {"service", "type", "arn_template"});
  rows_of("dependents.tsv", {"service", "action", "needs"});
  rows_of("event_sources.tsv", {"label", "service", "source"});
  rows_of("event_exceptions.tsv", {"service", "event", "when", "actions", "source"});
  rows_of("parameters.tsv",
          {"service", "variable", "path", "transform", "event", "type", "when", "flags"});
  rows_of("error_codes.tsv", {"code", "class", "why"});
  rows_of("overrides.tsv", {"service", "action", "rule", "why"});
  rows_of("template_aliases.tsv", {"service", "type", "arn_template", "why"});
  rows_of("sensitive.tsv", {"action", "why"});
  rows_of("global_condition_keys.tsv", {"key", "property_of"});
  rows_of("global_services.tsv", {"calls", "source"});
  rows_of("escapes.tsv", {"action", "levels", "how"});
}

TEST_CASE("what is global is a service of AWS's or an action, and a condition key is AWS's own") {
  for (const std::string& row : rows_of("global_services.tsv", {"calls", "source"})) {
    const std::string calls = row.substr(0, row.find('\t'));
    CAPTURE(calls);
    CHECK((calls.find(':') == std::string::npos ? is_service(calls) : is_action(calls)));
  }
  for (const std::string& row : rows_of("global_condition_keys.tsv", {"key", "property_of"}))
    CHECK(row.starts_with("aws:"));
}

TEST_CASE("every dependent is an action") {
  for (const CatalogueAction& action : built_in_catalogue().actions())
    for (const Action& dependent : action.dependents)
      if (!is_action(dependent.text())) FAIL(action.action.text() << " needs " << dependent.text());
}

TEST_CASE("every event source leads to a service") {
  TableReader rows(embedded_table("event_sources.tsv"), {"label", "service", "source"});
  while (rows.next()) {
    CAPTURE(rows[0]);
    CHECK(is_service(rows[1]));
    CHECK(rows[0] != rows[1]);
  }
}

TEST_CASE("every exception leads to actions, and is one") {
  TableReader rows(embedded_table("event_exceptions.tsv"),
                   {"service", "event", "when", "actions", "source"});
  while (rows.next()) {
    CAPTURE(rows[0], rows[1], rows[3]);
    CHECK(is_service(rows[0]));
    const std::string same = std::string(rows[0]) + ":" + std::string(rows[1]);
    if (rows[2].empty()) CHECK(rows[3] != same);
    if (rows[3] == "-") continue;
    CHECK_FALSE(rows[4].empty());
    Parts actions(rows[3].substr(rows[3].starts_with('+') ? 1 : 0), ' ');
    while (actions.next())
      CHECK(is_action(*actions));
  }
}

TEST_CASE("every parameter fills a variable of its service, and says more than its name does") {
  const auto known = variables();
  TableReader rows(embedded_table("parameters.tsv"),
                   {"service", "variable", "path", "transform", "event", "type", "when", "flags"});
  while (rows.next()) {
    CAPTURE(rows[0], rows[1], rows[2]);
    CHECK(is_service(rows[0]));
    if (rows[1] == "-") continue;
    const auto service = known.find(std::string(rows[0]));
    REQUIRE(service != known.end());
    CHECK(service->second.contains(folded_case(rows[1])));
    const bool identity = folded_case(rows[1]) == folded_case(rows[2]);
    const bool says_more =
        !rows[3].empty() || !rows[4].empty() || !rows[5].empty() || !rows[7].empty();
    CHECK((!identity || says_more));
    if (!rows[5].empty()) {
      CHECK(std::ranges::any_of(built_in_catalogue().types(), [&](const ResourceType& type) {
        return type.service == rows[0] && type.name == rows[5];
      }));
    }
  }
}

TEST_CASE("what a condition looks at is kept") {
  TableReader exceptions(embedded_table("event_exceptions.tsv"),
                         {"service", "event", "when", "actions", "source"});
  const auto is_kept = [](std::string_view service, std::string_view when) {
    const std::string_view path = when.substr(0, when.find('='));
    return path.empty() || path == "error" || path == "layers[]" ||  // an ARN: always kept
           Extraction::built_in().of(service).find(path) != nullptr;
  };
  while (exceptions.next()) {
    CAPTURE(exceptions[0], exceptions[1], exceptions[2]);
    CHECK(is_kept(exceptions[0], exceptions[2]));
  }
  TableReader rows(embedded_table("parameters.tsv"),
                   {"service", "variable", "path", "transform", "event", "type", "when", "flags"});
  while (rows.next()) {
    CAPTURE(rows[0], rows[2], rows[6]);
    CHECK(is_kept(rows[0], rows[6]));
    Parts events(rows[4], ' ');
    while (events.next()) {
      const std::size_t slash = (*events).find('/');
      if (slash == std::string_view::npos) continue;
      CHECK(is_action(std::string(rows[0]) + ":" + std::string((*events).substr(slash + 1))));
    }
  }
}

TEST_CASE("every overridden action exists") {
  TableReader rows(embedded_table("overrides.tsv"), {"service", "action", "rule", "why"});
  while (rows.next()) {
    CAPTURE(rows[0], rows[1]);
    if (rows[0] == "*") {
      const std::string glob = glob_of(rows[1]);
      CHECK(std::ranges::any_of(built_in_catalogue().actions(), [&](const CatalogueAction& action) {
        return wildcard_matches(glob, action.action.name);
      }));
      continue;
    }
    const auto pattern = ActionPattern::parse(std::string(rows[0]) + ":" + std::string(rows[1]));
    REQUIRE(pattern.has_value());
    CHECK_FALSE(built_in_catalogue().matching(*pattern).empty());
  }
}

TEST_CASE("every sensitive action and every escape exists, once, and says why") {
  TableReader sensitive(embedded_table("sensitive.tsv"), {"action", "why"});
  std::size_t sensitive_count = 0;
  while (sensitive.next()) {
    CAPTURE(sensitive[0]);
    CHECK(is_action(sensitive[0]));
    CHECK(sensitive[1].size() > 10);
    ++sensitive_count;
  }
  CHECK(sensitive_count >= 640);
  TableReader escapes(embedded_table("escapes.tsv"), {"action", "levels", "how"});
  std::set<std::string> seen;
  while (escapes.next()) {
    CAPTURE(escapes[0]);
    CHECK(seen.insert(std::string(escapes[0])).second);
    const auto pattern = ActionPattern::parse(escapes[0]);
    REQUIRE(pattern.has_value());
    CHECK_FALSE(built_in_catalogue().matching(*pattern).empty());
    CHECK(pattern->is_exact() == escapes[1].empty());
    CHECK(escapes[2].size() > 10);
  }
  CHECK(seen.size() >= 510);
}

TEST_CASE("no action that hands out credentials, a secret or data by its name is overlooked") {
  struct Name {
    const char* glob;
    const char* levels;  // of the actions that it is asked of
  };

  for (const Name& name :
       {Name{"Get*SecretValue", "LRW"}, Name{"Get*Credentials", "LR"},
        Name{"Get*PresignedUrl", "RW"}, Name{"BatchGetItem", "R"}, Name{"GetRecords", "R"},
        Name{"ReceiveMessage", "RW"}, Name{"Decrypt", "RW"}, Name{"DecryptData", "RW"},
        Name{"GetObject", "R"}, Name{"GetObjectVersion", "R"}, Name{"Scan", "R"},
        Name{"*PasswordData", "R"}, Name{"Assume*Role*", "RW"}, Name{"*EmbedUrl*", "RW"},
        Name{"CallWithBearerToken", "R"}}) {
    const auto pattern = glob_of(name.glob);
    for (const CatalogueAction& action : built_in_catalogue().actions()) {
      if (!wildcard_matches(pattern, action.action.name)) continue;
      const bool reads = action.level == AccessLevel::List || action.level == AccessLevel::Read;
      if (!reads && std::string_view(name.levels).find('W') == std::string_view::npos) continue;
      CAPTURE(action.action.text());
      CHECK_FALSE(action.sensitive.empty());
    }
  }
}

TEST_CASE("sensitive actions and escapes are actions of the catalogue, each with its reason") {
  for (const char* text :
       {"s3:GetObject", "secretsmanager:GetSecretValue", "sqs:ReceiveMessage", "dynamodb:Query",
        "ssm:GetParameter", "kms:Decrypt", "sts:AssumeRole", "lambda:GetFunction"}) {
    CAPTURE(text);
    CHECK_FALSE(built_in_catalogue().find(*Action::parse(text))->sensitive.empty());
  }
  for (const char* text :
       {"sts:AssumeRole", "iam:PassRole", "iam:PutRolePolicy", "iam:CreateUser", "kms:CreateGrant",
        "eks:CreatePodIdentityAssociation", "s3:PutBucketPolicy", "iam:TagRole"}) {
    CAPTURE(text);
    CHECK_FALSE(built_in_catalogue().find(*Action::parse(text))->escape.empty());
  }
  for (const char* text : {"s3:ListBucket", "iam:GetRole", "iam:ListRoles", "sqs:SendMessage"}) {
    CAPTURE(text);
    CHECK(built_in_catalogue().find(*Action::parse(text))->sensitive.empty());
    CHECK(built_in_catalogue().find(*Action::parse(text))->escape.empty());
  }
}

}  // namespace scopedown::testing
