// Goal: real records are read as what AWS was asked.
// Method: every record of the corpora alone, without ledger or tenants. Where they are not at hand
// the tests are skipped, saying so; other people's records stay out of this repository, so the
// lists here hold counts and names of events, and no names of theirs.
// Source: invictus-ir/aws_dataset (2,900 records of one account, 2023-07-10); the other corpora.

#include <algorithm>
#include <filesystem>
#include <functional>
#include <map>
#include <string>
#include <variant>
#include <vector>

#include <catch2/catch.hpp>

#include "data/extraction.h"
#include "data/load.h"
#include "generator/logs/cloudtrail.h"
#include "generator/logs/log_files.h"
#include "generator/usage/denial_message.h"
#include "tests/support/golden.h"
#include "tests/support/interpreted.h"

namespace scopedown::testing {
namespace {

namespace fs = std::filesystem;

const fs::path corpora = fs::path(SCOPEDOWN_ROOT) / ".." / "shared" / "corpora";

bool is_absent(const fs::path& path) {
  if (fs::exists(path)) return false;
  WARN("skipped: " << path.string() << " is not there");
  return true;
}

void for_each_event(const fs::path& folder, const std::function<void(const Event&)>& use) {
  CloudTrailReader reader(Extraction::built_in());
  LogLoader loader;
  for (const std::string& path : list_logs({folder.string()}).files) {
    const auto loaded = loader.load(path);
    if (!std::holds_alternative<LogText>(loaded)) continue;
    (void)reader.read(std::get<LogText>(loaded).text, path, use,
                      [](std::string_view, const std::string&) {});
  }
}

// "ec2 DescribeVpcs".
std::string event_text(const Event& event) {
  return std::string(event.source.substr(0, event.source.find('.'))) + " " +
         std::string(event.name);
}

std::string text_of(const std::map<std::string, std::size_t>& counts) {
  std::string text;
  for (const auto& [name, count] : counts)
    text += name + "\t" + std::to_string(count) + "\n";
  return text;
}

// One line for each resource that is not named, with the reason that the interpretation gives.
void add_unnamed(std::map<std::string, std::size_t>& unnamed, const std::string& event,
                 const Interpretation& interpretation) {
  for (const ObservedAccess& observed : interpretation.accesses)
    if (!observed.named || !observed.resolved)
      ++unnamed[event + "\t" + observed.access.action.text() + "\t" + observed.note];
}

}  // namespace

TEST_CASE("real logs: every record has an action, and nine in ten a resource of its own") {
  const fs::path folder = corpora / "invictus";
  if (is_absent(folder)) return;
  std::size_t calls = 0;
  std::size_t with_action = 0;
  std::size_t needing = 0;
  std::size_t named = 0;
  std::map<std::string, std::size_t> without_action;
  std::map<std::string, std::size_t> unnamed;
  for_each_event(folder, [&](const Event& event) {
    if (event.type != "AwsApiCall") return;
    ++calls;
    const Interpreted result = interpreted(event);
    if (result.set_aside == "unknown_action") {
      ++without_action[event_text(event)];
      return;
    }
    ++with_action;
    bool needs = false;
    bool is_named = true;
    for (const ObservedAccess& observed : result.interpretation.accesses) {
      const CatalogueAction* action = built_in_catalogue().find(observed.access.action);
      if (action == nullptr || action->types.empty()) continue;
      if (observed.access.resource.is_everything()) continue;  // data/overrides.tsv says so
      needs = true;
      is_named &= observed.named && observed.resolved;
    }
    needing += needs ? 1 : 0;
    named += needs && is_named ? 1 : 0;
    if (needs && !is_named) add_unnamed(unnamed, event_text(event), result.interpretation);
  });
  check_golden("real_logs_without_action.tsv", text_of(without_action));
  check_golden("real_logs_without_name.tsv", text_of(unnamed));
  CAPTURE(calls, with_action, needing, named);
  CHECK(calls == 2'855);
  CHECK(with_action * 100 >= calls * 99);
  CHECK(named * 100 >= needing * 90);
}

TEST_CASE("real logs: the interpretation agrees with what denials say AWS was asked") {
  if (is_absent(corpora)) return;
  std::size_t judged = 0;
  for_each_event(corpora, [&](const Event& event) {
    const auto message = denial_message(event.error_message);
    if (!message) return;
    const Interpreted result = interpreted(event);
    CAPTURE(event.source, event.name, event.error_message, result.set_aside);
    CHECK(agreement(*message, result.interpretation) == Agreement::Agrees);
    ++judged;
  });
  CHECK(judged >= 14);
}

}  // namespace scopedown::testing
